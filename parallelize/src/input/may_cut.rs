//! Whether an input may be cut at a place, and whether its type has anything to say about that.

use std::any::type_name;
use std::cell::Cell;
use std::ptr;

use super::Split;
#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::of_thread;

/// What an input says about a cut. Of the inputs of a tuple, the least answer counts.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(unreachable_pub)] // named by `Splitter`, which is hidden
pub enum MayCut {
    Not,
    Here,
    /// Here and at all other places, because the type leaves [`Split::may_cut`] as it is.
    Anywhere,
}

of_thread! {
    /// The address and the type of the last value that was asked by the provided `may_cut`.
    static UNDECIDED: Cell<Option<(usize, &'static str)>> = None;
}

/// What the provided `may_cut` says.
pub(super) fn by_default<S>(input: &S) -> bool {
    UNDECIDED.set(Some(identity(input)));
    true
}

/// Asks an input. A call over a type without a `may_cut` of its own has to ask no more than once, however many chunks
/// there are. No trait tells whether a method is the provided one, so that method leaves a trace.
pub(super) fn ask<S: Split>(input: &S, at: usize) -> MayCut {
    UNDECIDED.set(None);
    if !input.may_cut(at) {
        return MayCut::Not;
    }
    // A method of the type's own may ask another value by the provided method, but no value like itself.
    if UNDECIDED.get() == Some(identity(input)) {
        MayCut::Anywhere
    } else {
        MayCut::Here
    }
}

/// The first field of a value has its address, but not its type.
fn identity<S>(input: &S) -> (usize, &'static str) {
    (ptr::from_ref(input).addr(), type_name::<S>())
}
