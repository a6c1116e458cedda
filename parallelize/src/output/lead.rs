//! What the calling thread does with outputs, between its chunks and at the end.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use super::Finish;
use super::finish::FOLD_BATCH;
use crate::sys::panics::{Payload, catch, discard_unseen};

/// Takes outputs in, in slice order, on the calling thread. Nothing here is shared with other threads, so
/// neither a sink nor a fold is `Send`.
pub(crate) struct Lead<'a, R, S> {
    finish: &'a mut S,
    /// Outputs to be taken in. Empty between two turns.
    pub(super) taken: VecDeque<R>,
    /// How taking in has ended before all outputs were there, if it has: by a panic, or without one.
    end: Option<Result<(), Payload>>,
    /// Whether the call ends then: outputs go to a sink, or the input may have no end.
    ends_call: bool,
}

impl<'a, R, S: Finish<R>> Lead<'a, R, S> {
    pub(crate) fn new(finish: &'a mut S) -> Self {
        Lead {
            finish,
            taken: VecDeque::new(),
            end: None,
            ends_call: S::IS_SINK,
        }
    }

    pub(crate) fn of_stream(finish: &'a mut S) -> Self {
        Lead {
            ends_call: true,
            ..Self::new(finish)
        }
    }

    /// How many outputs must wait before they are worth a turn.
    pub(crate) fn batch(&self) -> usize {
        self.finish.batch()
    }

    /// Whether outputs wait for each other, rather than for their turn.
    pub(super) fn keeps(&self) -> bool {
        self.finish.batch() > FOLD_BATCH
    }

    /// Whether no new chunk needs to start, because taking in has ended.
    pub(crate) fn is_over(&self) -> bool {
        self.ends_call && self.end.is_some()
    }

    /// Whether outputs before a failure have their turn, because the call may end with one of those turns.
    pub(super) fn goes_before_failure(&self) -> bool {
        self.ends_call && !self.keeps()
    }

    /// The panic, if any, with which taking in has ended.
    pub(super) fn take_end(&mut self) -> Result<(), Payload> {
        self.end.take().unwrap_or(Ok(()))
    }

    /// Takes in the outputs in `taken`. Does not unwind: running chunks are to end first.
    pub(super) fn take(&mut self) {
        if self.end.is_none() {
            let taken = catch(|| self.finish.take_all(&mut self.taken));
            self.note(taken);
        }
        if self.end.is_some() {
            discard_unseen(self.taken.drain(..)); // the end says why
        }
    }

    /// Takes in one output.
    pub(super) fn take_one(&mut self, output: R) {
        if self.end.is_some() {
            return discard_unseen(Some(output));
        }
        let taken = catch(|| self.finish.take(output));
        self.note(taken);
    }

    fn note(&mut self, taken: Result<ControlFlow<()>, Payload>) {
        self.end = match taken {
            Ok(ControlFlow::Continue(())) => None,
            Ok(ControlFlow::Break(())) => Some(Ok(())),
            Err(panic) => Some(Err(panic)),
        };
    }
}
