//! Whether a body has short elements, as far as this thread knows from an earlier call.
//!
//! A few elements are split into single ones, none of which is short enough to be a probe: a long one must not wait for the
//! first. So helpers are called at once, unless an earlier call of the same body has shown that its elements are short.

use std::any::type_name;
use std::cell::Cell;

#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::of_thread;

of_thread! {
    /// The body whose elements were short, by the address of its name. Two bodies may share a name: then one of them is
    /// helped later or earlier than it could be.
    static SHORT: Cell<usize> = 0;
}

/// Whether elements were short when this thread last looked at those of a body of type `F`.
pub(super) fn was_short<F>() -> bool {
    SHORT.get() == address::<F>()
}

/// Notes whether the elements of a body of type `F` are short.
pub(super) fn note<F>(is_short: bool) {
    if is_short && cfg!(not(parallelize_loom)) {
        // Models know no time.
        SHORT.set(address::<F>());
    } else if was_short::<F>() {
        SHORT.set(0);
    }
}

fn address<F>() -> usize {
    type_name::<F>().as_ptr().addr()
}
