//! Large outputs, which stay in one place until their turn comes.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::resume_unwind;

use super::{AsList, Finish};
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

/// Finishes as the inner value does with outputs that come in boxes.
pub(crate) struct Boxed<S>(pub(crate) S);

impl<R, S: Finish<R>> Finish<Box<R>> for Boxed<S> {
    type Result = S::Result;

    const GRAIN: Grain = S::GRAIN;
    const TAKES_BEFORE_FAILURE: bool = S::TAKES_BEFORE_FAILURE;
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

    /// Some ways take many outputs at once for less than one after the other.
    fn take_all(&mut self, outputs: &mut VecDeque<Box<R>>) -> ControlFlow<()> {
        let mut unboxed: VecDeque<R> = outputs.drain(..).map(|output| *output).collect();
        let taken = catch(|| self.0.take_all(&mut unboxed));
        discard_unseen(unboxed); // what a panic or a full sink has left
        taken.unwrap_or_else(|payload| resume_unwind(payload))
    }

    fn finish(self, failure: Option<Box<R>>, observation: &mut Observation) -> S::Result {
        self.0.finish(failure.map(|output| *output), observation)
    }
}
