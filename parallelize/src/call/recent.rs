//! Whether a body has short elements, as far as this thread knows from an earlier call.
//!
//! A few elements are split into single ones, none of which is short enough to be a probe: a long one must not wait for the
//! first. So helpers are called at once, unless an earlier call of the same body has shown that its elements are short.

use std::any::type_name;
use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};

use super::probe::Probe;
use crate::plan::{Crew, Place, Plan};
#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::of_thread;

of_thread! {
    /// The body whose elements were short, by the address of its name. Two bodies may share a name: then one of them is
    /// helped later or earlier than it could be.
    static SHORT: Cell<usize> = 0;
}

/// A body, by its type.
#[derive(Clone, Copy)]
pub(super) struct Body(usize);

impl Body {
    pub(super) fn of<F>() -> Self {
        Body(type_name::<F>().as_ptr().addr())
    }

    /// Whether elements were short when this thread last looked at those of the body.
    fn was_short(self) -> bool {
        SHORT.get() == self.0
    }
}

/// How a call of several chunks begins.
pub(super) enum Start {
    /// The calling thread is the only worker.
    Alone,
    /// The calling thread is alone until this tells it to ask for helpers.
    Probing(Probe),
    /// The calling thread asks for helpers at once.
    Together,
}

impl Start {
    /// How a call begins, and who judges its elements.
    pub(super) fn of(plan: &Plan, body: Body) -> (Self, Option<Judge>) {
        let (workers, len) = (plan.workers, plan.boundaries().len());
        if workers.max == 1 {
            return (Start::Alone, None);
        }
        // Helpers would come if the work is worth them, but no chunk is short enough to tell.
        let has_judge = workers.crew == Crew::Pool && plan.has_single_elements();
        let start = if has_judge && body.was_short() {
            Start::Probing(Probe::expect_short(len))
        } else if plan.has_probes() {
            Start::Probing(Probe::start(len))
        } else {
            Start::Together
        };
        (start, has_judge.then(|| Judge::new(body, len)))
    }
}

/// Judges the elements of a call by the first that each worker runs.
pub(super) struct Judge {
    body: Body,
    len: usize,
    /// What the worker says that has looked last.
    verdict: AtomicU8,
}

const UNKNOWN: u8 = 0;
const ARE_SHORT: u8 = 1;
const ARE_LONG: u8 = 2;

impl Judge {
    /// Of a call over `len` elements.
    fn new(body: Body, len: usize) -> Self {
        let verdict = AtomicU8::new(UNKNOWN);
        Judge { body, len, verdict }
    }

    /// Remembers the verdict for later calls of the body. Models know no time.
    pub(super) fn note(&self) {
        match self.verdict.load(Ordering::Relaxed) {
            ARE_SHORT if cfg!(not(parallelize_loom)) => SHORT.set(self.body.0),
            ARE_LONG if self.body.was_short() => SHORT.set(0),
            _ => {}
        }
    }
}

/// A look at the first element of a worker, if a judge wants one.
pub(super) struct Look<'a>(Option<(&'a Judge, Probe)>);

impl<'a> Look<'a> {
    pub(super) fn begin(judge: Option<&'a Judge>) -> Self {
        Look(judge.map(|judge| (judge, Probe::start(judge.len))))
    }

    /// Ends the look, behind the chunk at `place`. Later chunks are not looked at.
    pub(super) fn end(&mut self, place: Place) {
        let Some((judge, probe)) = self.0.take() else {
            return;
        };
        let is_short = probe.saw_short(place);
        let verdict = if is_short { ARE_SHORT } else { ARE_LONG };
        judge.verdict.store(verdict, Ordering::Relaxed);
    }
}
