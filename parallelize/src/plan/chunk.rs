//! Which chunk a body runs for.

use std::cell::Cell;
use std::ops::Range;

#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::of_thread;

/// The chunk that the running body was called with; see [`current_chunk`].
///
/// # Examples
///
/// ```
/// use parallelize::{current_chunk, parallel};
///
/// let chunks = parallel(&["a", "b", "c"]).jobs(2).per_chunk(|_| current_chunk().unwrap());
/// assert_eq!(chunks[1].index(), 1);
/// assert_eq!(chunks[1].count(), Some(2));
/// assert_eq!(chunks[1].range(), 2..3);
/// assert_eq!(chunks[1].total(), Some(3));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk(Place);

impl Chunk {
    /// The position of the chunk among all chunks, from 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{current_chunk, parallel};
    ///
    /// let indices = parallel(&[0; 9]).chunk_size(4).per_chunk(|_| current_chunk().unwrap().index());
    /// assert_eq!(indices, [0, 1, 2]);
    /// ```
    #[must_use]
    pub fn index(&self) -> usize {
        self.0.index
    }

    /// How many chunks the call has. `None` stands for a [stream](crate::stream()); a call over an input with a length
    /// always knows.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{current_chunk, parallel, stream};
    ///
    /// let count = || current_chunk().unwrap().count();
    /// assert_eq!(parallel(&[0; 9]).chunk_size(5).per_chunk(|_| count()), [Some(2), Some(2)]);
    /// assert_eq!(stream(0..9).chunk_size(9).per_chunk(|_| count()), [None]);
    /// ```
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        Some(self.0.count).filter(|count| *count != UNKNOWN)
    }

    /// The chunk's own elements, counted in the whole input. In a tuple they are the elements of the first input.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{current_chunk, parallel};
    ///
    /// let ranges = parallel(&[0; 9]).chunk_size(4).per_chunk(|_| current_chunk().unwrap().range());
    /// assert_eq!(ranges, [0..4, 4..8, 8..9]);
    /// ```
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.0.start..self.0.end
    }

    /// How many elements before its own the chunk has as well; see [`overlap`](crate::Parallel::overlap).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{current_chunk, parallel};
    ///
    /// let around = parallel(&[1, 2, 3]).chunk_size(1).overlap(1, 1).per_chunk(|_| {
    ///     let chunk = current_chunk().unwrap();
    ///     (chunk.before(), chunk.after())
    /// });
    /// assert_eq!(around, [(0, 1), (1, 1), (1, 0)]);
    /// ```
    #[must_use]
    pub fn before(&self) -> usize {
        self.0.before
    }

    /// How many elements behind its own the chunk has as well; see [`overlap`](crate::Parallel::overlap).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{current_chunk, parallel};
    ///
    /// let lengths = parallel(&[1, 2, 3]).chunk_size(1).overlap(0, 1).per_chunk(|numbers| {
    ///     numbers.len() - current_chunk().unwrap().after() // without the neighbour
    /// });
    /// assert_eq!(lengths, [1, 1, 1]);
    /// ```
    #[must_use]
    pub fn after(&self) -> usize {
        self.0.after
    }

    /// How many elements the whole input has. `None` stands for a [stream](crate::stream()).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{current_chunk, parallel};
    ///
    /// let totals = parallel(&[0; 9]).chunk_size(5).per_chunk(|_| current_chunk().unwrap().total());
    /// assert_eq!(totals, [Some(9), Some(9)]);
    /// ```
    #[must_use]
    pub fn total(&self) -> Option<usize> {
        Some(self.0.total).filter(|total| *total != UNKNOWN)
    }
}

/// The chunk that the innermost running body on this thread was called with, or `None` outside.
///
/// Use the chunk for a random seed per chunk, for positions in the whole slice, or for logs. The chunk
/// depends on the input's length, the options and the merge. Without `jobs` and `chunk_size` it depends on the size
/// of the pool as well. It never depends on which worker runs the body.
///
/// The chunk belongs to the thread. Tasks that a body hands to other threads have no chunk there. One
/// exception: a body may wait in rayon, for a `join` say, and rayon may run a task on that thread meanwhile.
/// Such a task finds the chunk of the body that waits.
///
/// In a function that [`check`](mod@crate::check) runs, the chunk is the piece that the check made. The body of
/// a call that the function makes has the same chunk.
///
/// # Examples
///
/// ```
/// use parallelize::{current_chunk, parallelize};
///
/// #[parallelize(jobs = 3)]
/// fn positions_of_zeros(numbers: &[u8]) -> Vec<usize> {
///     let start = current_chunk().map_or(0, |chunk| chunk.range().start);
///     let zeros = numbers.iter().enumerate().filter(|(_, n)| **n == 0);
///     zeros.map(|(position, _)| start + position).collect()
/// }
///
/// assert_eq!(positions_of_zeros(&[0, 1, 2, 0, 4, 0]), [0, 3, 5]);
/// assert_eq!(current_chunk(), None);
/// ```
#[doc(alias = "thread_index")]
#[doc(alias = "current_thread_index")]
#[doc(alias = "chunk_index")]
#[doc(alias = "worker_id")]
#[must_use]
pub fn current_chunk() -> Option<Chunk> {
    CURRENT.get().place().map(Chunk)
}

