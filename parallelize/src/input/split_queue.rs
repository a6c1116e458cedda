//! The queue of an input of any kind, which cuts chunks off as they are claimed.

use super::queue::{Claim, Queue, Unclaimed};
use super::splitter::{AskMayCut, Splitter, UnequalLengths};
use crate::plan::{Place, Plan};
use crate::sys::panics::{Payload, catch, discard, discard_unseen};
use crate::sys::sync::{Mutex, lock, unlock, unlocked};

impl<C: Send> Splitter<C> {
    /// The splitter of an input whose chunks are cut off one after the other.
    pub(crate) fn new(
        element_count: fn(&C, &[usize]) -> Result<usize, UnequalLengths>,
        cut: fn(C, usize, &[usize]) -> (C, C),
        may_cut: Option<AskMayCut<C>>,
    ) -> Self {
        Splitter {
            element_count,
            cut,
            may_cut,
            with_queue: |input, splitter, plan, lend| {
                let mut queue = SplitQueue::new(input, splitter, plan);
                lend(&mut queue);
                queue.discard()
            },
            units: Box::default(),
        }
    }
}

/// The chunks of an input of any kind, cut off as they are claimed.
pub(crate) struct SplitQueue<'p, C> {
    splitter: &'p Splitter<C>,
    plan: &'p Plan,
    rest: Mutex<Rest<C>>,
}

struct Rest<C> {
    unclaimed: Unclaimed,
    /// What nobody has claimed yet, the earliest piece last. A piece is halved when its first chunk is
    /// claimed, so there are at most as many pieces as the logarithm of the number of chunks.
    pieces: Vec<Piece<C>>,
}

struct Piece<C> {
    value: C,
    /// The chunk before which the piece ends.
    until: usize,
}

impl<'p, C> SplitQueue<'p, C> {
    /// `input` holds the elements of the chunks that the plan is to run.
    pub(crate) fn new(input: C, splitter: &'p Splitter<C>, plan: &'p Plan) -> Self {
        let mut pieces = Vec::with_capacity(8);
        pieces.push(Piece {
            value: input,
            until: plan.chunks().end,
        });
        let unclaimed = Unclaimed::new(plan);
        SplitQueue {
            splitter,
            plan,
            rest: Mutex::new(Rest { unclaimed, pieces }),
        }
    }

    /// Drops the chunks that nobody has claimed. The error is the panic of such a drop.
    pub(super) fn discard(self) -> Result<(), Payload> {
        let unclaimed = unlock(self.rest).pieces;
        discard(unclaimed.into_iter().map(|piece| piece.value))
    }
}

impl<C> Queue<C> for SplitQueue<'_, C> {
    fn claim(&self) -> Option<Claim<C>> {
        lock(&self.rest).claim(self.splitter, self.plan)
    }

    fn claim_alone(&mut self) -> Option<Claim<C>> {
        unlocked(&mut self.rest).claim(self.splitter, self.plan)
    }

    fn has_more(&self) -> bool {
        lock(&self.rest).unclaimed.has_more()
    }

    fn stop(&self) {
        lock(&self.rest).unclaimed.stop();
    }
}

impl<C> Rest<C> {
    fn claim(&mut self, splitter: &Splitter<C>, plan: &Plan) -> Option<Claim<C>> {
        let place = self.unclaimed.claim(plan)?;
        let mut piece = None;
        let cut = catch(|| {
            let chunk = piece.insert(self.cut_off(place, splitter, plan));
            splitter.check_length(place.index, place.end - place.start, chunk);
        });
        let chunk = match (cut, piece) {
            (Ok(()), Some(chunk)) => Ok(chunk),
            (cut, piece) => {
                self.unclaimed.stop(); // elements may be missing now: nobody must look for them
                discard_unseen(piece);
                Err(cut.expect_err("what is cut is a piece"))
            }
        };
        Some(Claim { place, chunk })
    }

    /// Cuts the chunk at `place` off the earliest piece.
    fn cut_off(&mut self, place: Place, splitter: &Splitter<C>, plan: &Plan) -> C {
        let first = self.pieces.pop().expect("an unclaimed chunk has a piece");
        let (mut value, mut until) = (first.value, first.until);
        while until - place.index > 1 {
            let middle = place.index + (until - place.index) / 2;
            let at = plan.boundaries().start(middle) - place.start;
            let (early, late) = splitter.cut(value, at);
            self.pieces.push(Piece { value: late, until });
            (value, until) = (early, middle);
        }
        value
    }
}
