//! Where the cuts are: a function of the length and the options alone.

use std::ops::Range;

/// The cuts of one call. Never empty: an empty input is one empty chunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boundaries {
    len: usize,
    cuts: Cuts,
}

#[derive(Clone, Copy, Debug)]
enum Cuts {
    /// So many chunks, with lengths that differ by at most one, longer first.
    Even { count: usize },
    /// Chunks of so many elements, the last one shorter.
    Every { size: usize },
}

impl Boundaries {
    /// `count` chunks, or fewer, so that none is empty and none shorter than `min_len`.
    pub(crate) fn even(len: usize, count: usize, min_len: usize) -> Self {
        let most = len / min_len.max(1);
        let count = count.min(most).max(1);
        Boundaries {
            len,
            cuts: Cuts::Even { count },
        }
    }

    /// Chunks of `size` elements; `size` is not 0.
    pub(crate) fn every(len: usize, size: usize) -> Self {
        Boundaries {
            len,
            cuts: Cuts::Every { size },
        }
    }

    /// How many chunks there are, at least 1.
    pub(crate) fn count(&self) -> usize {
        match self.cuts {
            Cuts::Even { count } => count,
            Cuts::Every { size } => self.len.div_ceil(size).max(1),
        }
    }

    /// Where chunk `index` starts; the length of the input for `index == count`.
    pub(crate) fn start(&self, index: usize) -> usize {
        match self.cuts {
            Cuts::Even { count } => index * (self.len / count) + index.min(self.len % count),
            Cuts::Every { size } => index.saturating_mul(size).min(self.len),
        }
    }

    /// The elements of chunk `index`.
    pub(crate) fn range(&self, index: usize) -> Range<usize> {
        self.start(index)..self.start(index + 1)
    }
}
