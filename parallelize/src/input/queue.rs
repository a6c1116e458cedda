//! The chunks of one call, handed out in order.

use crate::plan::{Place, Plan};
use crate::sys::panics::Payload;
use crate::sys::sync::{AtomicUsize, Ordering};

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
    start: usize,
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

/// The chunks that nobody has claimed, of an input whose chunks can be taken out in any order: a claim is one atomic
/// exchange.
///
/// All orderings are relaxed. What workers share is there before the first claim, and whoever looks at the rest at the
/// end has the queue alone.
pub(super) struct Counter {
    /// The next chunk to hand out.
    next: AtomicUsize,
    /// The chunk before which the input ends.
    end: usize,
    /// The first chunk that nobody had claimed when the queue was stopped.
    stopped: AtomicUsize,
    /// A chunk, and where it starts: the one behind the last that a worker has claimed alone.
    known: (usize, usize),
}

impl Counter {
    pub(super) fn new(plan: &Plan) -> Self {
        let chunks = plan.chunks();
        Counter {
            next: AtomicUsize::new(chunks.start),
            end: chunks.end,
            stopped: AtomicUsize::new(chunks.end),
            known: (chunks.start, plan.elements().start),
        }
    }

    pub(super) fn claim(&self, plan: &Plan) -> Option<Place> {
        let claim = |next| (next < self.end).then(|| next + 1); // eagerly, the addition could overflow
        let claimed = self
            .next
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, claim);
        let index = claimed.ok()?;
        Some(plan.place(index, plan.boundaries().start(index)))
    }

    /// As `claim`, for the only worker. That saves a division.
    pub(super) fn claim_alone(&mut self, plan: &Plan) -> Option<Place> {
        let index = self.next.load(Ordering::Relaxed);
        if index >= self.end {
            return None;
        }
        self.next.store(index + 1, Ordering::Relaxed);
        let start = match self.known {
            (known, start) if known == index => start,
            _ => plan.boundaries().start(index),
        };
        let place = plan.place(index, start);
        self.known = (index + 1, place.end);
        Some(place)
    }

    pub(super) fn has_more(&self) -> bool {
        self.next.load(Ordering::Relaxed) < self.end
    }

    /// Lets no new chunk be claimed.
    pub(super) fn stop(&self) {
        let next = self.next.fetch_max(self.end, Ordering::Relaxed);
        self.stopped.fetch_min(next, Ordering::Relaxed);
    }

    /// The first chunk that nobody has claimed, or the end.
    pub(super) fn first_unclaimed(&self) -> usize {
        let next = self.next.load(Ordering::Relaxed);
        next.min(self.stopped.load(Ordering::Relaxed))
    }
}
