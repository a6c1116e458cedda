//! What can be joined by moving bytes.

use std::ptr;

/// A growable list in one piece of memory.
///
/// # Safety
///
/// `raw` describes the memory truthfully: `capacity` elements of `size` bytes from `start` on, of
/// which the first `len` are initialised. It stays where it is until `reserve_total`, `shrink_to_fit`
/// or the drop of the list. Elements may be moved between lists of one type as bytes.
#[allow(unreachable_pub)] // in the signature of a hidden method of `Flatten`
pub unsafe trait List {
    fn raw(&mut self) -> Raw;

    /// Makes room for `wanted` elements in all or, where there is not that much memory, for
    /// `needed`.
    fn reserve_total(&mut self, wanted: usize, needed: usize);

    fn shrink_to_fit(&mut self);

    /// # Safety
    ///
    /// The first `len` elements are initialised, and those beyond are nobody's to drop.
    unsafe fn set_len(&mut self, len: usize);

    /// Whether this is a list of type `()`, beside which another list can be joined.
    fn is_nothing(&self) -> bool {
        false
    }

    /// Moves all elements to the places from `to` on, which own them from then on.
    ///
    /// # Safety
    ///
    /// `to` leads to places for as many elements of the same type, outside this list, and nobody
    /// else reads or writes them meanwhile.
    unsafe fn move_to(&mut self, to: *mut u8) {
        let from = self.raw();
        // SAFETY: `from` has so many bytes, and the caller promises the places. None of the
        // elements is left in this list.
        unsafe {
            ptr::copy_nonoverlapping(from.start, to, from.bytes());
            self.set_len(0);
        }
    }
}

/// The memory of a list.
#[derive(Clone, Copy, Debug)]
#[allow(unreachable_pub)]
pub struct Raw {
    pub(crate) start: *mut u8,
    /// The size of an element, in bytes.
    pub(crate) size: usize,
    pub(crate) len: usize,
    pub(crate) capacity: usize,
}

// SAFETY: this is what `Vec` documents of its pointer, length and capacity.
unsafe impl<T> List for Vec<T> {
    fn raw(&mut self) -> Raw {
        Raw {
            start: self.as_mut_ptr().cast(),
            size: size_of::<T>(),
            len: self.len(),
            capacity: self.capacity(),
        }
    }

    fn reserve_total(&mut self, wanted: usize, needed: usize) {
        if self
            .try_reserve_exact(wanted.saturating_sub(self.len()))
            .is_err()
        {
            self.reserve(needed.saturating_sub(self.len()));
        }
        prefer_huge_pages(self.raw());
    }

    fn shrink_to_fit(&mut self) {
        self.shrink_to_fit();
    }

    unsafe fn set_len(&mut self, len: usize) {
        // SAFETY: the caller promises just this.
        unsafe { self.set_len(len) }
    }
}

// SAFETY: a `String` is a `Vec<u8>`, and strings in a row are a string.
unsafe impl List for String {
    fn raw(&mut self) -> Raw {
        // SAFETY: `raw` changes no byte.
        unsafe { self.as_mut_vec() }.raw()
    }

    fn reserve_total(&mut self, wanted: usize, needed: usize) {
        // SAFETY: reserving changes no byte.
        unsafe { self.as_mut_vec() }.reserve_total(wanted, needed);
    }

    fn shrink_to_fit(&mut self) {
        self.shrink_to_fit();
    }

    unsafe fn set_len(&mut self, len: usize) {
        // SAFETY: the caller promises that the bytes are initialised. They are whole strings: no
        // length but those at the end of a moved list is ever set.
        unsafe { self.as_mut_vec().set_len(len) }
    }
}

// SAFETY: a list of nothing, which is always full and has always room for no more.
unsafe impl List for () {
    fn raw(&mut self) -> Raw {
        Raw {
            start: ptr::dangling_mut(),
            size: 0,
            len: 0,
            capacity: usize::MAX,
        }
    }

    fn reserve_total(&mut self, _: usize, _: usize) {}

    fn shrink_to_fit(&mut self) {}

    unsafe fn set_len(&mut self, _: usize) {}

    fn is_nothing(&self) -> bool {
        true
    }
}

impl Raw {
    pub(super) fn bytes(&self) -> usize {
        self.len * self.size
    }

    pub(super) fn unused_bytes(&self) -> usize {
        (self.capacity - self.len).saturating_mul(self.size)
    }
}

/// Asks for large pages where much memory is about to be written for the first time: otherwise a
/// large part of the time goes into page faults.
#[cfg(all(target_os = "linux", not(miri)))]
fn prefer_huge_pages(list: Raw) {
    /// Less is not worth it.
    const LEAST: usize = 4 << 20;
    let bytes = list.capacity.saturating_mul(list.size);
    if bytes < LEAST {
        return;
    }
    // SAFETY: asking for the size of a page has no conditions.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let Ok(page) = usize::try_from(page) else {
        return;
    };
    // From the start of the first page on: an advice for a part of a mapping would cut it in two, and
    // then the allocator could no longer extend it in place.
    let before = list.start.addr() % page;
    // SAFETY: the pages hold the list's memory, and the advice changes no content. That it may
    // fail, where the system has no huge pages, does no harm.
    unsafe {
        let start = list.start.wrapping_sub(before).cast();
        libc::madvise(start, before + bytes, libc::MADV_HUGEPAGE);
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
fn prefer_huge_pages(_: Raw) {}
