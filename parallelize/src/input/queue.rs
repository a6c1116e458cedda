//! The chunks of one call, handed out in order.

use crate::plan::Place;
use crate::sys::panics::Payload;

/// Where workers get their chunks.
///
/// Chunks are handed out in order. So if chunk `k` fails, every chunk below `k` is running or done. The
/// failure with the lowest index is the failure that running the chunks one after the other meets first.
pub(crate) trait Queue<C> {
    /// The next chunk.
    fn claim(&self) -> Option<Claim<C>>;

    /// As `claim`, for the only worker.
    fn claim_alone(&mut self) -> Option<Claim<C>>;

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
