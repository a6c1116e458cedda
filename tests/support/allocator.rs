//! The allocator of programs that count allocations. It is one for a program, so a program asks for it by itself.

#![allow(
    dead_code,
    unsafe_code,
    reason = "no program needs all of it; an allocator is unsafe"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A number of the process, and the largest that it was.
struct Level {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Level {
    const fn new() -> Self {
        Level {
            now: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        }
    }

    fn add(&self, more: usize) {
        let now = self.now.fetch_add(more, Ordering::Relaxed) + more;
        self.most.fetch_max(now, Ordering::Relaxed);
    }

    fn take(&self, less: usize) {
        self.now.fetch_sub(less, Ordering::Relaxed);
    }

    /// Forgets what was; tells what is.
    fn restart(&self) -> usize {
        let now = self.now.load(Ordering::Relaxed);
        self.most.store(now, Ordering::Relaxed);
        now
    }
}

static ALLOCATIONS: Level = Level::new();
static BYTES: Level = Level::new();

thread_local! {
    /// How many allocations this thread has made.
    static MADE: Cell<usize> = const { Cell::new(0) };
    /// The largest of them, in bytes.
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn note(size: usize) {
    // Not where the thread is about to end.
    let _ = MADE.try_with(|made| made.set(made.get() + 1));
    let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(size)));
}

fn allocate(size: usize) {
    note(size);
    ALLOCATIONS.add(1);
    BYTES.add(size);
}

// SAFETY: everything is passed on to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        allocate(layout.size());
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        allocate(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        BYTES.add(size);
        BYTES.take(layout.size());
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        ALLOCATIONS.take(1);
        BYTES.take(layout.size());
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Waits until no other test counts, and keeps the others from it.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the process has allocated and not given back, in bytes.
pub(crate) fn bytes() -> usize {
    BYTES.now.load(Ordering::Relaxed)
}

/// The most allocations, and bytes, that are alive at once because of `call`.
pub(crate) fn most_alive<R>(call: impl FnOnce() -> R) -> (R, usize, usize) {
    let _alone = alone();
    let (allocations, bytes) = (ALLOCATIONS.restart(), BYTES.restart());
    let result = call();
    let most = ALLOCATIONS.most.load(Ordering::Relaxed) - allocations;
    let most_bytes = BYTES.most.load(Ordering::Relaxed) - bytes;
    println!("{most} allocations, {most_bytes} bytes at once");
    (result, most, most_bytes)
}

/// How many allocations `call` makes on this thread.
pub(crate) fn allocations(call: impl FnOnce()) -> usize {
    let before = MADE.get();
    call();
    MADE.get() - before
}

/// The largest allocation, in bytes, that `call` makes on this thread.
pub(crate) fn largest_allocation(call: impl FnOnce()) -> usize {
    LARGEST.set(0);
    call();
    LARGEST.get()
}
