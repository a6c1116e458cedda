//! A part of an input, and where it is cut.

use std::iter;
use std::ops::Range;

use crate::input::Splitter;
use crate::plan::Place;

/// Positions are those in the whole input.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    /// Where the pieces after the first start, in order.
    pub(super) cuts: Vec<usize>,
}

impl Part {
    pub(super) fn new(range: Range<usize>, cuts: &[usize]) -> Self {
        let cuts = cuts.to_vec();
        Part { range, cuts }
    }

    /// Where the pieces are.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = iter::once(self.range.start).chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain([self.range.end]);
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// Where the pieces are in the part, with neighbours from inside the part.
    pub(super) fn places(&self, overlap: [usize; 2]) -> impl Iterator<Item = Place> {
        let (first, total) = (self.range.start, self.range.len());
        let place = move |(index, piece): (usize, Range<usize>)| {
            let (start, end) = (piece.start - first, piece.end - first);
            Place {
                index,
                count: self.cuts.len() + 1,
                start,
                end,
                total,
                before: overlap[0].min(start),
                after: overlap[1].min(total - end),
            }
        };
        self.pieces().enumerate().map(place)
    }

    /// The part whose ends and cuts are what `map` makes of these.
    pub(super) fn map(self, map: impl Fn(usize) -> usize) -> Self {
        Part {
            range: map(self.range.start)..map(self.range.end),
            cuts: self.cuts.into_iter().map(map).collect(),
        }
    }

    /// Cuts the pieces out of an input of `len` elements.
    pub(super) fn cut_out<C>(&self, input: C, len: usize, splitter: &Splitter<C>) -> Vec<C> {
        let Range { start, end } = self.range;
        let mut rest = input;
        if end < len {
            rest = splitter.cut(rest, end).0;
        }
        if start > 0 && start < len {
            rest = splitter.cut(rest, start).1;
        }
        let mut pieces = Vec::with_capacity(self.cuts.len() + 1);
        // From the end on: of a `Vec`, what is cut off behind is moved.
        for at in self.cuts.iter().rev() {
            let (early, late) = splitter.cut(rest, at - start);
            pieces.push(late);
            rest = early;
        }
        pieces.push(rest);
        pieces.reverse();
        for (index, (piece, range)) in pieces.iter().zip(self.pieces()).enumerate() {
            splitter.check_length(index, range.len(), piece);
        }
        pieces
    }
}
