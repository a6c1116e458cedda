//! What came of the chunks of a call.

use crate::flatten::Flatten;
use crate::unwind::Payload;

/// How a chunk failed.
pub(crate) enum Failure<R> {
    /// With an output that makes those of later chunks superfluous, such as an error.
    Output(R),
    Panic(Payload),
}

/// The outputs of a call.
pub(crate) enum Settled<R> {
    /// All lists joined, or the failure that decides.
    One(R),
    /// One per chunk, in slice order, up to and with the first failure.
    Each(Vec<R>),
}

impl<R> Settled<R> {
    /// The outputs of a call that wants them one by one.
    pub(crate) fn each(self) -> Vec<R> {
        match self {
            Settled::One(output) => vec![output],
            Settled::Each(outputs) => outputs,
        }
    }
}

impl<R: Flatten> Settled<R> {
    /// The outputs as one.
    pub(crate) fn joined(self) -> R {
        match self {
            Settled::One(joined) => joined,
            Settled::Each(outputs) => R::flatten(outputs),
        }
    }
}
