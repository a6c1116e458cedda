//! What a worker does: one chunk after the other.

use std::cell::RefCell;

use crate::args::{Clones, OwnClones};
use crate::engine::{Help, Work};
use crate::folding::Folding;
use crate::observe::Observation;
use crate::outputs::Outputs;
use crate::probe::Probe;
use crate::queue::{Claim, Claims};
use crate::settled::Failure;
use crate::unwind::{Payload, catch, discard_unseen};

/// A call whose chunks have outputs of type `R`. From an `A` a worker makes clones of the arguments
/// for the body, which is of type `B`.
pub(crate) struct Call<'a, A, R, B> {
    pub(crate) body: &'a B,
    pub(crate) clones: &'a (dyn Clones<A> + Sync),
    pub(crate) is_failure: fn(&R) -> bool,
    pub(crate) observation: &'a Observation,
    pub(crate) outputs: &'a mut Outputs<R>,
}

/// A call as the thread that made it works on it: between its chunks it can fold outputs.
pub(crate) struct Led<'a, 'f, A, R, B> {
    pub(crate) call: Call<'a, A, R, B>,
    pub(crate) folding: &'a RefCell<Folding<'f, R>>,
}

impl<C, A, R, B> Work<C> for Led<'_, '_, A, R, B>
where
    R: Send,
    B: Fn(C, A) -> R + Sync,
{
    fn alone(&mut self, claims: &mut dyn Claims<C>, mut probe: Option<Probe>) {
        let call = &mut self.call;
        let mut folding = self.folding.borrow_mut();
        let mut clones = OwnClones::new(call.clones);
        while let Some(claim) = claims.claim_alone() {
            let place = claim.0;
            match call.run(claim, &mut clones) {
                Ok(output) => call.outputs.add_alone(place.index, output),
                Err(failure) => {
                    claims.stop();
                    call.outputs.fail(place.index, failure);
                }
            }
            call.outputs.fold_alone(&mut folding);
            if probe
                .as_mut()
                .is_some_and(|probe| probe.wants_helpers(place))
            {
                break;
            }
        }
        clones.give_back();
    }

    fn together(&self, claims: &dyn Claims<C>, recruit: &dyn Fn() -> bool) {
        self.call.help(claims, &|| {
            // Each has given back its clone of the arguments, for the one that comes instead.
            let left = self.call.outputs.fold(&mut self.folding.borrow_mut());
            for _ in 0..left {
                if !claims.has_more() || !recruit() {
                    break;
                }
            }
        });
    }

    fn for_helpers(&self) -> &(dyn Help<C> + Sync) {
        &self.call
    }
}

impl<C, A, R, B> Help<C> for Call<'_, A, R, B>
where
    B: Fn(C, A) -> R,
{
    fn help(&self, claims: &dyn Claims<C>, after_each: &dyn Fn()) {
        loop {
            self.help_for_now(claims, after_each);
            if !claims.has_more() || self.outputs.let_leave() {
                return;
            }
        }
    }

    fn unequipped(&self, payload: Payload) {
        self.outputs.fail(usize::MAX, Failure::Panic(payload));
    }
}

impl<A, R, B> Call<'_, A, R, B> {
    /// Runs chunks until none is left, one has failed, or a helper had better leave.
    fn help_for_now<C>(&self, claims: &dyn Claims<C>, after_each: &dyn Fn())
    where
        B: Fn(C, A) -> R,
    {
        let mut clones = OwnClones::new(self.clones);
        let mut is_ahead = false;
        while !is_ahead {
            let Some(claim) = claims.claim() else { break };
            let index = claim.0.index;
            let outcome = self.run(claim, &mut clones).and_then(|output| {
                let add = || self.outputs.add(index, output, claims.has_more());
                catch(add).map_err(Failure::Panic) // there may be more than a list can hold
            });
            match outcome {
                Ok(is_now_ahead) => is_ahead = is_now_ahead,
                Err(failure) => {
                    claims.stop();
                    self.outputs.fail(index, failure);
                }
            }
            after_each();
        }
        clones.give_back();
    }

    fn run<C>(
        &self,
        (place, chunk): Claim<C>,
        clones: &mut OwnClones<'_, A>,
    ) -> Result<R, Failure<R>>
    where
        B: Fn(C, A) -> R,
    {
        let mut chunk = Some(chunk.map_err(Failure::Panic)?);
        let mut output = None;
        let outcome = catch(|| {
            place.enter(|| {
                let args = clones.next();
                let observed = self.observation.chunk(place);
                let chunk = chunk.take().expect("it is there until the body has it");
                let has_failed = (self.is_failure)(output.insert((self.body)(chunk, args)));
                if let Some(observed) = observed {
                    observed.end(has_failed);
                }
                has_failed
            })
        });
        match (outcome, output) {
            (Ok(false), Some(output)) => Ok(output),
            (Ok(_), Some(output)) => Err(Failure::Output(output)),
            // What is left must not be dropped while the panic is on its way.
            (outcome, output) => {
                discard_unseen(chunk);
                discard_unseen(output);
                Err(Failure::Panic(
                    outcome.expect_err("a body that ends has an output"),
                ))
            }
        }
    }
}
