//! `reduce(name = f)`: the chunks' values are folded, and the result into what the caller passed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::parallelize;

use super::Stats;

#[parallelize(chunk_size = 3, reduce(stats = Stats::add))]
fn count(numbers: &[u64], stats: &mut Stats) {
    assert_eq!(*stats, Stats::default(), "each chunk begins with a default");
    stats.count += numbers.len();
    stats.order.extend(numbers);
}

#[test]
fn values_are_folded_in_slice_order_into_what_was_there() {
    for len in 0..20 {
        let numbers: Vec<u64> = (0..len).collect();
        let mut stats = Stats {
            count: 7,
            order: vec![99],
        };
        count(&numbers, &mut stats);
        assert_eq!(stats.count, 7 + numbers.len());
        assert_eq!(stats.order[0], 99);
        assert_eq!(stats.order[1..], numbers);
    }
}

static CALLS: AtomicUsize = AtomicUsize::new(0);

#[allow(clippy::needless_pass_by_value, reason = "as `reduce` calls it")]
/// Says of each value what it is made of.
fn note(left: &mut String, right: String) {
    CALLS.fetch_add(1, Ordering::Relaxed);
    *left = format!("({left} {right})");
}

#[parallelize(chunk_size = 1, reduce(folds = note))]
fn folded(numbers: &[u64], folds: &mut String) {
    for number in numbers {
        folds.push_str(&number.to_string());
    }
}

#[test]
fn the_chunks_are_folded_among_themselves_and_the_caller_comes_last() {
    let mut folds = "x".to_owned();
    folded(&[1, 2, 3, 4], &mut folds);
    assert_eq!(folds, "(x (((1 2) 3) 4))");
    assert_eq!(CALLS.load(Ordering::Relaxed), 4);
}

#[parallelize(jobs = 3, reduce(counts = merge), reduce = |a, b| a + b)]
fn word_count<'a>(words: &[&'a str], counts: &mut HashMap<&'a str, usize>) -> usize {
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    words.len()
}

fn merge<'a>(counts: &mut HashMap<&'a str, usize>, later: HashMap<&'a str, usize>) {
    for (word, count) in later {
        *counts.entry(word).or_default() += count;
    }
}

#[test]
fn outputs_and_an_argument_have_a_function_each() {
    let mut counts = HashMap::from([("be", 5), ("so", 1)]);
    let words = ["to", "be", "or", "not", "to", "be"];
    assert_eq!(word_count(&words, &mut counts), 6);
    let expected = [("to", 2), ("be", 7), ("or", 1), ("not", 1), ("so", 1)];
    assert_eq!(counts, HashMap::from(expected));
}

#[parallelize(jobs = 3, reduce(sum = |a, b| *a = (*a + b) % modulus))]
fn sum(numbers: &[u64], sum: &mut u64, modulus: u64) {
    for number in numbers {
        *sum = (*sum + number) % modulus;
    }
}

#[test]
fn a_function_can_look_at_the_other_arguments() {
    let mut out = 3;
    sum(&[5, 6, 7, 8], &mut out, 10);
    assert_eq!(out, 9);
}

#[parallelize(chunk_size = 1, reduce(stats = Stats::add))]
fn small(numbers: &[u64], stats: &mut Stats) -> Result<Vec<u64>, u64> {
    stats.order.extend(numbers);
    match numbers.iter().find(|n| **n > 9) {
        Some(large) => Err(*large),
        None => Ok(numbers.to_vec()),
    }
}

#[test]
fn a_call_that_fails_folds_nothing_into_the_argument() {
    let mut stats = Stats::default();
    assert_eq!(small(&[1, 2, 10, 11, 3], &mut stats), Err(10));
    assert_eq!(stats, Stats::default());
    assert_eq!(small(&[1, 2], &mut stats), Ok(vec![1, 2]));
    assert_eq!(stats.order, [1, 2]);
}
