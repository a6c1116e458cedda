//! How calls over streams end before their iterators do.

use std::cell::{Cell, RefCell};
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use std::vec;

use parallelize::{current_chunk, stream};

use super::{Cut, LONG, most};
use crate::support::wait_until;

/// A stream without end, which counts what is read.
fn endless(read: &AtomicUsize) -> impl Iterator<Item = usize> {
    iter::repeat_with(|| read.fetch_add(1, Ordering::SeqCst))
}

/// How many elements a call may have read when the batch of element `failing` fails: at least, and at most.
fn bounds(cut: Cut, failing: usize) -> (usize, usize) {
    let ranges = cut.ranges(100_000);
    let failing = ranges
        .iter()
        .position(|range| range.contains(&failing))
        .unwrap();
    let jobs = match cut.jobs {
        0 => rayon::current_num_threads(),
        jobs => jobs,
    };
    let ahead = if jobs == 1 { 1 } else { most(jobs) };
    (ranges[failing].end, ranges[failing + ahead].start)
}

#[test]
fn an_endless_stream_works_until_a_batch_fails_and_nothing_is_read_then() {
    for cut in Cut::each().filter(|cut| cut.chunk_size != Some(usize::MAX)) {
        for failing in [0, 1, 6, 5000] {
            let read = AtomicUsize::new(0);
            let unless = |mut batch: vec::IntoIter<usize>| {
                if batch.any(|n| n == failing) {
                    Err(failing)
                } else {
                    Ok(())
                }
            };
            let panics = |batch: vec::IntoIter<usize>| {
                unless(batch).unwrap_or_else(|n| resume_unwind(Box::new(n)));
            };
            let assert_panics = |call: &dyn Fn()| {
                let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
                assert_eq!(payload.downcast_ref(), Some(&failing));
            };
            let call = || cut.stream(endless(&read));
            let calls: [&dyn Fn(); 9] = [
                &|| assert_eq!(call().flatten(unless), Err(failing)),
                &|| assert_eq!(call().try_per_chunk(unless), Err(failing)),
                &|| assert_eq!(call().try_reduce(unless, |(), ()| ()), Err(failing)),
                &|| assert_eq!(call().first(|batch| unless(batch).err()), Some(failing)),
                &|| assert_eq!(call().try_consume(unless, |outcome| outcome), Err(failing)),
                &|| assert_panics(&|| call().flatten(panics)),
                &|| assert_panics(&|| drop(call().per_chunk(panics))),
                &|| assert_panics(&|| call().reduce(panics, |(), ()| ())),
                &|| {
                    assert_panics(&|| {
                        call().consume(unless, |outcome| {
                            outcome.unwrap_or_else(|n| resume_unwind(Box::new(n)));
                        });
                    });
                },
            ];
            for call in calls {
                call();
                let (least, most) = bounds(cut, failing);
                let read = read.swap(0, Ordering::SeqCst);
                assert!(
                    (least..=most).contains(&read),
                    "{cut:?}: {read} of {least} to {most}"
                );
            }
        }
    }
}

#[test]
fn a_failure_stops_the_reading_of_a_later_batch() {
    for jobs in [2, 4] {
        let (is_asked, has_failed) = (AtomicBool::new(false), AtomicBool::new(false));
        let read = Cell::new(0);
        // The first batch fails while the second one is read.
        let elements = || {
            is_asked.store(false, Ordering::SeqCst);
            has_failed.store(false, Ordering::SeqCst);
            (0..2 * LONG).inspect(|n| {
                if *n >= LONG {
                    is_asked.store(true, Ordering::SeqCst);
                    wait_until("a helper fails", || has_failed.load(Ordering::SeqCst));
                    thread::sleep(Duration::from_millis(1));
                }
                read.set(n + 1);
            })
        };
        let fail = |_: vec::IntoIter<usize>| {
            wait_until("more is asked for", || is_asked.load(Ordering::SeqCst));
            has_failed.store(true, Ordering::SeqCst);
            Err::<(), _>("no")
        };
        let panic = |batch| fail(batch).unwrap_or_else(|no| resume_unwind(Box::new(no)));
        let call = || stream(elements()).jobs(jobs).chunk_size(LONG);
        let stops = || assert!((LONG + 1..2 * LONG).contains(&read.get()), "{read:?}");
        assert_eq!(call().flatten(fail), Err("no"));
        stops();
        assert_eq!(call().try_per_chunk(fail), Err("no"));
        stops();
        assert_eq!(call().try_reduce(fail, |(), ()| ()), Err("no"));
        stops();
        assert_eq!(call().first(|batch| fail(batch).err()), Some("no"));
        stops();
        assert_eq!(call().try_consume(fail, |outcome| outcome), Err("no"));
        stops();
        let payload = catch_unwind(AssertUnwindSafe(|| call().flatten(panic))).unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"no"));
        stops();
    }
}

