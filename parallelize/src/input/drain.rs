//! The chunks of a `Vec`: each worker moves the elements of its chunk out of the whole.

#![allow(unsafe_code)]

#[cfg(all(test, not(parallelize_loom)))]
mod tests;

use std::ops::Range;
use std::ptr;

use super::queue::{Claim, Counter, Queue};
use crate::plan::{Place, Plan};

/// The chunks of a `Vec`. Cutting a `Vec` would move half of the elements while other workers wait.
pub(crate) struct DrainQueue<'p, T> {
    plan: &'p Plan,
    /// Keeps the memory. Its length is 0.
    _memory: Vec<T>,
    start: *mut T,
    len: usize,
    /// The place of the first element in the whole input.
    offset: usize,
    /// Elements that nobody has claimed belong to the queue.
    unclaimed: Counter,
}

// SAFETY: the queue owns elements, which may be sent.
unsafe impl<T: Send> Send for DrainQueue<'_, T> {}
// SAFETY: threads that share the queue can only move elements out, each element once.
unsafe impl<T: Send> Sync for DrainQueue<'_, T> {}

impl<'p, T> DrainQueue<'p, T> {
    /// `input` begins with the elements of the chunks that the plan is to run.
    pub(crate) fn new(mut input: Vec<T>, plan: &'p Plan) -> Self {
        let (len, elements) = (input.len(), plan.elements());
        assert!(len >= elements.len(), "the plan is for a longer input");
        let start = input.as_mut_ptr();
        // SAFETY: 0 is not more than there are. `unclaimed` says who owns the elements from now on.
        unsafe { input.set_len(0) };
        DrainQueue {
            plan,
            _memory: input,
            start,
            len,
            offset: elements.start,
            unclaimed: Counter::new(plan),
        }
    }

    /// Moves the elements of a chunk out.
    ///
    /// # Safety
    ///
    /// `unclaimed` has handed the place out, and nobody else takes the place.
    unsafe fn take(&self, place: Place) -> Claim<Vec<T>> {
        let elements = self.elements(place.start - self.offset..place.end - self.offset);
        let mut chunk = Vec::with_capacity(elements.len());
        // SAFETY: no other claim has these elements. `chunk` has room for them, and owns them from now on.
        unsafe {
            ptr::copy_nonoverlapping(elements.cast(), chunk.as_mut_ptr(), elements.len());
            chunk.set_len(elements.len());
        }
        Claim {
            place,
            chunk: Ok(chunk),
        }
    }

    /// The elements of a range, counted from the start of the `Vec`.
    fn elements(&self, range: Range<usize>) -> *mut [T] {
        ptr::slice_from_raw_parts_mut(self.start.wrapping_add(range.start), range.len())
    }
}

impl<T> Queue<Vec<T>> for DrainQueue<'_, T> {
    fn claim(&self) -> Option<Claim<Vec<T>>> {
        let place = self.unclaimed.claim(self.plan)?;
        // SAFETY: `unclaimed` hands out each place once.
        Some(unsafe { self.take(place) })
    }

    fn claim_alone(&mut self) -> Option<Claim<Vec<T>>> {
        let place = self.unclaimed.claim_alone(self.plan)?;
        // SAFETY: as above.
        Some(unsafe { self.take(place) })
    }

    fn has_more(&self) -> bool {
        self.unclaimed.has_more()
    }

    fn stop(&self) {
        self.unclaimed.stop();
    }
}

impl<T> Drop for DrainQueue<'_, T> {
    fn drop(&mut self) {
        let first = self
            .plan
            .boundaries()
            .start(self.unclaimed.first_unclaimed())
            - self.offset;
        // SAFETY: nobody has claimed these elements, and nobody reads them afterwards.
        unsafe { self.elements(first..self.len).drop_in_place() };
    }
}
