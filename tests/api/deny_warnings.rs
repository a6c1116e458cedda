//! The expansion is clean under strict lints, rustc's and Clippy's: this file compiles.

#![deny(
    warnings,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    meta_variable_misuse,
    missing_docs,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unreachable_pub,
    unused,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::allow_attributes_without_reason,
    clippy::let_underscore_untyped,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm
)]
#![allow(
    unsafe_code,
    deprecated,
    reason = "one function is unsafe, and others cannot be cut, to see that their expansions are clean"
)]

pub mod cuts;
pub mod forbidden;
pub mod mutable_arguments;
pub mod streams;

use std::collections::HashMap;
use std::ops::Range;

use parallelize::{parallel, parallelize};

const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

/// The body is one call with the very arguments.
#[parallelize(jobs = 3)]
fn one_call(numbers: &[u64]) -> Vec<u64> {
    doubled(numbers)
}

/// The body is one expression, and an option uses an argument.
#[parallelize(jobs = jobs)]
fn one_expression(numbers: &[u64], jobs: usize) -> Vec<u64> {
    numbers.iter().map(|number| number + jobs as u64).collect()
}

/// The body is one call with two arguments.
#[parallelize(jobs = 3)]
fn one_call_of_two(numbers: &[u64], other: &[u64]) -> usize {
    total(numbers, other)
}

fn doubled(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * 2).collect()
}

const fn total(numbers: &[u64], other: &[u64]) -> usize {
    numbers.len() + other.len()
}

/// Nothing is returned, with a call at the end.
#[parallelize(jobs = 3)]
fn nothing(numbers: &mut [u64]) {
    numbers.fill(0);
}

/// Nothing is returned, in words.
#[parallelize(jobs = 3)]
#[expect(clippy::unused_unit, reason = "the point")]
fn nothing_in_words(numbers: &mut [u64]) -> () {
    for number in numbers {
        *number += 1;
    }
}

/// One unit per chunk.
#[must_use]
#[parallelize(merge = per_chunk, jobs = 3)]
pub fn units(_numbers: &[u64]) {}

/// Arguments of every form, among them unused ones.
#[parallelize(jobs = threads.max(1), min_len = 2)]
#[must_use]
pub fn arguments(
    mut numbers: &[u64],
    mut sum: u64,
    (a, _): (u64, u64),
    _: char,
    _unused: String,
    threads: usize,
    f: impl Fn(u64) -> u64 + Clone + Sync,
) -> Vec<u64> {
    let mut sums = Vec::new();
    while let [first, rest @ ..] = numbers {
        sum += f(*first) + a;
        sums.push(sum);
        numbers = rest;
    }
    sums
}

/// Owned elements, and options that own nothing.
#[parallelize(jobs = numbers.len(), sequential = owned_seq)]
#[must_use]
pub fn owned(numbers: Vec<u64>, names: Vec<String>) -> HashMap<u64, String> {
    numbers.into_iter().zip(names).collect()
}

/// Errors leave by `?`.
///
/// # Errors
///
/// Where a word is no number.
#[parallelize(jobs = 3)]
pub fn parse<'w>(words: &[&'w str]) -> Result<Vec<(&'w str, i64)>, std::num::ParseIntError> {
    let mut numbers = Vec::new();
    for &word in words {
        numbers.push((word, word.parse()?));
    }
    Ok(numbers)
}

/// Results are folded, with an argument that only the option uses.
///
/// # Errors
///
/// Where a word is no number.
#[parallelize(jobs = 3, reduce = |a, b| a + b + offset)]
pub fn parse_sum(words: &[String], offset: i64) -> Result<i64, std::num::ParseIntError> {
    words.first().map_or(Ok(0), |word| word.parse())
}

/// Elided lifetimes, in the path of a type too.
#[parallelize(jobs = 3)]
fn borrowed(words: &[String]) -> Vec<std::borrow::Cow<'_, str>> {
    words.iter().map(Into::into).collect()
}

/// The body has an unsafe block.
///
/// # Safety
///
/// There is nothing to it.
#[parallelize(jobs = 3)]
#[must_use]
pub unsafe fn dangerous(indices: &[usize], table: &[u64]) -> Vec<u64> {
    // SAFETY: the caller promises that the indices are within the table.
    let get = |&index| unsafe { *table.get_unchecked(index) };
    indices.iter().map(get).collect()
}

/// The body has no unsafe block.
///
/// # Safety
///
/// There is nothing to it.
#[parallelize(jobs = 3)]
#[must_use]
pub unsafe fn harmless(rows: Range<usize>) -> Range<usize> {
    rows
}

