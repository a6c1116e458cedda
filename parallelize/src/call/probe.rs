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
    /// The last look at the clock: the time since `start`, and how many elements were done.
    last: (Duration, usize),
}

impl Probe {
    /// Starts the clock of a call over `len` elements.
    pub(crate) fn start(len: usize) -> Self {
        Probe {
            start: Moment::now(),
            len,
            last: (Duration::ZERO, 0),
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
        let chunks = u32::try_from(place.index)
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let elapsed = elapsed.saturating_sub(OF_A_CHUNK.saturating_mul(chunks));
        let last = std::mem::replace(&mut self.last, (elapsed, place.end));
        let is_few = place.end < self.len / 64;
        let enough = if is_few { ENOUGH_FOR_FEW } else { ENOUGH };
        elapsed >= enough
            && is_worth(elapsed, place.end, left)
            && is_worth(elapsed.saturating_sub(last.0), place.end - last.1, left)
    }

    /// Whether all elements together are not worth a wake-up, if they cost what those of the chunk at `place` did, which
    /// began with this probe.
    pub(crate) fn saw_short(&self, place: Place) -> bool {
        let time = self.start.elapsed();
        let time = time.map(|time| time.saturating_sub(OF_A_CHUNK));
        time.is_some_and(|time| !is_worth(time, place.end - place.start, self.len))
    }
}

/// Whether `left` elements take long enough, if `done` ones took `time`.
fn is_worth(time: Duration, done: usize, left: usize) -> bool {
    time.as_nanos() * left as u128 > WORTH.as_nanos() * done as u128
}
