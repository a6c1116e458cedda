//! Calls over streams: reading, helpers that come and go, merges and failures together.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::vec;

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};

use super::{Memory, check, end};
use crate::builder::Stream;
use crate::stream;
use crate::sys::model_rayon as rayon;

fn model(preemptions: usize, call: fn()) {
    check(preemptions, move || {
        let pool = rayon::start(1);
        call();
        end(pool);
    });
}

/// A call of two workers over so many numbers.
fn call(len: u32) -> Stream<std::ops::Range<u32>> {
    stream(0..len).jobs(2).chunk_size(1)
}

fn first(mut batch: vec::IntoIter<u32>) -> u32 {
    batch.next().expect("a batch has an element")
}

#[test]
fn outputs_are_joined_in_order() {
    model(3, || {
        let memory = Memory::default();
        let joined: Vec<u32> = call(3).flatten(|batch| {
            memory.share();
            batch.map(|n| n + 7).collect()
        });
        memory.own();
        assert_eq!(joined, [7, 8, 9]);
    });
}

#[test]
fn outputs_are_folded_in_order() {
    model(2, || {
        let row = call(4).reduce(Vec::from_iter, |mut row, next| {
            row.extend(next);
            row
        });
        assert_eq!(row, [0, 1, 2, 3]);
    });
}

#[test]
fn a_bounded_number_of_batches_is_between_the_iterator_and_the_sink() {
    model(2, || {
        let between = Arc::new(AtomicUsize::new(0));
        let mut row = Vec::new();
        let numbers = (0..8_u32).inspect(|_| {
            assert!(between.fetch_add(1, Ordering::Relaxed) < 6);
        });
        stream(numbers).jobs(2).chunk_size(1).consume(first, |n| {
            between.fetch_sub(1, Ordering::Relaxed);
            row.push(n);
        });
        assert_eq!(row, [0, 1, 2, 3, 4, 5, 6, 7]);
    });
}

#[test]
fn the_lowest_failure_decides() {
    model(3, || {
        let outcome = call(3).try_per_chunk(|batch| match first(batch) {
            0 => Ok(()),
            n => Err(n),
        });
        assert_eq!(outcome, Err(1));
    });
}

#[test]
fn a_sink_that_fails_ends_a_stream_without_end() {
    model(2, || {
        let mut row = Vec::new();
        let outcome = stream(0_u32..)
            .jobs(2)
            .chunk_size(1)
            .try_consume(first, |n| {
                row.push(n);
                if n == 1 { Err("full") } else { Ok(()) }
            });
        assert_eq!(outcome, Err("full"));
        assert_eq!(row, [0, 1]);
    });
}

#[test]
fn a_sink_gets_the_outputs_before_a_panic_of_the_iterator() {
    model(3, || {
        let mut row = Vec::new();
        let numbers = (0..4_u32).inspect(|n| {
            if *n == 2 {
                resume_unwind(Box::new("a panic"));
            }
        });
        let call = AssertUnwindSafe(|| {
            let call = stream(numbers).jobs(2).chunk_size(1);
            call.consume(first, |n| row.push(n));
        });
        let payload = catch_unwind(call).expect_err("it panics");
        assert_eq!(payload.downcast_ref(), Some(&"a panic"));
        assert_eq!(row, [0, 1]);
    });
}

#[test]
fn a_panic_drops_what_there_is() {
    model(3, || {
        let elements = vec![Memory::default(); 4];
        let witness = elements[0].clone();
        let call = stream(elements).jobs(2).chunk_size(1);
        let call = AssertUnwindSafe(|| {
            call.per_chunk(
                |batch| match crate::current_chunk().map(|chunk| chunk.index()) {
                    Some(1) => resume_unwind(Box::new("a panic")),
                    _ => batch,
                },
            )
        });
        let payload = catch_unwind(call).err().expect("it panics");
        assert_eq!(payload.downcast_ref(), Some(&"a panic"));
        assert_eq!(witness.owners(), 1);
    });
}
