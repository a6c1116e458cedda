//! Calls that wait for helpers.

use std::collections::VecDeque;

use super::gate::Gate;
use crate::sys::sync::Arc;

/// The calls that wait for helpers from one kind of threads, the oldest first: one entry per call, however many helpers it
/// wants. The threads look for the next call here, one after the other: each that has found a call sees that another one looks.
pub(super) struct Line {
    calls: VecDeque<Waiting>,
    /// How many threads are about to look for a call: they are awake, or called.
    looking: usize,
}

struct Waiting {
    gate: Arc<Gate>,
    /// How many helpers the call still wants, at least 1.
    helpers: usize,
    /// The size of the pool to which the call belongs.
    size: usize,
}

impl Line {
    pub(super) const NEW: Self = Line {
        calls: VecDeque::new(),
        looking: 0,
    };

    /// Lets a call wait for so many helpers.
    pub(super) fn add(&mut self, gate: &Arc<Gate>, helpers: usize, size: usize) {
        let gate = Arc::clone(gate);
        self.calls.push_back(Waiting {
            gate,
            helpers,
            size,
        });
    }

    /// Takes back what a call waits for.
    pub(super) fn withdraw(&mut self, gate: &Arc<Gate>) {
        self.calls.retain(|call| !Arc::ptr_eq(&call.gate, gate));
    }

    /// How many calls wait.
    pub(super) fn len(&self) -> usize {
        self.calls.len()
    }

    /// How many helpers all calls together want.
    pub(super) fn wanted(&self) -> usize {
        self.calls.iter().map(|call| call.helpers).sum()
    }

    /// Whether a thread has to be called, because a call waits and nobody looks. That thread counts as looking then.
    pub(super) fn calls_a_thread(&mut self) -> bool {
        let calls = self.looking == 0 && !self.calls.is_empty();
        self.looking += usize::from(calls);
        calls
    }

    /// A thread that has been at work looks again.
    pub(super) fn looks(&mut self) {
        self.looking += 1;
    }

    /// A thread that was looking looks no more, because it could not come.
    pub(super) fn gives_up(&mut self) {
        self.looking -= 1;
    }

    /// A thread that was looking takes the part of a helper: enters the gate, for a call that belongs to a pool of that size.
    pub(super) fn take(&mut self) -> Option<(Arc<Gate>, usize)> {
        self.looking -= 1;
        let call = self.calls.front_mut()?;
        call.helpers -= 1;
        let size = call.size;
        let gate = match call.helpers {
            0 => self.calls.pop_front()?.gate,
            _ => Arc::clone(&call.gate),
        };
        Some((gate, size))
    }

    /// How many threads are about to look. Asserts that no call waits.
    #[cfg(parallelize_loom)]
    pub(super) fn at_rest(&self) -> usize {
        assert_eq!(self.calls.len(), 0);
        self.looking
    }
}
