//! Where the cuts are: a function of the length and the options alone.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

use parallelize::{Parallel, current_chunk, parallel, parallelize};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::support::panics::message_of;

/// The chunks of a call over `0..len`, which are ranges themselves.
fn cuts(call: Parallel<'_, Range<usize>>) -> Vec<Range<usize>> {
    call.per_chunk(|chunk| {
        assert_eq!(Some(&chunk), current_chunk().map(|c| c.range()).as_ref());
        chunk
    })
}

/// As [`cuts`], for a call whose outputs are joined.
fn joined_cuts(len: usize) -> Vec<Range<usize>> {
    parallel(0..len).flatten(|chunk| vec![chunk])
}

fn pool(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    builder.build().expect("a pool")
}

/// `count` chunks over `0..len`, the longer ones first.
fn even(len: usize, count: usize) -> Vec<Range<usize>> {
    let mut start = 0;
    let ranges = (0..count).map(|index| {
        let longer = usize::from(index < len % count);
        let range = start..start + len / count + longer;
        start = range.end;
        range
    });
    ranges.collect()
}

#[test]
fn jobs_are_as_many_chunks_with_lengths_that_differ_by_one_at_most_longer_first() {
    for len in 0..=40 {
        for jobs in 1..=12 {
            let expected = even(len, jobs.min(len).max(1));
            assert_eq!(cuts(parallel(0..len).jobs(jobs)), expected, "{len} {jobs}");
        }
    }
}

/// The chunks of a call that joins its outputs.
fn joined(len: usize, jobs: usize) -> Vec<Range<usize>> {
    parallel(0..len).jobs(jobs).flatten(|chunk| vec![chunk])
}

/// The chunks of a call that reduces its outputs.
fn reduced(len: usize, jobs: usize) -> Vec<Range<usize>> {
    let together = |a: Vec<_>, b: Vec<_>| [a, b].concat();
    parallel(0..len)
        .jobs(jobs)
        .reduce(|chunk| vec![chunk], together)
}

#[test]
fn jobs_cut_a_few_joined_and_reduced_elements_into_single_ones() {
    for jobs in 2..=12 {
        for len in 1..8 * jobs {
            let expected = even(len, len);
            assert_eq!(joined(len, jobs), expected, "{len} {jobs}");
            assert_eq!(reduced(len, jobs), expected, "{len} {jobs}");
        }
    }
}

#[test]
fn jobs_cut_joined_and_reduced_outputs_into_several_chunks_a_job_that_get_shorter() {
    for (len, jobs, of_joined, of_reduced) in [
        (16, 2, 8, 8),
        (50, 2, 8, 8),
        (63, 2, 8, 8),
        (1_000, 2, 8, 8),
        (10_000, 2, 12, 8),
        (1_000_000, 2, 32, 8),
        (1_000_000, 7, 7 * 16, 7 * 4),
    ] {
        for (chunks, count) in [
            (joined(len, jobs), of_joined),
            (reduced(len, jobs), of_reduced),
        ] {
            assert_eq!(chunks.len(), count, "{len} {jobs}");
            let lengths: Vec<usize> = chunks.iter().map(ExactSizeIterator::len).collect();
            assert_eq!(lengths.iter().sum::<usize>(), len);
            let longer = |pair: &[usize]| pair[0] + 1 >= pair[1];
            assert!(lengths.windows(2).all(longer), "{lengths:?}"); // but for rounding
            assert!(lengths[0] >= 3 * lengths[count - 1], "{lengths:?}");
        }
    }
}

#[test]
fn each_of_many_jobs_has_several_chunks() {
    for jobs in [2_000, 10_000] {
        let chunks = joined(1_000_000, jobs);
        assert!(chunks.len() >= 4 * jobs, "{}", chunks.len());
        assert!(chunks.iter().all(|chunk| !chunk.is_empty()));
        assert!(chunks.into_iter().flatten().eq(0..1_000_000));
    }
}

#[test]
fn min_len_bounds_joined_and_reduced_chunks_of_jobs_too() {
    for len in 0..=200 {
        for jobs in [1, 2, 3, 7] {
            for min_len in [1, 2, 3, 10, 70] {
                let call = || parallel(0..len).jobs(jobs).min_len(min_len);
                let joined = call().flatten(|chunk| vec![chunk]);
                let reduced = call().reduce(|chunk| vec![chunk], |a, b| [a, b].concat());
                for chunks in [joined, reduced] {
                    let is_whole = jobs == 1 || len / min_len < 2;
                    assert_eq!(chunks.len() == 1, is_whole, "{len} {jobs} {min_len}");
                    assert!(is_whole || chunks.iter().all(|chunk| chunk.len() >= min_len));
                    assert!(chunks.into_iter().flatten().eq(0..len));
                }
            }
        }
    }
}

