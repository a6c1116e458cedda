//! The locks and atomics of what is model-checked: the standard library's or, under `--cfg parallelize_loom`,
//! those of `loom`, which tries all orders in which threads can meet on them.

#[cfg(parallelize_loom)]
pub(crate) use loom::sync::{
    Arc, Condvar, Mutex, MutexGuard,
    atomic::{AtomicUsize, Ordering},
};
#[cfg(not(parallelize_loom))]
pub(crate) use std::sync::{
    Arc, Condvar, Mutex, MutexGuard,
    atomic::{AtomicUsize, Ordering},
};

use std::sync::PoisonError;

#[cfg(not(parallelize_loom))]
pub(crate) use crate::unwind::lock;

/// As [`unwind::lock`](crate::unwind::lock).
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
