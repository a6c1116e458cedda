//! The chunks of a `Vec`: each worker moves the elements of its chunk out of the whole.

#![allow(unsafe_code)]

#[cfg(all(test, not(parallelize_loom)))]
mod tests;

use std::ops::Range;
use std::ptr;

use super::queue::{Claim, Queue};
use crate::plan::Plan;
use crate::sys::sync::{Mutex, lock, unlocked};

/// The chunks of a `Vec`. Cutting a `Vec` would move half of the elements while other workers wait.
pub(crate) struct DrainQueue<'p, T> {
    plan: &'p Plan,
    /// Keeps the memory. Its length is 0.
    _memory: Vec<T>,
    start: *mut T,
    len: usize,
    /// The place of the first element in the whole input.
    offset: usize,
    next: Mutex<Next>,
}

struct Next {
    /// The next chunk to hand out, and the chunk before which the call ends.
    chunk: usize,
    end: usize,
    /// The first element that nobody has claimed, counted from the start of the `Vec`. Elements from
    /// here on belong to the queue.
    element: usize,
}

// SAFETY: the queue owns elements, which may be sent.
unsafe impl<T: Send> Send for DrainQueue<'_, T> {}
// SAFETY: threads that share the queue can only move elements out, each element once.
unsafe impl<T: Send> Sync for DrainQueue<'_, T> {}

impl<'p, T> DrainQueue<'p, T> {
    /// `input` begins with the elements of the chunks that the plan is to run.
    pub(crate) fn new(mut input: Vec<T>, plan: &'p Plan) -> Self {
        let (len, chunks, elements) = (input.len(), plan.chunks(), plan.elements());
        assert!(len >= elements.len(), "the plan is for a longer input");
        let start = input.as_mut_ptr();
        // SAFETY: 0 is not more than there are. `next` says who owns the elements from now on.
        unsafe { input.set_len(0) };
        DrainQueue {
            plan,
            _memory: input,
            start,
            len,
            offset: elements.start,
            next: Mutex::new(Next {
                chunk: chunks.start,
                end: chunks.end,
                element: 0,
            }),
        }
    }

    /// Elements that nothing else owns.
    fn elements(&self, range: Range<usize>) -> *mut [T] {
        ptr::slice_from_raw_parts_mut(self.start.wrapping_add(range.start), range.len())
    }

    /// Moves elements to a `Vec` of their own.
    ///
    /// # Safety
    ///
    /// The caller has claimed these elements, and does this once.
    unsafe fn move_out(&self, range: Range<usize>) -> Vec<T> {
        let elements = self.elements(range);
        let mut vec = Vec::with_capacity(elements.len());
        // SAFETY: the elements are the caller's, `vec` has room for them, and owns them from now on.
        unsafe {
            ptr::copy_nonoverlapping(elements.cast(), vec.as_mut_ptr(), elements.len());
            vec.set_len(elements.len());
        }
        vec
    }
}

impl<T> Queue<Vec<T>> for DrainQueue<'_, T> {
    fn claim(&self) -> Option<Claim<Vec<T>>> {
        let mut next = lock(&self.next);
        if next.chunk >= next.end {
            return None;
        }
        let place = self.plan.place(next.chunk, self.offset + next.element);
        let claimed = next.element..place.end - self.offset;
        next.chunk += 1;
        next.element = claimed.end;
        drop(next);
        // SAFETY: `next` has moved behind these elements, so no other claim has them.
        let chunk = unsafe { self.move_out(claimed) };
        Some(Claim {
            place,
            chunk: Ok(chunk),
        })
    }

    fn claim_alone(&mut self) -> Option<Claim<Vec<T>>> {
        self.claim()
    }

    fn has_more(&self) -> bool {
        let next = lock(&self.next);
        next.chunk < next.end
    }

    fn stop(&self) {
        let mut next = lock(&self.next);
        next.end = next.chunk;
    }
}

impl<T> Drop for DrainQueue<'_, T> {
    fn drop(&mut self) {
        let first = unlocked(&mut self.next).element;
        // SAFETY: nobody has claimed these elements, and nobody reads them afterwards.
        unsafe { self.elements(first..self.len).drop_in_place() };
    }
}
