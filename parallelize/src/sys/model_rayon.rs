//! A stand-in for rayon: a pool whose threads take tasks in the order in which they came, and pools of
//! one thread.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use loom::sync::{Condvar, Mutex};
use loom::thread::{self, JoinHandle};

type Task = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Tasks {
    waiting: VecDeque<Task>,
    /// Whether threads end when they find no task.
    is_closed: bool,
}

loom::lazy_static! {
    static ref TASKS: Mutex<Tasks> = Mutex::new(Tasks::default());
    static ref ARRIVED: Condvar = Condvar::new();
}

loom::thread_local! {
    /// The size of the pool that this thread is in.
    static POOL: Cell<Option<usize>> = Cell::new(None);
}

thread_local! {
    /// The size of the global pool. (All threads of a model run on one of the system.)
    static SIZE: Cell<usize> = const { Cell::new(0) };
    /// Whether the system gives further threads.
    static GIVES_THREADS: Cell<bool> = const { Cell::new(true) };
    /// All threads that a model has started here.
    static THREADS: RefCell<Vec<JoinHandle<()>>> = const { RefCell::new(Vec::new()) };
}

/// The global pool.
pub(crate) struct Pool(());

/// Starts the global pool.
pub(crate) fn start(size: usize) -> Pool {
    let pool = start_blocked(size);
    for _ in 0..size {
        start_thread(Some(size), live);
    }
    pool
}

/// Starts a pool whose threads never come to a task.
pub(crate) fn start_blocked(size: usize) -> Pool {
    SIZE.set(size);
    GIVES_THREADS.set(true);
    THREADS.take(); // those of a model that failed
    Pool(())
}

/// Lets the system give no further thread.
pub(crate) fn refuse_threads() {
    GIVES_THREADS.set(false);
}

fn start_thread(size: Option<usize>, live: impl FnOnce() + Send + 'static) {
    let thread = thread::spawn(move || {
        POOL.with(|pool| pool.set(size));
        live();
    });
    THREADS.with_borrow_mut(|threads| threads.push(thread));
}

fn live() {
    let mut tasks = TASKS.lock().unwrap();
    loop {
        if let Some(task) = tasks.waiting.pop_front() {
            drop(tasks);
            task();
            tasks = TASKS.lock().unwrap();
        } else if tasks.is_closed {
            return;
        } else {
            tasks = ARRIVED.wait(tasks).unwrap();
        }
    }
}

impl Pool {
    /// Waits for all tasks, and for all threads to end. `end_idle` sends home the library's threads
    /// that wait for work.
    pub(crate) fn end(self, end_idle: fn()) {
        TASKS.lock().unwrap().is_closed = true;
        ARRIVED.notify_all();
        end_idle();
        while let Some(thread) = THREADS.with_borrow_mut(Vec::pop) {
            thread.join().unwrap();
        }
    }
}

pub(crate) fn spawn(task: impl FnOnce() + Send + 'static) {
    TASKS.lock().unwrap().waiting.push_back(Box::new(task));
    ARRIVED.notify_one();
}

pub(crate) fn current_num_threads() -> usize {
    POOL.with(Cell::get).unwrap_or_else(|| SIZE.get())
}

pub(crate) fn current_thread_index() -> Option<usize> {
    POOL.with(Cell::get).map(|_| 0)
}

#[derive(PartialEq, Eq)]
pub(crate) enum Yield {
    Executed,
    Idle,
}

/// Runs another task, if one waits. (None does in a pool of one thread that the library has made.)
pub(crate) fn yield_now() -> Option<Yield> {
    let size = POOL.with(Cell::get)?;
    if size == OWN {
        return Some(Yield::Idle);
    }
    let task = TASKS.lock().unwrap().waiting.pop_front();
    Some(match task {
        Some(task) => {
            task();
            Yield::Executed
        }
        None => Yield::Idle,
    })
}

/// The size of a pool of the library's own, which is 1; told from a global one of that size.
const OWN: usize = usize::MAX;

/// Runs `task` on a thread of the library's own, if the system gives one.
pub(crate) fn spawn_thread(is_confined: bool, task: impl FnOnce() + Send + 'static) -> bool {
    let gives_thread = GIVES_THREADS.get();
    if gives_thread {
        start_thread(is_confined.then_some(OWN), task);
    }
    gives_thread
}
