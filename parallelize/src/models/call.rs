//! Whole calls: claims, arguments, outputs, helpers and failures together.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};

use super::{Memory, check, end};
use crate::parallel;
use crate::sys::model_rayon as rayon;

fn model(preemptions: usize, call: fn()) {
    check(preemptions, move || {
        let pool = rayon::start(1);
        call();
        end(pool);
    });
}

#[test]
fn outputs_are_joined_in_order() {
    model(3, || {
        let memory = Memory::default();
        let call = parallel(0..3_u32).jobs(2).chunk_size(1);
        let joined: Vec<u32> = call.flatten(|chunk| {
            memory.share();
            chunk.map(|n| n + 7).collect()
        });
        memory.own();
        assert_eq!(joined, [7, 8, 9]);
    });
}

#[test]
fn outputs_are_folded_in_order_while_others_come() {
    model(3, || {
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
    model(2, || {
        let call = parallel(0..6_u32).jobs(2).chunk_size(1);
        let sum = call.reduce(|chunk| chunk.start + 7, |a, b| a + b);
        assert_eq!(sum, 57);
    });
}

#[test]
fn the_lowest_failure_decides() {
    model(3, || {
        let call = parallel(0..3_u32).jobs(2).chunk_size(1);
        let outcome = call.try_per_chunk(|chunk| match chunk.start {
            0 => Ok(()),
            start => Err(start),
        });
        assert_eq!(outcome, Err(1));
    });
}

#[test]
fn the_lowest_hit_decides() {
    model(3, || {
        let call = parallel(0..4_u32).jobs(2).chunk_size(1);
        let hit = call.first(|chunk| (chunk.start > 0).then_some(chunk.start));
        assert_eq!(hit, Some(1));
    });
}

#[test]
fn a_hit_wins_over_the_panic_of_a_later_chunk() {
    model(3, || {
        let elements = vec![Memory::default(); 3];
        let witness = elements[0].clone();
        let call = parallel(elements).jobs(2).chunk_size(1);
        let hit = call.first(
            |chunk| match crate::current_chunk().map(|chunk| chunk.index()) {
                Some(0) => None,
                Some(1) => Some(chunk),
                _ => resume_unwind(Box::new("a panic")),
            },
        );
        assert!(hit.is_some());
        drop(hit);
        assert_eq!(witness.owners(), 1);
    });
}

#[test]
fn a_panic_drops_what_there_is() {
    model(3, || {
        let elements = vec![Memory::default(); 3];
        let witness = elements[0].clone();
        let call = parallel(elements).jobs(2).chunk_size(1);
        let call = AssertUnwindSafe(|| {
            call.per_chunk(
                |chunk| match crate::current_chunk().map(|chunk| chunk.index()) {
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

#[test]
fn outputs_are_consumed_in_order_and_a_bounded_number_waits() {
    model(2, || {
        let alive = Arc::new(AtomicUsize::new(0));
        let mut row = Vec::new();
        let call = parallel(0..7_u32).jobs(2).chunk_size(1);
        call.consume(
            |chunk| {
                alive.fetch_add(1, Ordering::Relaxed);
                chunk.start
            },
            |start| {
                // Three are taken in at once, two wait meanwhile, and one is being handed in.
                assert!(alive.fetch_sub(1, Ordering::Relaxed) <= 6);
                row.push(start);
            },
        );
        assert_eq!(row, [0, 1, 2, 3, 4, 5, 6]);
    });
}

#[test]
fn a_sink_that_fails_ends_the_call() {
    model(2, || {
        let mut row = Vec::new();
        let call = parallel(0..4_u32).jobs(2).chunk_size(1);
        let outcome = call.try_consume(
            |chunk| chunk.start,
            |start| {
                row.push(start);
                if start == 1 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!(outcome, Err("full"));
        assert_eq!(row, [0, 1]);
    });
}

#[test]
fn a_sink_gets_the_outputs_before_a_panic() {
    model(2, || {
        let mut row = Vec::new();
        let call = parallel(0..4_u32).jobs(2).chunk_size(1);
        let call = AssertUnwindSafe(|| {
            call.consume(
                |chunk| match chunk.start {
                    2 => resume_unwind(Box::new("a panic")),
                    start => start,
                },
                |start| row.push(start),
            );
        });
        let payload = catch_unwind(call).expect_err("it panics");
        assert_eq!(payload.downcast_ref(), Some(&"a panic"));
        assert_eq!(row, [0, 1]);
    });
}
