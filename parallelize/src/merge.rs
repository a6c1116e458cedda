//! What becomes of the outputs of a call, and the last of it that they are.

use std::cell::RefCell;
use std::panic::resume_unwind;

use crate::flatten::Flatten;
use crate::folding::Combine;
use crate::moves::AsList;
use crate::observe::Observation;
use crate::options::Grain;
use crate::settled::Settled;
use crate::unwind::{catch, discard, discard_unseen};

pub(crate) struct Merge<'a, R> {
    pub(crate) grain: Grain,
    pub(crate) is_failure: fn(&R) -> bool,
    /// How outputs are joined, where they are not wanted one by one.
    pub(crate) as_list: Option<AsList<R>>,
    /// How many outputs are made fewer before all are there, until the call takes it.
    pub(crate) combine: RefCell<Option<Combine<'a, R>>>,
}

impl<R: Flatten> Merge<'_, R> {
    pub(crate) fn joined() -> Self {
        Merge {
            grain: Grain::Fine,
            is_failure: R::is_failure,
            as_list: Some(R::as_list),
            combine: RefCell::new(None),
        }
    }
}

impl<'a, R> Merge<'a, R> {
    pub(crate) fn apart(is_failure: fn(&R) -> bool) -> Self {
        Merge {
            grain: Grain::Coarse,
            is_failure,
            as_list: None,
            combine: RefCell::new(None),
        }
    }

    pub(crate) fn folded(is_failure: fn(&R) -> bool, combine: Combine<'a, R>) -> Self {
        Merge {
            combine: RefCell::new(Some(combine)),
            ..Self::apart(is_failure)
        }
    }
}

/// The outputs of a call whose chunks are done. It ends when they are merged.
pub(crate) struct Finished<R> {
    settled: Settled<R>,
    observation: Observation,
}

impl<R> Finished<R> {
    pub(crate) fn new(settled: Settled<R>, observation: Observation) -> Self {
        Finished {
            settled,
            observation,
        }
    }

    /// The outputs one by one.
    pub(crate) fn each(self) -> Vec<R> {
        let (outputs, observation) = self.unmerged();
        observation.end_beside(outputs, false)
    }

    /// As `each`, of a call that goes on.
    pub(crate) fn unmerged(self) -> (Vec<R>, Observation) {
        (self.settled.each(), self.observation)
    }

    /// The outputs folded from left to right.
    pub(crate) fn folded(self, combine: impl FnMut(R, R) -> R) -> R {
        let (outputs, observation) = self.unmerged();
        let folded = fold(outputs, combine);
        observation.end_beside(folded, false)
    }
}

impl<R: Flatten> Finished<R> {
    /// The outputs as one.
    pub(crate) fn joined(self) -> R {
        let joined = self.settled.joined();
        self.observation.end_beside(joined, false)
    }
}

impl<T, E> Finished<Result<T, E>> {
    /// As `folded`, unless there is an error.
    pub(crate) fn try_folded(self, combine: impl FnMut(T, T) -> T) -> Result<T, E> {
        let (outputs, observation) = self.unmerged();
        let folded = all_ok(outputs).map(|values| fold(values, combine));
        observation.end_beside(folded, false)
    }
}

/// The values of all outputs or, where one is an error, the first of those. The values are dropped one by
/// one then, so that the panics of two cannot abort the process.
pub(crate) fn all_ok<T, E>(mut outputs: Vec<Result<T, E>>) -> Result<Vec<T>, E> {
    let Some(first) = outputs.iter().position(Result::is_err) else {
        return outputs.into_iter().collect();
    };
    let mut failed = outputs.split_off(first).into_iter();
    let error = failed.next().expect("it was found").map(|_| Vec::new());
    discard_unseen(failed);
    if let Err(payload) = discard(outputs) {
        discard_unseen(Some(error));
        resume_unwind(payload);
    }
    error
}

/// Where `combine` panics, the outputs that are left are dropped one by one.
fn fold<R>(outputs: Vec<R>, combine: impl FnMut(R, R) -> R) -> R {
    let mut outputs = outputs.into_iter();
    let folded = catch(|| outputs.by_ref().reduce(combine));
    let folded = folded.unwrap_or_else(|payload| {
        discard_unseen(outputs);
        resume_unwind(payload)
    });
    folded.expect("a call has at least one chunk")
}
