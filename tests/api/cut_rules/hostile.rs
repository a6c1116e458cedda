//! Predicates and inputs that panic, or answer differently each time: nothing is lost, doubled or leaked.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use parallelize::{Neighbours, Split, parallel};

use super::Fineness;
use crate::support::child::in_child;
use crate::support::faults::{open, unbalanced};
use crate::support::values::{Token, elements};

/// Says yes or no at random.
struct Coin(AtomicU64);

impl Coin {
    fn new(seed: u64) -> Self {
        Coin(AtomicU64::new(seed))
    }

    fn toss(&self) -> bool {
        let next = |state: u64| {
            let next = state.wrapping_mul(6_364_136_223_846_793_005);
            Some(next.wrapping_add(1_442_695_040_888_963_407))
        };
        let state = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        state.unwrap() >> 40 & 1 == 1
    }
}

/// Elements with an own opinion of where to cut.
struct Moody<'a>(Vec<Token>, &'a Coin);

impl Split for Moody<'_> {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.0.split_off(at);
        let coin = self.1;
        (self, Moody(later, coin))
    }

    fn may_cut(&self, _: usize) -> bool {
        self.1.toss()
    }
}

impl Neighbours for Moody<'_> {
    type Element = Token;

    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&Token, &Token) -> R) -> R {
        look(&self.0[at - 1], &self.0[at])
    }
}

fn assert_all(outputs: Vec<Token>, len: usize) {
    assert!(outputs.iter().map(|token| token.number).eq(0..len));
    drop(outputs);
    assert!(unbalanced().is_empty(), "{:?}", unbalanced());
}

#[test]
fn answers_that_change_lose_and_double_no_element() {
    let name = "answers_that_change_lose_and_double_no_element";
    in_child(name, || {
        for seed in 0..6 {
            for len in [0, 1, 2, 7, 30] {
                for fineness in Fineness::all() {
                    open(&[], &[]);
                    let coin = Coin::new(seed);
                    let moody = || Moody(elements(len), &coin);
                    let call = parallel(elements(len)).chunk_by(|_, _| coin.toss());
                    assert_all(fineness.apply(call).flatten(|chunk| chunk), len);
                    let call = parallel(moody());
                    assert_all(fineness.apply(call).flatten(|chunk| chunk.0), len);
                    let call = parallel(moody()).multiple_of(2);
                    assert_all(fineness.apply(call).flatten(|chunk| chunk.0), len);
                    let call = parallel(moody()).chunk_by(|_, _| coin.toss());
                    assert_all(fineness.apply(call).flatten(|chunk| chunk.0), len);
                }
            }
        }
    });
}

/// Calls that look for places, with a predicate that panics when it is asked for the `nth` time.
fn panicking(nth: usize, fineness: Fineness, started: &AtomicBool) -> [Result<(), String>; 4] {
    let asked = AtomicUsize::new(0);
    let ask = || {
        if asked.fetch_add(1, Ordering::Relaxed) == nth {
            resume_unwind(Box::new(format!("asked {nth} times")));
        }
        true
    };
    let end = |call: &dyn Fn()| {
        asked.store(0, Ordering::Relaxed);
        started.store(false, Ordering::Relaxed);
        let outcome = catch_unwind(AssertUnwindSafe(call));
        outcome.map_err(|payload| *payload.downcast::<String>().unwrap())
    };
    let start = || started.store(true, Ordering::Relaxed);
    let lines = |chunk: Vec<Token>| {
        start();
        chunk
    };
    let call = || fineness.apply(parallel(elements(9)).chunk_by(|_, _| ask()));
    [
        end(&|| drop(call().flatten(lines))),
        end(&|| drop(call().per_chunk(lines))),
        end(&|| drop(call().reduce(lines, |a, _| a))),
        end(&|| {
            let spilled = call().write_to_file(true).flatten(|chunk| {
                start();
                drop(chunk);
                vec![1]
            });
            drop(spilled);
        }),
    ]
}

#[test]
fn a_panic_of_a_predicate_is_the_callers_before_any_body_runs() {
    let name = "a_panic_of_a_predicate_is_the_callers_before_any_body_runs";
    in_child(name, || {
        let panics = AtomicUsize::new(0);
        for nth in 0..12 {
            for fineness in Fineness::all() {
                open(&[], &[]);
                let started = AtomicBool::new(false);
                for end in panicking(nth, fineness, &started) {
                    let Err(message) = end else { continue };
                    panics.fetch_add(1, Ordering::Relaxed);
                    assert_eq!(message, format!("asked {nth} times"));
                }
                assert!(unbalanced().is_empty(), "{:?}", unbalanced());
            }
        }
        assert!(panics.into_inner() > 100);
    });
}

#[test]
fn no_body_has_run_when_a_predicate_panics() {
    let started = AtomicBool::new(false);
    let numbers = [0; 100];
    let call = parallel(&numbers)
        .jobs(4)
        .chunk_by(|_, _| panic!("no answer"));
    let body = |_: &[i32]| started.store(true, Ordering::Relaxed);
    let outcome = catch_unwind(AssertUnwindSafe(|| call.flatten(body)));
    assert_eq!(outcome.unwrap_err().downcast_ref(), Some(&"no answer"));
    assert!(!started.into_inner());
}

/// Cannot even be dropped in peace.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        resume_unwind(Box::new("dropped"));
    }
}

#[test]
fn a_panic_of_a_predicate_wins_over_the_panics_of_what_it_leaves_behind() {
    let name = "a_panic_of_a_predicate_wins_over_the_panics_of_what_it_leaves_behind";
    in_child(name, || {
        let call = || {
            let call = parallel(vec![Some(Bomb), None]).jobs(2);
            call.chunk_by(|_, _| resume_unwind(Box::new("asked")))
        };
        let forget = |chunk: Vec<Option<Bomb>>| std::mem::forget(chunk);
        let outcome = catch_unwind(|| call().flatten(forget));
        assert_eq!(outcome.unwrap_err().downcast_ref(), Some(&"asked"));
        let spilled = |chunk| {
            forget(chunk);
            vec![1]
        };
        let outcome = catch_unwind(|| call().write_to_file(true).spilled(spilled).map(drop));
        assert_eq!(outcome.unwrap_err().downcast_ref(), Some(&"asked"));
    });
}

struct Unwilling<'a>(&'a [u8]);

impl Split for Unwilling<'_> {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (early, late) = self.0.split_at(at);
        (Unwilling(early), Unwilling(late))
    }

    fn may_cut(&self, at: usize) -> bool {
        assert!(at != 5, "not at 5");
        false
    }
}

#[test]
fn a_panic_of_may_cut_is_the_callers() {
    let outcome = catch_unwind(|| parallel(Unwilling(&[0; 9])).jobs(3).flatten(drop));
    assert_eq!(outcome.unwrap_err().downcast_ref(), Some(&"not at 5"));
    let lengths = parallel(Unwilling(&[0; 5]))
        .jobs(3)
        .per_chunk(|chunk| chunk.0.len());
    assert_eq!(lengths, [5]);
}
