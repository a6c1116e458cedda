//! A value that has a merge of its own.

use std::fmt;
use std::panic::resume_unwind;

use super::{Collect, Parts};
use crate::sys::panics::{catch, discard_unseen};

/// Takes a `&mut` argument that `merge` combines. The parts are folded among themselves, and the result into the argument.
pub fn fold<A, F>(to: &mut A, merge: F) -> Fold<'_, A, F>
where
    A: Default + Send, // each chunk begins with a default value
    F: FnMut(&mut A, A),
{
    Fold {
        to,
        merge,
        folded: None,
    }
}

/// A value that has a merge of its own; made by [`fold`].
pub struct Fold<'a, A, F> {
    to: &'a mut A,
    merge: F,
    folded: Option<A>,
}

impl<A, F> fmt::Debug for Fold<'_, A, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fold").finish_non_exhaustive()
    }
}

impl<A: Default + Send, F> Parts for Fold<'_, A, F> {
    type Part = A;
}

impl<E, A: Default + Send, F: FnMut(&mut A, A)> Collect<E> for Fold<'_, A, F> {
    fn take(&mut self, part: A) -> Result<(), E> {
        // Taken out: a `merge` that panics leaves nothing half-done to be looked at.
        let Some(mut folded) = self.folded.take() else {
            self.folded = Some(part);
            return Ok(());
        };
        if let Err(payload) = catch(|| (self.merge)(&mut folded, part)) {
            discard_unseen(Some(folded));
            resume_unwind(payload);
        }
        self.folded = Some(folded);
        Ok(())
    }

    fn finish(mut self) {
        if let Some(folded) = self.folded {
            (self.merge)(self.to, folded);
        }
    }
}
