//! The chunks of an input that all workers can look at, such as a shared slice: a worker takes its own part.

use super::Overlap;
use super::queue::{Claim, Counter, Queue};
use super::splitter::Splitter;
use crate::plan::{Place, Plan};

impl<C: Overlap> Splitter<C> {
    /// The splitter of an input whose `part` neither panics nor takes long.
    pub(super) fn shared() -> Self {
        Splitter {
            with_queue: |input, _, plan, lend| {
                lend(&mut SharedQueue::new(input, plan));
                Ok(())
            },
            ..Splitter::new(
                |input, _| Ok(input.element_count()),
                |input, at, _| input.cut(at),
                None,
            )
        }
    }
}

/// The chunks of an input that is shared. Claims take no lock.
pub(crate) struct SharedQueue<'p, C> {
    input: C,
    plan: &'p Plan,
    /// The place of the first element in the whole input.
    offset: usize,
    unclaimed: Counter,
}

impl<'p, C: Overlap> SharedQueue<'p, C> {
    /// `input` begins with the elements of the chunks that the plan is to run.
    pub(crate) fn new(input: C, plan: &'p Plan) -> Self {
        SharedQueue {
            input,
            plan,
            offset: plan.elements().start,
            unclaimed: Counter::new(plan),
        }
    }

    fn take_part(&self, place: Place) -> Claim<C> {
        let range = place.start - self.offset..place.end - self.offset;
        Claim {
            place,
            chunk: Ok(self.input.part(range)),
        }
    }
}

impl<C: Overlap> Queue<C> for SharedQueue<'_, C> {
    fn claim(&self) -> Option<Claim<C>> {
        let place = self.unclaimed.claim(self.plan)?;
        Some(self.take_part(place))
    }

    fn claim_alone(&mut self) -> Option<Claim<C>> {
        let place = self.unclaimed.claim_alone(self.plan)?;
        Some(self.take_part(place))
    }

    fn has_more(&self) -> bool {
        self.unclaimed.has_more()
    }

    fn stop(&self) {
        self.unclaimed.stop();
    }
}
