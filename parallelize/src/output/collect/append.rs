//! A collection that chunks add to.

use std::fmt;

use super::super::{Flatten, List};
use super::{Collect, Parts};

/// Takes a `&mut` argument that chunks add to. In the end, what the chunks have added stands behind what was there.
pub fn append<A>(to: &mut A) -> Append<'_, A>
where
    A: Flatten + Default + Send, // each chunk adds to an empty one, and those are joined
{
    Append { to, joined: None }
}

/// A collection that chunks add to; made by [`append`].
pub struct Append<'a, A> {
    to: &'a mut A,
    joined: Option<A>,
}

impl<A> fmt::Debug for Append<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Append").finish_non_exhaustive()
    }
}

impl<A: Flatten + Default + Send> Parts for Append<'_, A> {
    type Part = A;

    fn as_list(part: &mut A) -> Option<&mut dyn List> {
        part.as_list()
    }
}

impl<E, A: Flatten + Default + Send> Collect<E> for Append<'_, A> {
    fn take(&mut self, part: A) -> Result<(), E> {
        // Taken out: an `append` that panics leaves nothing half-done to be looked at.
        self.joined = Some(match self.joined.take() {
            None => part,
            Some(mut joined) => {
                joined.append(part);
                joined
            }
        });
        Ok(())
    }

    fn finish(self) {
        if let Some(joined) = self.joined {
            self.to.append(joined);
        }
    }
}
