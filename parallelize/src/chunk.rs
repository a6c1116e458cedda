//! Which chunk this is: the position that a body can ask for.

use std::cell::Cell;
use std::ops::Range;

#[cfg(parallelize_loom)]
use crate::sync::CellOfThread;
use crate::sync::of_thread;

/// The chunk that the running body was called with; see [`current_chunk`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chunk {
    /// The position of the chunk among all chunks, from 0.
    pub index: usize,
    /// How many chunks the call has.
    pub count: usize,
    /// The elements of the chunk, counted in the whole input.
    pub range: Range<usize>,
}

/// The chunk that the innermost running body on this thread was called with, or `None` outside.
///
/// Use it for a random seed per chunk, for positions in the whole slice, or for logs. It depends
/// on the input's length, the options and, without `jobs` and `chunk_size`, the size of the pool, never
/// on which worker runs the chunk. It belongs to the thread:
/// tasks that a body hands to other threads have no chunk there, and a task of rayon that a thread runs
/// while a body on it waits in rayon, for a `join` say, finds the chunk of that body, whoever made the task.
///
/// # Examples
///
/// ```
/// use parallelize::{current_chunk, parallelize};
///
/// #[parallelize(jobs = 3)]
/// fn positions_of_zeros(numbers: &[u8]) -> Vec<usize> {
///     let start = current_chunk().map_or(0, |chunk| chunk.range.start);
///     let zeros = numbers.iter().enumerate().filter(|(_, n)| **n == 0);
///     zeros.map(|(position, _)| start + position).collect()
/// }
///
/// assert_eq!(positions_of_zeros(&[0, 1, 2, 0, 4, 0]), [0, 3, 5]);
/// assert_eq!(current_chunk(), None);
/// ```
#[must_use]
pub fn current_chunk() -> Option<Chunk> {
    CURRENT.get().map(Place::chunk)
}

/// Whether the running body is called once: its chunk is the only one of its call.
pub(crate) fn is_only_chunk() -> bool {
    CURRENT.get().is_some_and(|place| place.count == 1)
}

/// `Chunk` as a `Copy` type (a `Range` is none), to be kept in a `Cell`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) index: usize,
    pub(crate) count: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Place {
    /// The only chunk of an input of `len` elements.
    pub(crate) fn whole(len: usize) -> Self {
        Place {
            index: 0,
            count: 1,
            start: 0,
            end: len,
        }
    }

    fn chunk(self) -> Chunk {
        Chunk {
            index: self.index,
            count: self.count,
            range: self.start..self.end,
        }
    }

    /// Runs `body` as the body of this chunk.
    pub(crate) fn enter<R>(self, body: impl FnOnce() -> R) -> R {
        let _restore = Restore(CURRENT.replace(Some(self)));
        body()
    }
}

of_thread! {
    static CURRENT: Cell<Option<Place>> = None;
}

/// Puts the outer call's chunk back, also when the body unwinds.
struct Restore(Option<Place>);

impl Drop for Restore {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}
