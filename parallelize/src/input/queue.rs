//! The chunks of one call, handed out in order.

use crate::plan::{Place, Plan};
use crate::sys::panics::Payload;

/// Where workers get their chunks.
///
/// Chunks are handed out in order. So if chunk `k` fails, every chunk below `k` is running or done. The
/// failure with the lowest index is the failure that running the chunks one after the other meets first.
pub(crate) trait Queue<C> {
    /// The next chunk.
    fn claim(&self) -> Option<Claim<C>>;

    /// As `claim`, for the only worker.
    fn claim_alone(&mut self) -> Option<Claim<C>> {
        self.claim()
    }

    /// Whether there are chunks that nobody has claimed.
    fn has_more(&self) -> bool;

    /// Lets no new chunk start.
    fn stop(&self);
}

/// A chunk that a worker has claimed.
pub(crate) struct Claim<C> {
    pub(crate) place: Place,
    /// The chunk, or the panic of cutting it off.
    pub(crate) chunk: Result<C, Payload>,
}

/// The chunks that nobody has claimed.
pub(super) struct Unclaimed {
    /// The next chunk to hand out, and the chunk before which the call ends.
    next: usize,
    end: usize,
    /// The element at which the next chunk starts, counted in the whole input.
    pub(super) start: usize,
}

impl Unclaimed {
    pub(super) fn new(plan: &Plan) -> Self {
        let chunks = plan.chunks();
        Unclaimed {
            next: chunks.start,
            end: chunks.end,
            start: plan.elements().start,
        }
    }

    pub(super) fn claim(&mut self, plan: &Plan) -> Option<Place> {
        let place = self.has_more().then(|| plan.place(self.next, self.start))?;
        self.next += 1;
        self.start = place.end;
        Some(place)
    }

    pub(super) fn has_more(&self) -> bool {
        self.next < self.end
    }

    pub(super) fn stop(&mut self) {
        self.end = self.next;
    }
}