/// Whether the running body is called once: its chunk is the only one of its call.
pub(crate) fn is_only_chunk() -> bool {
    CURRENT.get().place().is_some_and(|place| place.count == 1)
}

/// Whether calls of this thread run whole, in one chunk: a check runs.
pub(crate) fn calls_run_whole() -> bool {
    CURRENT.with(|current| match current.get() {
        Current::Outside | Current::Body(_) => false,
        Current::Checked(_) | Current::InCheck(_) => true,
    })
}

/// How many chunks or elements a stream has, while that is not known.
const UNKNOWN: usize = usize::MAX;

/// The piece that a check runs the code on this thread on, if no call has taken it yet.
pub(crate) fn checked_piece() -> Option<Place> {
    match CURRENT.get() {
        Current::Checked(piece) => Some(piece),
        _ => None,
    }
}

/// Where a chunk is in the whole input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) index: usize,
    /// [`UNKNOWN`] in a stream.
    pub(crate) count: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The length of the whole input; [`UNKNOWN`] in a stream.
    pub(crate) total: usize,
    /// How many elements before its own the chunk has as well, and how many behind its own.
    pub(crate) before: usize,
    pub(crate) after: usize,
}

impl Place {
    /// The only chunk of an input of `len` elements.
    pub(crate) fn whole(len: usize) -> Self {
        Place {
            index: 0,
            count: 1,
            start: 0,
            end: len,
            total: len,
            before: 0,
            after: 0,
        }
    }

    /// A chunk of a stream.
    pub(crate) fn in_stream(index: usize, elements: Range<usize>) -> Self {
        Place {
            index,
            count: UNKNOWN,
            start: elements.start,
            end: elements.end,
            total: UNKNOWN,
            before: 0,
            after: 0,
        }
    }

    /// The elements that the chunk has: its own, and those around them that it has as well.
    pub(crate) fn with_neighbours(self) -> Range<usize> {
        self.start - self.before..self.end + self.after
    }

    // What is entered is left when the guard is dropped, also by a panic. Closures in place of guards would cost compile
    // time in each call, and room on the stack.

    /// Enters the body of this chunk, which is one of several.
    ///
    /// No call in a check has several chunks. If the thread waits in a check, another thread's call has lent
    /// the body.
    #[inline]
    pub(crate) fn enter(self) -> Inside {
        Current::Body(self).enter()
    }

    /// Enters the body of a call that runs whole, over an input of `len` elements.
    #[inline(never)] // calls nest, and the place takes much of the stack
    pub(crate) fn enter_whole(len: usize) -> Inside {
        let whole = Place::whole(len);
        CURRENT.with(|current| {
            let before = current.get();
            current.set(match before {
                Current::Outside | Current::Body(_) => Current::Body(whole),
                Current::Checked(piece) => Current::InCheck(piece),
                Current::InCheck(_) => Current::InCheck(whole),
            });
            Inside { before }
        })
    }

    /// Enters a function that a check tries on this piece.
    pub(crate) fn enter_checked(self) -> Inside {
        Current::Checked(self).enter()
    }

    /// Enters the merge of a check of this input. In a chunk, no backend takes calls for shared ones.
    pub(crate) fn enter_checked_merge(self) -> Inside {
        Current::InCheck(self).enter()
    }
}

/// What runs on a thread. One value, so that a call learns about checks where it looks for its chunk.
#[derive(Clone, Copy)]
enum Current {
    /// No body.
    Outside,
    /// The body of a call, on this chunk.
    Body(Place),
    /// A function that a check tries, on this piece. A call inside hands the piece on to its body.
    Checked(Place),
    /// The body of a call in such a function, or the merge of the check.
    InCheck(Place),
}

impl Current {
    fn place(self) -> Option<Place> {
        match self {
            Current::Outside => None,
            Current::Body(place) | Current::Checked(place) | Current::InCheck(place) => Some(place),
        }
    }

    #[inline]
    fn enter(self) -> Inside {
        let before = CURRENT.replace(self);
        Inside { before }
    }
}

of_thread! {
    static CURRENT: Cell<Current> = Current::Outside;
}

/// As long as this lives, the thread is in a body, a function or a merge.
#[must_use = "what is entered is left when this is dropped"]
pub(crate) struct Inside {
    before: Current,
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        CURRENT.set(self.before);
    }
}
