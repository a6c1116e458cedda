//! Whole calls: claims, arguments, outputs, helpers and failures together.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::{Memory, check, rayon};
use crate::parallel;
use crate::workers::assert_at_rest;

fn model(preemptions: usize, call: fn()) {
    check(preemptions, move || {
        let pool = rayon::start(1);
        call();
        pool.end();
        assert_eq!(assert_at_rest(), 0);
    });
}

#[test]
fn outputs_are_joined_in_order() {
    model(4, || {
        let memory = Memory::default();
        let call = parallel(0..3_u32).jobs(2).chunk_size(1).with((7,));
        let joined: Vec<u32> = call.flatten(|chunk, (seven,)| {
            memory.share();
            chunk.map(|n| n + seven).collect()
        });
        memory.own();
        assert_eq!(joined, [7, 8, 9]);
    });
}

#[test]
fn outputs_are_folded_in_order_while_others_come() {
    model(4, || {
        let call = parallel(0..4_u32).jobs(2).chunk_size(1);
        let row = call.reduce(Vec::from_iter, |mut row, next| {
            row.extend(next);
            row
        });
        assert_eq!(row, [0, 1, 2, 3]);
    });
}

#[test]
fn a_helper_that_leaves_a_caller_that_folds_can_be_called_back() {
    model(3, || {
        let call = parallel(0..6_u32).jobs(2).chunk_size(1).with((7,));
        let sum = call.reduce(|chunk, (seven,)| chunk.start + seven, |a, b| a + b);
        assert_eq!(sum, 57);
    });
}

#[test]
fn the_lowest_failure_decides() {
    model(4, || {
        let call = parallel(0..3_u32).jobs(2).chunk_size(1);
        let outcome = call.try_per_chunk(|chunk| match chunk.start {
            0 => Ok(()),
            start => Err(start),
        });
        assert_eq!(outcome, Err(1));
    });
}

#[test]
fn a_panic_drops_what_there_is() {
    model(4, || {
        let elements = vec![Memory::default(); 3];
        let witness = elements[0].clone();
        let call = parallel(elements).jobs(2).chunk_size(1);
        let call = AssertUnwindSafe(|| {
            call.per_chunk(
                |chunk| match crate::current_chunk().map(|chunk| chunk.index) {
                    Some(1) => resume_unwind(Box::new("a panic")),
                    _ => chunk,
                },
            )
        });
        let payload = catch_unwind(call).err().expect("it panics");
        assert_eq!(payload.downcast_ref(), Some(&"a panic"));
        assert_eq!(witness.owners(), 1);
    });
}
