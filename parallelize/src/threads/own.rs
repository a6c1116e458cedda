//! Threads of the library's own, for calls that ask for more workers than the rayon pool can give.
//!
//! The library keeps these threads for later calls. They go away after a while without work.
//!
//! Each is a rayon pool of one thread, so what a body does with rayon stays on the thread that runs the body. In
//! the program's pool the body could wait for ever, because all threads there may be waiting for this body.

use std::cell::Cell;
use std::collections::VecDeque;
use std::time::Duration;

use super::gate::Gate;
#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::rayon::{self, Yield};
use crate::sys::sync::{Arc, Condvar, Mutex, lock, of_thread, shared, spawn_thread, wait_while};

/// How long a thread without work stays.
const MAX_IDLE: Duration = Duration::from_secs(5);

/// The gate that a helper is to enter, and the size of the pool to which the call belongs.
type Task = (Arc<Gate>, usize);

struct Own {
    /// Tasks that an idle thread is on its way to.
    tasks: VecDeque<Task>,
    /// Threads that wait, at least as many as there are tasks.
    idle: usize,
}

shared! {
    static OWN: Mutex<Own> = Mutex::new(Own {
        tasks: VecDeque::new(),
        idle: 0,
    });
    static ARRIVED: Condvar = Condvar::new();
}

of_thread! {
    static INHERITED_SIZE: Cell<Option<usize>> = None;
}

/// On a thread of the library's own, the size of the pool to which the call belongs that the thread helps.
/// Automatic boundaries of nested calls must not depend on which kind of thread runs the chunk.
pub(super) fn inherited_size() -> Option<usize> {
    INHERITED_SIZE.get()
}

/// Lets an idle thread, or else a new one, take a task. False if the system gives no further thread.
pub(super) fn spawn(task: Task) -> bool {
    let mut own = lock(&OWN);
    if own.tasks.len() < own.idle {
        own.tasks.push_back(task);
        drop(own);
        ARRIVED.notify_one();
        return true;
    }
    drop(own);
    spawn_thread(|| thread_main(task))
}

fn thread_main(first: Task) {
    let mut next = Some(first);
    while let Some((gate, size)) = next {
        INHERITED_SIZE.set(Some(size));
        gate.help();
        // Bodies may have left tasks behind with `rayon::spawn`.
        while rayon::yield_now() == Some(Yield::Executed) {}
        let mut own = lock(&OWN);
        own.idle += 1;
        own = wait_while(&ARRIVED, own, MAX_IDLE, |own| own.tasks.is_empty());
        own.idle -= 1;
        next = own.tasks.pop_front();
    }
}

/// Lets threads that wait look whether it is time to go.
#[cfg(parallelize_loom)]
pub(crate) fn wake_idle() {
    let _own = lock(&OWN);
    ARRIVED.notify_all();
}