/// Two slices are cut alike.
#[parallelize(jobs = 3, zip = scaled)]
fn scale(numbers: &[u64], scaled: &mut [u64], #[allow(unused, reason = "to see it")] x: u64) {
    for (number, scaled) in numbers.iter().zip(scaled) {
        *scaled = number * 2;
    }
}

/// An `Option` leaves by `?`.
#[parallelize(jobs = 3)]
fn early(numbers: &[u64]) -> Option<u64> {
    let first = numbers.first()?;
    Some(*first)
}

/// Thirteen others.
#[parallelize(jobs = 3)]
#[expect(clippy::too_many_arguments, clippy::many_single_char_names, reason = "the point")]
#[rustfmt::skip]
fn many(
    numbers: &[u64], a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64, i: u64,
    j: u64, k: u64, l: u64, m: u64,
) -> u64 {
    numbers.len() as u64 + a + b + c + d + e + f + g + h + i + j + k + l + m
}

/// Methods.
#[derive(Clone, Debug)]
pub struct Scale {
    factor: u64,
}

impl Scale {
    /// Shares `self`.
    #[parallelize(jobs = 3)]
    #[must_use]
    pub fn apply(&self, numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * self.factor).collect()
    }

    /// Takes `Self` among the arguments.
    #[parallelize(jobs = 3, reduce = u64::max)]
    #[must_use]
    pub fn largest(scales: &[Self], _least: Self) -> u64 {
        scales.iter().map(|scale| scale.factor).fold(0, u64::max)
    }
}

/// A trait with a default.
pub trait Sums {
    /// One sum per chunk.
    #[parallelize(jobs = 3)]
    fn sums(&self, numbers: &[u64]) -> u64
    where
        Self: Sync,
    {
        numbers.iter().sum()
    }
}

impl Sums for Scale {
    #[parallelize(jobs = 2)]
    fn sums(&self, numbers: &[u64]) -> u64 {
        numbers.iter().sum::<u64>() * self.factor
    }
}

#[test]
fn functions_with_one_call_for_a_body_work() {
    assert_eq!(one_call(&SEVEN), [2, 4, 6, 8, 10, 12, 14]);
    assert_eq!(one_expression(&[1, 2], 3), [4, 5]);
    assert_eq!(one_call_of_two(&SEVEN, &[0]), [4, 3, 3]);
    assert_eq!(parallel(&SEVEN).jobs(3).per_chunk(<[u64]>::len), [3, 2, 2]);
}

#[test]
fn functions_without_output_work() {
    let mut numbers = SEVEN;
    nothing(&mut numbers);
    nothing_in_words(&mut numbers);
    scale(&SEVEN.map(|n| n * 10), &mut numbers, 0);
    assert_eq!(numbers, [20, 40, 60, 80, 100, 120, 140]);
    assert_eq!(units(&SEVEN).len(), 3);
}

#[test]
fn functions_with_all_kinds_of_arguments_work() {
    let out = arguments(&[1, 2, 3, 4], 10, (1, 0), 'x', String::new(), 2, |n| n * 2);
    assert_eq!(out, [13, 18, 17, 26]);
    let maps = owned(vec![1, 2], vec!["a".to_owned()]);
    assert_eq!(
        maps,
        [(1, "a"), (2, "a")].map(|(n, name)| [(n, name.to_owned())].into())
    );
    assert_eq!(owned_seq(vec![1], vec!["a".to_owned()]).len(), 1);
    assert_eq!(
        many(&SEVEN, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
        [94, 93, 93]
    );
}

#[test]
fn functions_with_all_kinds_of_outputs_work() {
    assert_eq!(parse(&["1", "2"]), Ok(vec![("1", 1), ("2", 2)]));
    let words = ["1", "2", "3"].map(str::to_owned);
    assert_eq!(parse_sum(&words, 10), Ok(26));
    assert_eq!(borrowed(&words), words);
    assert_eq!(early(&SEVEN), [Some(1), Some(4), Some(6)]);
}

#[test]
fn unsafe_functions_work() {
    // SAFETY: both indices are within the table.
    assert_eq!(unsafe { dangerous(&[1, 0], &[5, 6]) }, [6, 5]);
    // SAFETY: nothing is asked of the caller.
    assert_eq!(unsafe { harmless(0..7) }, [0..3, 3..5, 5..7]);
}

#[test]
fn methods_work() {
    let scale = Scale { factor: 2 };
    assert_eq!(scale.apply(&SEVEN), [2, 4, 6, 8, 10, 12, 14]);
    assert_eq!(
        Scale::largest(&[scale.clone(), Scale { factor: 3 }], scale.clone()),
        3
    );
    assert_eq!(scale.sums(&SEVEN), [20, 36]);
}
