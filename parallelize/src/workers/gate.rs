//! The gate between a call and its helpers, which makes them revocable.
//!
//! A helper is a detached task: it may start late, or never. It must *enter* the gate before it
//! touches anything that the call has borrowed. When the caller has no more to do it *closes* the
//! gate, and waits only for helpers that are inside; one that comes later finds the gate closed
//! and leaves. (The idea is that of revocable tasks in work-stealing schedulers: what has not
//! started can be taken back without waiting for it.)

#![allow(unsafe_code)]

use std::fmt;
use std::sync::{Arc, Condvar, Mutex};

use crate::unwind::lock;

pub(super) struct Gate {
    /// What helpers run. Valid as long as the gate is open or a helper is inside; late helpers keep
    /// the gate alive beyond that, which is why this is a pointer and not a reference.
    work: *const (dyn Fn() + Sync),
    state: Mutex<State>,
    /// Signalled when the last helper has left a closed gate.
    empty: Condvar,
}

struct State {
    is_open: bool,
    inside: usize,
}

// SAFETY: the pointer leads to a closure that is `Sync`, so any thread may call it; `help` says
// why it is valid whenever it is followed. The other fields are `Send` and `Sync` by themselves.
unsafe impl Send for Gate {}
// SAFETY: as above.
unsafe impl Sync for Gate {}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").finish_non_exhaustive()
    }
}

/// Opens a gate to `work` for as long as `during` runs. Returns, or goes on unwinding, only when
/// no helper is inside any more and none can enter.
pub(super) fn with_open<'work>(
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
        state: Mutex::new(State {
            is_open: true,
            inside: 0,
        }),
        empty: Condvar::new(),
    });
    let _close = CloseOnDrop(&gate);
    during(&gate);
}

struct CloseOnDrop<'gate>(&'gate Gate);

impl Drop for CloseOnDrop<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.is_open = false;
        while state.inside > 0 {
            state = self
                .0
                .empty
                .wait(state)
                .unwrap_or_else(std::sync::PoisonError::into_inner);
        }
    }
}

impl Gate {
    /// Runs the call's work, if the call still goes on.
    pub(super) fn help(&self) {
        if !self.enter() {
            return;
        }
        let _leave = LeaveOnDrop(self);
        // SAFETY: this helper has entered and leaves only when `_leave` is dropped, after the
        // call of `work`. It entered an open gate, and `with_open` cannot return before it has
        // closed the gate and found nobody inside, both under the lock that `enter` and
        // `LeaveOnDrop` take: so the borrow that `with_open` was given is still alive here. It
        // closes the gate also when it unwinds, before it gives up the borrow.
        unsafe { (*self.work)() }
    }

    fn enter(&self) -> bool {
        let mut state = lock(&self.state);
        if state.is_open {
            state.inside += 1;
        }
        state.is_open
    }
}

struct LeaveOnDrop<'gate>(&'gate Gate);

impl Drop for LeaveOnDrop<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.inside -= 1;
        if state.inside == 0 && !state.is_open {
            self.0.empty.notify_one();
        }
    }
}
