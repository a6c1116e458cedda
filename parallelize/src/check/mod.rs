//! Tests whether a function may be cut into pieces.
#![doc = ""]
#![doc = include_str!("../../docs/check.md")]

mod counterexample;
mod law;
mod part;
mod printed;
mod sample;
mod shrink;
mod splits;

use std::fmt::Debug;

pub use self::counterexample::{Counterexample, Difference};
use self::law::{Law, Merge};
pub use self::sample::Sample;
use crate::output::Flatten;

/// Checks that the outputs of pieces, joined, are the output on the whole; as
/// [`Parallel::flatten`](crate::Parallel::flatten) joins them.
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// fn odd(numbers: &[u32]) -> Vec<u32> {
///     numbers.iter().copied().filter(|n| n % 2 == 1).collect()
/// }
///
/// check::flatten(&[1, 2, 3, 4, 5], odd).unwrap();
/// check::flatten(&mut [3, 2, 1], |numbers| numbers.iter_mut().for_each(|n| *n += 1)).unwrap();
/// check::flatten(&mut [3, 2, 1], |numbers| numbers.sort()).unwrap_err();
/// ```
///
/// # Errors
///
/// The smallest counterexample that was found; the [module](self) says what is tried.
///
/// # Panics
///
/// Resumes a panic of `function` on the whole input. Panics if inputs in a tuple have different lengths.
#[track_caller]
pub fn flatten<I, K, R, F>(input: I, function: F) -> Result<(), Counterexample>
where
    I: Sample<K>,
    R: Flatten + PartialEq + Debug,
    F: for<'a> Fn(I::Chunk<'a>) -> R,
{
    flatten_by(input, function, R::eq)
}

/// As [`flatten`], for outputs that are the same if `same` says so.
///
/// For outputs that are not quite equal, and for errors that are not [`PartialEq`].
///
/// # Examples
///
/// ```
/// use std::io;
/// use parallelize::check;
///
/// fn lengths(paths: &[&str]) -> io::Result<Vec<u64>> {
///     paths.iter().map(|path| Ok(std::fs::metadata(path)?.len())).collect()
/// }
///
/// check::flatten_by(&[".", "no such file", ".."], lengths, |a, b| match (a, b) {
///     (Ok(a), Ok(b)) => a == b,
///     (Err(a), Err(b)) => a.kind() == b.kind(),
///     _ => false,
/// })
/// .unwrap();
/// ```
///
/// # Errors
///
/// As [`flatten`].
///
/// # Panics
///
/// As [`flatten`].
#[track_caller]
pub fn flatten_by<I, K, R, F, S>(input: I, function: F, same: S) -> Result<(), Counterexample>
where
    I: Sample<K>,
    R: Flatten + Debug,
    F: for<'a> Fn(I::Chunk<'a>) -> R,
    S: Fn(&R, &R) -> bool,
{
    let merge = Merge {
        is_failure: R::is_failure,
        merge: &R::flatten,
    };
    Law::new(input, &function, merge, &same).check()
}

/// Checks that the outputs of pieces, folded with `combine`, are the output on the whole; as
/// [`Parallel::reduce`](crate::Parallel::reduce) folds them.
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// fn sum(numbers: &[u32]) -> u32 {
///     numbers.iter().sum()
/// }
///
/// fn mean(numbers: &[u32]) -> u32 {
///     sum(numbers) / numbers.len() as u32
/// }
///
/// check::reduce(&[2, 4, 9], sum, |a, b| a + b).unwrap();
/// check::reduce(&[2, 4, 9], mean, |a, b| (a + b) / 2).unwrap_err();
/// ```
///
/// # Errors
///
/// As [`flatten`].
///
/// # Panics
///
/// As [`flatten`].
#[track_caller]
pub fn reduce<I, K, R, F, G>(input: I, function: F, combine: G) -> Result<(), Counterexample>
where
    I: Sample<K>,
    R: PartialEq + Debug,
    F: for<'a> Fn(I::Chunk<'a>) -> R,
    G: Fn(R, R) -> R,
{
    reduce_by(input, function, combine, R::eq)
}

