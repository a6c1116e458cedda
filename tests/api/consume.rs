//! Outputs that go to a sink.

use std::cell::Cell;
use std::convert::Infallible;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use parallelize::{current_chunk, parallel};

use crate::support::wait_until;

#[test]
fn outputs_come_in_slice_order_on_the_calling_thread() {
    for len in [0, 1, 2, 100, 3000] {
        for (jobs, chunk_size) in [(1, 1), (2, 1), (5, 1), (3, 7)] {
            let caller = thread::current().id();
            let mut row = Vec::new();
            let call = parallel(0..len).jobs(jobs).chunk_size(chunk_size);
            call.consume(
                |chunk| chunk,
                |chunk: Range<usize>| {
                    assert_eq!(thread::current().id(), caller);
                    assert_eq!(current_chunk(), None);
                    row.extend(chunk);
                },
            );
            assert!(row.into_iter().eq(0..len));
        }
    }
}

#[test]
fn automatic_calls_and_calls_with_jobs_consume_every_output() {
    for jobs in 0..6 {
        let mut sum = 0;
        let call = parallel(0..100_000_u64).jobs(jobs);
        call.consume(Iterator::sum::<u64>, |part| sum += part);
        assert_eq!(sum, (0..100_000).sum::<u64>());
    }
}

#[test]
fn the_sink_runs_while_later_chunks_run() {
    // Chunk 1 ends when the output of chunk 0 is consumed.
    let consumed = AtomicBool::new(false);
    let body = |chunk: Range<usize>| {
        if chunk.start == 1 && thread::current().name() == Some("parallelize") {
            wait_until("chunk 0 is consumed", || consumed.load(Ordering::SeqCst));
        }
    };
    let sink = |()| consumed.store(true, Ordering::SeqCst);
    parallel(0..50).chunk_size(1).jobs(2).consume(body, sink);
}

#[test]
fn a_bounded_number_of_outputs_waits() {
    for jobs in [2, 5] {
        let (made, mut consumed) = (AtomicUsize::new(0), 0);
        let body = |_| made.fetch_add(1, Ordering::SeqCst);
        // The first chunks wait for all that the others may do meanwhile.
        let slow_first = |chunk: Range<usize>| {
            if chunk.start == 0 {
                thread::sleep(std::time::Duration::from_millis(30));
            }
            body(chunk)
        };
        let call = parallel(0..20_000).chunk_size(1).jobs(jobs);
        call.consume(slow_first, |_| {
            consumed += 1;
            if consumed % 1000 == 1 {
                thread::sleep(std::time::Duration::from_millis(3));
            }
            // Each worker may make one more when so many wait.
            let waiting = made.load(Ordering::SeqCst) - consumed;
            assert!(waiting <= 19 * jobs, "{waiting} with {jobs} jobs");
        });
        assert_eq!(consumed, 20_000);
    }
}

#[test]
fn a_sink_that_fails_ends_the_call() {
    for jobs in [1, 2, 4] {
        for failing in [0, 1, 7, 999] {
            let started = AtomicUsize::new(0);
            let mut row = Vec::new();
            let call = parallel(0..1000_usize).chunk_size(1).jobs(jobs);
            let outcome = call.try_consume(
                |chunk| {
                    started.fetch_add(1, Ordering::Relaxed);
                    chunk.start
                },
                |start| {
                    row.push(start);
                    if start == failing {
                        Err("full")
                    } else {
                        Ok(())
                    }
                },
            );
            assert_eq!(outcome, Err("full"));
            assert!(row.into_iter().eq(0..=failing));
            assert!(started.into_inner() <= failing + 1 + 19 * jobs);
        }
    }
}

#[test]
fn a_sink_that_does_not_fail_gets_all() {
    let mut count = 0;
    let outcome = parallel(0..10).chunk_size(3).jobs(2).try_consume(
        |chunk| chunk.len(),
        |len| {
            count += len;
            Ok::<_, Infallible>(())
        },
    );
    assert_eq!((outcome, count), (Ok(()), 10));
}

