//! Reading items one by one.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::iter::FusedIterator;

use super::error::Action;
use super::segment::SegmentReader;
use super::{Spill, SpillError, Spilled};

/// Where a reader of a [`Spilled`] is.
struct Cursor<T> {
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

impl<T> Cursor<T> {
    fn new(spilled: &Spilled<T>) -> Self {
        Cursor {
            chunk: 0,
            reader: SegmentReader::default(),
            items: VecDeque::new(),
            failure: None,
            left: spilled.len(),
        }
    }
}

impl<T: Spill> Cursor<T> {
    /// Reads one more block; false where there is none.
    fn read(&mut self, spilled: &Spilled<T>) -> bool {
        let Some(segment) = spilled.segments.get(self.chunk) else {
            return false;
        };
        // Until it is read: a `Deserialize` that panics leaves this behind.
        let chunk = std::mem::replace(&mut self.chunk, spilled.segments.len());
        let panicked = io::Error::other("a `Deserialize` has panicked");
        self.failure = Some(spilled.error(chunk, (Action::Decode, panicked)));
        let mut push = |item| self.items.push_back(item);
        match self.reader.next_block(segment, &mut push) {
            Ok(true) => (self.chunk, self.failure) = (chunk, None),
            Ok(false) => (self.chunk, self.failure) = (chunk + 1, None),
            Err(failure) => self.failure = Some(spilled.error(chunk, failure)),
        }
        true
    }

    fn next(&mut self, spilled: &Spilled<T>) -> Option<Result<T, SpillError>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                self.left -= 1;
                return Some(Ok(item));
            }
            if let Some(failure) = self.failure.take() {
                self.left = 0;
                return Some(Err(failure));
            }
            if !self.read(spilled) {
                return None;
            }
        }
    }
}

/// The items of a [`Spilled`], in slice order; what [`Spilled::iter`] returns.
///
/// # Examples
///
/// ```
/// use parallelize::{SpillError, parallel};
///
/// let squares = parallel(0..4_u64).write_to_file(true).spilled(|numbers| numbers.map(|n| n * n).collect())?;
/// let mut items = squares.iter();
/// assert_eq!(items.nth(2).unwrap()?, 4);
/// # Ok::<(), SpillError>(())
/// ```
pub struct SpilledIter<'a, T> {
    spilled: &'a Spilled<T>,
    cursor: Cursor<T>,
}

/// The items of a [`Spilled`], in slice order; what its [`into_iter`](Spilled::into_iter) returns.
///
/// The temporary files go away with this iterator, also when it is dropped before its end.
///
/// # Examples
///
/// ```
/// use parallelize::{SpillError, parallel};
///
/// let squares = parallel(0..4_u64).write_to_file(true).spilled(|numbers| numbers.map(|n| n * n).collect())?;
/// let sum: u64 = squares.into_iter().sum::<Result<u64, _>>()?;
/// assert_eq!(sum, 14);
/// # Ok::<(), SpillError>(())
/// ```
pub struct SpilledIntoIter<T> {
    spilled: Spilled<T>,
    cursor: Cursor<T>,
}

macro_rules! iterator {
    ($iterator:ident<$($lifetime:lifetime,)? T>, $spilled:ty) => {
        impl<$($lifetime,)? T> $iterator<$($lifetime,)? T> {
            pub(super) fn new(spilled: $spilled) -> Self {
                let cursor = Cursor::new(&spilled);
                $iterator { spilled, cursor }
            }
        }

        impl<$($lifetime,)? T: Spill> Iterator for $iterator<$($lifetime,)? T> {
            type Item = Result<T, SpillError>;

            fn next(&mut self) -> Option<Self::Item> {
                self.cursor.next(&self.spilled)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.cursor.left.min(1), Some(self.cursor.left))
            }
        }

        impl<$($lifetime,)? T: Spill> FusedIterator for $iterator<$($lifetime,)? T> {}

        impl<$($lifetime,)? T> fmt::Debug for $iterator<$($lifetime,)? T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut debug = f.debug_struct(stringify!($iterator));
                debug.field("left", &self.cursor.left);
                debug.finish_non_exhaustive()
            }
        }
    };
}

iterator!(SpilledIter<'a, T>, &'a Spilled<T>);
iterator!(SpilledIntoIter<T>, Spilled<T>);
