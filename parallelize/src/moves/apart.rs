//! A `Vec` whose elements are taken out piece by piece.

use std::marker::PhantomData;
use std::ops::Range;
use std::ptr;

use crate::sync::{Mutex, lock, unlocked};

/// A `Vec` whose elements can be taken from the front, by several threads at a time.
pub(crate) struct Apart<T> {
    /// Keeps the memory; its length is 0.
    _memory: Vec<T>,
    start: *mut T,
    /// The elements that are still there.
    left: Mutex<Range<usize>>,
}

// SAFETY: it owns elements, which may be sent.
unsafe impl<T: Send> Send for Apart<T> {}
// SAFETY: threads that share it can do no more than take elements, each once.
unsafe impl<T: Send> Sync for Apart<T> {}

/// Some elements of an [`Apart`].
pub(crate) struct Part<'a, T> {
    start: *mut T,
    len: usize,
    memory: PhantomData<&'a Apart<T>>,
}

impl<T> Apart<T> {
    pub(crate) fn new(mut elements: Vec<T>) -> Self {
        let left = Mutex::new(0..elements.len());
        let start = elements.as_mut_ptr();
        // SAFETY: 0 is not more than there are. `left` owns them from now on.
        unsafe { elements.set_len(0) };
        Apart {
            _memory: elements,
            start,
            left,
        }
    }

    /// Takes the next `len` elements.
    pub(crate) fn take(&self, len: usize) -> Part<'_, T> {
        let mut left = lock(&self.left);
        assert!(len <= left.len(), "there are not so many elements left");
        let start = left.start;
        left.start += len;
        self.part(start..left.start)
    }

    /// Elements that nothing else owns.
    fn part(&self, elements: Range<usize>) -> Part<'_, T> {
        Part {
            start: self.start.wrapping_add(elements.start),
            len: elements.len(),
            memory: PhantomData,
        }
    }
}

impl<T> Drop for Apart<T> {
    fn drop(&mut self) {
        let left = unlocked(&mut self.left).clone();
        drop(self.part(left));
    }
}

impl<T> Part<'_, T> {
    /// The elements, moved to a `Vec` of their own.
    pub(crate) fn into_vec(self) -> Vec<T> {
        let mut vec = Vec::with_capacity(self.len);
        // SAFETY: this part owns these elements, and there is room for them in `vec`, which owns
        // them from now on: `self` is forgotten.
        unsafe {
            ptr::copy_nonoverlapping(self.start, vec.as_mut_ptr(), self.len);
            vec.set_len(self.len);
        }
        std::mem::forget(self);
        vec
    }
}

impl<T> Drop for Part<'_, T> {
    fn drop(&mut self) {
        let elements = ptr::slice_from_raw_parts_mut(self.start, self.len);
        // SAFETY: this part owns these elements, and nobody reads them afterwards.
        unsafe { elements.drop_in_place() };
    }
}
