//! What calls of very many chunks hold in memory. With `CHUNKS=100000000`, of a hundred million:
//!
//! ```console
//! CHUNKS=100000000 cargo test --release -p parallelize-tests --test many_chunks
//! ```

#![allow(unsafe_code)] // to count what is allocated

use std::alloc::{GlobalAlloc, Layout, System};
use std::env;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use parallelize::{Parallel, parallel};

/// Counts what is alive, of all threads.
struct Counting;

static ALIVE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);
static MOST_BYTES: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn add(counter: &AtomicUsize, most: &AtomicUsize, more: usize) {
    let now = counter.fetch_add(more, Ordering::Relaxed) + more;
    most.fetch_max(now, Ordering::Relaxed);
}

// SAFETY: it is the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(&ALIVE, &MOST, 1);
        add(&BYTES, &MOST_BYTES, layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        add(&BYTES, &MOST_BYTES, size);
        BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
        BYTES.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The most allocations, and bytes, that are alive at once because of `call`.
fn most_alive<R>(call: impl FnOnce() -> R) -> (R, usize, usize) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (alive, bytes) = (ALIVE.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
    MOST.store(alive, Ordering::Relaxed);
    MOST_BYTES.store(bytes, Ordering::Relaxed);
    let result = call();
    let most = MOST.load(Ordering::Relaxed) - alive;
    let most_bytes = MOST_BYTES.load(Ordering::Relaxed) - bytes;
    println!("{most} allocations, {most_bytes} bytes at once");
    (result, most, most_bytes)
}

fn chunks() -> usize {
    let chunks = env::var("CHUNKS").ok();
    chunks.map_or(100_000, |chunks| chunks.parse().expect("a number"))
}

/// Runs `check` for calls of one-element chunks, by one worker, by two, and by as many as there are.
/// What is alive at once is to be at most what it gets, where that can be said.
fn for_all_crews(check: impl Fn(&dyn Fn() -> Parallel<Range<usize>>, usize)) {
    let call = || parallel(0..chunks()).chunk_size(1);
    check(&|| call().jobs(1), 100);
    // Outputs wait for those of earlier chunks, and to be folded for the calling thread. The system may let
    // either not run for a while, which is short only in comparison with a long call.
    let most = if chunks() < 10_000_000 {
        usize::MAX
    } else {
        chunks() / 4
    };
    check(&|| call().jobs(2), most);
    check(&|| call().jobs(7), most);
    check(&call, most);
}

/// How much may be needed for one element of one byte: a list that grows is there twice for a moment, and
/// the new one is twice as long.
const GROWING: usize = 3;

#[test]
fn outputs_of_no_size_take_at_most_a_byte_while_they_wait() {
    for_all_crews(|call, _| {
        let ran = AtomicUsize::new(0);
        let body = |_| {
            ran.fetch_add(1, Ordering::Relaxed);
        };
        let ((), most, bytes) = most_alive(|| call().flatten(body));
        assert_eq!(ran.into_inner(), chunks());
        assert!(most < 1000, "{most} allocations");
        assert!(bytes < chunks() * GROWING + 50_000, "{bytes} bytes");
    });
}

#[test]
fn reduced_outputs_are_not_kept_until_all_are_there() {
    for_all_crews(|call, limit| {
        let boxed = |chunk: Range<usize>| Box::new(chunk.start);
        let add = |a: Box<usize>, b: Box<usize>| Box::new(*a + *b);
        let expected: usize = (0..chunks()).sum();
        let (sum, most, _) = most_alive(|| call().reduce(boxed, add));
        assert_eq!(*sum, expected);
        assert!(most <= limit, "{most} allocations");
        let boxed = |chunk| Ok::<_, ()>(boxed(chunk));
        let (sum, most, _) = most_alive(|| call().try_reduce(boxed, add));
        assert_eq!(sum.map(|sum| *sum), Ok(expected));
        assert!(most <= limit, "{most} allocations");
    });
}

#[test]
fn outputs_that_are_not_joined_are_in_one_piece_of_memory() {
    for_all_crews(|call, _| {
        let (starts, most, bytes) = most_alive(|| call().per_chunk(|chunk| chunk.start));
        assert!(starts.into_iter().eq(0..chunks()));
        assert!(most < 1000, "{most} allocations");
        let (ready, waiting) = (size_of::<usize>(), size_of::<Option<usize>>());
        let limit = chunks() * GROWING * (ready + waiting);
        assert!(bytes < limit + 50_000, "{bytes} bytes");
    });
}

#[test]
fn joined_outputs_are_not_kept_until_all_are_there() {
    for_all_crews(|call, limit| {
        let (starts, most, _) = most_alive(|| call().flatten(|chunk| vec![chunk.start]));
        assert!(starts.into_iter().eq(0..chunks()));
        assert!(most <= limit, "{most} allocations");
    });
}
