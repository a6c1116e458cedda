//! Outputs that are folded into one, from left to right in slice order.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use parallelize::{current_chunk, parallel, parallelize};
use proptest::prelude::*;

/// Shows the order and the nesting of the operations.
fn nest(a: String, b: String) -> String {
    ["(".into(), a, " ".into(), b, ")".into()].concat()
}

fn show(chunk: Range<u32>) -> String {
    let shown: Vec<String> = chunk.map(|n| n.to_string()).collect();
    shown.join(",")
}

/// The chunks of a call with `jobs` that reduces its outputs.
fn chunks(len: u32, jobs: usize) -> Vec<Range<u32>> {
    let chunks = parallel(0..len)
        .jobs(jobs)
        .reduce(|chunk| vec![chunk], |a, b| [a, b].concat());
    assert!(chunks.iter().cloned().flatten().eq(0..len));
    chunks
}

#[test]
fn outputs_are_folded_from_left_to_right() {
    let folded = parallel(0..8).jobs(4).chunk_size(2).reduce(show, nest);
    assert_eq!(folded, "(((0,1 2,3) 4,5) 6,7)");
    let folded = parallel(0..5).chunk_size(2).reduce(show, nest);
    assert_eq!(folded, "((0,1 2,3) 4)");
}

#[test]
fn the_fold_is_that_of_the_outputs_for_all_ways_to_cut() {
    for len in 0..=20 {
        for n in 1..=9 {
            let outputs = parallel(0..len).chunk_size(n).per_chunk(show);
            let expected = outputs.into_iter().reduce(nest);
            let folded = parallel(0..len).chunk_size(n).reduce(show, nest);
            assert_eq!(Some(folded), expected);
            let outputs = chunks(len, n).into_iter().map(show);
            let folded = parallel(0..len).jobs(n).reduce(show, nest);
            assert_eq!(Some(folded), outputs.reduce(nest));
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
        let expected = chunks(5000, jobs)
            .into_iter()
            .map(sum)
            .reduce(plus)
            .unwrap();
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
        .chunk_size(2)
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
        for size in 1..=6 {
            let body = |chunk: Range<u32>| {
                let failing = chunk.clone().find(|n| mask & 1 << n != 0);
                failing.map_or_else(|| Ok(show(chunk)), Err)
            };
            let outputs: Result<Vec<_>, _> = parallel(0..6).chunk_size(size).try_per_chunk(body);
            let expected = outputs.map(|all| all.into_iter().reduce(nest).unwrap());
            let folded = parallel(0..6).chunk_size(size).try_reduce(body, nest);
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

#[parallelize(jobs = 4, chunk_size = 2, reduce = nest)]
fn shown(chunk: Range<u32>) -> String {
    show(chunk)
}

#[parallelize(jobs = 4, chunk_size = 2, reduce = nest)]
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
