//! Whether a body has short elements, as far as this thread knows from an earlier call.
//!
//! A few elements are split into single ones, none of which is short enough to be a probe: a long one must not wait for the
//! first. So helpers are called at once, unless an earlier call of the same body has shown that its elements are short.

use std::any::type_name;
use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};

use super::probe::Probe;
use crate::plan::Place;
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

fn address<F>() -> usize {
    type_name::<F>().as_ptr().addr()
}

/// Judges the elements of a call by the first that each worker runs.
pub(super) struct Judge {
    len: usize,
    /// What the worker says that has looked last.
    verdict: AtomicU8,
}

const UNKNOWN: u8 = 0;
const ARE_SHORT: u8 = 1;
const ARE_LONG: u8 = 2;

/// A look at the first element of a worker.
pub(super) struct Look<'a> {
    judge: &'a Judge,
    probe: Probe,
}

impl Judge {
    /// Of a call over `len` elements.
    pub(super) fn new(len: usize) -> Self {
        let verdict = AtomicU8::new(UNKNOWN);
        Judge { len, verdict }
    }

    pub(super) fn begin(&self) -> Look<'_> {
        Look {
            judge: self,
            probe: Probe::start(self.len),
        }
    }

    /// Remembers the verdict for later calls of a body of type `F`. Models know no time.
    pub(super) fn note<F>(&self) {
        match self.verdict.load(Ordering::Relaxed) {
            ARE_SHORT if cfg!(not(parallelize_loom)) => SHORT.set(address::<F>()),
            ARE_LONG if was_short::<F>() => SHORT.set(0),
            _ => {}
        }
    }
}

impl Look<'_> {
    /// Ends the look, behind the chunk at `place`.
    pub(super) fn end(self, place: Place) {
        let is_short = self.probe.saw_short(place);
        let verdict = if is_short { ARE_SHORT } else { ARE_LONG };
        self.judge.verdict.store(verdict, Ordering::Relaxed);
    }
}
