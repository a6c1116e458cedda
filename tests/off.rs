//! Calls that nobody watches: what reports, bars and spans need is not there.

#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use parallelize::{parallel, parallelize};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is passed on to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many allocations `call` makes on this thread.
fn allocations(call: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    call();
    ALLOCATIONS.get() - before
}

#[parallelize(report = false, progress = false)]
fn all_off(numbers: &[u64]) {
    assert_eq!(numbers.len(), 1);
}

#[test]
fn a_call_that_nobody_watches_allocates_nothing() {
    let call = || parallel(&[1_u64]).flatten(|numbers| assert_eq!(numbers.len(), 1));
    call(); // the environment is read once
    assert_eq!(allocations(call), 0);
    assert_eq!(allocations(|| all_off(&[1])), 0);
    let reported = || parallel(&[1_u64]).report(|_| ()).flatten(|_| ());
    assert!(allocations(reported) > 0, "the count works");
}
