//! Outputs that are folded into one, from left to right in slice order.

mod support;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use parallelize::{current_chunk, parallel, parallelize};
use proptest::prelude::*;

use crate::support::wait_until;

/// Shows the order and the nesting of the operations.
fn nest(a: String, b: String) -> String {
    ["(".into(), a, " ".into(), b, ")".into()].concat()
}

fn show(chunk: Range<u32>) -> String {
    let shown: Vec<String> = chunk.map(|n| n.to_string()).collect();
    shown.join(",")
}

#[test]
fn outputs_are_folded_from_left_to_right() {
    let folded = parallel(0..8).jobs(4).reduce(show, nest);
    assert_eq!(folded, "(((0,1 2,3) 4,5) 6,7)");
    let folded = parallel(0..5).chunk_size(2).reduce(show, nest);
    assert_eq!(folded, "((0,1 2,3) 4)");
}

#[test]
fn the_fold_is_that_of_the_outputs_for_all_ways_to_cut() {
    for len in 0..=20 {
        for jobs in 1..=9 {
            let outputs = parallel(0..len).jobs(jobs).map(show);
            let expected = outputs.into_iter().reduce(nest);
            let folded = parallel(0..len).jobs(jobs).reduce(show, nest);
            assert_eq!(Some(folded), expected);
        }
    }
}

#[test]
fn one_chunk_is_not_combined_with_anything() {
    let never = |_, _| unreachable!("nothing to combine");
    assert_eq!(parallel(0..9).jobs(1).reduce(show, never), show(0..9));
    assert_eq!(parallel(0..0).jobs(4).reduce(show, never), "");
}

/// Numbers of so different sizes that every order of additions gives another sum.
fn uneven(n: u32) -> f64 {
    let n = f64::from(n);
    (n * 1.618).sin() * 10_f64.powf((n * 7.3).sin() * 12.0)
}

#[test]
fn floating_point_sums_repeat_bit_for_bit() {
    let sum = |chunk: Range<u32>| chunk.map(uneven).sum::<f64>();
    let plus = |a: f64, b: f64| a + b;
    for jobs in [2, 3, 7, 16, 64] {
        let chunks = parallel(0..5000).jobs(jobs).map(|chunk| chunk);
        let expected = chunks.into_iter().map(sum).reduce(plus).unwrap();
        for _ in 0..50 {
            let folded = parallel(0..5000).jobs(jobs).reduce(sum, plus);
            assert_eq!(folded.to_bits(), expected.to_bits());
        }
    }
}

proptest! {
    #[test]
    fn floating_point_sums_do_not_depend_on_the_run(
        numbers in prop::collection::vec(any::<f32>(), 0..300),
        jobs in 1_usize..20,
    ) {
        let run = || {
            let sum = |chunk: &[f32]| chunk.iter().sum::<f32>();
            parallel(&numbers).jobs(jobs).reduce(sum, |a, b| a + b).to_bits()
        };
        prop_assert_eq!(run(), run());
    }
}

#[test]
fn outputs_are_combined_on_the_calling_thread_outside_any_chunk() {
    let caller = thread::current().id();
    let calls = AtomicUsize::new(0);
    parallel(0..8).jobs(8).reduce(drop, |(), ()| {
        assert_eq!(thread::current().id(), caller);
        assert_eq!(current_chunk(), None);
        calls.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(calls.into_inner(), 7);
}

#[test]
fn what_combines_need_not_be_sync_or_clone() {
    let log = std::cell::RefCell::new(Vec::new());
    let owned = Box::new(());
    let sum = parallel(0..6_u32)
        .jobs(3)
        .reduce(Iterator::sum, |a: u32, b| {
            let () = *owned;
            log.borrow_mut().push((a, b));
            a + b
        });
    assert_eq!(sum, 15);
    assert_eq!(log.into_inner(), [(1, 5), (6, 9)]);
}

#[test]
fn a_panic_while_combining_reaches_the_caller_and_drops_all_outputs() {
    struct Counted<'a>(&'a AtomicUsize);
    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    for last in 1..6 {
        let (drops, combined) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let call = || {
            parallel(0..6).chunk_size(1).jobs(3).reduce(
                |_| Counted(&drops),
                |_, kept| {
                    if combined.fetch_add(1, Ordering::Relaxed) + 1 == last {
                        resume_unwind(Box::new(last));
                    }
                    kept
                },
            )
        };
        let payload = catch_unwind(AssertUnwindSafe(call)).err().unwrap();
        assert_eq!(payload.downcast_ref(), Some(&last));
        assert_eq!(drops.into_inner(), 6);
    }
}

#[test]
fn try_reduce_folds_the_values_or_gives_the_first_error() {
    for mask in 0..1_u32 << 6 {
        for jobs in 1..=6 {
            let body = |chunk: Range<u32>| {
                let failing = chunk.clone().find(|n| mask & 1 << n != 0);
                failing.map_or_else(|| Ok(show(chunk)), Err)
            };
            let outputs: Result<Vec<_>, _> = parallel(0..6).jobs(jobs).try_map(body);
            let expected = outputs.map(|all| all.into_iter().reduce(nest).unwrap());
            let folded = parallel(0..6).jobs(jobs).try_reduce(body, nest);
            assert_eq!(folded, expected);
            assert_eq!(folded.is_ok(), mask == 0);
            assert_eq!(folded.err(), (0..6).find(|n| mask & 1 << n != 0));
        }
    }
}

#[test]
fn nothing_is_combined_when_a_chunk_fails() {
    let never = |(), ()| unreachable!("combined in spite of an error");
    let body = |chunk: Range<u32>| if chunk.start == 4 { Err(4) } else { Ok(()) };
    assert_eq!(parallel(0..6).chunk_size(1).try_reduce(body, never), Err(4));
}

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

#[parallelize(jobs = 4, reduce = nest)]
fn shown(chunk: Range<u32>) -> String {
    show(chunk)
}

#[parallelize(jobs = 4, reduce = nest)]
fn shown_below_ten(chunk: Range<u32>) -> Result<String, u32> {
    let large = chunk.clone().find(|&n| n >= 10);
    large.map_or_else(|| Ok(show(chunk)), Err)
}

#[test]
fn the_attribute_folds_and_keeps_the_written_type() {
    let all: String = shown(0..8);
    assert_eq!(all, "(((0,1 2,3) 4,5) 6,7)");
    let all: Result<String, u32> = shown_below_ten(0..8);
    assert_eq!(all.as_deref(), Ok("(((0,1 2,3) 4,5) 6,7)"));
    assert_eq!(shown_below_ten(0..20), Err(10));
}
