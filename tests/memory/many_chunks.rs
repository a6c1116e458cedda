//! What calls of very many chunks hold in memory. With `CHUNKS=100000000`, of a hundred million:
//!
//! ```console
//! CHUNKS=100000000 cargo test --release -p parallelize-tests --test memory many_chunks
//! ```

use std::env;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{Parallel, parallel};

use crate::allocator::most_alive;

fn chunks() -> usize {
    let chunks = env::var("CHUNKS").ok();
    chunks.map_or(100_000, |chunks| chunks.parse().expect("a number"))
}

/// Runs `check` for calls of one-element chunks, by one worker, by two, and by as many as there are.
/// What is alive at once is to be at most what it gets, where that can be said.
fn for_all_crews(check: impl Fn(&dyn Fn() -> Parallel<'static, Range<usize>>, usize)) {
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
        let boxed = |chunk: Range<usize>| Box::new(chunk.start as u64);
        let add = |a: Box<u64>, b: Box<u64>| Box::new(*a + *b);
        let expected: u64 = (0..chunks() as u64).sum();
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
