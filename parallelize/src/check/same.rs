//! When two outputs are the same.

use std::fmt::{self, Debug};
use std::marker::PhantomData;

use super::{Check, Close, Sample};

/// How outputs are compared.
impl<I: Sample<K>, K, S> Check<I, K, S> {
    /// Compares numbers up to a tolerance: `|a - b| <= tolerance * max(1, |a|, |b|)`.
    ///
    /// So the tolerance is relative to the larger of two large numbers, and absolute for numbers up to 1. NaN is
    /// the same as NaN. The outputs are floating-point numbers, or lists, options, tuples and maps of them. [`Close`]
    /// lists all types, and you can implement it for your own.
    ///
    /// Sums are rounded, and another way to add up is rounded otherwise. A parallel call with `jobs` or
    /// `chunk_size` gives the same sum in every run, but not quite the sum of a loop.
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
    /// check(&numbers).reduce(sum, |a, b| a + b).unwrap_err();
    /// check(&numbers).close(1e-9).reduce(sum, |a, b| a + b).unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// If the tolerance is negative, infinite or NaN.
    #[track_caller]
    pub fn close(self, tolerance: f64) -> Check<I, K, Within> {
        assert!(
            tolerance >= 0.0 && tolerance.is_finite(),
            "the tolerance of `close` is {tolerance}: give a finite number of at least 0, such as 1e-9",
        );
        self.compare(Within { tolerance })
    }

    /// Compares what [`Debug`] prints of outputs, for outputs without [`PartialEq`].
    ///
    /// Two outputs are the same if `{:?}` prints them alike. Do not use this for a `HashMap` or a `HashSet`: two
    /// equal ones may print their elements in different orders.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::check;
    ///
    /// #[derive(Debug)]
    /// enum Field {
    ///     Number(i64),
    ///     Text(String),
    /// }
    ///
    /// fn fields(words: &[&str]) -> Vec<Field> {
    ///     let field = |word: &&str| match word.parse() {
    ///         Ok(number) => Field::Number(number),
    ///         Err(_) => Field::Text(word.to_string()),
    ///     };
    ///     words.iter().map(field).collect()
    /// }
    ///
    /// check(&["12", "apples"]).same_printed().flatten(fields).unwrap();
    /// ```
    pub fn same_printed(self) -> Check<I, K, Printed> {
        self.compare(Printed(()))
    }

    /// Compares outputs with `same` instead of [`PartialEq`].
    ///
    /// Write the types of the closure's arguments: the compiler does not know the function's output yet. For
    /// rounded numbers use [`close`](Check::close).
    ///
    /// # Examples
    ///
    /// The errors of files are not `PartialEq`:
    ///
    /// ```
    /// use std::io;
    /// use parallelize::check;
    ///
    /// fn lengths(paths: &[&str]) -> io::Result<Vec<u64>> {
    ///     paths.iter().map(|path| Ok(std::fs::metadata(path)?.len())).collect()
    /// }
    ///
    /// let same = |a: &io::Result<Vec<u64>>, b: &io::Result<Vec<u64>>| match (a, b) {
    ///     (Ok(a), Ok(b)) => a == b,
    ///     (Err(a), Err(b)) => a.kind() == b.kind(),
    ///     _ => false,
    /// };
    /// check(&[".", "no such file", ".."]).same_by(same).flatten(lengths).unwrap();
    /// ```
    pub fn same_by<R, F>(self, same: F) -> Check<I, K, SameBy<R, F>>
    where
        F: Fn(&R, &R) -> bool,
    {
        self.compare(SameBy {
            same,
            outputs: PhantomData,
        })
    }

    fn compare<T>(self, same: T) -> Check<I, K, T> {
        Check {
            input: self.input,
            same,
            rules: self.rules,
            kind: PhantomData,
        }
    }
}

/// A way to compare two outputs of type `R`.
///
/// [`check()`](super::check()) begins with [`Equal`]. [`close`](Check::close) puts [`Within`] in its place,
/// [`same_printed`](Check::same_printed) puts [`Printed`], and [`same_by`](Check::same_by) puts a [`SameBy`]. This trait
/// cannot be implemented outside this crate.
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// // `Same` is implemented for lists of floats if they are compared by `close`.
/// check(&[0.1, 0.2]).close(1e-9).flatten(<[f64]>::to_vec).unwrap();
/// ```
#[diagnostic::on_unimplemented(
    message = "the checker cannot compare outputs of type `{R}`",
    label = "no way to compare two outputs of type `{R}` is known",
    note = "derive `PartialEq`, or say when two outputs are the same: `.same_by(|a: &{R}, b: &{R}| ..)` before this call",
    note = "or write `.same_printed()` before this call: outputs are the same then if `Debug` prints them alike"
)]
pub trait Same<R>: sealed::Same {
    #[doc(hidden)]
    fn are_same(&self, one: &R, other: &R) -> bool;
}

mod sealed {
    /// Keeps `Same` inside this crate.
    #[diagnostic::on_unimplemented(
        message = "`parallelize::check::Same` cannot be implemented outside `parallelize`",
        label = "give the comparison to `check(..).same_by(..)` as a closure"
    )]
    pub trait Same {}

    impl Same for super::Equal {}
    impl Same for super::Within {}
    impl Same for super::Printed {}
    impl<R, F> Same for super::SameBy<R, F> {}
}

/// Outputs are the same if they are equal, by [`PartialEq`].
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// check(&[1, 2, 3]).flatten(<[u32]>::to_vec).unwrap(); // compared by `==`
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Equal(pub(super) ());

#[diagnostic::do_not_recommend]
impl<R: PartialEq> Same<R> for Equal {
    fn are_same(&self, one: &R, other: &R) -> bool {
        one == other
    }
}

/// Outputs are the same if they are [`Close`].
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// check(&[0.1, 0.2]).close(1e-9).reduce(|numbers| numbers.iter().sum::<f64>(), |a, b| a + b).unwrap();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Within {
    tolerance: f64,
}

impl<R: Close> Same<R> for Within {
    fn are_same(&self, one: &R, other: &R) -> bool {
        one.is_close(other, self.tolerance)
    }
}

/// Outputs are the same if [`Debug`] prints them alike.
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// #[derive(Clone, Debug)]
/// struct Plain(u32);
///
/// let plain = [Plain(1), Plain(2)];
/// check(&plain).same_printed().flatten(<[Plain]>::to_vec).unwrap();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Printed(());

#[diagnostic::do_not_recommend]
impl<R: Debug> Same<R> for Printed {
    fn are_same(&self, one: &R, other: &R) -> bool {
        format!("{one:?}") == format!("{other:?}")
    }
}

/// Outputs are the same if a function of the caller says so.
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// let alike = |a: &Vec<String>, b: &Vec<String>| a.len() == b.len();
/// check(&["a", "b"]).same_by(alike).flatten(|words| words.iter().map(|w| w.to_string()).collect::<Vec<_>>()).unwrap();
/// ```
#[derive(Clone, Copy)]
pub struct SameBy<R, F> {
    same: F,
    outputs: PhantomData<fn(&R)>,
}

impl<R, F> Debug for SameBy<R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SameBy").finish_non_exhaustive()
    }
}

#[diagnostic::do_not_recommend]
impl<R, F: Fn(&R, &R) -> bool> Same<R> for SameBy<R, F> {
    fn are_same(&self, one: &R, other: &R) -> bool {
        (self.same)(one, other)
    }
}
