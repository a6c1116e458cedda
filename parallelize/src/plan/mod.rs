//! Where an input is cut, and how many work on the chunks. Arithmetic only: a plan depends on the length of
//! the input, the options and the number of workers, and on the places that the input allows. One exception: a call
//! in a check runs whole.

mod boundaries;
mod chunk;
mod moved;
mod options;
mod rules;

use std::ops::Range;

pub(crate) use self::boundaries::Boundaries;
pub use self::chunk::{Chunk, current_chunk};
pub(crate) use self::chunk::{Place, calls_run_whole, checked_piece, is_only_chunk};
pub(crate) use self::options::environment_limit;
pub use self::options::{Grain, Options};
pub(crate) use self::rules::{Rule, Rules, next_multiple};

/// How a call is to be run.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    boundaries: Boundaries,
    /// How many chunks there are in all.
    count: usize,
    /// The chunks that this process runs: all, unless a backend shares them out.
    chunks: Range<usize>,
    /// How many elements before its own and behind its own a chunk has as well, where the input has them.
    overlap: Option<[usize; 2]>,
    pub(crate) workers: Workers,
}

/// Who works on a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workers {
    /// How many workers there are at most. The calling thread is one of them.
    pub(crate) max: usize,
    /// Who helps the calling thread.
    pub(crate) crew: Crew,
}

/// Which threads help a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crew {
    /// Threads of the rayon pool, as far as they are free. They come if the work is worth them.
    Pool,
    /// Threads of the library's own, of which no more work than the rayon pool has threads.
    Own,
    /// Threads of the library's own. All work at once, whatever that takes.
    OwnAtOnce,
}

impl Crew {
    /// Who helps a call with these options; 0 stands for no `jobs`.
    pub(crate) fn of(jobs: usize, chunk_size: Option<usize>) -> Self {
        match (jobs, chunk_size) {
            (0, None) => Crew::Pool,
            (0, Some(_)) => Crew::Own,
            _ => Crew::OwnAtOnce,
        }
    }
}

impl Plan {
    pub(crate) fn new(boundaries: Boundaries, workers: Workers) -> Self {
        let count = boundaries.count();
        Plan {
            boundaries,
            count,
            chunks: 0..count,
            overlap: None,
            workers,
        }
    }

    /// All of `len` elements in one chunk.
    #[inline]
    pub(crate) fn whole(len: usize) -> Self {
        let alone = Workers {
            max: 1,
            crew: Crew::Pool,
        };
        Self::new(Boundaries::even(len, 1, 0), alone)
    }

    /// Whether chunks may have elements besides their own.
    pub(crate) fn has_overlap(&self) -> bool {
        self.overlap.is_some()
    }

    pub(crate) fn boundaries(&self) -> &Boundaries {
        &self.boundaries
    }

    /// How many chunks there are in all.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The chunks to be run.
    pub(crate) fn chunks(&self) -> Range<usize> {
        self.chunks.clone()
    }

    /// The elements of the chunks to be run.
    pub(crate) fn elements(&self) -> Range<usize> {
        self.boundaries.start(self.chunks.start)..self.boundaries.start(self.chunks.end)
    }

    /// The place of a chunk whose start is known: finding the start once more takes a division.
    pub(crate) fn place(&self, index: usize, start: usize) -> Place {
        let (end, total) = (self.boundaries.start(index + 1), self.boundaries.len());
        let [before, after] = self.overlap.unwrap_or_default();
        Place {
            index,
            count: self.count,
            start,
            end,
            total,
            before: before.min(start),
            after: after.min(total - end),
        }
    }

    /// Whether the only chunk is the whole input.
    pub(crate) fn is_one_chunk(&self) -> bool {
        self.count == 1 && self.chunks == (0..1)
    }

    /// Whether the call begins with short chunks that tell what the others cost.
    pub(crate) fn has_probes(&self) -> bool {
        self.is_all() && self.boundaries.has_probes()
    }

    /// Whether each chunk is one element.
    pub(crate) fn has_single_elements(&self) -> bool {
        self.is_all() && self.count == self.boundaries.len()
    }

    /// Whether this process runs all chunks.
    fn is_all(&self) -> bool {
        self.chunks.len() == self.count
    }

    /// The part of the plan that runs these chunks.
    pub(crate) fn part(&self, chunks: Range<usize>) -> Self {
        let max = self.workers.max.min(chunks.len()).max(1);
        Plan {
            boundaries: self.boundaries.clone(),
            count: self.count,
            chunks,
            overlap: self.overlap,
            workers: Workers {
                max,
                ..self.workers
            },
        }
    }
}
