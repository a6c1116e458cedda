//! Calls over streams: who works, and that every call ends whatever takes its time.

use std::cell::Cell;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use std::vec;

use parallelize::{current_chunk, stream};

#[cfg(unix)]
use crate::environment::too_large_a_stack;
use crate::support::pools::{pool, spend};
use crate::support::watched::watched;
use crate::support::{JOBS, POOL, with_variable};

fn ranges(jobs: usize) -> Vec<Range<usize>> {
    stream(0..5000)
        .jobs(jobs)
        .per_chunk(|_| current_chunk().unwrap().range())
}

#[test]
fn a_limit_of_one_runs_every_batch_in_order_on_the_calling_thread() {
    let name = "a_limit_of_one_runs_every_batch_in_order_on_the_calling_thread";
    with_variable(name, JOBS, "1", || {
        let (caller, ran) = (thread::current().id(), Mutex::new(Vec::new()));
        let note = |_| {
            assert_eq!(thread::current().id(), caller);
            ran.lock().unwrap().push(current_chunk().unwrap().index());
        };
        let read = Cell::new(0);
        let numbers = || (0..6).inspect(|_| read.set(read.get() + 1));
        stream(numbers()).jobs(8).chunk_size(2).per_chunk(note);
        stream(numbers()).jobs(8).chunk_size(1).consume(note, |()| {
            // Each output is consumed before the next element is read.
            assert_eq!(read.get() - 6, ran.lock().unwrap().len() - 3);
        });
        stream(0..2)
            .jobs(2)
            .flatten(|_| stream(0..2).jobs(3).flatten(note));
        let ran = ran.into_inner().unwrap();
        assert_eq!(ran, [0, 1, 2, 0, 1, 2, 3, 4, 5, 0, 1, 0, 1]);
    });
}

#[test]
fn a_limit_moves_no_boundary_of_a_stream() {
    let name = "a_limit_moves_no_boundary_of_a_stream";
    for limit in ["1", "3", "1000"] {
        with_variable(name, JOBS, limit, || {
            for jobs in [0, 1, 4] {
                let ranges = ranges(jobs);
                assert_eq!(ranges[..5], [0..1, 1..2, 2..4, 4..6, 6..10]);
                assert_eq!(ranges[24..], [4094..4606, 4606..5000]);
            }
        });
    }
}

