//! Who works: the calling thread, and helpers from the rayon pool or from threads of the library's own.
//!
//! `README.md` beside this file has the states of all that, and why a call always ends.

pub(crate) mod gate;
mod line;
mod own;
mod pool;

use std::time::Duration;

use self::gate::Gate;
use crate::plan::{Crew, Workers};
use crate::sys::sync::Arc;

#[cfg(all(parallelize_loom, test))]
pub(crate) use self::{own::wake_idle, pool::assert_at_rest};

/// For how long a helper looks for another call before the helper goes to sleep. Waking the helper again takes about as long.
const SPIN_BEFORE_SLEEP: Duration = Duration::from_micros(20);

/// How many workers a call has that does not say: the size of the current rayon pool.
pub(crate) fn available() -> usize {
    pool::size()
}

/// Lets helpers run `work` while the calling thread runs `lead`, which enlists them. Returns when each helper
/// that has started is done. Neither `work` nor `lead` unwinds.
///
/// The calling thread never waits for a helper that has not started, and never runs anything but `lead`: if all threads
/// are busy with something else, that costs helpers, not progress.
pub(crate) fn with_helpers(
    workers: Workers,
    work: &(dyn Fn() + Sync),
    lead: &mut dyn FnMut(&Helpers<'_>),
) {
    gate::with_open(work, |gate| {
        let helpers = Helpers {
            gate,
            crew: workers.crew,
        };
        pool::busy(|| lead(&helpers));
        helpers.withdraw();
    });
}

/// The helpers of one call.
pub(crate) struct Helpers<'a> {
    gate: &'a Arc<Gate>,
    crew: Crew,
}

impl Helpers<'_> {
    /// Asks for so many more helpers. The first to come calls the next, if there still is work.
    pub(crate) fn enlist(&self, count: usize) {
        if count == 0 {
            return;
        }
        let limit = match self.crew {
            Crew::Pool if pool::can_help() => return pool::enlist(self.gate, count),
            Crew::Pool | Crew::Own => Some(pool::size()),
            Crew::OwnAtOnce => None,
        };
        own::threads().enlist(self.gate, count, pool::size(), limit);
    }

    /// Lets a helper that has been called run, if none has come yet: the system may have put it on the core of the calling
    /// thread, where it waits. If something else waits for this core, that gets its turn as well.
    pub(crate) fn give_way(&self) {
        if self.gate.may_be_in_the_way() {
            std::thread::yield_now();
        }
    }

    fn withdraw(&self) {
        pool::withdraw(self.gate);
        own::threads().withdraw(self.gate);
    }
}
