//! Who works: the calling thread, and helpers from the rayon pool or from threads of our own.

pub(crate) mod gate;
mod kept;
mod pool;

use self::gate::Gate;
use crate::sync::Arc;

#[cfg(all(parallelize_loom, test))]
pub(crate) use self::{kept::wake_idle, pool::assert_at_rest};

/// How many workers a call gets that does not say: the size of the current rayon pool.
pub(crate) fn available() -> usize {
    pool::size()
}

/// Runs `work` on the calling thread alone, which other calls must not count on meanwhile.
pub(crate) fn alone<R>(work: impl FnOnce() -> R) -> R {
    let _seat = pool::take_own_seat();
    work()
}

/// Who works on a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crew {
    /// How many workers there are at most, the calling thread being one of them.
    pub(crate) limit: usize,
    /// Whether all of them are to work at once, whatever it takes. Otherwise helpers come when the
    /// rayon pool has threads to spare.
    pub(crate) must_come: bool,
}

/// Runs `work` on the calling thread and on up to `crew.limit - 1` others at once, and returns when
/// each that started it has finished. `more` is asked before each of the others whether there is
/// work for it. `work` must not unwind.
///
/// The calling thread never waits for a helper that has not started, and never runs anything but
/// `work`: a pool that is busy with something else costs helpers, not progress. (Work of which one part waits
/// for another has none without them.)
pub(crate) fn together(crew: Crew, more: &mut dyn FnMut() -> bool, work: &(dyn Fn() + Sync)) {
    led(crew, more, work, &|_| work());
}

/// As `together`; the calling thread runs `own_work`, which need not be for others to run, and can ask for
/// one more helper where one has left early.
pub(crate) fn led(
    crew: Crew,
    more: &mut dyn FnMut() -> bool,
    work: &(dyn Fn() + Sync),
    own_work: &dyn Fn(&dyn Fn() -> bool),
) {
    if crew.limit <= 1 {
        return alone(|| own_work(&|| false));
    }
    let _seat = pool::take_own_seat();
    gate::with_open(work, |gate| {
        for _ in 1..crew.limit {
            if !more() || !recruit(gate, crew.must_come) {
                break;
            }
        }
        own_work(&|| recruit(gate, crew.must_come));
        pool::call_off(gate);
    });
}

/// Asks for one more helper. Rayon's threads first, so that calls share the cores with the rest of
/// the program; where they are too few, or occupied by this crate's calls, a thread of our own.
fn recruit(gate: &Arc<Gate>, must_come: bool) -> bool {
    pool::call(gate, must_come) || kept::spawn(Arc::clone(gate), pool::size())
}
