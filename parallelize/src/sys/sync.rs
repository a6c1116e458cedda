//! What threads meet on: the standard library's locks and atomics, and rayon.
//!
//! Under `--cfg parallelize_loom` these are `loom`'s locks and atomics and a stand-in for rayon. `loom`
//! tries all orders in which threads can meet on them.

#[cfg(parallelize_loom)]
pub(crate) use loom::sync::{
    Arc, Condvar, Mutex, MutexGuard,
    atomic::{AtomicUsize, Ordering},
};
#[cfg(parallelize_loom)]
pub(crate) use loom::thread::{ThreadId, current as current_thread};
#[cfg(not(parallelize_loom))]
pub(crate) use std::sync::{
    Arc, Condvar, Mutex, MutexGuard,
    atomic::{AtomicUsize, Ordering},
};
#[cfg(not(parallelize_loom))]
pub(crate) use std::thread::{ThreadId, current as current_thread};

#[cfg(parallelize_loom)]
pub(crate) use super::model_rayon as rayon;
#[cfg(not(parallelize_loom))]
pub(crate) use ::rayon;

use std::sync::PoisonError;
use std::time::Duration;

#[cfg(not(parallelize_loom))]
pub(crate) use super::panics::lock;

/// As [`panics::lock`](super::panics::lock).
#[cfg(parallelize_loom)]
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value behind a lock that nobody else can take, also after a panic.
pub(crate) fn unlocked<T>(mutex: &mut Mutex<T>) -> &mut T {
    mutex.get_mut().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the value out, also after a panic.
pub(crate) fn unlock<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `task` on a new thread, which is a rayon pool of its own if it is to be confined. False if the system gives no further
/// thread.
#[cfg(not(parallelize_loom))]
pub(crate) fn spawn_thread(is_confined: bool, task: impl FnOnce() + Send + 'static) -> bool {
    const NAME: &str = "parallelize";
    if !is_confined {
        let thread = std::thread::Builder::new().name(NAME.into());
        return thread.spawn(task).is_ok();
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .thread_name(|_| NAME.into())
        .build();
    let Ok(pool) = pool.map(Arc::new) else {
        return false;
    };
    let own = Arc::clone(&pool);
    pool.spawn(move || {
        task();
        drop(own); // the last reference to the pool: the thread ends
    });
    true
}
#[cfg(parallelize_loom)]
pub(crate) use super::model_rayon::spawn_thread;

/// Waits while there is a reason to, but no longer than `longest`.
#[cfg(not(parallelize_loom))]
pub(crate) fn wait_while<'a, T>(
    condvar: &Condvar,
    guard: MutexGuard<'a, T>,
    longest: Duration,
    reason: impl FnMut(&mut T) -> bool,
) -> MutexGuard<'a, T> {
    let waited = condvar.wait_timeout_while(guard, longest, reason);
    waited.unwrap_or_else(PoisonError::into_inner).0
}

/// As above. The time is over when a model says so.
#[cfg(parallelize_loom)]
pub(crate) fn wait_while<'a, T>(
    condvar: &Condvar,
    mut guard: MutexGuard<'a, T>,
    _: Duration,
    mut reason: impl FnMut(&mut T) -> bool,
) -> MutexGuard<'a, T> {
    while reason(&mut guard) && !super::model_clock::has_passed() {
        let woken = condvar.wait(guard);
        guard = woken.unwrap_or_else(PoisonError::into_inner);
    }
    guard
}

/// Values that all threads share.
macro_rules! shared {
    ($($(#[$doc:meta])* static $name:ident: $type:ty = $value:expr;)*) => {$(
        #[cfg(not(parallelize_loom))]
        $(#[$doc])* static $name: $type = $value;
        #[cfg(parallelize_loom)]
        loom::lazy_static! { $(#[$doc])* static ref $name: $type = $value; }
    )*};
}
pub(crate) use shared;

/// Cells that each thread has one of.
macro_rules! of_thread {
    ($($(#[$doc:meta])* static $name:ident: Cell<$type:ty> = $value:expr;)*) => {$(
        #[cfg(not(parallelize_loom))]
        thread_local! { $(#[$doc])* static $name: Cell<$type> = const { Cell::new($value) }; }
        #[cfg(parallelize_loom)]
        loom::thread_local! { $(#[$doc])* static $name: Cell<$type> = Cell::new($value); }
    )*};
}
pub(crate) use of_thread;

/// What the standard library's keys of cells can do.
#[cfg(parallelize_loom)]
pub(crate) trait CellOfThread<T> {
    fn get(&'static self) -> T
    where
        T: Copy;
    fn set(&'static self, value: T);
    fn replace(&'static self, value: T) -> T;
}

#[cfg(parallelize_loom)]
impl<T: 'static> CellOfThread<T> for loom::thread::LocalKey<std::cell::Cell<T>> {
    fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(std::cell::Cell::get)
    }

    fn set(&'static self, value: T) {
        self.with(|cell| cell.set(value));
    }

    fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}
