//! Outputs that are folded while others still come.

use crate::unwind::{Payload, catch, discard_unseen};

/// What outputs are folded with. Only the calling thread has it.
pub(crate) type Combine<'a, R> = &'a mut (dyn FnMut(R, R) -> R + 'a);

/// What the first outputs were folded to, and the panic, if any, of doing that.
pub(crate) type Folded<R> = (Option<R>, Result<(), Payload>);

/// A fold from left to right that takes outputs in as they come, so that not all of many are in
/// memory at once.
pub(crate) struct Folding<'a, R> {
    /// `None` where outputs are not to be folded.
    combine: Option<Combine<'a, R>>,
    folded: Option<R>,
    /// Empty between two turns.
    taken: Vec<R>,
    /// The panic, if any, that has ended the fold. Chunks run on: the failure of one decides, as if all
    /// had run before anything was folded.
    outcome: Result<(), Payload>,
}

impl<'a, R> Folding<'a, R> {
    pub(crate) fn new(combine: Option<Combine<'a, R>>) -> Self {
        Folding {
            combine,
            folded: None,
            taken: Vec::new(),
            outcome: Ok(()),
        }
    }

    /// Folds the outputs, if any, for which `take` exchanges an empty list; were there any? Does not
    /// unwind.
    pub(crate) fn fold(&mut self, take: impl FnOnce(&mut Vec<R>)) -> bool {
        let Some(combine) = &mut self.combine else {
            return false;
        };
        take(&mut self.taken);
        if self.taken.is_empty() {
            return false;
        }
        let mut taken = self.taken.drain(..);
        while self.outcome.is_ok() {
            let Some(next) = taken.next() else {
                return true;
            };
            let folded = match self.folded.take() {
                None => Ok(next),
                Some(folded) => catch(|| combine(folded, next)),
            };
            match folded {
                Ok(folded) => self.folded = Some(folded),
                Err(panic) => self.outcome = Err(panic),
            }
        }
        discard_unseen(taken); // the first panic says why
        true
    }

    pub(crate) fn end(self) -> Folded<R> {
        (self.folded, self.outcome)
    }
}
