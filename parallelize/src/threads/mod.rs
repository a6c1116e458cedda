//! Who works: the calling thread, and helpers from the rayon pool or from threads of the library's own.
//!
//! `README.md` beside this file has the states of all that, and why a call always ends.

pub(crate) mod gate;
mod own;
mod pool;

use self::gate::Gate;
use crate::plan::Workers;
use crate::sys::sync::Arc;

#[cfg(all(parallelize_loom, test))]
pub(crate) use self::{own::wake_idle, pool::assert_at_rest};

/// How many workers a call has that does not say: the size of the current rayon pool.
pub(crate) fn available() -> usize {
    pool::size()
}

/// Runs `work` on the calling thread alone. Other calls must not count on this thread meanwhile.
pub(crate) fn alone<R>(work: impl FnOnce() -> R) -> R {
    let _seat = pool::take_own_seat();
    work()
}

/// Lets helpers run `work` while the calling thread runs `lead`, which enlists them. Returns when each helper
/// that has started is done. Neither `work` nor `lead` unwinds.
///
/// The calling thread never waits for a helper that has not started, and never runs anything but `lead`: a
/// pool that is busy with something else costs helpers, not progress.
pub(crate) fn with_helpers(
    workers: Workers,
    work: &(dyn Fn() + Sync),
    lead: impl FnOnce(&Helpers<'_>),
) {
    let _seat = pool::take_own_seat();
    gate::with_open(work, |gate| {
        lead(&Helpers {
            gate,
            at_once: workers.at_once,
        });
        pool::withdraw(gate);
    });
}

/// The helpers of one call.
pub(crate) struct Helpers<'a> {
    gate: &'a Arc<Gate>,
    at_once: bool,
}

impl Helpers<'_> {
    /// Asks for so many more helpers, as long as there is work for the next. Threads of rayon come first, so
    /// that calls share the cores with the rest of the program. If these are too few, or occupied by calls of
    /// this crate, threads of the library's own come.
    pub(crate) fn enlist(&self, count: usize, has_work: impl Fn() -> bool) {
        for _ in 0..count {
            if !(has_work() && self.enlist_one()) {
                break;
            }
        }
    }

    /// Asks for one more helper. Tells whether one can come.
    pub(crate) fn enlist_one(&self) -> bool {
        pool::enlist(self.gate, self.at_once) || own::spawn((Arc::clone(self.gate), pool::size()))
    }
}