#[test]
fn one_job_is_one_chunk_however_outputs_are_merged() {
    for len in [0, 1, 1000] {
        assert_eq!(joined(len, 1), even(len, 1));
        assert_eq!(reduced(len, 1), even(len, 1));
    }
}

#[test]
fn fewer_elements_than_jobs_gives_one_chunk_an_element() {
    for len in 1..=9 {
        for jobs in [len + 1, 100, usize::MAX] {
            let chunks = cuts(parallel(0..len).jobs(jobs));
            assert!(chunks.into_iter().eq((0..len).map(|n| n..n + 1)));
        }
    }
}

#[test]
fn chunk_size_is_the_length_of_all_chunks_but_the_last() {
    for len in 0..=40 {
        for size in 1..=12 {
            let expected: Vec<_> = match len {
                0 => std::iter::once(0..0).collect(),
                _ => (0..len)
                    .step_by(size)
                    .map(|start| start..len.min(start + size))
                    .collect(),
            };
            assert_eq!(cuts(parallel(0..len).chunk_size(size)), expected);
            for jobs in [1, 3, 12, usize::MAX] {
                let limited = parallel(0..len).chunk_size(size).jobs(jobs);
                assert_eq!(cuts(limited), expected);
            }
        }
    }
}

#[test]
fn a_chunk_size_beyond_the_length_gives_one_chunk() {
    for len in [0, 1, 7, usize::MAX] {
        for size in [len.max(1), len.saturating_add(1), usize::MAX] {
            let chunks = cuts(parallel(0..len).chunk_size(size));
            assert!(chunks.into_iter().eq(std::iter::once(0..len)));
        }
    }
}

#[test]
fn no_chunk_is_shorter_than_min_len() {
    for len in 0..=40 {
        for jobs in 1..=12 {
            for min_len in 1..=12 {
                let chunks = cuts(parallel(0..len).jobs(jobs).min_len(min_len));
                assert_eq!(chunks, even(len, jobs.min(len / min_len).max(1)));
                let is_whole = chunks.len() == 1;
                assert!(is_whole || chunks.iter().all(|chunk| chunk.len() >= min_len));
            }
        }
    }
}

#[test]
fn min_len_bounds_automatic_chunks_too() {
    for threads in 2..=5 {
        for (len, min_len) in [(100, 9), (100, 30), (100, 50), (100, 51), (100, usize::MAX)] {
            let (joined, apart) = pool(threads).install(|| {
                let call = || parallel(0..len).min_len(min_len);
                (call().flatten(|chunk| vec![chunk]), cuts(call()))
            });
            assert_eq!(apart, even(len, threads.min(len / min_len).max(1)));
            let is_whole = len / min_len < 2;
            assert_eq!(joined.len() == 1, is_whole);
            assert!(is_whole || joined.iter().all(|chunk| chunk.len() >= min_len));
        }
    }
}

#[test]
fn a_slice_too_short_to_cut_runs_on_the_calling_thread() {
    let caller = thread::current().id();
    for len in 0..20 {
        let threads = parallel(0..len)
            .jobs(8)
            .min_len(10)
            .per_chunk(|_| thread::current().id());
        assert_eq!(threads, [caller]);
    }
}

#[test]
fn automatic_chunks_are_as_many_as_the_pool_has_threads() {
    for threads in 1..=5 {
        for len in [0, 1, 3, 40] {
            let expected = even(len, threads.min(len).max(1));
            pool(threads).install(|| {
                assert_eq!(cuts(parallel(0..len)), expected);
                assert_eq!(cuts(parallel(0..len).jobs(0)), expected);
                assert_eq!(cuts(parallel(0..len).min_len(0)), expected);
                let tried: Result<_, ()> = parallel(0..len).try_per_chunk(Ok);
                assert_eq!(tried, Ok(expected.clone()));
            });
        }
    }
}

#[test]
fn automatic_chunks_outside_a_pool_are_as_many_as_the_global_pool_has_threads() {
    let expected = even(1000, rayon::current_num_threads());
    assert_eq!(cuts(parallel(0..1000)), expected);
}

