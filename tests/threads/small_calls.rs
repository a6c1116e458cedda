//! Automatic calls, many of which are small: where they are cut, who runs them, and which of them
//! start no threads.

use std::thread;

use parallelize::__private::argument;
use parallelize::{Chunk, current_chunk, parallel};
use proptest::prelude::*;

use crate::support::pools::{pool, spend};
#[cfg(target_os = "linux")]
use crate::support::{JOBS, POOL, with_variable};

/// The chunks of an automatic call whose outputs are joined, where each costs so much time.
fn chunks(threads: usize, len: usize, min_len: usize, micros: u64) -> Vec<Chunk> {
    let body = |_| {
        spend(micros);
        Vec::from_iter(current_chunk())
    };
    pool(threads).install(|| parallel(0..len).min_len(min_len).flatten(body))
}

/// An argument that takes its time, so that helpers come before the caller goes on.
struct Slow;

impl Clone for Slow {
    fn clone(&self) -> Self {
        spend(200);
        Slow
    }
}

#[test]
fn a_short_first_chunk_runs_on_the_calling_thread() {
    for (size, micros) in (2..=5).flat_map(|size| [(size, 0), (size, 20), (size, 200)]) {
        let slow = argument((Slow,));
        let id = |_| {
            let _ = slow.get();
            spend(micros);
            vec![thread::current().id()]
        };
        // With fewer elements no chunk is short enough to tell what the others cost.
        for len in [8 * size, 8 * size + 1, 255, 256, 1000, 1_000_000] {
            pool(size).install(|| {
                let threads = parallel(0..len).flatten(id);
                assert_eq!(threads[0], thread::current().id(), "{size} {len}");
            });
        }
    }
}

#[test]
fn what_is_not_cut_runs_on_the_calling_thread() {
    let is_here = || {
        let caller = thread::current().id();
        let ids = |_| vec![thread::current().id()];
        for (len, min_len) in [
            (0, 0),
            (1, 0),
            (1, 1),
            (99, 50),
            (1000, 501),
            (1000, usize::MAX),
        ] {
            let call = || parallel(0..len).min_len(min_len);
            assert_eq!(call().flatten(ids), [caller]);
            assert_eq!(call().jobs(4).flatten(ids), [caller]);
            assert_eq!(call().per_chunk(|_| thread::current().id()), [caller]);
        }
        assert_eq!(parallel(0..9).jobs(1).flatten(ids), [caller]);
    };
    is_here();
    for threads in 1..=5 {
        pool(threads).install(is_here);
    }
}

#[test]
fn boundaries_do_not_depend_on_what_the_body_costs() {
    for threads in 2..=5 {
        for len in (1..300).chain([1_000_000, 1_000_000_000]) {
            let free = chunks(threads, len, 0, 0);
            for micros in [1, 30] {
                // Long enough for one more look at the clock than a free body gets.
                let spent = chunks(threads, len, 0, micros);
                assert_eq!(spent, free, "{threads} {len}");
            }
        }
    }
}

/// What holds for the chunks of any automatic call of so many workers.
fn assert_covers(chunks: &[Chunk], workers: usize, len: usize, min_len: usize) {
    let least = min_len.max(1);
    let mut end = 0;
    for (index, chunk) in chunks.iter().enumerate() {
        assert_eq!((chunk.index(), chunk.count()), (index, Some(chunks.len())));
        assert_eq!(chunk.range().start, end);
        end = chunk.range().end;
        let is_whole = chunks.len() == 1;
        assert!(is_whole || chunk.range().len() >= least, "{chunk:?}");
    }
    assert_eq!(end, len);
    let share = len / workers;
    if share / 8 < least {
        assert!(chunks.len() <= 4 * workers, "{}", chunks.len());
    } else {
        assert!(chunks.len() <= 16 * workers + 2, "{}", chunks.len());
        assert!(chunks[0].range().len() <= share / 8, "{:?}", chunks[0]);
    }
    assert!(chunks.len() >= workers || len / (2 * workers) < least);
}

#[test]
fn chunks_of_any_short_input_cover_it_without_gaps() {
    for (workers, len) in (2..=5).flat_map(|workers| (1..300).map(move |len| (workers, len))) {
        for min_len in [0, 1, 2, 7, 100] {
            assert_covers(&chunks(workers, len, min_len, 0), workers, len, min_len);
        }
    }
}

proptest! {
    #[test]
    fn chunks_of_any_input_cover_it_without_gaps(
        workers in 2..=5_usize,
        len in prop_oneof![1..5000_usize, 1..=usize::MAX, Just(usize::MAX)],
        part in prop_oneof![Just(usize::MAX), 1..2000_usize],
    ) {
        let min_len = len / part;
        assert_covers(&chunks(workers, len, min_len, 0), workers, len, min_len);
    }
}

/// How many threads this process has.
#[cfg(target_os = "linux")]
fn thread_count() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let count = status
        .lines()
        .find_map(|line| line.strip_prefix("Threads:"));
    count.unwrap().trim().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_gets_no_thread_from_calls_that_are_not_cut() {
    let name = "a_process_gets_no_thread_from_calls_that_are_not_cut";
    with_variable(name, POOL, "4", || {
        let before = thread_count();
        assert_eq!(parallel(&[7]).flatten(<[i32]>::to_vec), [7]);
        assert_eq!(parallel(&[7]).jobs(4).per_chunk(<[i32]>::len), [1]);
        assert_eq!(parallel(&[0; 9]).jobs(1).per_chunk(<[i32]>::len), [9]);
        assert_eq!(
            parallel(0..9).jobs(1).chunk_size(4).per_chunk(drop).len(),
            3
        );
        assert_eq!(parallel(&[0; 9]).min_len(5).per_chunk(<[i32]>::len), [9]);
        assert_eq!(
            parallel(&[0; 9]).jobs(4).min_len(5).per_chunk(<[i32]>::len),
            [9]
        );
        assert_eq!(parallel(&[0; 0]).per_chunk(<[i32]>::len), [0]);
        assert_eq!(parallel(&[0; 0]).jobs(4).per_chunk(<[i32]>::len), [0]);
        assert_eq!(thread_count(), before);
        assert_eq!(parallel(&[0; 9]).per_chunk(<[i32]>::len), [3, 2, 2, 2]);
        assert!(thread_count() > before);
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_gets_no_thread_where_one_chunk_at_a_time_may_run() {
    let name = "a_process_gets_no_thread_where_one_chunk_at_a_time_may_run";
    with_variable(name, JOBS, "1", || {
        let before = thread_count();
        assert_eq!(
            parallel(&[0; 9]).jobs(4).per_chunk(<[i32]>::len),
            [3, 2, 2, 2]
        );
        let joined = parallel(0..99)
            .jobs(4)
            .chunk_size(2)
            .flatten(Vec::from_iter);
        assert!(joined.into_iter().eq(0..99));
        assert_eq!(thread_count(), before);
    });
}
