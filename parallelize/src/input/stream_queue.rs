//! The batches of a stream that nobody has claimed.

#![allow(unsafe_code)] // the bound of the elements is asked for where they come in, and not known here

use std::collections::VecDeque;
use std::vec;

use super::queue::{Claim, Queue};
use super::source::Batch;
use crate::sys::sync::{AtomicUsize, Mutex, Ordering, lock, unlock};

/// Batches that were read, on their way to workers.
pub(crate) struct StreamQueue<T> {
    state: Mutex<State<T>>,
    /// Whether a helper has handed in an output since the calling thread looked.
    has_output: AtomicUsize,
}

struct State<T> {
    batches: VecDeque<Batch<T>>,
    /// How many helpers are called or at work.
    helpers: usize,
    is_stopped: bool,
}

// SAFETY: Sharing a queue sends elements to other threads, and the rest of it is `Sync`. Only `Source::queue` makes one, for
// the elements of that source. A source is made from `Elements`, and `Elements::new` asks for `Send`.
unsafe impl<T> Sync for StreamQueue<T> {}

impl<T> StreamQueue<T> {
    /// The caller knows that the elements are `Send`.
    pub(super) fn of_elements_that_are_send() -> Self {
        StreamQueue {
            state: Mutex::new(State {
                batches: VecDeque::new(),
                helpers: 0,
                is_stopped: false,
            }),
            has_output: AtomicUsize::new(0),
        }
    }

    /// Adds a batch that the calling thread has read.
    pub(crate) fn push(&self, batch: Batch<T>) {
        lock(&self.state).batches.push_back(batch);
    }

    /// Whether one more helper is to be called, of so many at most: there is a batch for that helper. The helper counts
    /// as called then.
    pub(crate) fn calls_helper(&self, most: usize) -> bool {
        let mut state = lock(&self.state);
        let calls = state.helpers < most && !state.batches.is_empty();
        state.helpers += usize::from(calls);
        calls
    }

    /// As `claim`, for a helper, which departs without a batch.
    pub(crate) fn claim_or_depart(&self) -> Option<Claim<vec::IntoIter<T>>> {
        let mut state = lock(&self.state);
        let claim = state.claim();
        state.helpers -= usize::from(claim.is_none());
        claim
    }

    /// Notes that an output was handed in.
    pub(crate) fn note_output(&self) {
        self.has_output.store(1, Ordering::Release);
    }

    /// Whether that was noted since the last look.
    pub(crate) fn has_output(&self) -> bool {
        self.has_output.load(Ordering::Acquire) == 1 && {
            self.has_output.store(0, Ordering::Release);
            true
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        lock(&self.state).is_stopped
    }

    /// The batches that nobody has claimed.
    pub(crate) fn into_rest(self) -> VecDeque<Batch<T>> {
        unlock(self.state).batches
    }
}

impl<T> State<T> {
    fn claim(&mut self) -> Option<Claim<vec::IntoIter<T>>> {
        if self.is_stopped {
            return None;
        }
        let Batch { place, elements } = self.batches.pop_front()?;
        Some(Claim {
            place,
            chunk: Ok(elements.into_iter()),
        })
    }
}

impl<T> Queue<vec::IntoIter<T>> for StreamQueue<T> {
    fn claim(&self) -> Option<Claim<vec::IntoIter<T>>> {
        lock(&self.state).claim()
    }

    /// Nobody knows whether there will be more, so workers move lists to their places at once.
    fn has_more(&self) -> bool {
        !lock(&self.state).is_stopped
    }

    fn stop(&self) {
        lock(&self.state).is_stopped = true;
    }
}
