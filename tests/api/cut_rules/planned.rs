//! When and by whom the places are found, and what they depend on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use parallelize::{Split, parallel};

use super::{Fineness, joined_ranges, ranges};
use crate::support::pools::pool;

/// Is asked about cuts on the thread that it was made on, and before any body has started.
struct Asked<'a> {
    numbers: &'a [u8],
    caller: ThreadId,
    has_started: &'a AtomicBool,
}

impl Split for Asked<'_> {
    fn element_count(&self) -> usize {
        self.numbers.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (early, late) = self.numbers.split_at(at);
        let part = |numbers| Asked { numbers, ..self };
        (part(early), part(late))
    }

    fn may_cut(&self, at: usize) -> bool {
        assert_eq!(thread::current().id(), self.caller);
        assert!(!self.has_started.load(Ordering::Relaxed));
        at % 3 == 0
    }
}

#[test]
fn the_calling_thread_finds_all_places_before_any_body_runs() {
    let (caller, has_started) = (thread::current().id(), &AtomicBool::new(false));
    let numbers: Vec<u8> = (0..100).collect();
    for _ in 0..20 {
        let call = parallel(&numbers).jobs(8).chunk_by(|_, b| {
            assert_eq!(thread::current().id(), caller);
            assert!(!has_started.load(Ordering::Relaxed));
            b % 3 != 0
        });
        let lens = call.per_chunk(|chunk| {
            has_started.store(true, Ordering::Relaxed);
            chunk.len()
        });
        assert_eq!(lens.len(), 8);
        has_started.store(false, Ordering::Relaxed);
        let input = Asked {
            numbers: &numbers,
            caller,
            has_started,
        };
        let allowed = parallel(input).jobs(8).per_chunk(|chunk| {
            has_started.store(true, Ordering::Relaxed);
            chunk.numbers.len()
        });
        assert_eq!(allowed, lens);
        has_started.store(false, Ordering::Relaxed);
    }
}

#[test]
fn the_size_of_the_pool_moves_no_chunk_of_a_call_with_jobs_or_chunk_size() {
    let numbers: Vec<usize> = (0..200).map(|n| n * n % 23).collect();
    let text = "ä b\nccc dd\n".repeat(20);
    let ways = Fineness::all();
    let fixed = |way: &Fineness| way.jobs > 0 || way.chunk_size.is_some();
    let chunks = |way: Fineness| {
        let call = || way.apply(parallel(&numbers));
        let lines = || way.apply(parallel(&text[..])).delimiter('\n');
        [
            ranges(call().multiple_of(3)),
            ranges(call().chunk_by(|a, b| a > b)),
            ranges(call().delimiter(2)),
            ranges(call().overlap(1, 1)),
            ranges(lines()),
            joined_ranges(call().multiple_of(3)),
            joined_ranges(call().chunk_by(|a, b| a > b)),
            joined_ranges(lines()),
        ]
    };
    for way in ways.into_iter().filter(fixed) {
        let expected = pool(1).install(|| chunks(way));
        for threads in [2, 5] {
            assert_eq!(pool(threads).install(|| chunks(way)), expected, "{way:?}");
        }
    }
}