#[test]
fn a_panic_of_the_merge_ends_an_endless_stream() {
    for cut in Cut::each().filter(|cut| cut.chunk_size != Some(usize::MAX)) {
        for panicking in [1, 2, 50] {
            let read = AtomicUsize::new(0);
            let combined = RefCell::new(0);
            let call = || {
                cut.stream(endless(&read)).reduce(drop, |(), ()| {
                    *combined.borrow_mut() += 1;
                    if *combined.borrow() == panicking {
                        resume_unwind(Box::new("the merge"));
                    }
                });
            };
            let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
            assert_eq!(payload.downcast_ref(), Some(&"the merge"));
            assert_eq!(*combined.borrow(), panicking);
        }
    }
}

#[test]
fn of_the_merge_and_a_batch_the_lower_position_decides() {
    for cut in Cut::each().filter(|cut| cut.chunk_size != Some(usize::MAX)) {
        for merge in [1, 3, 20] {
            for batch in [0, 1, 2, 3, 4, 19, 20, 21, 25] {
                let read = AtomicUsize::new(0);
                let row = Mutex::new(Vec::new());
                let call = || {
                    cut.stream(endless(&read)).reduce(
                        |_| match current_chunk().unwrap().index() {
                            index if index == batch => resume_unwind(Box::new("the batch")),
                            index => index,
                        },
                        |_, later| {
                            row.lock().unwrap().push(later);
                            if later == merge {
                                resume_unwind(Box::new("the merge"));
                            }
                            later
                        },
                    );
                };
                let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
                let expected = if batch <= merge {
                    "the batch"
                } else {
                    "the merge"
                };
                assert_eq!(payload.downcast_ref(), Some(&expected), "{cut:?}");
                assert!(
                    row.into_inner()
                        .unwrap()
                        .into_iter()
                        .eq(1..batch.min(merge + 1).max(1))
                );
            }
        }
    }
}

#[test]
fn a_merge_that_comes_late_decides_over_a_later_batch_that_has_failed() {
    for jobs in [3, 4] {
        let (is_begun, has_failed) = (AtomicBool::new(false), AtomicBool::new(false));
        // A helper runs the first batch until the third one has failed, and the calling thread has stopped.
        let elements = (0..9_usize).inspect(|n| {
            if *n == 1 {
                wait_until("a helper comes", || is_begun.load(Ordering::SeqCst));
            }
        });
        let body = |batch: vec::IntoIter<usize>| match batch.as_slice()[0] {
            0 => {
                is_begun.store(true, Ordering::SeqCst);
                wait_until("a batch fails", || has_failed.load(Ordering::SeqCst));
                thread::sleep(Duration::from_millis(30)); // mostly, the calling thread has stopped
                Ok(())
            }
            2 => {
                has_failed.store(true, Ordering::SeqCst);
                Err("the batch")
            }
            _ => Ok(()),
        };
        let merge = |(), ()| resume_unwind(Box::new("the merge"));
        let call = || {
            stream(elements)
                .jobs(jobs)
                .chunk_size(1)
                .try_reduce(body, merge)
        };
        let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"the merge"));
    }
}
