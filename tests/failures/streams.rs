//! Streams whose iterators fail, and what is dropped then.

use std::iter;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use std::vec;

use parallelize::{check, stream};

use crate::support::child::in_child;
use crate::support::panics::message_of;
use crate::support::wait_until;

/// Panics, without the message on stderr.
fn panic_with(payload: &'static str) -> ! {
    resume_unwind(Box::new(payload))
}

/// The payload of the panic that a call ends with.
fn payload_of(call: impl FnOnce()) -> &'static str {
    let payload = catch_unwind(AssertUnwindSafe(call)).expect_err("a panic");
    payload.downcast_ref().copied().expect("a planned panic")
}

/// So many numbers, and then a panic.
fn panics_after(count: usize) -> impl Iterator<Item = usize> {
    (0..).inspect(move |n| {
        if *n == count {
            panic_with("the iterator");
        }
    })
}

#[test]
fn elements_before_a_panic_of_the_iterator_are_run_and_consumed() {
    for (jobs, size) in [1, 2, 4]
        .into_iter()
        .flat_map(|jobs| [1, 3, 100].map(|size| (jobs, size)))
    {
        for count in [0, 1, 2, 3, 50, 99, 100, 101] {
            let (begun, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let mut consumed = Vec::new();
            let call = || stream(panics_after(count)).jobs(jobs).chunk_size(size);
            let body = |numbers: vec::IntoIter<usize>| {
                begun.fetch_add(1, Ordering::SeqCst);
                thread::yield_now();
                let numbers: Vec<usize> = numbers.collect();
                ended.fetch_add(1, Ordering::SeqCst);
                numbers
            };
            let payload = payload_of(|| call().consume(body, |output| consumed.extend(output)));
            assert_eq!(payload, "the iterator");
            assert!(consumed.into_iter().eq(0..count));
            assert_eq!(begun.load(Ordering::SeqCst), count.div_ceil(size));
            assert_eq!(begun.into_inner(), ended.into_inner());
        }
    }
}

#[test]
fn a_failure_before_the_panic_of_the_iterator_decides() {
    for (jobs, size) in [1, 2, 4]
        .into_iter()
        .flat_map(|jobs| [1, 3].map(|size| (jobs, size)))
    {
        for count in [1, 4, 20] {
            // The last element before the panic fails, and takes its time.
            let fail = |mut numbers: vec::IntoIter<usize>| {
                if numbers.any(|n| n + 1 == count) {
                    thread::sleep(Duration::from_millis(1));
                    return Err(count);
                }
                Ok(())
            };
            let call = || stream(panics_after(count)).jobs(jobs).chunk_size(size);
            assert_eq!(call().flatten(fail), Err(count));
            assert_eq!(call().try_per_chunk(fail), Err(count));
            assert_eq!(call().first(|numbers| fail(numbers).err()), Some(count));
            assert_eq!(call().try_consume(fail, |outcome| outcome), Err(count));
            let panic = |numbers| fail(numbers).unwrap_or_else(|_| panic_with("the batch"));
            assert_eq!(payload_of(|| call().flatten(panic)), "the batch");
        }
    }
}

/// Panics when it is dropped.
struct Fragile(&'static AtomicUsize);

impl Drop for Fragile {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
        panic_with("a drop");
    }
}

#[test]
fn a_panic_of_dropping_the_iterator_is_the_callers_unless_something_fails_before() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    let numbers = |fragile: Fragile| {
        iter::from_fn({
            let mut numbers = 0..10;
            move || {
                let _ = &fragile;
                numbers.next()
            }
        })
    };
    let body = |number: usize| {
        move |mut numbers: vec::IntoIter<usize>| {
            if numbers.any(|n| n == number) {
                Err(number)
            } else {
                Ok(())
            }
        }
    };
    let panic =
        |number| move |numbers| body(number)(numbers).unwrap_or_else(|_| panic_with("a batch"));
    for (jobs, size) in [1, 3]
        .into_iter()
        .flat_map(|jobs| [1, 4, 11].map(|size| (jobs, size)))
    {
        DROPPED.store(0, Ordering::SeqCst);
        let call = || {
            stream(numbers(Fragile(&DROPPED)))
                .jobs(jobs)
                .chunk_size(size)
        };
        assert_eq!(payload_of(|| call().flatten(panic(99))), "a drop");
        assert_eq!(payload_of(|| call().consume(panic(99), drop)), "a drop");
        assert_eq!(payload_of(|| call().flatten(panic(5))), "a batch");
        assert_eq!(payload_of(|| call().consume(panic(5), drop)), "a batch");
        let message = message_of(|| call().chunk_size(0).flatten(drop));
        assert!(message.contains("` is 0: "), "{message}");
        assert_eq!(DROPPED.load(Ordering::SeqCst), 5, "each is dropped once");
    }
}

/// A call in a check reads the whole stream first.
#[test]
fn in_a_check_the_iterator_is_dropped_before_its_panic_goes_on() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    let calls = |numbers: &[usize]| {
        for count in [0, 3] {
            let (fragile, mut numbers) = (Fragile(&DROPPED), panics_after(count));
            let numbers = iter::from_fn(move || {
                let _ = &fragile;
                numbers.next()
            });
            let payload = payload_of(|| stream(numbers).flatten(drop));
            assert_eq!(payload, "the iterator");
        }
        numbers.to_vec()
    };
    check(&[1]).flatten(calls).unwrap();
    assert_ne!(DROPPED.load(Ordering::SeqCst), 0);
}

#[test]
fn elements_that_nobody_claims_are_dropped_one_by_one_even_if_each_panics() {
    in_child(
        "elements_that_nobody_claims_are_dropped_one_by_one_even_if_each_panics",
        || {
            static DROPPED: AtomicUsize = AtomicUsize::new(0);
            // Nobody can see that the call has noted a failure. If it has not when the pause is over, all elements are claimed.
            let drops_what_is_left = |pause| {
                let has_failed = AtomicBool::new(false);
                // The second batch is not complete when the first one fails, on a helper.
                let elements = (0..100).map(|n| {
                    if n == 7 {
                        wait_until("a batch fails", || has_failed.load(Ordering::SeqCst));
                        thread::sleep(pause);
                    }
                    Fragile(&DROPPED)
                });
                let fail = |elements: vec::IntoIter<Fragile>| -> Result<(), ()> {
                    elements.for_each(mem::forget);
                    has_failed.store(true, Ordering::SeqCst);
                    Err(())
                };
                let call = || stream(elements).jobs(2).chunk_size(4).flatten(fail);
                catch_unwind(AssertUnwindSafe(call)).is_err_and(|payload| {
                    assert_eq!(payload.downcast_ref(), Some(&"a drop"));
                    true
                })
            };
            let pauses = [5, 50, 500, 5_000].map(Duration::from_millis);
            assert!(pauses.into_iter().any(drops_what_is_left));
            assert_eq!(DROPPED.load(Ordering::SeqCst), 4);
        },
    );
}
