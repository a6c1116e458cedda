//! Whether a batch of a stream is worth another thread.

use std::time::{Duration, Instant};
use std::vec;

use crate::input::Claim;
use crate::plan::{Crew, Workers};
use crate::sys::sync::{AtomicUsize, Ordering};

/// Waking a thread takes a few microseconds.
const WORTH: Duration = Duration::from_micros(10);

/// How long bodies take, measured by whoever runs them. That decides who runs a batch, and never where a batch ends.
pub(super) struct Pace {
    workers: Workers,
    /// How long the last body took per element, in picoseconds; 0 if none has run.
    body: AtomicUsize,
}

impl Pace {
    pub(super) fn new(workers: Workers) -> Self {
        Pace {
            workers,
            body: AtomicUsize::new(0),
        }
    }

    /// Runs the body of a batch on the clock.
    pub(super) fn time<T, R>(
        &self,
        claim: Claim<vec::IntoIter<T>>,
        run: impl FnOnce(Claim<vec::IntoIter<T>>) -> R,
    ) -> R {
        let len = claim.place.end - claim.place.start;
        let start = Instant::now();
        let result = run(claim);
        let picoseconds = start.elapsed().as_nanos().saturating_mul(1000) / len.max(1) as u128;
        let picoseconds = usize::try_from(picoseconds).unwrap_or(usize::MAX);
        self.body.store(picoseconds.max(1), Ordering::Relaxed);
        result
    }

    /// Whether the calling thread runs the batch that it has read, of so many elements, in that time: alone, a short
    /// batch, or one that took much longer to read.
    pub(super) fn keeps(&self, len: usize, read: Duration) -> bool {
        if self.workers.max == 1 || cfg!(parallelize_loom) {
            return self.workers.max == 1; // a model has no clock
        }
        let body = match self.body.load(Ordering::Relaxed) {
            0 => return self.workers.crew != Crew::OwnAtOnce,
            picoseconds => {
                Duration::from_nanos((picoseconds as u64 / 1000).saturating_mul(len as u64))
            }
        };
        (self.workers.crew != Crew::OwnAtOnce && body < WORTH) || body.saturating_mul(4) < read
    }
}
