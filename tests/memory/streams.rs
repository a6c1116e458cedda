//! What calls over streams hold in memory: no more if the stream is long.

use std::io::{self, Write};
use std::vec;

use parallelize::__private::write;
use parallelize::{Stream, stream};

use crate::allocator::{alone, largest_allocation, most_alive};

/// A stream of texts, which are made when they are read.
type Texts = Box<dyn Iterator<Item = String>>;

/// Runs a call over a stream of 24 MB in batches of 12 KB, and asserts that few batches are in memory at once.
fn assert_bounded(call: impl Fn(Stream<Texts>)) {
    for jobs in [1, 2, 5] {
        let texts: Texts = Box::new((0..200_000).map(|n| format!("{n:0>100}")));
        let ((), allocations, bytes) =
            most_alive(|| call(stream(texts).jobs(jobs).chunk_size(100)));
        // Two batches per job, two more, and the outputs of those that run: each is twice there at most.
        let batches = 2 * (3 * jobs + 2);
        assert!(
            allocations < 150 * batches + 500,
            "{allocations} allocations"
        );
        assert!(bytes < 16_000 * batches + 500_000, "{bytes} bytes");
    }
}

fn all(texts: vec::IntoIter<String>) -> Vec<String> {
    texts.collect()
}

#[test]
fn outputs_that_are_folded() {
    let longer = |a: Vec<String>, b: Vec<String>| if a.len() > b.len() { a } else { b };
    assert_bounded(|call| assert_eq!(call.reduce(all, longer).len(), 100));
    assert_bounded(|call| {
        let longest = call.try_reduce(|texts| Ok::<_, ()>(all(texts)), longer);
        assert_eq!(longest.unwrap().len(), 100);
    });
}

#[test]
fn outputs_that_are_consumed() {
    assert_bounded(|call| {
        let mut count = 0;
        call.consume(all, |texts| count += texts.len());
        assert_eq!(count, 200_000);
    });
    assert_bounded(|call| {
        let outcome = call.try_consume(all, |texts| texts.first().map(drop).ok_or(()));
        assert_eq!(outcome, Ok(()));
    });
}

#[test]
fn outputs_that_are_written() {
    assert_bounded(|call| {
        let mut out = io::sink();
        let call = call.with((write::<dyn Write, _>(&mut out),));
        let written: io::Result<()> = call
            .try_flatten(|mut texts, (out,)| texts.try_for_each(|text| writeln!(out, "{text}")));
        written.unwrap();
    });
}

#[test]
fn searches_that_find_nothing() {
    assert_bounded(|call| assert!(!call.first(|mut texts| texts.any(|text| text.is_empty()))));
}

#[test]
fn outputs_that_stay_in_a_file() {
    assert_bounded(|call| {
        let spilled = call.write_to_file(true).spilled(all).unwrap();
        assert_eq!(spilled.len(), 200_000);
        assert_eq!(
            spilled
                .iter()
                .map(Result::unwrap)
                .filter(|text| text.len() == 100)
                .count(),
            200_000
        );
    });
}

#[test]
fn neither_a_size_hint_nor_a_chunk_size_is_allocated() {
    struct Lying(std::ops::Range<u8>);
    impl Iterator for Lying {
        type Item = u8;
        fn next(&mut self) -> Option<u8> {
            self.0.next()
        }
        fn size_hint(&self) -> (usize, Option<usize>) {
            (usize::MAX, None)
        }
    }
    let _alone = alone();
    for size in [1 << 20, 1 << 30, usize::MAX] {
        let largest = largest_allocation(|| {
            let call = stream(Lying(0..100)).jobs(2).chunk_size(size);
            assert_eq!(call.flatten(Iterator::collect::<Vec<_>>).len(), 100);
        });
        assert!(largest < 5000, "{largest} bytes for batches of {size}");
    }
}