/// As [`reduce`], for outputs that are the same if `same` says so.
///
/// Sums of floating-point numbers are rounded, and another way to add them up is rounded otherwise. (A
/// parallel call gives the same sum in every run with `jobs` or `chunk_size`, but not quite that of a loop.)
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// fn sum(numbers: &[f64]) -> f64 {
///     numbers.iter().sum()
/// }
///
/// let numbers = [0.1, 0.2, 0.3];
/// check::reduce(&numbers, sum, |a, b| a + b).unwrap_err();
/// check::reduce_by(&numbers, sum, |a, b| a + b, |a, b| (a - b).abs() < 1e-9).unwrap();
/// ```
///
/// # Errors
///
/// As [`flatten`].
///
/// # Panics
///
/// As [`flatten`].
#[track_caller]
pub fn reduce_by<I, K, R, F, G, S>(
    input: I,
    function: F,
    combine: G,
    same: S,
) -> Result<(), Counterexample>
where
    I: Sample<K>,
    R: Debug,
    F: for<'a> Fn(I::Chunk<'a>) -> R,
    G: Fn(R, R) -> R,
    S: Fn(&R, &R) -> bool,
{
    let merge = Merge {
        is_failure: |_| false,
        merge: &|outputs| fold(outputs, &combine),
    };
    Law::new(input, &function, merge, &same).check()
}

/// Checks that the values of pieces, folded with `combine`, are the value on the whole, and that the first error is
/// the same; as [`Parallel::try_reduce`](crate::Parallel::try_reduce) does it.
///
/// # Examples
///
/// ```
/// use std::num::ParseIntError;
/// use parallelize::check;
///
/// fn total(numbers: &[&str]) -> Result<u32, ParseIntError> {
///     numbers.iter().map(|number| number.parse::<u32>()).sum()
/// }
///
/// check::try_reduce(&["1", "20", "300"], total, |a, b| a + b).unwrap();
/// check::try_reduce(&["1", "", "x"], total, |a, b| a + b).unwrap();
/// ```
///
/// # Errors
///
/// As [`flatten`].
///
/// # Panics
///
/// As [`flatten`].
#[track_caller]
pub fn try_reduce<I, K, T, E, F, G>(input: I, function: F, combine: G) -> Result<(), Counterexample>
where
    I: Sample<K>,
    T: PartialEq + Debug,
    E: PartialEq + Debug,
    F: for<'a> Fn(I::Chunk<'a>) -> Result<T, E>,
    G: Fn(T, T) -> T,
{
    try_reduce_by(input, function, combine, Result::eq)
}

/// As [`try_reduce`], for outputs that are the same if `same` says so.
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// fn sum(numbers: &[f64]) -> Result<f64, String> {
///     let sum: f64 = numbers.iter().sum();
///     if sum.is_finite() { Ok(sum) } else { Err("too large".to_owned()) }
/// }
///
/// let nearly = |a: &Result<f64, String>, b: &Result<f64, String>| match (a, b) {
///     (Ok(a), Ok(b)) => (a - b).abs() < 1e-9,
///     _ => a == b,
/// };
/// check::try_reduce_by(&[0.1, 0.2, 0.3], sum, |a, b| a + b, nearly).unwrap();
/// ```
///
/// # Errors
///
/// As [`flatten`].
///
/// # Panics
///
/// As [`flatten`].
#[track_caller]
pub fn try_reduce_by<I, K, T, E, F, G, S>(
    input: I,
    function: F,
    combine: G,
    same: S,
) -> Result<(), Counterexample>
where
    I: Sample<K>,
    T: Debug,
    E: Debug,
    F: for<'a> Fn(I::Chunk<'a>) -> Result<T, E>,
    G: Fn(T, T) -> T,
    S: Fn(&Result<T, E>, &Result<T, E>) -> bool,
{
    let merge = Merge {
        is_failure: Result::is_err,
        merge: &|outputs| {
            let values: Result<Vec<T>, E> = outputs.into_iter().collect();
            values.map(|values| fold(values, &combine))
        },
    };
    Law::new(input, &function, merge, &same).check()
}

fn fold<R>(outputs: Vec<R>, combine: &impl Fn(R, R) -> R) -> R {
    let folded = outputs.into_iter().reduce(combine);
    folded.expect("an input has at least one piece")
}
