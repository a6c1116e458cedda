//! What becomes of outputs.
//!
//! Workers hand outputs in ([`ordered`]). The next output in order is taken in by whoever may. Outputs that are
//! lists ([`lists`]) are joined by any worker. Others wait for the calling thread, which leads ([`lead`]): a
//! [`Finish`] says what that thread does with them, and what the call returns.

mod boxed;
pub(crate) mod collect;
mod finish;
mod flatten;
mod lead;
mod lists;
#[cfg(feature = "ndarray")]
mod ndarray;
mod ordered;
mod search;

use std::collections::VecDeque;
use std::ops::ControlFlow;

pub(crate) use self::boxed::{Boxed, is_large};
pub(crate) use self::finish::{
    Consume, Join, PerChunk, Reduce, TryConsume, TryReduce, UpToFailure,
};
pub use self::flatten::Flatten;
pub(crate) use self::flatten::all_ok;
pub(crate) use self::lead::Lead;
pub(crate) use self::lists::AsList;
pub(crate) use self::lists::List;
#[cfg(all(parallelize_loom, test))]
pub(crate) use self::lists::Raw;
pub(crate) use self::ordered::{Backlog, Failure, Outputs};
pub(crate) use self::search::First;
pub use self::search::Search;
use crate::observe::Observation;
use crate::plan::Grain;

/// How a call finishes: what becomes of its outputs, which are of type `R`, and what the call returns.
pub(crate) trait Finish<R>: Sized {
    /// What the call returns.
    type Result;

    /// How finely an automatic call is cut.
    const GRAIN: Grain;

    /// Whether outputs are taken in that come before an output that is a failure.
    const TAKES_BEFORE_FAILURE: bool = true;

    /// Whether many outputs are taken in for less at once than one after the other: by a `take_all` other than the provided one.
    const TAKES_AT_ONCE: bool = false;

    /// Whether outputs go to a sink. Then only a bounded number of outputs waits: the calling thread waits for
    /// a chunk that is far behind. The sink gets the outputs before a chunk that panics, and a panic of the
    /// sink ends the call. Otherwise chunks run on after a panic of taking outputs in, and the failure of one
    /// decides over that panic: as if all chunks had run before anything is taken in. A stream may have no end, so
    /// there every panic of taking outputs in ends the call, as the panic of a sink does.
    const IS_SINK: bool = false;

    /// Whether an output that [is a failure](Finish::is_failure) is the hit of a search. Observers are told of no
    /// failure then.
    const IS_SEARCH: bool = false;

    /// Whether an output makes the outputs of later chunks superfluous, as an error or the hit of a search does. A
    /// worker judges this once.
    fn is_failure(_output: &R) -> bool {
        false
    }

    /// How outputs are seen as lists, if workers join them.
    fn as_list() -> Option<AsList<R>> {
        None
    }

    /// How many outputs must wait before the calling thread takes them in while chunks run.
    fn batch(&self) -> usize;

    /// Takes in the next output. `Break` ends the call; only a sink may break.
    fn take(&mut self, output: R) -> ControlFlow<()>;

    /// Takes in the next outputs.
    fn take_all(&mut self, outputs: &mut VecDeque<R>) -> ControlFlow<()> {
        take_one_by_one(self, outputs)
    }

    /// What the call returns, if `failure` is the output of the lowest chunk that failed.
    fn finish(self, failure: Option<R>, observation: &mut Observation) -> Self::Result;
}

/// Takes in the next outputs, each by [`Finish::take`].
fn take_one_by_one<R, S: Finish<R>>(finish: &mut S, outputs: &mut VecDeque<R>) -> ControlFlow<()> {
    while let Some(output) = outputs.pop_front() {
        finish.take(output)?;
    }
    ControlFlow::Continue(())
}
