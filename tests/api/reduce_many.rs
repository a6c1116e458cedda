//! Outputs of many chunks, which are folded while later ones run.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use parallelize::{current_chunk, parallel};

use crate::support::wait_until;

/// Puts the numbers of chunks in a row, and asserts that they come in order.
fn append(mut row: Vec<usize>, next: Vec<usize>) -> Vec<usize> {
    assert_eq!(row.last().unwrap() + 1, next[0]);
    row.extend(next);
    row
}

#[test]
fn outputs_of_many_chunks_are_folded_from_left_to_right_once_each() {
    for (chunks, jobs) in [(63, 2), (64, 1), (65, 3), (1000, 1), (1000, 4), (20_000, 2)] {
        let call = || parallel(0..chunks).chunk_size(1).jobs(jobs);
        assert!(
            call()
                .reduce(Vec::from_iter, append)
                .into_iter()
                .eq(0..chunks)
        );
        let row = call().try_reduce(|chunk| Ok::<Vec<_>, ()>(chunk.collect()), append);
        assert!(row.unwrap().into_iter().eq(0..chunks));
    }
}

#[test]
fn many_outputs_are_folded_while_later_chunks_run() {
    let caller = thread::current().id();
    let combined = AtomicUsize::new(0);
    let body = |chunk: Range<usize>| {
        if chunk.start >= 100 {
            assert!(combined.load(Ordering::Relaxed) > 0);
        }
    };
    let combine = |(), ()| {
        assert_eq!(thread::current().id(), caller);
        assert_eq!(current_chunk(), None);
        combined.fetch_add(1, Ordering::Relaxed);
    };
    let call = parallel(0..1000).chunk_size(1).jobs(1);
    call.reduce(body, combine);
    assert_eq!(combined.into_inner(), 999);
}

#[test]
fn many_outputs_are_folded_while_helpers_run_chunks() {
    let caller = thread::current().id();
    let [bodies, helped, combined] = [0; 3].map(AtomicUsize::new);
    let body = |_| {
        if thread::current().id() == caller {
            match bodies.fetch_add(1, Ordering::SeqCst) + 1 {
                1 => wait_until("a helper comes", || helped.load(Ordering::SeqCst) == 1),
                100 => wait_until("it goes on", || helped.load(Ordering::SeqCst) == 2),
                _ => {}
            }
            return;
        }
        match helped.fetch_add(1, Ordering::SeqCst) + 1 {
            1 => wait_until("many outputs wait", || bodies.load(Ordering::SeqCst) >= 100),
            2 => wait_until("they are folded", || combined.load(Ordering::SeqCst) > 0),
            _ => {}
        }
    };
    parallel(0..1000)
        .chunk_size(1)
        .jobs(2)
        .reduce(body, |(), ()| {
            combined.fetch_add(1, Ordering::SeqCst);
        });
}

#[test]
fn a_chunk_that_fails_decides_over_a_panic_while_combining_before() {
    for jobs in [1, 3] {
        let call = || parallel(0..1000).chunk_size(1).jobs(jobs);
        let error = call().try_reduce(
            |chunk: Range<u32>| {
                if chunk.start == 900 {
                    Err("the chunk")
                } else {
                    Ok(())
                }
            },
            |(), ()| resume_unwind(Box::new("combining")),
        );
        assert_eq!(error, Err("the chunk"));
        let panics = |chunk: Range<u32>| {
            if chunk.start == 900 {
                resume_unwind(Box::new("the chunk"));
            }
        };
        let combine = |(), ()| resume_unwind(Box::new("combining"));
        let payload = catch_unwind(AssertUnwindSafe(|| call().reduce(panics, combine)));
        assert_eq!(payload.unwrap_err().downcast_ref(), Some(&"the chunk"));
        let payload = catch_unwind(AssertUnwindSafe(|| call().reduce(drop, combine)));
        assert_eq!(payload.unwrap_err().downcast_ref(), Some(&"combining"));
    }
}

/// Counts how many there are.
struct Alive<'a>(&'a AtomicUsize);

impl<'a> Alive<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Alive(count)
    }
}

impl Drop for Alive<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[test]
fn of_many_outputs_all_are_dropped_once_however_the_call_ends() {
    for (jobs, at, failing) in [1, 2, 4].into_iter().flat_map(|jobs| {
        let places = [10, 70, 200, 299, 1000];
        places
            .into_iter()
            .flat_map(move |at| [(jobs, at, 500), (jobs, at, 120)])
    }) {
        let (alive, combined) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let call = || {
            parallel(0..300_usize).chunk_size(1).jobs(jobs).try_reduce(
                |chunk| {
                    if chunk.start == failing {
                        return Err(());
                    }
                    Ok(Alive::new(&alive))
                },
                |_, kept| {
                    if combined.fetch_add(1, Ordering::Relaxed) + 1 == at {
                        resume_unwind(Box::new(at));
                    }
                    kept
                },
            )
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| call().is_ok()));
        match outcome {
            Ok(is_ok) => assert_eq!(is_ok, failing >= 300),
            Err(_) => assert!(at < 300 && failing >= 300),
        }
        assert_eq!(alive.into_inner(), 0);
    }
}

#[test]
fn helpers_do_not_go_on_without_end_while_the_caller_folds() {
    for jobs in [2, 5] {
        let (alive, slow) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let call = parallel(0..100_000).chunk_size(1).jobs(jobs);
        let _last = call.reduce(
            |_| Alive::new(&alive),
            |_, next| {
                if slow.fetch_add(1, Ordering::Relaxed) < 5 {
                    let before = alive.load(Ordering::Relaxed);
                    thread::sleep(Duration::from_millis(20)); // in which they could do much
                    // A few lines of the library lie between a count here and the one that it goes by.
                    let more = alive.load(Ordering::Relaxed) - before;
                    assert!(more <= 1024 + 10 * jobs, "{more} outputs more");
                }
                next
            },
        );
    }
}
