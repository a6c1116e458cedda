//! How a function breaks the law.

use std::error::Error;
use std::fmt;
use std::ops::Range;

use super::printed;

/// The smallest input that a function treats differently in pieces than on the whole, and both results.
///
/// `Debug` is `Display`, so that `unwrap` shows it in full:
///
/// ```text
/// in pieces, the function gives something else than on the whole
///   input:  elements 0..3 of 6, cut at 2
///   whole:  [1, 2]
///   pieces: [1]
///   first difference: index 1
/// ```
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// fn reversed(numbers: &[u32]) -> Vec<u32> {
///     numbers.iter().rev().copied().collect()
/// }
///
/// let found = check(&[1, 2, 3]).flatten(reversed).unwrap_err();
/// assert_eq!((found.range, found.cuts), (0..2, vec![1]));
/// assert_eq!((&*found.whole, &*found.pieces), ("[2, 1]", "[1, 2]"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterexample {
    /// How many elements the input has.
    pub len: usize,
    /// The elements that are needed to break the law. Both runs leave the others out.
    pub range: Range<usize>,
    /// The first element of each further piece, counted in the whole input.
    ///
    /// Empty if the function gives two different results on the whole.
    pub cuts: Vec<usize>,
    /// In what respect the results differ.
    pub difference: Difference,
    /// The result of the function on `range`, as `Debug` prints it.
    pub whole: String,
    /// The merged results of the function on the pieces of `range`, as `Debug` prints them; or which piece
    /// panics, and the message.
    pub pieces: String,
    /// If both results are lists (in an `Ok` or a `Some` as well): the index of the first element that is
    /// not printed alike.
    pub first_difference: Option<usize>,
}

/// In what respect pieces differ from the whole.
///
/// # Examples
///
/// ```
/// use parallelize::check;
/// use parallelize::check::Difference;
///
/// let found = check(&mut [2, 1]).flatten(|numbers| numbers.sort()).unwrap_err();
/// assert_eq!(found.difference, Difference::Input);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// What the function returns.
    Output,
    /// The slice that the function changes in place.
    Input,
    /// A panic of a piece, of the merge or of a cut. The function does not panic on the whole.
    Panic,
}

impl Counterexample {
    fn what(&self) -> &'static str {
        match (self.difference, self.cuts.is_empty()) {
            (Difference::Output, false) => "gives something else than on the whole",
            (Difference::Input, false) => "makes something else of its input than on the whole",
            (Difference::Panic, false) => "panics, and on the whole it does not",
            (Difference::Output, true) => "gives something else than before",
            (Difference::Input, true) => "makes something else of its input than before",
            (Difference::Panic, true) => "panics, and before it did not",
        }
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (when, second) = if self.cuts.is_empty() {
            ("once more on the whole", "again: ")
        } else {
            ("in pieces", "pieces:")
        };
        writeln!(f, "{when}, the function {}", self.what())?;
        write!(f, "  input:  elements {:?} of {}", self.range, self.len)?;
        for (index, cut) in self.cuts.iter().enumerate() {
            let before = if index == 0 { ", cut at" } else { "," };
            write!(f, "{before} {cut}")?;
        }
        let [whole, pieces] = match self.difference {
            Difference::Panic => [&self.whole, &self.pieces].map(String::from),
            _ => printed::shortened(&self.whole, &self.pieces),
        };
        write!(f, "\n  whole:  {whole}\n  {second} {pieces}")?;
        match self.first_difference {
            Some(index) => write!(f, "\n  first difference: index {index}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Counterexample {}
