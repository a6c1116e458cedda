//! Panics as values: a panic is caught, kept, and goes on where the call ends.

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

/// Drops values one by one where nobody is to see that this panics: another failure is on its way.
///
/// The payload of such a panic is dropped as well. If that panics once more, *its* payload is leaked:
/// there could be no end of them.
pub(crate) fn discard_unseen<T>(values: impl IntoIterator<Item = T>) {
    let panics = values
        .into_iter()
        .filter_map(|value| catch(|| drop(value)).err());
    for payload in panics {
        std::mem::forget(catch(|| drop(payload)));
    }
}

/// Runs `f` on a value that nothing but `f` can harm: if that panics, the value is dropped afterwards,
/// unseen. (While the panic is on its way, a second one would abort the process.)
pub(crate) fn catch_beside<T, R>(value: T, f: impl FnOnce(&T) -> R) -> Result<(T, R), Payload> {
    match catch(|| f(&value)) {
        Ok(result) => Ok((value, result)),
        Err(payload) => {
            discard_unseen(Some(value));
            Err(payload)
        }
    }
}

/// Of two outcomes the first that is a panic. The payload of one that loses is dropped, unseen.
pub(crate) fn first_panic(
    first: Result<(), Payload>,
    second: Result<(), Payload>,
) -> Result<(), Payload> {
    if first.is_ok() {
        return second;
    }
    discard_unseen(second.err());
    first
}

/// Locks, also after a panic: whoever panics under one of this crate's locks leaves data that its
/// next user can do with, and says why there.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
