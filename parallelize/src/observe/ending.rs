//! How calls and chunks end.

/// How a call, or the body of a chunk, ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// It returned an output. A search that a hit ends is one of these.
    Completed,
    /// It returned an `Err` or a `None` that makes later chunks superfluous, or an output could not be written to a file or read back.
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
