//! What becomes of the outputs of a call, and the last of it that they are.

use std::cell::RefCell;

use crate::flatten::Flatten;
use crate::folding::Combine;
use crate::moves::AsList;
use crate::options::Grain;
use crate::settled::Settled;
use crate::watch::Watching;

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
    watching: Watching,
}

impl<R> Finished<R> {
    pub(crate) fn new(settled: Settled<R>, watching: Watching) -> Self {
        Finished { settled, watching }
    }

    /// The outputs one by one.
    pub(crate) fn each(self) -> Vec<R> {
        let (outputs, watching) = self.unmerged();
        watching.end(false);
        outputs
    }

    /// As `each`, of a call that goes on.
    pub(crate) fn unmerged(self) -> (Vec<R>, Watching) {
        (self.settled.each(), self.watching)
    }

    /// The outputs folded from left to right.
    pub(crate) fn folded(self, combine: impl FnMut(R, R) -> R) -> R {
        let (outputs, watching) = self.unmerged();
        let folded = fold(outputs, combine);
        watching.end(false);
        folded
    }
}

impl<R: Flatten> Finished<R> {
    /// The outputs as one.
    pub(crate) fn joined(self) -> R {
        let joined = self.settled.joined();
        self.watching.end(false);
        joined
    }
}

impl<T, E> Finished<Result<T, E>> {
    /// As `folded`, unless there is an error.
    pub(crate) fn try_folded(self, combine: impl FnMut(T, T) -> T) -> Result<T, E> {
        let (outputs, watching) = self.unmerged();
        let values: Result<Vec<T>, E> = outputs.into_iter().collect();
        let folded = values.map(|values| fold(values, combine));
        watching.end(false);
        folded
    }
}

fn fold<R>(outputs: Vec<R>, combine: impl FnMut(R, R) -> R) -> R {
    let folded = outputs.into_iter().reduce(combine);
    folded.expect("a call has at least one chunk")
}
