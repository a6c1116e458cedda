//! Whether a batch of a stream is worth another thread.

use std::time::Duration;
use std::vec;

use crate::input::Claim;
use crate::plan::{Crew, Workers};
use crate::sys::clock::Moment;
use crate::sys::sync::{AtomicUsize, Ordering};

/// Waking a thread takes a few microseconds.
const WORTH: Duration = Duration::from_micros(10);

/// How long bodies take, measured by whoever runs them. That decides who runs a batch, and never where a batch ends.
pub(super) struct Pace {
    workers: Workers,
    /// How long the last body took per element, in seconds, as the bits of an `f32`; 0 if none has run. An integer of
    /// 32 bits would not do for both nanoseconds and seconds.
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
        let start = Moment::now();
        let result = run(claim);
        // Without a clock, every batch is worth another thread.
        self.note(len, start.elapsed().unwrap_or(Duration::MAX));
        result
    }

    /// Notes how long the body of a batch of `len` elements took.
    fn note(&self, len: usize, time: Duration) {
        let seconds = time.as_secs_f32() / as_f32(len.max(1));
        let bits = seconds.max(f32::MIN_POSITIVE).to_bits();
        self.body.store(bits as usize, Ordering::Relaxed);
    }

    /// Whether the calling thread runs the batch that it has read, of so many elements, in that time: alone, a short
    /// batch, or one that took much longer to read.
    pub(super) fn keeps(&self, len: usize, read: Duration) -> bool {
        if self.workers.max == 1 || cfg!(parallelize_loom) {
            return self.workers.max == 1; // a model has no clock
        }
        #[allow(clippy::cast_possible_truncation)] // there are no more bits
        let body = match self.body.load(Ordering::Relaxed) as u32 {
            0 => return self.workers.crew != Crew::OwnAtOnce,
            bits => f32::from_bits(bits) * as_f32(len),
        };
        let is_short = self.workers.crew != Crew::OwnAtOnce && body < WORTH.as_secs_f32();
        is_short || body * 4.0 < read.as_secs_f32()
    }
}

#[allow(clippy::cast_precision_loss)] // for an estimate
fn as_f32(count: usize) -> f32 {
    count as f32
}

#[cfg(all(test, not(parallelize_loom)))]
mod tests {
    use std::time::Duration;

    use super::{Crew, Pace, Workers};

    #[test]
    fn what_takes_much_longer_to_read_than_to_run_is_kept_at_any_pace() {
        for nanoseconds in [10, 10_000, 10_000_000, 10_000_000_000] {
            let time = Duration::from_nanos(nanoseconds);
            for len in [1, 2, 1024] {
                let pace = Pace::new(Workers {
                    max: 2,
                    crew: Crew::OwnAtOnce,
                });
                assert!(!pace.keeps(len, time));
                pace.note(len, time * u32::try_from(len).unwrap());
                assert!(!pace.keeps(1, time) && !pace.keeps(1, time * 3));
                assert!(pace.keeps(1, time * 5));
            }
        }
    }
}
