//! What panics say.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The message of a panic, which is a text.
pub(crate) fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref().map(String::as_str);
    text.or_else(|| payload.downcast_ref().copied())
        .expect("a message")
}

/// The message of the panic that `call` ends in.
pub(crate) fn message_of<R>(call: impl FnOnce() -> R) -> String {
    let outcome = catch_unwind(AssertUnwindSafe(call));
    let payload = outcome.err().expect("the call panics");
    message(&*payload).to_owned()
}
