//! The time for which threads without work stay: this time is over when a model says so.

use loom::sync::Mutex;

loom::lazy_static! {
    static ref HAS_PASSED: Mutex<bool> = Mutex::new(false);
}

pub(crate) fn has_passed() -> bool {
    *HAS_PASSED.lock().unwrap()
}

/// Lets the time pass, for threads that wait now and for threads that come to wait later. Whoever
/// calls this wakes the threads that wait now.
pub(crate) fn pass() {
    *HAS_PASSED.lock().unwrap() = true;
}
