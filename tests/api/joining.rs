//! Outputs that are joined while other chunks run: all there, in slice order, and dropped once.

use std::collections::{HashMap, LinkedList};
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::Flatten;

use crate::support::ledger::{Ledger, Token};
use crate::support::ways::Way;

/// Wraps the outputs of all chunks, joins them, and looks at what comes out.
fn assert_joins<'a, R: Flatten + Send>(
    ledger: &'a Ledger,
    wrap: impl Fn(Vec<Token<'a>>) -> R + Sync,
    unwrap: impl Fn(R) -> Vec<Token<'a>>,
) {
    for (way, shape) in Way::and_shapes() {
        for len in [0, 1, 2, 3, 7, 20, 40] {
            let tokens = unwrap(way.run(len, |_| wrap(ledger.make(shape.numbers()))));
            let numbers = tokens.iter().map(|token| token.0);
            assert!(numbers.eq(ledger.alive()), "{way:?} {shape:?} {len}");
            drop(tokens);
            ledger.close();
        }
    }
}

#[test]
fn outputs_of_any_lengths_are_joined_in_slice_order_and_dropped_once() {
    let ledger = &Ledger::of(200);
    assert_joins(ledger, |tokens| tokens, |joined| joined);
}

#[test]
fn results_and_options_of_lists_are_joined_like_the_lists() {
    let ledger = &Ledger::of(200);
    assert_joins(ledger, Ok::<_, ()>, |joined| joined.unwrap());
    assert_joins(ledger, Some, |joined| joined.unwrap());
    let wrap = |tokens| Ok::<_, ()>(Some(tokens));
    assert_joins(ledger, wrap, |joined| joined.unwrap().unwrap());
}

#[test]
fn outputs_that_are_no_lists_are_joined_too() {
    let ledger = &Ledger::of(200);
    assert_joins(ledger, Vec::into_boxed_slice, Vec::from);
    assert_joins(ledger, LinkedList::from_iter, Vec::from_iter);
    let pairs = |tokens: Vec<_>| tokens.into_iter().map(|t: Token<'_>| (t.0, t));
    assert_joins(
        ledger,
        |tokens| Some(pairs(tokens).collect::<HashMap<_, _>>()),
        |map| {
            let mut tokens: Vec<_> = map.unwrap().into_values().collect();
            tokens.sort_unstable_by_key(|token| token.0);
            tokens
        },
    );
    let numbers = |tokens: &Vec<Token<'_>>| -> Vec<usize> { tokens.iter().map(|t| t.0).collect() };
    assert_joins(
        ledger,
        |tokens| (numbers(&tokens), tokens),
        |(apart, tokens)| {
            assert_eq!(apart, numbers(&tokens));
            tokens
        },
    );
}

#[test]
fn elements_without_size_are_all_there_and_dropped_once() {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    static DROPS: AtomicUsize = AtomicUsize::new(0);
    struct Empty;
    impl Drop for Empty {
        fn drop(&mut self) {
            DROPS.fetch_add(1, Ordering::Relaxed);
        }
    }
    for (way, shape) in Way::and_shapes() {
        let joined = way.run(40, |_| {
            let outputs: Vec<Empty> = shape.numbers().map(|_| Empty).collect();
            MADE.fetch_add(outputs.len(), Ordering::Relaxed);
            Some(outputs)
        });
        assert_eq!(joined.unwrap().len(), MADE.load(Ordering::Relaxed));
        assert_eq!(
            DROPS.swap(0, Ordering::Relaxed),
            MADE.swap(0, Ordering::Relaxed)
        );
    }
}

#[test]
fn strings_are_joined_in_slice_order() {
    let text = |numbers: &mut dyn Iterator<Item = usize>| -> String {
        let number = |number: usize| [number.to_string(), "ä".into()];
        numbers.flat_map(number).collect()
    };
    for (way, shape) in Way::and_shapes() {
        let numbers = way.run(40, |_| vec![shape.numbers()]);
        let joined = way.run(40, |_| Some(text(&mut shape.numbers())));
        assert_eq!(joined, Some(text(&mut numbers.into_iter().flatten())));
    }
}
