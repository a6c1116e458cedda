//! Reading items one by one.

use std::collections::VecDeque;
use std::fmt;
use std::io;

use super::error::Action;
use super::segment::SegmentReader;
use super::{Spill, SpillError, Spilled};

/// The items of a [`Spilled`], in slice order.
pub struct SpilledIter<'a, T> {
    spilled: &'a Spilled<T>,
    /// The segment that comes next.
    chunk: usize,
    reader: SegmentReader,
    /// Of the block that was read last.
    items: VecDeque<T>,
    /// Comes after them.
    failure: Option<SpillError>,
    /// How many items are to come, if nothing fails.
    left: usize,
}

impl<T> fmt::Debug for SpilledIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("SpilledIter");
        debug.field("left", &self.left).finish_non_exhaustive()
    }
}

impl<'a, T> SpilledIter<'a, T> {
    pub(super) fn new(spilled: &'a Spilled<T>) -> Self {
        SpilledIter {
            spilled,
            chunk: 0,
            reader: SegmentReader::default(),
            items: VecDeque::new(),
            failure: None,
            left: spilled.len(),
        }
    }
}

impl<T: Spill> SpilledIter<'_, T> {
    /// Reads one more block; false where there is none.
    fn read(&mut self) -> bool {
        let Some(segment) = self.spilled.segments.get(self.chunk) else {
            return false;
        };
        // Until it is read: a `Deserialize` that panics leaves this behind.
        let chunk = std::mem::replace(&mut self.chunk, self.spilled.segments.len());
        let panicked = io::Error::other("a `Deserialize` has panicked");
        self.failure = Some(self.spilled.error(chunk, (Action::Decode, panicked)));
        let mut push = |item| self.items.push_back(item);
        match self.reader.next_block(segment, &mut push) {
            Ok(true) => (self.chunk, self.failure) = (chunk, None),
            Ok(false) => {
                (self.chunk, self.failure) = (chunk + 1, None);
                self.reader.start_next();
            }
            Err(failure) => self.failure = Some(self.spilled.error(chunk, failure)),
        }
        true
    }
}

impl<T: Spill> Iterator for SpilledIter<'_, T> {
    type Item = Result<T, SpillError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.pop_front() {
                self.left -= 1;
                return Some(Ok(item));
            }
            if let Some(failure) = self.failure.take() {
                self.left = 0;
                return Some(Err(failure));
            }
            if !self.read() {
                return None;
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left.min(1), Some(self.left))
    }
}

impl<T: Spill> std::iter::FusedIterator for SpilledIter<'_, T> {}
