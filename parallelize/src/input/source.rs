//! The elements of a stream, in batches.

use std::mem;

use super::stream_queue::StreamQueue;
use crate::plan::Place;
use crate::sys::panics::{Payload, catch};

/// Without `chunk_size`, a batch has at most so many elements. Two batches of each length come first.
const LONGEST: usize = if cfg!(parallelize_loom) { 2 } else { 512 };

/// An iterator whose elements can go to other threads.
///
/// The bound is asked for here alone. So an element without that bound is one error, at the iterator.
pub(crate) struct Elements<I>(I);

impl<I: Iterator> Elements<I> {
    pub(crate) fn new(iterator: I) -> Self
    where
        I::Item: Send,
    {
        Elements(iterator)
    }

    pub(crate) fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// An iterator that the calling thread reads in batches.
pub(crate) struct Source<I: Iterator> {
    elements: I,
    chunk_size: Option<usize>,
    /// How many batches there were, and how many elements.
    batches: usize,
    read: usize,
    /// Whether the iterator has ended. Nobody asks it again.
    is_over: bool,
}

/// Consecutive elements of a stream.
pub(crate) struct Batch<T> {
    pub(crate) place: Place,
    pub(crate) elements: Vec<T>,
}

/// What came of reading a batch.
pub(crate) struct Reading<T> {
    pub(crate) batch: Option<Batch<T>>,
    /// The panic with which the iterator ended, behind the elements of the batch.
    pub(crate) panic: Option<Payload>,
}

impl<I: Iterator> Source<I> {
    pub(crate) fn new(elements: Elements<I>, chunk_size: Option<usize>) -> Self {
        Source {
            elements: elements.0,
            chunk_size,
            batches: 0,
            read: 0,
            is_over: false,
        }
    }

    /// The queue in which the batches of this source wait.
    #[allow(clippy::unused_self)] // whoever has a source has shown that its elements are `Send`
    pub(crate) fn queue(&self) -> StreamQueue<I::Item> {
        StreamQueue::of_elements_that_are_send()
    }

    /// How many batches have been read.
    pub(crate) fn batches(&self) -> usize {
        self.batches
    }

    /// Whether there is no further batch.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Reads the next batch. Reading stops before an element if `goes_on` says so.
    ///
    /// An iterator without elements has one batch, which is empty.
    pub(crate) fn read(&mut self, mut goes_on: impl FnMut() -> bool) -> Reading<I::Item> {
        let longest = self.next_len();
        let mut elements = Vec::new();
        let outcome = catch(|| {
            let expected = self.elements.size_hint().0;
            // The hint may be wrong.
            elements.reserve_exact(longest.min(expected.clamp(LONGEST.min(16), LONGEST)));
            while elements.len() < longest && goes_on() {
                match self.elements.next() {
                    Some(element) => elements.push(element),
                    None => return true,
                }
            }
            false
        });
        let (ended, panic) = match outcome {
            Ok(ended) => (ended, None),
            Err(payload) => (true, Some(payload)),
        };
        self.is_over = ended;
        let is_empty_stream = ended && panic.is_none() && self.batches == 0;
        let has_batch = !elements.is_empty() || is_empty_stream;
        let batch = has_batch.then(|| self.place(elements));
        Reading { batch, panic }
    }

    fn next_len(&self) -> usize {
        self.chunk_size.unwrap_or_else(|| {
            let doubled = (self.batches / 2).min(LONGEST.ilog2() as usize);
            1 << doubled
        })
    }

    fn place(&mut self, elements: Vec<I::Item>) -> Batch<I::Item> {
        let end = self.read + elements.len();
        let start = mem::replace(&mut self.read, end);
        let place = Place::in_stream(self.batches, start..end);
        self.batches += 1;
        Batch { place, elements }
    }
}
