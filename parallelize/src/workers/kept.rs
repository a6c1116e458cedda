//! Threads of our own, for calls that ask for more workers than the rayon pool has to give.
//!
//! They are kept for later calls, and go away after a while without work.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::engine::lock;

type Task = Box<dyn FnOnce() + Send>;

/// How long a thread without work stays.
const IDLE: Duration = Duration::from_secs(5);

struct Kept {
    /// Tasks that an idle thread is on its way to.
    tasks: VecDeque<Task>,
    /// Threads that wait; never fewer than there are tasks.
    idle: usize,
}

static KEPT: Mutex<Kept> = Mutex::new(Kept {
    tasks: VecDeque::new(),
    idle: 0,
});

static ARRIVED: Condvar = Condvar::new();

/// Runs `task` on an idle thread or, where none is idle, on a new one. False where the system
/// gives no further thread; the task is then dropped.
pub(super) fn spawn(task: Task) -> bool {
    let mut kept = lock(&KEPT);
    if kept.tasks.len() < kept.idle {
        kept.tasks.push_back(task);
        drop(kept);
        ARRIVED.notify_one();
        return true;
    }
    drop(kept);
    thread::Builder::new()
        .name("parallelize".into())
        .spawn(move || live(task))
        .is_ok()
}

fn live(first: Task) {
    let mut task = Some(first);
    while let Some(run) = task {
        run();
        task = next_task();
    }
}

/// Waits for a task; `None` when it is time to go.
fn next_task() -> Option<Task> {
    let mut kept = lock(&KEPT);
    kept.idle += 1;
    let (mut kept, _) = ARRIVED
        .wait_timeout_while(kept, IDLE, |kept| kept.tasks.is_empty())
        .unwrap_or_else(PoisonError::into_inner);
    kept.idle -= 1;
    kept.tasks.pop_front()
}
