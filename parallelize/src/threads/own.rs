//! Threads of the library's own, for calls that say how they are cut, and for calls that the rayon pool cannot help.
//!
//! The library keeps these threads for later calls. They go away after a while without work. There are two kinds.
//!
//! *Free* threads belong to no pool. They help calls made outside rayon. What a body does there with rayon goes to the
//! global pool, and no thread of that pool waits for the body.
//!
//! *Confined* threads are rayon pools of one thread each. They help calls made on a thread of a pool. What a body does there
//! with rayon stays on the thread that runs the body. In the program's pool the body could wait for ever, because all
//! threads there may be waiting for this body.

use std::cell::Cell;
use std::thread::yield_now;
use std::time::Duration;

use super::SPIN_BEFORE_SLEEP;
use super::gate::Gate;
use super::line::Line;
use crate::sys::clock::Moment;
#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::rayon::{self, Yield};
use crate::sys::sync::{
    Arc, AtomicUsize, Condvar, Mutex, MutexGuard, Ordering, lock, of_thread, shared, spawn_thread,
    wait_while,
};

/// How long a thread without work stays.
const MAX_IDLE: Duration = Duration::from_secs(5);

/// The threads of one kind.
pub(super) struct Own {
    is_confined: bool,
    state: Mutex<State>,
    /// How many calls wait. Looking takes no lock.
    waiting: AtomicUsize,
    called: Condvar,
}

struct State {
    line: Line,
    /// Threads that sleep, and how many of them are called.
    asleep: usize,
    called: usize,
    /// Threads that help.
    at_work: usize,
}

macro_rules! own {
    ($is_confined:expr) => {
        Own {
            is_confined: $is_confined,
            state: Mutex::new(State {
                line: Line::NEW,
                asleep: 0,
                called: 0,
                at_work: 0,
            }),
            waiting: AtomicUsize::new(0),
            called: Condvar::new(),
        }
    };
}
shared! {
    static FREE: Own = own!(false);
    static CONFINED: Own = own!(true);
}

of_thread! {
    static INHERITED_SIZE: Cell<Option<usize>> = None;
}

/// On a confined thread, the size of the pool to which the call belongs that the thread helps.
/// Automatic boundaries of nested calls must not depend on which kind of thread runs the chunk.
pub(super) fn inherited_size() -> Option<usize> {
    INHERITED_SIZE.get()
}

/// The threads that help calls made on this thread.
pub(super) fn threads() -> &'static Own {
    if rayon::current_thread_index().is_some() {
        &CONFINED
    } else {
        &FREE
    }
}

impl Own {
    /// Lets threads come to a call that belongs to a pool of that size. With a limit, no more come than leave so many threads
    /// at work.
    pub(super) fn enlist(
        &'static self,
        gate: &Arc<Gate>,
        helpers: usize,
        size: usize,
        limit: Option<usize>,
    ) {
        let mut state = lock(&self.state);
        let room = limit.map(|limit| limit.saturating_sub(state.at_work + state.line.wanted()));
        let helpers = room.map_or(helpers, |room| helpers.min(room));
        if helpers > 0 {
            state.line.add(gate, helpers, size);
            self.call_one(state);
        }
    }

    /// Takes back the helpers of a call that have not come.
    pub(super) fn withdraw(&self, gate: &Arc<Gate>) {
        if self.waiting.load(Ordering::Relaxed) > 0 {
            let mut state = lock(&self.state);
            state.line.withdraw(gate);
            self.note_waiting(&state);
        }
    }

    fn note_waiting(&self, state: &State) {
        self.waiting.store(state.line.len(), Ordering::Relaxed);
    }

    /// Calls a thread if one has to look: wakes one, or starts one.
    fn call_one(&'static self, mut state: MutexGuard<'_, State>) {
        self.note_waiting(&state);
        if !state.line.calls_a_thread() {
            return;
        }
        if state.called < state.asleep {
            state.called += 1;
            drop(state);
            self.called.notify_one();
            return;
        }
        drop(state);
        if !spawn_thread(self.is_confined, || self.thread_main()) {
            lock(&self.state).line.gives_up();
        }
    }

    fn thread_main(&'static self) {
        loop {
            let mut state = lock(&self.state);
            if let Some((gate, size)) = state.line.take() {
                state.at_work += 1;
                self.call_one(state);
                self.help(&gate, size);
                drop(gate);
                let mut state = lock(&self.state);
                state.at_work -= 1;
                state.line.looks();
                drop(state);
                self.stay_awake();
            } else {
                state.asleep += 1;
                state = wait_while(&self.called, state, MAX_IDLE, |state| state.called == 0);
                state.asleep -= 1;
                if state.called == 0 {
                    return;
                }
                state.called -= 1;
            }
        }
    }

    fn help(&self, gate: &Gate, size: usize) {
        if !self.is_confined {
            return gate.help();
        }
        INHERITED_SIZE.set(Some(size));
        gate.help();
        // Bodies may have left tasks behind with `rayon::spawn`.
        while rayon::yield_now() == Some(Yield::Executed) {}
    }

    /// Waits for a while, or until a call waits. Waking a thread takes longer. The thread yields all the time: the system
    /// may have put it on the core of a caller, and leaves it there unless it yields.
    fn stay_awake(&self) {
        if cfg!(parallelize_loom) {
            return; // to look more often is no other behaviour, but more to be tried
        }
        let start = Moment::now();
        while self.waiting.load(Ordering::Relaxed) == 0 && !start.is_ago(SPIN_BEFORE_SLEEP) {
            yield_now();
        }
    }
}

/// Lets threads that wait look whether it is time to go.
#[cfg(parallelize_loom)]
pub(crate) fn wake_idle() {
    for own in [&*FREE, &*CONFINED] {
        let _state = lock(&own.state);
        own.called.notify_all();
    }
}

/// Asserts that no call waits for a thread of the library.
#[cfg(parallelize_loom)]
pub(super) fn assert_at_rest() {
    for own in [&*FREE, &*CONFINED] {
        lock(&own.state).line.at_rest();
    }
}
