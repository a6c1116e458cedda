//! What must hold while a panic is on its way: it is kept, and nothing else is lost by it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a panic carries.
pub(crate) type Payload = Box<dyn Any + Send>;

/// Runs `f` and turns a panic into an error.
///
/// Unwind safety: what a panicking `f` leaves half-done is dropped, never looked at again.
pub(crate) fn catch<R>(f: impl FnOnce() -> R) -> Result<R, Payload> {
    catch_unwind(AssertUnwindSafe(f))
}

/// Drops values one by one; the error is the payload of the first drop that panicked.
pub(crate) fn discard<T>(values: impl IntoIterator<Item = T>) -> Result<(), Payload> {
    let mut outcome = Ok(());
    for value in values {
        outcome = first_panic(outcome, catch(|| drop(value)));
    }
    outcome
}

/// Of two outcomes the first that is a panic. The payload of a drop that loses is leaked: dropping
/// it could panic once more.
pub(crate) fn first_panic(
    first: Result<(), Payload>,
    second: Result<(), Payload>,
) -> Result<(), Payload> {
    if first.is_ok() {
        return second;
    }
    std::mem::forget(second);
    first
}

/// Locks, also after a panic: whoever panics under one of this crate's locks leaves data that its
/// next user can do with, and says why there.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
