//! A search: the first output that is a hit is what the call returns.

use std::ops::ControlFlow::{self, Continue};

use super::Finish;
use super::finish::FOLD_BATCH;
use crate::observe::Observation;
use crate::plan::Grain;

/// What a search returns: an `Option`, in which `Some` is a hit, or a `bool`, in which `true` is a hit.
///
/// [`Parallel::first`](crate::Parallel::first) and the attribute's `merge = first` take the first hit in slice order.
///
/// This trait is sealed: only `Option` and `bool` implement it.
///
/// # Examples
///
/// ```
/// use parallelize::Search;
///
/// assert!(Some(7).is_hit());
/// assert!(!bool::MISS.is_hit());
/// ```
#[diagnostic::on_unimplemented(
    message = "an output of type `{Self}` does not say whether a search has found something",
    label = "neither an `Option` nor a `bool`",
    note = "return an `Option`, of which the first `Some` is the result, or a `bool`, of which the first `true` is; to combine other outputs, use `reduce`"
)]
pub trait Search: Sized + sealed::Search {
    /// What a search returns that has found nothing: `None` or `false`.
    const MISS: Self;

    /// Whether this is `Some` or `true`.
    fn is_hit(&self) -> bool;
}

mod sealed {
    /// Keeps [`Search`](super::Search) to this crate.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot implement `Search`, which is sealed",
        label = "only `Option` and `bool` implement `Search`",
        note = "return an `Option` of your type from the body of a search"
    )]
    pub trait Search {}
}

impl<T> sealed::Search for Option<T> {}
impl sealed::Search for bool {}

impl<T> Search for Option<T> {
    const MISS: Self = None;

    fn is_hit(&self) -> bool {
        self.is_some()
    }
}

impl Search for bool {
    const MISS: Self = false;

    fn is_hit(&self) -> bool {
        *self
    }
}

/// The first hit is the result.
pub(crate) struct First;

impl<R: Search> Finish<R> for First {
    type Result = R;

    const GRAIN: Grain = Grain::Fine;
    const TAKES_BEFORE_FAILURE: bool = false;
    const IS_SEARCH: bool = true;

    fn is_failure(output: &R) -> bool {
        output.is_hit()
    }

    fn batch(&self) -> usize {
        FOLD_BATCH
    }

    fn take(&mut self, _miss: R) -> ControlFlow<()> {
        Continue(())
    }

    fn finish(self, hit: Option<R>, _: &mut Observation) -> R {
        hit.unwrap_or(R::MISS)
    }
}
