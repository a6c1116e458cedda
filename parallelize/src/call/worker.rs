//! What a worker does: one chunk after the other.

use super::probe::Probe;
use super::recent::{Judge, Look};
use crate::input::{Claim, Queue};
use crate::observe::Observation;
use crate::output::{Backlog, Failure, Finish, Lead, Outputs};
use crate::sys::panics::{Payload, catch, discard_unseen};
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
    /// the calling thread takes outputs in, and calls back helpers that have departed. `judge` looks at the first chunk.
    pub(super) fn lead<C, S>(
        &self,
        queue: &dyn Queue<C>,
        outputs: &Outputs<'_, R>,
        lead: &mut Lead<'_, R, S>,
        helpers: &Helpers<'_>,
        judge: Option<&Judge>,
    ) where
        F: Fn(C) -> R,
        S: Finish<R>,
    {
        let mut look = Look::begin(judge);
        let mut is_first = true;
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
            if is_first {
                is_first = false;
                look.end(place);
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
    /// outputs wait for the calling thread. `judge` looks at the first chunk.
    pub(super) fn help<C>(
        &self,
        queue: &dyn Queue<C>,
        outputs: &Outputs<'_, R>,
        judge: Option<&Judge>,
    ) where
        F: Fn(C) -> R,
    {
        let mut look = Look::begin(judge);
        while let Some(claim) = queue.claim() {
            let place = claim.place;
            let Some(backlog) = self.run_and_hand_in(claim, queue, outputs) else {
                return;
            };
            look.end(place);
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
        let failure = match self.run(claim) {
            Ok(output) => match hand_in(output, index, queue, outputs) {
                Ok(backlog) => return Some(backlog),
                Err(payload) => Failure::Panic(payload),
            },
            Err(failure) => failure,
        };
        queue.stop();
        outputs.fail(index, failure);
        None
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
            let inside = claim.place.enter();
            let output = output.insert((self.body)(chunk));
            drop(inside);
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

/// Hands an output in. The error says that there are more elements than a list can hold. This is no method, so that it is
/// not compiled for each body.
fn hand_in<C, R>(
    output: R,
    index: usize,
    queue: &dyn Queue<C>,
    outputs: &Outputs<'_, R>,
) -> Result<Backlog, Payload> {
    catch(|| outputs.hand_in(index, output, || queue.has_more()))
}