#[test]
fn joined_outputs_are_cut_finer_than_jobs() {
    for threads in 2..=5 {
        let chunks = pool(threads).install(|| joined_cuts(1000));
        assert!(chunks.len() > threads, "{chunks:?}");
        assert!(chunks.iter().all(|chunk| !chunk.is_empty()));
        assert!(chunks.iter().cloned().flatten().eq(0..1000));
        let runs = AtomicUsize::new(0);
        pool(threads).install(|| {
            parallel(0..1000_u32).flatten(|_| {
                runs.fetch_add(1, Ordering::Relaxed);
            });
        });
        assert!(runs.into_inner() > threads);
        let reduced = pool(threads).install(|| {
            parallel(0..1000_usize).reduce(|chunk| vec![chunk], |a, b| [a, b].concat())
        });
        assert_eq!(reduced, chunks, "`reduce` is cut as finely");
        let long = || parallel(0..1_000_000_usize);
        let (joined, reduced) = pool(threads).install(|| {
            let joined = long().flatten(|_| vec![()]).len();
            (joined, long().reduce(|_| 1, |a, b| a + b))
        });
        assert_eq!(joined, 2 + 16 * threads);
        assert_eq!(reduced, 2 + 4 * threads, "unless the input is long");
    }
}

#[test]
fn joined_outputs_are_the_same_however_fine_the_cut() {
    for threads in 1..=5 {
        for len in 0..100 {
            let out = pool_of(threads).install(|| parallel(0..len).flatten(Vec::from_iter));
            assert!(out.into_iter().eq(0..len));
        }
    }
}

/// One pool a size, made once.
fn pool_of(threads: usize) -> &'static ThreadPool {
    static POOLS: std::sync::OnceLock<Vec<ThreadPool>> = std::sync::OnceLock::new();
    &POOLS.get_or_init(|| (1..=5).map(pool).collect())[threads - 1]
}

#[test]
fn boundaries_are_the_same_in_every_run_and_under_load() {
    let is_done = AtomicBool::new(false);
    let pool = pool(3);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    pool.install(|| parallel(0..50).jobs(5).per_chunk(|chunk| chunk.len()));
                }
            });
        }
        let all = || (joined_cuts(333), cuts(parallel(0..333)));
        let first = pool.install(all);
        for _ in 0..100 {
            assert_eq!(pool.install(all), first);
            assert_eq!(cuts(parallel(0..333).jobs(7)), even(333, 7));
        }
        is_done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn with_a_chunk_size_jobs_is_how_many_run_at_once() {
    for jobs in 1..=4 {
        let most = AtomicUsize::new(0);
        let state = (Mutex::new((0, 0)), Condvar::new());
        parallel(0..jobs * 5)
            .chunk_size(1)
            .jobs(jobs)
            .per_chunk(|_| {
                let (lock, changed) = &state;
                let mut counts = lock.lock().unwrap();
                counts.0 += 1;
                counts.1 += 1;
                most.fetch_max(counts.1, Ordering::Relaxed);
                changed.notify_all();
                // As many as `jobs` meet here, five times in all.
                let round = (counts.0 - 1) / jobs + 1;
                let limit = Duration::from_secs(60);
                let waited =
                    changed.wait_timeout_while(counts, limit, |counts| counts.0 < round * jobs);
                let (mut counts, timeout) = waited.unwrap();
                assert!(!timeout.timed_out(), "fewer than {jobs} run at once");
                counts.1 -= 1;
            });
        assert_eq!(most.into_inner(), jobs);
    }
}

#[test]
fn a_chunk_size_of_0_panics_and_names_option_and_function() {
    for len in [0, 10] {
        let message = message_of(|| parallel(0..len).chunk_size(0).per_chunk(|chunk| chunk));
        assert!(message.contains("`chunk_size`"), "{message}");
        assert!(
            message.contains("a_chunk_size_of_0_panics_and_names"),
            "{message}"
        );
    }
}

#[test]
fn chunk_size_with_min_len_panics_and_names_both_and_the_function() {
    let message = message_of(|| {
        parallel(0..9)
            .chunk_size(2)
            .min_len(2)
            .per_chunk(|chunk| chunk)
    });
    for part in ["`chunk_size`", "`min_len`", "chunk_size_with_min_len"] {
        assert!(message.contains(part), "{message}");
    }
}

#[parallelize(jobs = jobs, min_len = min_len, merge = per_chunk)]
fn lengths(chunk: &[u8], jobs: usize, min_len: usize) -> usize {
    chunk.len()
}

#[test]
fn options_at_run_time_count_like_literals_and_0_means_automatic() {
    assert_eq!(lengths(&[0; 10], 4, 0), [3, 3, 2, 2]);
    assert_eq!(lengths(&[0; 10], 4, 5), [5, 5]);
    assert_eq!(pool(3).install(|| lengths(&[0; 10], 0, 0)), [4, 3, 3]);
}
