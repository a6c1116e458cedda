//! What a worker does: one chunk after the other.

use super::probe::Probe;
use crate::input::{Claim, Queue};
use crate::observe::Observation;
use crate::output::{Backlog, Failure, Finish, Lead, Outputs};
use crate::plan::Place;
use crate::sys::panics::{catch, discard_unseen};
use crate::threads::Helpers;

/// What is done with each chunk. Chunks are of type `C`, outputs of type `R`, and the body is an `F`.
pub(super) struct Task<'a, R, F> {
    body: &'a F,
    is_failure: fn(&R) -> bool,
    /// Whether a failure is a hit, which observers see as a success.
    is_search: bool,
    observation: &'a Observation,
}

impl<'a, R, F> Task<'a, R, F> {
    pub(super) fn new<S: Finish<R>>(body: &'a F, observation: &'a Observation) -> Self {
        Task {
            body,
            is_failure: S::is_failure,
            is_search: S::IS_SEARCH,
            observation,
        }
    }

    /// Runs the only chunk, and tells whether its output is a failure. A panic goes on.
    pub(super) fn run_whole<C>(&self, place: Place, chunk: C) -> (R, bool)
    where
        F: Fn(C) -> R,
    {
        let observed = self.observation.chunk(place);
        let output = place.enter_whole(|| (self.body)(chunk));
        let has_failed = (self.is_failure)(&output);
        if let Some(observed) = observed {
            observed.end(has_failed && !self.is_search);
        }
        (output, has_failed)
    }

    /// Runs chunks on the calling thread, which is the only worker: until none is left, one has failed, or
    /// `probe` says that the others are worth waking helpers. Outputs take no lock.
    pub(super) fn work_alone<C, S>(
        &self,
        queue: &mut dyn Queue<C>,
        outputs: &mut Outputs<'_, R>,
        lead: &mut Lead<'_, R, S>,
        mut probe: Option<Probe>,
    ) where
        F: Fn(C) -> R,
        S: Finish<R>,
    {
        while let Some(claim) = queue.claim_alone() {
            let place = claim.place;
            match self.run(claim) {
                Ok(output) => {
                    outputs.hand_in_alone(output);
                    outputs.take_in_alone(lead);
                }
                Err(failure) => {
                    queue.stop();
                    outputs.fail(place.index, failure);
                }
            }
            if lead.is_over() {
                queue.stop();
            }
            if probe.as_mut().is_some_and(|it| it.wants_helpers(place)) {
                return;
            }
        }
    }

    /// Runs chunks on the calling thread, beside helpers, until none is left or one has failed. In between,
    /// the calling thread takes outputs in, and calls back helpers that have departed. `after_first` is told which chunk the
    /// calling thread has run first.
    pub(super) fn lead<C, S>(
        &self,
        queue: &dyn Queue<C>,
        outputs: &Outputs<'_, R>,
        lead: &mut Lead<'_, R, S>,
        helpers: &Helpers<'_>,
        after_first: impl FnOnce(Place),
    ) where
        F: Fn(C) -> R,
        S: Finish<R>,
    {
        let mut after_first = Some(after_first);
        let call_back = |departed| {
            if queue.has_more() {
                helpers.enlist(departed);
            }
        };
        while let Some(claim) = queue.claim() {
            let place = claim.place;
            let Some(backlog) = self.run_and_hand_in(claim, queue, outputs) else {
                return;
            };
            if let Some(after_first) = after_first.take() {
                after_first(place);
                helpers.give_way();
            }
            if S::IS_SINK && backlog.is_full {
                outputs.wait_for_room();
            } else if backlog.ready < lead.batch() {
                continue;
            }
            outputs.take_in(lead, call_back);
            if lead.is_over() {
                queue.stop();
            }
        }
        if S::IS_SINK {
            outputs.take_in(lead, call_back); // while helpers run the last chunks
        }
    }

    /// Runs chunks on another thread than the calling one, until none is left, one has failed, or too many
    /// outputs wait for the calling thread. `after_first` is told which chunk the thread has run first.
    pub(super) fn help<C>(
        &self,
        queue: &dyn Queue<C>,
        outputs: &Outputs<'_, R>,
        after_first: impl FnOnce(Place),
    ) where
        F: Fn(C) -> R,
    {
        let mut after_first = Some(after_first);
        while let Some(claim) = queue.claim() {
            let place = claim.place;
            let Some(backlog) = self.run_and_hand_in(claim, queue, outputs) else {
                return;
            };
            if let Some(after_first) = after_first.take() {
                after_first(place);
            }
            if backlog.is_full && outputs.departs() {
                return;
            }
        }
    }

    /// Runs a chunk and hands its output in. `None` if that has failed: no new chunk starts then.
    pub(super) fn run_and_hand_in<C>(
        &self,
        claim: Claim<C>,
        queue: &dyn Queue<C>,
        outputs: &Outputs<'_, R>,
    ) -> Option<Backlog>
    where
        F: Fn(C) -> R,
    {
        let index = claim.place.index;
        let outcome = self.run(claim).and_then(|output| {
            // There may be more elements than a list can hold.
            let hand_in = || outputs.hand_in(index, output, || queue.has_more());
            catch(hand_in).map_err(Failure::Panic)
        });
        outcome
            .map_err(|failure| {
                queue.stop();
                outputs.fail(index, failure);
            })
            .ok()
    }

    fn run<C>(&self, claim: Claim<C>) -> Result<R, Failure<R>>
    where
        F: Fn(C) -> R,
    {
        let chunk = claim.chunk.map_err(Failure::Panic)?;
        let mut output = None;
        // One `catch_unwind` for all: each costs a few ns of a 70 ns call.
        let outcome = catch(|| {
            let observed = self.observation.chunk(claim.place);
            let output = output.insert(claim.place.enter(|| (self.body)(chunk)));
            let has_failed = (self.is_failure)(output);
            if let Some(observed) = observed {
                observed.end(has_failed && !self.is_search);
            }
            has_failed
        });
        match (outcome, output) {
            (Ok(false), Some(output)) => Ok(output),
            (Ok(_), Some(output)) => Err(Failure::Output(output)),
            // The output must not be dropped while the panic is on its way.
            (outcome, output) => {
                discard_unseen(output);
                Err(Failure::Panic(
                    outcome.expect_err("a body that ends has an output"),
                ))
            }
        }
    }
}
