//! How a call finishes whose body also adds to `&mut` arguments.

use std::ops::ControlFlow::{self, Break};
use std::panic::resume_unwind;

use super::super::{AsList, Finish};
use super::{Collect, Parts};
use crate::observe::Observation;
use crate::plan::Grain;
use crate::sys::panics::catch_beside;

/// Finishes as `inner` does with the outputs of type `R`, and collects the part beside each output.
pub(crate) struct Collected<S, X, R, E> {
    inner: S,
    collectors: X,
    /// An error of a writer, as an output of its chunk.
    failed_output: fn(E) -> R,
    /// The output of the chunk that could not be written.
    unwritten: Option<R>,
}

impl<S, X, R, E> Collected<S, X, R, E> {
    pub(crate) fn new(inner: S, collectors: X, failed_output: fn(E) -> R) -> Self {
        Collected {
            inner,
            collectors,
            failed_output,
            unwritten: None,
        }
    }
}

impl<S: Finish<R>, X: Collect<E>, R, E> Collected<S, X, R, E> {
    /// The result of all outputs, which are there already.
    pub(crate) fn of_all(mut self, outputs: Vec<(R, X::Part)>) -> S::Result {
        let mut failure = None;
        for output in outputs {
            if Self::is_failure(&output) {
                failure = Some(output);
                break;
            }
            if self.take(output).is_break() {
                break;
            }
        }
        self.finish(failure, &mut Observation::none())
    }
}

impl<S: Finish<R>, X: Collect<E>, R, E> Finish<(R, X::Part)> for Collected<S, X, R, E> {
    type Result = S::Result;

    /// Buffers of a writer are to be short, however long the input is.
    const GRAIN: Grain = match S::GRAIN {
        Grain::Fine | Grain::Reduced if X::IS_WRITER => Grain::Streamed,
        grain => grain,
    };
    const TAKES_BEFORE_FAILURE: bool = X::IS_WRITER || S::IS_SEARCH || S::TAKES_BEFORE_FAILURE;
    const IS_SINK: bool = X::IS_WRITER;
    const IS_SEARCH: bool = S::IS_SEARCH;

    fn is_failure((output, _): &(R, X::Part)) -> bool {
        S::is_failure(output)
    }

    /// The parts, if they are lists and the outputs are nothing.
    fn as_list() -> Option<AsList<(R, X::Part)>> {
        S::as_list()?;
        Some(|(output, part)| {
            let as_list = S::as_list()?;
            let is_nothing = as_list(output)?.is_nothing();
            is_nothing.then(|| X::as_list(part))?
        })
    }

    fn batch(&self) -> usize {
        if X::IS_WRITER { 1 } else { self.inner.batch() }
    }

    fn take(&mut self, (output, part): (R, X::Part)) -> ControlFlow<()> {
        let Err(error) = self.collectors.take(part) else {
            return self.inner.take(output);
        };
        let unwritten = (self.failed_output)(error);
        if !S::is_failure(&unwritten) {
            return self.inner.take(unwritten); // each chunk has an error of its own
        }
        self.unwritten = Some(unwritten);
        Break(())
    }

    fn finish(self, failure: Option<(R, X::Part)>, observation: &mut Observation) -> S::Result {
        let Collected {
            inner,
            mut collectors,
            failed_output,
            unwritten,
        } = self;
        let failure = match (unwritten, failure) {
            (Some(unwritten), _) => {
                observation.fail();
                Some(unwritten)
            }
            // What the chunk has written before it failed, or added before it found something, counts.
            (None, Some((output, part))) if X::IS_WRITER || S::IS_SEARCH => {
                Some(match collectors.take(part) {
                    Ok(()) => output,
                    Err(error) => failed_output(error),
                })
            }
            (None, failure) => failure.map(|(output, _)| output),
        };
        if failure.is_some() && !S::IS_SEARCH {
            drop(collectors); // before the failure is returned, or a panic here leaks it
            return inner.finish(failure, observation);
        }
        let result = inner.finish(failure, observation);
        match catch_beside(result, |_| collectors.finish()) {
            Ok((result, ())) => result,
            Err(payload) => resume_unwind(payload),
        }
    }
}

/// A body that also adds to parts, as one whose output has the parts beside it.
pub fn with_parts<X: Parts, C, R>(
    body: &(impl Fn(C, &mut X::Part) -> R + Sync),
) -> impl Fn(C) -> (R, X::Part) + Sync {
    move |chunk| {
        let mut part = X::Part::default();
        let output = body(chunk, &mut part);
        (output, part)
    }
}
