//! Elements that tell how often each was made and dropped.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Elements by their numbers: 0 if it was never made, 1 while it lives, 2 when it was dropped once.
pub(crate) struct Ledger(Vec<AtomicUsize>);

/// An element that notes in the ledger when it is made and when it is dropped.
pub(crate) struct Token<'a>(pub(crate) usize, &'a Ledger);

impl Drop for Token<'_> {
    fn drop(&mut self) {
        self.1.0[self.0].fetch_add(1, Ordering::Relaxed);
    }
}

impl Ledger {
    pub(crate) fn of(len: usize) -> Self {
        Ledger((0..len).map(|_| AtomicUsize::new(0)).collect())
    }

    pub(crate) fn make(&self, numbers: Range<usize>) -> Vec<Token<'_>> {
        let make = |number: usize| {
            self.0[number].fetch_add(1, Ordering::Relaxed);
            Token(number, self)
        };
        numbers.map(make).collect()
    }

    /// The numbers of those that live, in order.
    pub(crate) fn alive(&self) -> impl Iterator<Item = usize> {
        let states = self.0.iter().map(|state| state.load(Ordering::Relaxed));
        states.enumerate().filter(|s| s.1 == 1).map(|s| s.0)
    }

    /// Asserts that all that were made were dropped once, and starts anew.
    pub(crate) fn close(&self) {
        for (number, state) in self.0.iter().enumerate() {
            let state = state.swap(0, Ordering::Relaxed);
            assert!(matches!(state, 0 | 2), "element {number}: {state}");
        }
    }
}