#[test]
fn a_panic_of_the_sink_goes_on_once_running_chunks_are_done() {
    for jobs in [1, 3] {
        let (running, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let call = || {
            parallel(0..100).chunk_size(1).jobs(jobs).consume(
                |_| {
                    running.fetch_add(1, Ordering::SeqCst);
                    thread::yield_now();
                    ended.fetch_add(1, Ordering::SeqCst);
                },
                |()| resume_unwind(Box::new("the sink")),
            );
        };
        let payload = catch_unwind(AssertUnwindSafe(call)).expect_err("it panics");
        assert_eq!(payload.downcast_ref(), Some(&"the sink"));
        assert_eq!(running.into_inner(), ended.into_inner());
    }
}

#[test]
fn a_panic_of_the_sink_wins_over_the_panic_of_a_later_chunk() {
    let meeting = Barrier::new(2);
    let call = || {
        parallel(0..2).jobs(2).consume(
            |chunk: Range<i32>| {
                meeting.wait();
                if chunk.start == 1 {
                    resume_unwind(Box::new("the chunk"));
                }
            },
            |()| resume_unwind(Box::new("the sink")),
        );
    };
    let payload = catch_unwind(AssertUnwindSafe(call)).expect_err("it panics");
    assert_eq!(payload.downcast_ref(), Some(&"the sink"));
}

#[test]
fn an_error_of_the_sink_wins_over_the_panic_of_a_later_chunk() {
    let meeting = Barrier::new(2);
    let outcome = parallel(0..2).jobs(2).try_consume(
        |chunk: Range<i32>| {
            meeting.wait();
            if chunk.start == 1 {
                resume_unwind(Box::new("the chunk"));
            }
        },
        |()| Err("the sink"),
    );
    assert_eq!(outcome, Err("the sink"));
}

#[test]
fn a_sink_gets_the_outputs_before_a_chunk_that_panics() {
    for jobs in [1, 2, 4] {
        for panicking in [0, 1, 50, 299] {
            let mut row = Vec::new();
            let call = || {
                parallel(0..300_usize).chunk_size(1).jobs(jobs).consume(
                    |chunk| match chunk.start {
                        start if start == panicking => resume_unwind(Box::new(start)),
                        start => start,
                    },
                    |start| row.push(start),
                );
            };
            let payload = catch_unwind(AssertUnwindSafe(call)).expect_err("it panics");
            assert_eq!(payload.downcast_ref(), Some(&panicking));
            assert!(row.into_iter().eq(0..panicking));
        }
    }
}

#[test]
fn every_output_is_dropped_once_however_the_call_ends() {
    struct Alive<'a>(&'a AtomicUsize);
    impl Drop for Alive<'_> {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::Relaxed);
        }
    }
    for (jobs, ends_at) in [1, 2, 4]
        .into_iter()
        .flat_map(|jobs| [(jobs, 0), (jobs, 40), (jobs, 200)])
    {
        let (alive, mut consumed) = (AtomicUsize::new(0), 0);
        let outcome = parallel(0..200).chunk_size(1).jobs(jobs).try_consume(
            |_| {
                alive.fetch_add(1, Ordering::Relaxed);
                Alive(&alive)
            },
            |output| {
                drop(output);
                consumed += 1;
                if consumed > ends_at { Err(()) } else { Ok(()) }
            },
        );
        assert_eq!(outcome.is_ok(), ends_at == 200);
        assert_eq!(alive.into_inner(), 0);
    }
}

#[test]
fn neither_sink_nor_what_it_captures_is_send() {
    let sum = Rc::new(Cell::new(0));
    let shared = Rc::clone(&sum);
    parallel(0..100_u32)
        .jobs(3)
        .consume(Iterator::sum::<u32>, move |part| {
            shared.set(shared.get() + part);
        });
    assert_eq!(sum.get(), 4950);
}

#[test]
fn a_sink_may_make_calls_and_use_the_pool() {
    let mut rows = Vec::new();
    parallel(0..64_usize).chunk_size(1).jobs(4).consume(
        |chunk| chunk.start,
        |start| {
            let doubled: Vec<usize> = parallel(&[start, start]).jobs(2).flatten(<[usize]>::to_vec);
            let (one, two) = rayon::join(|| doubled[0], || doubled[1]);
            rows.push(one + two);
        },
    );
    assert!(rows.into_iter().eq((0..64).map(|n| 2 * n)));
}
