//! When two outputs are the same.

use std::fmt;
use std::marker::PhantomData;

/// A way to compare two outputs of type `R`.
///
/// [`check()`](super::check()) begins with [`Equal`], and [`same_by`](super::Check::same_by) puts a [`SameBy`] in its place.
/// This trait cannot be implemented outside this crate.
#[diagnostic::on_unimplemented(
    message = "the checker cannot compare outputs of type `{R}`",
    label = "no way to compare two outputs of type `{R}` is known",
    note = "derive `PartialEq`, or say when two outputs are the same: `.same_by(|a: &{R}, b: &{R}| ..)` before this call"
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
    impl<R, F> Same for super::SameBy<R, F> {}
}

/// Outputs are the same if they are equal, by [`PartialEq`].
#[derive(Clone, Copy, Debug)]
pub struct Equal(pub(super) ());

#[diagnostic::do_not_recommend]
impl<R: PartialEq> Same<R> for Equal {
    fn are_same(&self, one: &R, other: &R) -> bool {
        one == other
    }
}

/// Outputs are the same if a function of the caller says so.
#[derive(Clone, Copy)]
pub struct SameBy<R, F> {
    pub(super) same: F,
    pub(super) outputs: PhantomData<fn(&R)>,
}

impl<R, F> fmt::Debug for SameBy<R, F> {
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
