//! When a stream is read, what waits meanwhile, and who works.

use std::cell::Cell;
use std::iter;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::vec;

use parallelize::{current_chunk, stream};

use super::{LONG, most};
use crate::support::{happens, wait_until};

#[test]
fn at_most_two_batches_a_job_and_two_more_wait_for_a_slow_sink() {
    for jobs in 1..5 {
        for size in [1, 3] {
            let (read, taken, highest) = (Cell::new(0), Cell::new(0), Cell::new(0));
            let elements = (0..600_usize).inspect(|_| {
                read.set(read.get() + 1);
                let between = read.get() - size * taken.get();
                highest.set(highest.get().max(between));
            });
            let sink = |_| {
                taken.set(taken.get() + 1);
                thread::sleep(Duration::from_micros(100));
            };
            stream(elements)
                .jobs(jobs)
                .chunk_size(size)
                .consume(|batch| batch.len(), sink);
            assert_eq!(taken.get(), 600 / size);
            assert!(
                highest.get() <= size * most(jobs),
                "{} with {jobs} jobs",
                highest.get()
            );
        }
    }
}

/// Reads a stream while one worker is stuck, and asserts that reading stops at the bound.
fn assert_stops_behind_a_stuck_worker(
    jobs: usize,
    run: impl FnOnce(&mut dyn Iterator<Item = usize>, &(dyn Fn(vec::IntoIter<usize>) -> usize + Sync)),
) {
    let (read, stuck, caller) = (AtomicUsize::new(0), OnceLock::new(), thread::current().id());
    let mut elements = (0..200).inspect(|_| {
        read.fetch_add(1, Ordering::SeqCst);
    });
    let body = |batch: vec::IntoIter<usize>| {
        let index = current_chunk().unwrap().index();
        if thread::current().id() == caller {
            wait_until("a helper comes", || stuck.get().is_some());
        } else if stuck.set(index).is_ok() {
            let bound = index + most(jobs);
            wait_until("the caller reads on", || {
                read.load(Ordering::SeqCst) == bound
            });
            thread::sleep(Duration::from_millis(20)); // it could read on
            assert_eq!(read.load(Ordering::SeqCst), bound);
        }
        batch.len()
    };
    run(&mut elements, &body);
    assert!(stuck.get().is_some());
    assert_eq!(read.into_inner(), 200);
}

#[test]
fn a_worker_that_is_stuck_stops_reading_at_the_bound() {
    for jobs in 2..5 {
        assert_stops_behind_a_stuck_worker(jobs, |elements, body| {
            let mut count = 0;
            stream(elements)
                .jobs(jobs)
                .chunk_size(1)
                .consume(body, |len| count += len);
            assert_eq!(count, 200);
        });
        assert_stops_behind_a_stuck_worker(jobs, |elements, body| {
            let count = stream(elements)
                .jobs(jobs)
                .chunk_size(1)
                .reduce(body, |a, b| a + b);
            assert_eq!(count, 200);
        });
        assert_stops_behind_a_stuck_worker(jobs, |elements, body| {
            let lengths = stream(elements)
                .jobs(jobs)
                .chunk_size(1)
                .flatten(|batch| vec![body(batch)]);
            assert_eq!(lengths, [1; 200]);
        });
        assert_stops_behind_a_stuck_worker(jobs, |elements, body| {
            let lengths = stream(elements).jobs(jobs).chunk_size(1).per_chunk(body);
            assert_eq!(lengths, [1; 200]);
        });
    }
}

#[test]
fn one_worker_hands_on_what_is_finished_before_the_next_element_is_asked_for() {
    for size in [1, 3] {
        let taken = Cell::new(0);
        let elements = (0..24_usize).inspect(|n| assert_eq!(taken.get(), n / size));
        stream(elements)
            .jobs(1)
            .chunk_size(size)
            .consume(|batch| batch.len(), |_| taken.set(taken.get() + 1));
        assert_eq!(taken.get(), 24 / size);
    }
}

#[test]
fn what_helpers_finish_is_handed_on_while_a_batch_is_read() {
    for jobs in [2, 3] {
        let (read, is_taken) = (Cell::new(0), Cell::new(false));
        // Behind the first batch, the iterator goes on until the sink has the output of that batch.
        let elements = (0..2 * LONG).take_while(|n| {
            if *n > LONG && !is_taken.get() {
                thread::sleep(Duration::from_millis(1));
            }
            read.set(n + 1);
            *n <= LONG || !is_taken.get()
        });
        let sink = |_| {
            let is_first = !is_taken.replace(true);
            assert!(!is_first || read.get() < 2 * LONG, "the batch is full");
        };
        stream(elements)
            .jobs(jobs)
            .chunk_size(LONG)
            .consume(|batch| batch.len(), sink);
        assert!(is_taken.get());
    }
}

#[test]
fn the_sink_runs_while_the_last_batches_run() {
    let (inside, consumed) = (AtomicUsize::new(0), AtomicBool::new(false));
    // The iterator ends when helpers run both batches.
    let are_inside = || inside.load(Ordering::SeqCst) == 2;
    let elements = (0..3_usize).take_while(|n| {
        if *n == 2 {
            wait_until("two helpers come", are_inside);
        }
        *n < 2
    });
    let body = |batch: vec::IntoIter<usize>| {
        inside.fetch_add(1, Ordering::SeqCst);
        wait_until("two helpers come", are_inside);
        if batch.as_slice() == [1] {
            wait_until("an output is consumed", || consumed.load(Ordering::SeqCst));
        }
    };
    let sink = |()| consumed.store(true, Ordering::SeqCst);
    stream(elements).jobs(3).chunk_size(1).consume(body, sink);
}

#[test]
fn the_calling_thread_runs_batches_that_are_slower_to_read_than_to_run() {
    let caller = thread::current().id();
    for jobs in [0, 2, 4] {
        let most_run_here = || {
            let slow = (0..30_usize).inspect(|_| thread::sleep(Duration::from_millis(2)));
            let threads = stream(slow)
                .jobs(jobs)
                .chunk_size(1)
                .per_chunk(|_| thread::current().id());
            // The first one of all is run to measure.
            threads.iter().filter(|&&thread| thread == caller).count() > 15
        };
        // A body that the system holds up looks slower than the iterator.
        assert!(happens(most_run_here), "with {jobs} jobs");
    }
}

#[test]
fn bodies_that_take_longer_than_reading_run_at_once() {
    for jobs in 2..5 {
        let (inside, highest) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let body = |_| {
            highest.fetch_max(1 + inside.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
            let is_full = || highest.load(Ordering::SeqCst) == jobs;
            assert!(happens(is_full), "fewer than {jobs} at once");
            inside.fetch_sub(1, Ordering::SeqCst);
        };
        stream(0..40).jobs(jobs).chunk_size(1).consume(body, drop);
        assert_eq!(highest.into_inner(), jobs);
    }
}

#[test]
fn with_one_job_and_batches_of_one_a_stream_may_wait_for_its_outputs() {
    let (answer, answers) = mpsc::channel();
    answer.send(0).unwrap();
    let requests = iter::from_fn(|| answers.recv_timeout(Duration::from_secs(60)).ok());
    let mut answered = 0;
    stream(requests.take(1000)).jobs(1).chunk_size(1).consume(
        |mut requests| requests.next().map(|request: usize| request + 1),
        |next| {
            answered = next.expect("each batch has a request");
            answer.send(answered).unwrap();
        },
    );
    assert_eq!(answered, 1000);
}
