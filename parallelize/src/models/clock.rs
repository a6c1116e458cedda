//! The time that threads without work stay: it has passed when a model says so.

use loom::sync::Mutex;

use crate::workers;

loom::lazy_static! {
    static ref HAS_PASSED: Mutex<bool> = Mutex::new(false);
}

pub(crate) fn has_passed() -> bool {
    *HAS_PASSED.lock().unwrap()
}

/// Lets the time pass, for threads that wait now and for those that come to wait later.
pub(super) fn pass() {
    *HAS_PASSED.lock().unwrap() = true;
    workers::wake_idle();
}
