//! Calls over streams, made by the builder.

mod batches;
mod collectors;
mod ends;
mod flow;
mod merges;
mod places;

use std::iter;
use std::ops::Range;

use parallelize::{Stream, stream};
use proptest::prelude::*;

/// How a stream is read.
#[derive(Clone, Copy, Debug)]
struct Cut {
    jobs: usize,
    chunk_size: Option<usize>,
}

impl Cut {
    fn any() -> impl Strategy<Value = Cut> {
        let sizes = prop_oneof![
            Just(None),
            (1..9_usize).prop_map(Some),
            (9..2500_usize).prop_map(Some)
        ];
        (0..7_usize, sizes).prop_map(|(jobs, chunk_size)| Cut { jobs, chunk_size })
    }

    fn each() -> impl Iterator<Item = Cut> {
        let sizes = [None, Some(1), Some(3), Some(usize::MAX)];
        let each = |chunk_size| [0, 1, 2, 5].map(|jobs| Cut { jobs, chunk_size });
        sizes.into_iter().flat_map(each)
    }

    fn stream<I: IntoIterator<Item: Send>>(self, elements: I) -> Stream<I::IntoIter> {
        let call = stream(elements).jobs(self.jobs);
        match self.chunk_size {
            Some(size) => call.chunk_size(size),
            None => call,
        }
    }

    /// Where the specification puts the batches of a stream of so many elements.
    fn ranges(self, len: usize) -> Vec<Range<usize>> {
        let longest = |index: usize| match self.chunk_size {
            Some(size) => size,
            None => 1 << (index / 2).min(9),
        };
        let mut ranges = Vec::new();
        let mut start = 0;
        while start < len || ranges.is_empty() {
            let end = start.saturating_add(longest(ranges.len())).min(len);
            ranges.push(start..end);
            start = end;
        }
        ranges
    }

    fn batches<T>(self, elements: &[T]) -> impl Iterator<Item = &[T]> {
        let ranges = self.ranges(elements.len()).into_iter();
        ranges.map(|range| &elements[range])
    }
}

/// An iterator that tells nothing about its length.
fn unsized_iter<T>(elements: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
    let mut elements = elements.into_iter();
    iter::from_fn(move || elements.next())
}

/// A batch that takes a minute to fill, with a millisecond for each element.
const LONG: usize = 60_000;

/// The most batches that may be between the iterator and the merge.
fn most(jobs: usize) -> usize {
    2 * jobs + 2
}
