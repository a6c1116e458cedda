//! Whether what is left of a call is worth waking other threads.

use std::time::Duration;

use crate::plan::Place;
use crate::sys::clock::Moment;

/// Less says nothing: a call takes some time by itself, and the system takes some now and then.
const ENOUGH: Duration = Duration::from_micros(1);

/// The same for very short chunks, from which more is inferred.
const ENOUGH_FOR_FEW: Duration = Duration::from_micros(5);

/// What a chunk takes by itself. Helpers could share that too, but it would not be worth waking them.
const OF_A_CHUNK: Duration = Duration::from_nanos(200);

/// Waking a thread takes a few microseconds; of what is left, half can be saved.
const WORTH: Duration = Duration::from_micros(10);

/// Times the first chunks of a call while the calling thread runs them alone.
///
/// Only who runs the chunks depends on it, never where they begin and end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe {
    start: Moment,
    len: usize,
    /// At the last look at the clock: the time that bodies had taken, and how many elements were done.
    last: (Duration, usize),
    /// How many looks in a row have to agree, and how many do.
    needed: u8,
    agreed: u8,
}

impl Probe {
    /// Starts the clock of a call over `len` elements.
    pub(crate) fn start(len: usize) -> Self {
        Probe {
            start: Moment::now(),
            len,
            last: (Duration::ZERO, 0),
            needed: 1,
            agreed: 0,
        }
    }

    /// Starts the clock of a call whose elements were short the last time. One element that takes long may have been
    /// disturbed: two in a row have not.
    pub(crate) fn expect_short(len: usize) -> Self {
        Probe {
            needed: 2,
            ..Self::start(len)
        }
    }

    /// Whether the elements beyond the chunk at `place`, which is done, are worth a wake-up, if they
    /// cost what those before did, and what the last ones before did: one of the two may have been
    /// disturbed.
    pub(crate) fn wants_helpers(&mut self, place: Place) -> bool {
        let left = self.len - place.end;
        // Looking at the clock costs as much as a short chunk. Two looks judge the short chunks in front.
        let is_single = place.end - place.start == 1;
        let is_due = is_single || place.index < 2 || (place.index > 2 && place.index % 2 == 0);
        if !is_due || left == 0 {
            return false;
        }
        let Some(elapsed) = self.start.elapsed() else {
            return true;
        };
        let chunks = u32::try_from(place.index).map_or(u32::MAX, |index| index.saturating_add(1));
        let of_bodies = elapsed.saturating_sub(OF_A_CHUNK.saturating_mul(chunks));
        let last = std::mem::replace(&mut self.last, (of_bodies, place.end));
        let is_few = place.end < self.len / 64;
        let enough = if is_few { ENOUGH_FOR_FEW } else { ENOUGH };
        let is_worth = elapsed >= enough
            && is_worth(of_bodies, place.end, left)
            && is_worth(of_bodies.saturating_sub(last.0), place.end - last.1, left);
        self.agreed = if is_worth { self.agreed + 1 } else { 0 };
        self.agreed == self.needed
    }

    /// Whether all elements together are not worth a wake-up, if they cost what those of the chunk at `place` did, which
    /// began with this probe.
    pub(crate) fn saw_short(&self, place: Place) -> bool {
        let time = self.start.elapsed();
        // Among others a chunk takes longer by itself: locks, cache lines, two looks at the clock.
        let of_body = time.map(|time| time.saturating_sub(OF_A_CHUNK * 3));
        of_body.is_some_and(|time| !is_worth(time, place.end - place.start, self.len))
    }
}

/// Whether `left` elements take long enough, if `done` ones took `time`.
fn is_worth(time: Duration, done: usize, left: usize) -> bool {
    time.as_nanos() * left as u128 > WORTH.as_nanos() * done as u128
}

#[cfg(all(test, not(parallelize_loom)))]
mod tests {
    use std::time::Duration;

    use super::{OF_A_CHUNK, WORTH, is_worth};

    #[test]
    fn what_takes_as_long_as_waking_a_thread_is_not_worth_it() {
        assert!(!is_worth(WORTH, 10, 10));
        assert!(is_worth(WORTH + Duration::from_nanos(1), 10, 10));
        assert!(is_worth(WORTH, 10, 11));
        assert!(!is_worth(OF_A_CHUNK, 1, 50));
    }
}
