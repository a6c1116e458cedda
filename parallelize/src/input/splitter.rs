//! What a call needs to know of its input, as plain functions.

use std::fmt;
use std::ops::Range;

use super::may_cut::MayCut;
use super::queue::Queue;
use crate::plan::{Place, Plan};
use crate::sys::panics::Payload;

/// How chunks of type `C` are cut. The bounds on `C` are asked for once, when the input enters. Whatever
/// carries the input afterwards need not repeat them.
///
/// The functions get the units of the inputs in a tuple, one per input, or none. Places are those in the first.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Splitter<C> {
    pub(super) element_count: fn(&C, &[usize]) -> Result<usize, UnequalLengths>,
    pub(super) cut: fn(C, usize, &[usize]) -> (C, C),
    /// Asks the input whether it may be cut at a place. `None` if that is anywhere.
    pub(super) may_cut: Option<AskMayCut<C>>,
    pub(crate) with_queue: WithQueue<C>,
    pub(super) units: Box<[usize]>,
}

pub(super) type AskMayCut<C> = fn(&C, usize, &[usize]) -> MayCut;

/// Makes a queue of the chunks of an input, and lends the queue. Drops the chunks that nobody has claimed. The
/// error is the panic of such a drop.
pub(crate) type WithQueue<C> = fn(
    input: C,
    splitter: &Splitter<C>,
    plan: &Plan,
    lend: &mut dyn FnMut(&mut (dyn Queue<C> + Sync)),
) -> Result<(), Payload>;

/// Two inputs that were to be cut at the same places.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[allow(unreachable_pub)] // named by `Splitter`, which is hidden
pub struct UnequalLengths {
    pub(crate) lengths: [usize; 2],
    pub(super) units: [usize; 2],
    /// Whether all inputs but the first are as long as each other.
    pub(super) others_agree: bool,
}

impl UnequalLengths {
    /// Whether these are the lengths of a piece that a check has cut with overlap: the first input has elements of
    /// its neighbours as well, and the others have their own.
    pub(crate) fn are_of_piece(self, piece: Place) -> bool {
        let own = piece.end - piece.start;
        let [unit, other_unit] = self.units;
        self.others_agree
            && self.lengths == [piece.with_neighbours().len(), own / unit * other_unit]
            && own % unit == 0
    }

    /// What is wrong with the inputs that `call` cuts.
    pub(crate) fn describe(self, call: impl fmt::Display) -> String {
        let ([one, other], [unit, other_unit]) = (self.lengths, self.units);
        if self.units == [1, 1] {
            return format!(
                "the inputs that {call} cuts at the same places have different lengths: {one} and {other} elements"
            );
        }
        let elements = |count| if count == 1 { "element" } else { "elements" };
        let [elements, other_elements] = self.lengths.map(elements);
        format!(
            "the inputs that {call} cuts unit for unit have {one} {elements} in units of {unit} and {other} {other_elements} in units of {other_unit}: give them the same number of whole units"
        )
    }
}

impl<C> Splitter<C> {
    /// How many elements the input has. In a tuple those are the elements of the first input.
    pub(crate) fn element_count(&self, input: &C) -> Result<usize, UnequalLengths> {
        (self.element_count)(input, &self.units)
    }

    pub(crate) fn cut(&self, input: C, at: usize) -> (C, C) {
        (self.cut)(input, at, &self.units)
    }

    pub(crate) fn may_cut(&self, input: &C, at: usize) -> bool {
        self.ask(input, at) != MayCut::Not
    }

    pub(super) fn ask(&self, input: &C, at: usize) -> MayCut {
        self.may_cut
            .map_or(MayCut::Anywhere, |ask| ask(input, at, &self.units))
    }

    /// Whether the input may be cut at any place, whatever the input is.
    pub(crate) fn never_asks(&self) -> bool {
        self.may_cut.is_none()
    }

    /// Whether an input of `len` elements may be cut at any place.
    pub(crate) fn cuts_anywhere(&self, input: &C, len: usize) -> bool {
        let first = self.units.first().copied().unwrap_or(1);
        self.never_asks() || first >= len || self.ask(input, first) == MayCut::Anywhere
    }

    pub(crate) fn units(&self) -> &[usize] {
        &self.units
    }

    /// Cuts the inputs of a tuple unit for unit. No unit is 0.
    pub(crate) fn set_units(&mut self, units: Box<[usize]>) {
        self.units = units;
    }

    /// The part of an input of `len` elements that has these. No elements are any: nothing will be run on them.
    pub(crate) fn restrict(&self, mut input: C, elements: Range<usize>, len: usize) -> C {
        if elements.is_empty() {
            return input;
        }
        if elements.end < len {
            input = self.cut(input, elements.end).0;
        }
        if elements.start > 0 {
            input = self.cut(input, elements.start).1;
        }
        input
    }

    /// Panics unless chunk `index`, which was cut off, has as many elements as it should.
    pub(crate) fn check_length(&self, index: usize, expected: usize, chunk: &C) {
        let actual = self
            .element_count(chunk)
            .map_err(|unequal| unequal.lengths[1]);
        assert!(
            actual == Ok(expected),
            "`Split::cut` of `{}` gave a piece of {} elements for chunk {index}, which has {expected}",
            std::any::type_name::<C>(),
            actual.unwrap_or_else(|other| other),
        );
    }
}