#[test]
fn a_limit_caps_how_many_batches_run_at_once() {
    let name = "a_limit_caps_how_many_batches_run_at_once";
    with_variable(name, JOBS, "3", || {
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        stream(0..60).jobs(8).chunk_size(1).consume(
            |_| {
                most.fetch_max(1 + inside.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
                thread::sleep(Duration::from_millis(2));
                inside.fetch_sub(1, Ordering::SeqCst);
            },
            drop,
        );
        assert_eq!(most.into_inner(), 3);
    });
}

#[test]
#[cfg(unix)] // on Windows, the test harness needs a thread
fn where_the_system_gives_no_threads_the_calling_thread_runs_all() {
    let name = "where_the_system_gives_no_threads_the_calling_thread_runs_all";
    with_variable(name, "RUST_MIN_STACK", too_large_a_stack(), || {
        assert!(thread::Builder::new().spawn(|| ()).is_err());
        let caller = thread::current().id();
        let threads = stream(0..50)
            .jobs(8)
            .chunk_size(1)
            .per_chunk(|_| thread::current().id());
        assert_eq!(threads, [caller; 50]);
        let joined = stream(0..5000).flatten(Vec::from_iter);
        assert!(joined.into_iter().eq(0..5000));
    });
}

#[test]
fn calls_end_where_all_threads_of_the_pool_are_busy() {
    let name = "calls_end_where_all_threads_of_the_pool_are_busy";
    let set_up = |child: &mut std::process::Command| _ = child.env(POOL, "2");
    watched(name, set_up, || {
        let is_done = Mutex::new(());
        rayon::scope(|scope| {
            let guard = is_done.lock().unwrap();
            for _ in 0..2 {
                scope.spawn(|_| drop(is_done.lock().unwrap()));
            }
            for jobs in [0, 1, 3] {
                let slow = |batch: vec::IntoIter<usize>| {
                    spend(100);
                    batch.collect::<Vec<_>>()
                };
                let joined = stream(0..100).jobs(jobs).chunk_size(3).flatten(slow);
                assert!(joined.into_iter().eq(0..100));
            }
            drop(guard);
        });
    });
}

/// Numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}

/// Takes its time, or not.
fn delay(kind: usize) {
    match kind % 16 {
        0 => thread::sleep(Duration::from_micros(50)),
        1..3 => spend(20),
        3..6 => thread::yield_now(),
        _ => {}
    }
}

/// Depends on a number and a seed as if at random.
fn hash(number: usize, seed: u64) -> usize {
    Random(seed ^ (number as u64) << 20).below(1 << 30)
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// With a sum of all outputs.
    Sum(usize),
    /// With the failure at this element.
    Failure(usize),
}

/// Where calls fail: at no element, or at one, in the iterator, the body or the sink.
#[derive(Clone, Copy, Debug)]
struct Fault {
    at: usize,
    place: usize,
}

impl Fault {
    fn strikes(self, place: usize, range: Range<usize>) -> bool {
        place == self.place && range.contains(&self.at)
    }
}

/// A call whose iterator, body and sink are delayed by a seed.
fn delayed(seed: u64, len: usize, jobs: usize, size: usize, fault: Fault) -> End {
    let (read, taken) = (Cell::new(0), Cell::new(0));
    let workers = if jobs == 0 {
        rayon::current_num_threads()
    } else {
        jobs
    };
    let numbers = (0..len).inspect(|&n| {
        delay(hash(n, seed));
        if fault.strikes(0, n..n + 1) {
            resume_unwind(Box::new(n));
        }
        read.set(n + 1);
        let batches = read.get().div_ceil(size);
        assert!(batches - taken.get() <= 2 * workers + 2);
    });
    let body = |batch: vec::IntoIter<usize>| {
        let range = current_chunk().unwrap().range();
        assert!(batch.as_slice().iter().copied().eq(range.clone()));
        delay(hash(range.start, seed + 1));
        if fault.strikes(1, range.clone()) {
            resume_unwind(Box::new(fault.at));
        }
        range
    };
    let mut sum = 0;
    let sink = |range: Range<usize>| {
        assert_eq!(range.start, taken.get() * size);
        taken.set(taken.get() + 1);
        delay(hash(range.start, seed + 2));
        if fault.strikes(2, range.clone()) {
            return Err(fault.at);
        }
        sum += range.sum::<usize>();
        Ok(())
    };
    let call = || {
        stream(numbers)
            .jobs(jobs)
            .chunk_size(size)
            .try_consume(body, sink)
    };
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(())) => End::Sum(sum),
        Ok(Err(at)) => End::Failure(at),
        Err(payload) => End::Failure(*payload.downcast().expect("a planned panic")),
    }
}

/// Runs many calls, one after the other.
fn many(seed: u64) {
    let mut random = Random(seed);
    for _ in 0..1000 {
        let len = 1 + random.below(60);
        let (jobs, size) = (random.below(6), 1 + random.below(4));
        let fault = Fault {
            at: random.below(2 * len),
            place: random.below(3),
        };
        let end = delayed(random.0, len, jobs, size, fault);
        let expected = if fault.at < len {
            End::Failure(fault.at)
        } else {
            End::Sum((0..len).sum())
        };
        assert_eq!(
            end, expected,
            "{len} elements, {jobs} jobs, batches of {size}, {fault:?}"
        );
    }
}

#[test]
fn whatever_takes_its_time_calls_end_in_order_and_within_the_bound() {
    let name = "whatever_takes_its_time_calls_end_in_order_and_within_the_bound";
    watched(
        name,
        |_| (),
        || {
            many(1);
            thread::scope(|scope| {
                for seed in 2..6 {
                    scope.spawn(move || match seed {
                        2 => pool(1).install(|| many(2)),
                        3 => pool(3).install(|| many(3)),
                        seed => many(seed),
                    });
                }
            });
        },
    );
}
