//! How a call is set up.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, resume_unwind};

use crate::input::{Splitter, UnequalLengths};
use crate::observe::{self, Observation, Request, Shape};
use crate::plan::{Grain, Options, Plan, checked_piece};
use crate::sys::names::FunctionName;
use crate::sys::panics::{Payload, catch, discard_unseen};
use crate::threads;

/// All of a call but its input. Calls nest, so this stays in one place: large values that move take room on the stack.
#[allow(unreachable_pub, missing_debug_implementations)] // it is part of a hidden type
pub struct Setup<'r, C> {
    pub(crate) splitter: Splitter<C>,
    pub(crate) options: Options,
    pub(crate) search: Option<Search<'r, C>>,
    pub(crate) request: Option<Box<Request>>,
}

/// Why a call cannot be planned.
pub(crate) enum Refusal {
    /// What the caller has to change. The panic with it points at the caller.
    Message(String),
    /// The panic of a search for places, or of an input that was asked for its length.
    Panic(Payload),
}

/// Finds the first place, among those in a range, where a rule lets an input be cut. Unwind safety: a call that a
/// search panics in does not search again.
pub(crate) type Search<'r, C> = AssertUnwindSafe<Box<Find<'r, C>>>;

type Find<'r, C> = dyn Fn(&C, &Splitter<C>, Range<usize>) -> Option<usize> + Send + Sync + 'r;

impl<C> Setup<'_, C> {
    /// Starts the observation of the call.
    #[inline]
    pub(super) fn observe(
        &mut self,
        function: FunctionName,
        shape: impl FnOnce() -> Shape,
    ) -> Observation {
        observe::start(self.request.take(), function, shape)
    }

    /// The length of the input, if a call clearly has one chunk. It needs no plan.
    #[inline]
    pub(super) fn length_of_only_chunk(
        &self,
        input: &C,
        grain: Grain,
        function: FunctionName,
    ) -> Option<usize> {
        if self.search.is_some() || !self.splitter.never_asks() {
            return None;
        }
        self.options.check(function).ok()?;
        let len = self.splitter.element_count(input).ok()?;
        self.options.are_for_one_chunk(len, grain).then_some(len)
    }

    /// How many elements the input has. The error says what is wrong with the options, or with the lengths of the inputs
    /// in a tuple.
    #[inline]
    pub(crate) fn element_count(&self, input: &C, function: FunctionName) -> Result<usize, String> {
        self.options.check(function)?;
        match self.splitter.element_count(input) {
            Ok(len) => Ok(len),
            Err(unequal) => self.length_of_piece(unequal, function),
        }
    }

    /// The length of the first input, if the inputs are a piece that a check has cut with overlap.
    fn length_of_piece(
        &self,
        unequal: UnequalLengths,
        function: FunctionName,
    ) -> Result<usize, String> {
        let is_piece = |piece| self.options.have_overlap() && unequal.are_of_piece(piece);
        if checked_piece().is_some_and(is_piece) {
            return Ok(unequal.lengths[0]);
        }
        Err(unequal.describe(format_args!("`{function}`")))
    }

    /// Where the input is cut, and how many work on the chunks.
    #[inline]
    pub(crate) fn plan(
        &self,
        input: &C,
        grain: Grain,
        function: FunctionName,
    ) -> Result<Plan, Refusal> {
        if self.search.is_none() && self.splitter.never_asks() {
            let len = self
                .element_count(input, function)
                .map_err(Refusal::Message)?;
            return Ok(self.options.plan(len, grain, threads::available, None));
        }
        let len = catch(|| self.element_count(input, function)).map_err(Refusal::Panic)?;
        let len = len.map_err(Refusal::Message)?;
        catch(|| self.plan_by_search(input, len, grain, threads::available)).map_err(Refusal::Panic)
    }

    /// As `plan`, by a look at the elements. `available` tells how many workers an automatic call has.
    pub(crate) fn plan_by_search(
        &self,
        input: &C,
        len: usize,
        grain: Grain,
        available: impl FnOnce() -> usize,
    ) -> Plan {
        let next = |places| self.next_place(input, places);
        let is_free = self.search.is_none() && self.splitter.cuts_anywhere(input, len);
        let next = (!is_free).then_some(&next as &dyn Fn(Range<usize>) -> _);
        self.options.plan(len, grain, available, next)
    }

    /// The first of these places where the input may be cut.
    fn next_place(&self, input: &C, mut places: Range<usize>) -> Option<usize> {
        let may_cut = |at: &usize| self.splitter.may_cut(input, *at);
        let Some(search) = &self.search else {
            return places.find(may_cut);
        };
        loop {
            let at = search(input, &self.splitter, places.clone())?;
            if may_cut(&at) {
                return Some(at);
            }
            places.start = at + 1;
        }
    }

    /// Ends a call that cannot be planned. What the caller gave is dropped before the panic, because dropping may panic.
    #[cold]
    #[track_caller]
    pub(crate) fn give_up(&mut self, input: C, refusal: Refusal) -> ! {
        discard_unseen(Some(input));
        discard_unseen(self.search.take());
        discard_unseen(self.request.take());
        match refusal {
            Refusal::Message(message) => panic!("{message}"),
            Refusal::Panic(payload) => resume_unwind(payload),
        }
    }
}
