//! Large outputs, which stay in one place until their turn comes.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::resume_unwind;

use super::{AsList, Finish, take_one_by_one};
use crate::observe::Observation;
use crate::plan::Grain;
use crate::sys::panics::{catch, discard_unseen};

/// From so many bytes on an output has a box. Between a body and its turn, an output passes through a dozen stack
/// frames by value.
const LARGE_BYTES: usize = 512;

/// Whether outputs of type `R` have boxes.
pub(crate) const fn is_large<R>() -> bool {
    size_of::<R>() >= LARGE_BYTES
}

/// Finishes as the inner value does with outputs that come in boxes. That value and the result may hold an output, so they
/// have boxes as well.
pub(crate) struct Boxed<S>(Box<S>);

impl<S> Boxed<S> {
    pub(crate) fn new(finish: S) -> Self {
        Boxed(Box::new(finish))
    }
}

impl<R, S: Finish<R>> Finish<Box<R>> for Boxed<S> {
    type Result = Box<S::Result>;

    const GRAIN: Grain = S::GRAIN;
    const TAKES_BEFORE_FAILURE: bool = S::TAKES_BEFORE_FAILURE;
    const TAKES_AT_ONCE: bool = S::TAKES_AT_ONCE;
    const IS_SINK: bool = S::IS_SINK;
    const IS_SEARCH: bool = S::IS_SEARCH;

    fn is_failure(output: &Box<R>) -> bool {
        S::is_failure(output)
    }

    fn as_list() -> Option<AsList<Box<R>>> {
        S::as_list()?;
        Some(|output| S::as_list()?(output))
    }

    fn batch(&self) -> usize {
        self.0.batch()
    }

    fn take(&mut self, output: Box<R>) -> ControlFlow<()> {
        self.0.take(*output)
    }

    fn take_all(&mut self, outputs: &mut VecDeque<Box<R>>) -> ControlFlow<()> {
        if !S::TAKES_AT_ONCE {
            return take_one_by_one(self, outputs);
        }
        let mut unboxed = VecDeque::with_capacity(outputs.len());
        while let Some(output) = outputs.pop_front() {
            unboxed.push_back(*output);
        }
        let taken = catch(|| self.0.take_all(&mut unboxed));
        if !unboxed.is_empty() {
            discard_unseen(unboxed); // what a panic has left
        }
        taken.unwrap_or_else(|payload| resume_unwind(payload))
    }

    fn finish(self, failure: Option<Box<R>>, observation: &mut Observation) -> Box<S::Result> {
        let failure = failure.map(|output| *output);
        Box::new(self.0.finish(failure, observation))
    }
}
