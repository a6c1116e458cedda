//! The gate between a call and its helpers, which makes them revocable.
//!
//! A helper is a detached task, which may start late or never. A helper must *enter* the gate before it touches
//! anything that the call has borrowed. When the caller has no more to do, the caller *closes* the gate and
//! waits only for helpers that are inside. A helper that comes later finds the gate closed and leaves. The idea
//! is that of revocable tasks in work-stealing schedulers: a task that has not started can be taken back without
//! waiting for it.

#![allow(unsafe_code)]

#[cfg(all(test, not(parallelize_loom)))]
mod tests;

use std::hint::spin_loop;
use std::sync::PoisonError;
use std::time::Duration;

use crate::sys::affinity;
use crate::sys::clock::Moment;
use crate::sys::sync::{Arc, AtomicUsize, Condvar, Mutex, Ordering, lock};

pub(crate) struct Gate {
    /// What helpers run. Valid as long as the gate is open or a helper is inside. Late helpers keep the gate
    /// alive beyond that, so this is a pointer and not a reference.
    work: *const (dyn Fn() + Sync),
    /// `CLOSED`, `ASLEEP`, and `INSIDE` once for each helper that is inside.
    state: AtomicUsize,
    /// The core of the caller, which helpers leave to the caller.
    core: Option<usize>,
    /// Where a caller that is `ASLEEP` waits for the last helper to leave.
    asleep: Mutex<()>,
    empty: Condvar,
}

const CLOSED: usize = 1;
const ASLEEP: usize = 2;
const INSIDE: usize = 4;

/// For how long a caller looks for the last helper to leave before the caller goes to sleep. Waking it takes
/// about as long. Chunks get short towards the end, so this is mostly enough.
const SPIN_BEFORE_SLEEP: Duration = Duration::from_micros(20);

// SAFETY: the pointer leads to a closure that is `Sync`, so any thread may call it; `help` says
// why it is valid whenever it is followed. The other fields are `Send` and `Sync` by themselves.
unsafe impl Send for Gate {}
// SAFETY: as above.
unsafe impl Sync for Gate {}

/// Opens a gate to `work` for as long as `during` runs. Returns, or goes on unwinding, only when
/// no helper is inside any more and none can enter.
pub(crate) fn with_open<'work>(
    work: &'work (dyn Fn() + Sync + 'work),
    during: impl FnOnce(&Arc<Gate>),
) {
    let work: *const (dyn Fn() + Sync + 'work) = work;
    // SAFETY: both are fat pointers to the same trait and differ in the lifetime of the trait
    // object alone. Nothing is dereferenced here; `help` says why that is sound.
    #[allow(clippy::transmute_ptr_to_ptr)] // `as` does not lengthen lifetimes on all versions
    let work: *const (dyn Fn() + Sync + 'static) = unsafe { std::mem::transmute(work) };
    let gate = Arc::new(Gate {
        work,
        state: AtomicUsize::new(0),
        core: affinity::current(),
        asleep: Mutex::new(()),
        empty: Condvar::new(),
    });
    let _close = CloseOnDrop(&gate);
    during(&gate);
}

struct CloseOnDrop<'gate>(&'gate Gate);

impl Drop for CloseOnDrop<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Gate {
    /// Runs the call's work, if the call still goes on.
    pub(crate) fn help(&self) {
        if self.is_closed() {
            return;
        }
        if let Some(caller) = self.core {
            affinity::leave(caller); // outside, because the caller waits for those inside
        }
        if !self.enter() {
            return;
        }
        let _leave = LeaveOnDrop(self);
        // SAFETY: this helper has entered and leaves only when `_leave` is dropped, after the
        // call of `work`. It entered an open gate, and `with_open` does not return before `close`
        // has closed the gate and found nobody inside. Both change `state`, so one of them comes
        // first: this helper, and then the caller waits for it to leave. So the borrow that
        // `with_open` was given is still alive here. It closes the gate also when it unwinds,
        // before it gives up the borrow. What helpers wrote inside is visible to the caller:
        // leaving releases it, and finding nobody inside acquires it.
        unsafe { (*self.work)() }
    }

    /// Whether the call is over.
    pub(crate) fn is_closed(&self) -> bool {
        self.state.load(Ordering::Relaxed) & CLOSED != 0
    }

    /// Whether no helper is inside, and one may wait on the core of the caller.
    pub(crate) fn may_be_in_the_way(&self) -> bool {
        self.core.is_some() && self.state.load(Ordering::Relaxed) < INSIDE
    }

    fn enter(&self) -> bool {
        let enter = |state| (state & CLOSED == 0).then_some(state + INSIDE);
        let entered = self
            .state
            .fetch_update(Ordering::Acquire, Ordering::Relaxed, enter);
        entered.is_ok()
    }

    fn leave(&self) {
        let before = self.state.fetch_sub(INSIDE, Ordering::Release);
        if before == CLOSED + ASLEEP + INSIDE {
            // With the lock, this cannot come between the caller's last look and its sleep.
            let _asleep = lock(&self.asleep);
            self.empty.notify_one();
        }
    }

    fn close(&self) {
        let before = self.state.fetch_or(CLOSED, Ordering::Acquire);
        if before < INSIDE || self.empties_soon() {
            return;
        }
        let mut asleep = lock(&self.asleep);
        let before = self.state.fetch_or(ASLEEP, Ordering::Acquire);
        if before < INSIDE {
            return;
        }
        while self.state.load(Ordering::Acquire) >= INSIDE {
            let woken = self.empty.wait(asleep);
            asleep = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether the last helper leaves the closed gate in time.
    fn empties_soon(&self) -> bool {
        if cfg!(parallelize_loom) {
            return false; // to look more often is no other behaviour, but more to be tried
        }
        let start = Moment::now();
        loop {
            for _ in 0..16 {
                if self.state.load(Ordering::Acquire) < INSIDE {
                    return true;
                }
                spin_loop();
            }
            if start.is_ago(SPIN_BEFORE_SLEEP) {
                return false;
            }
        }
    }
}

struct LeaveOnDrop<'gate>(&'gate Gate);

impl Drop for LeaveOnDrop<'_> {
    fn drop(&mut self) {
        self.0.leave();
    }
}
