//! Tests whether a function may be cut into pieces.
#![doc = ""]
#![doc = include_str!("../../docs/check.md")]

mod close;
mod counterexample;
mod law;
mod part;
mod printed;
mod rules;
mod same;
mod sample;
mod shrink;
mod splits;

use std::fmt::Debug;
use std::marker::PhantomData;

pub use self::close::Close;
pub use self::counterexample::{Counterexample, Difference};
use self::law::Law;
use self::rules::CutRules;
pub use self::same::{Equal, Printed, Same, SameBy, Within};
pub use self::sample::Sample;
use crate::output::{Flatten, Search};

/// Begins a check of a function on `input`, whole and in pieces.
///
/// The input is everything that [`parallel`](crate::parallel()) takes, if copies can be made of it
/// ([`Sample`]). The function runs when [`flatten`](Check::flatten), [`first`](Check::first),
/// [`reduce`](Check::reduce) or [`try_reduce`](Check::try_reduce) is called.
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
/// check(&[1, 2, 3, 4, 5]).flatten(odd).unwrap();
/// ```
#[doc(alias = "verify")]
pub fn check<I: Sample<K>, K>(input: I) -> Check<I, K> {
    Check {
        input,
        same: Equal(()),
        rules: CutRules::default(),
        kind: PhantomData,
    }
}

/// A check that waits for its function: what [`check()`] returns.
///
/// `K` is found by the compiler, and `S` is how outputs are compared.
///
/// The [module](self) says what is tried.
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// let sums = check(&[1, 2, 3]); // nothing runs yet
/// sums.reduce(|numbers| numbers.iter().sum::<u32>(), |a, b| a + b).unwrap();
/// ```
///
/// # Panics
///
/// A check resumes a panic of the function on the whole input. A check panics as well if inputs in a tuple have
/// different lengths.
#[derive(Debug)]
#[must_use = "a check runs nothing until `flatten`, `first`, `reduce` or `try_reduce` is called"]
pub struct Check<I, K, S = Equal> {
    input: I,
    same: S,
    rules: CutRules<I, K>,
    kind: PhantomData<fn() -> K>,
}

/// Running the check.
impl<I: Sample<K>, K, S> Check<I, K, S> {
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
    /// check(&[1, 2, 3, 4, 5]).flatten(odd).unwrap();
    /// check(&mut [3, 2, 1]).flatten(|numbers| numbers.iter_mut().for_each(|n| *n += 1)).unwrap();
    /// check(&mut [3, 2, 1]).flatten(|numbers| numbers.sort()).unwrap_err();
    /// ```
    ///
    /// # Errors
    ///
    /// The smallest counterexample that was found. [`Check`] says when the check panics.
    #[track_caller]
    pub fn flatten<R, F>(self, function: F) -> Result<(), Counterexample>
    where
        R: Flatten + Debug,
        F: for<'a> Fn(I::Chunk<'a>) -> R,
        S: Same<R>,
    {
        self.run(function, R::is_failure, &R::flatten)
    }

    /// Checks that the first hit among the outputs of pieces is the output on the whole; as
    /// [`Parallel::first`](crate::Parallel::first) finds it.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{check, current_chunk};
    ///
    /// fn local(numbers: &[u32]) -> Option<usize> {
    ///     numbers.iter().position(|n| *n > 4)
    /// }
    ///
    /// fn global(numbers: &[u32]) -> Option<usize> {
    ///     Some(current_chunk().map_or(0, |c| c.range().start) + local(numbers)?)
    /// }
    ///
    /// check(&[2, 4, 9]).first(|numbers| numbers.contains(&4)).unwrap();
    /// check(&[2, 4, 9]).first(global).unwrap();
    /// check(&[2, 4, 9]).first(local).unwrap_err(); // counts from the start of the piece
    /// ```
    ///
    /// # Errors
    ///
    /// The smallest counterexample that was found. [`Check`] says when the check panics.
    #[track_caller]
    pub fn first<R, F>(self, function: F) -> Result<(), Counterexample>
    where
        R: Search + Debug,
        F: for<'a> Fn(I::Chunk<'a>) -> R,
        S: Same<R>,
    {
        // Only the last output can be a hit, because no later piece runs.
        let merge = |mut outputs: Vec<R>| outputs.pop().unwrap_or(R::MISS);
        self.run(function, R::is_hit, &merge)
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
    /// check(&[2, 4, 9]).reduce(sum, |a, b| a + b).unwrap();
    /// check(&[2, 4, 9]).reduce(mean, |a, b| (a + b) / 2).unwrap_err();
    /// ```
    ///
    /// # Errors
    ///
    /// The smallest counterexample that was found. [`Check`] says when the check panics.
    #[track_caller]
    pub fn reduce<R, F, G>(self, function: F, combine: G) -> Result<(), Counterexample>
    where
        R: Debug,
        F: for<'a> Fn(I::Chunk<'a>) -> R,
        G: Fn(R, R) -> R,
        S: Same<R>,
    {
        self.run(function, |_| false, &|outputs| fold(outputs, &combine))
    }

    /// Checks that the values of pieces, folded with `combine`, are the value on the whole. The first error must be the same.
    /// [`Parallel::try_reduce`](crate::Parallel::try_reduce) folds in the same way.
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
    /// check(&["1", "20", "300"]).try_reduce(total, |a, b| a + b).unwrap();
    /// check(&["1", "", "x"]).try_reduce(total, |a, b| a + b).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The smallest counterexample that was found. [`Check`] says when the check panics.
    #[track_caller]
    pub fn try_reduce<T, E, F, G>(self, function: F, combine: G) -> Result<(), Counterexample>
    where
        T: Debug,
        E: Debug,
        F: for<'a> Fn(I::Chunk<'a>) -> Result<T, E>,
        G: Fn(T, T) -> T,
        S: Same<Result<T, E>>,
    {
        self.run(function, Result::is_err, &|outputs| {
            let values: Result<Vec<T>, E> = outputs.into_iter().collect();
            values.map(|values| fold(values, &combine))
        })
    }

    #[track_caller]
    fn run<R, F>(
        self,
        function: F,
        is_failure: fn(&R) -> bool,
        merge: &dyn Fn(Vec<R>) -> R,
    ) -> Result<(), Counterexample>
    where
        R: Debug,
        F: for<'a> Fn(I::Chunk<'a>) -> R,
        S: Same<R>,
    {
        let len = law::len(&self.input, &self.rules);
        let law = Law {
            len,
            places: self.rules.places(&self.input, len),
            rules: self.rules,
            input: self.input,
            function: &function,
            is_failure,
            merge,
            same: &|one, other| self.same.are_same(one, other),
        };
        law.check()
    }
}

fn fold<R>(outputs: Vec<R>, combine: &impl Fn(R, R) -> R) -> R {
    let folded = outputs.into_iter().reduce(combine);
    folded.expect("an input has at least one piece")
}
