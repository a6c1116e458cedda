//! How calls and chunks end.

/// How a call, or the body of a chunk, ended.
///
/// # Examples
///
/// ```
/// use parallelize::{Ending, parallel};
///
/// let call = parallel(&["1", "x"]).report(|report| assert_eq!(report.ending, Ending::Failed));
/// let numbers: Result<Vec<u32>, _> = call.flatten(|words| words.iter().map(|word| word.parse()).collect());
/// assert!(numbers.is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// It returned an output. A search that ends with a hit is completed.
    Completed,
    /// It returned an `Err` or a `None` that makes later chunks superfluous, or a file failed.
    Failed,
    /// It panicked.
    Panicked,
}

impl Ending {
    /// The ending of what has not panicked.
    pub(crate) fn unless_panicked(has_failed: bool) -> Self {
        if has_failed {
            Ending::Failed
        } else {
            Ending::Completed
        }
    }
}
