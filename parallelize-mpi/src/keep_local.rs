//! Calls whose outputs stay on the rank that computes them.

use std::convert::Infallible;
use std::fmt;

use parallelize::backend::{Grain, evenly};
use parallelize::{Flatten, Spill, SpillError, Spilled, WriteToFile};

use crate::call::{Call, Started};
use crate::gather::SharedCall;
use crate::input::RankInput;
use crate::outcome::Outcome;
use crate::transfer::{Transfer, decoded, encoded};

/// A call whose outputs stay on the rank that has computed them; made by [`Call::keep_local`].
///
/// What the methods return is of the chunks of this rank alone: those of the elements that
/// [`share`](crate::share) tells. Only a failure is that of all ranks. For a local call it is all outputs.
///
/// # Panics
///
/// As [`Call`] says.
#[must_use = "a call does nothing until `flatten`, `try_flatten` or `spill` runs it"]
pub struct KeepLocal<'r, C> {
    call: Call<'r, C>,
}

impl<C> fmt::Debug for KeepLocal<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeepLocal")
            .field("call", &self.call)
            .finish()
    }
}

impl<'r, C> Call<'r, C> {
    /// Leaves outputs on the rank that has computed them.
    pub fn keep_local(mut self) -> KeepLocal<'r, C> {
        self.parallel = evenly(self.parallel); // a rank keeps what `share` tells
        KeepLocal { call: self }
    }
}

impl<C> KeepLocal<'_, C> {
    /// As [`Parallel::flatten`](parallelize::Parallel::flatten), for lists.
    ///
    /// # Panics
    ///
    /// As [`KeepLocal`] says.
    #[track_caller]
    pub fn flatten<U, F>(self, body: F) -> Vec<U>
    where
        C: RankInput,
        U: Send,                   // sent by the workers to the caller
        F: Fn(C) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let method = "keep_local and flatten";
        match self.call.start::<Vec<U>, F>(method, Grain::Fine, &body) {
            Started::Local(call) => call.flatten(body),
            Started::Shared(call) => {
                let kept = call.keep(&|chunk| Ok::<_, String>(body(chunk)));
                kept.unwrap_or_else(|_| unreachable!("this body has no error"))
            }
        }
    }

    /// As [`flatten`](KeepLocal::flatten), for a body that can fail.
    ///
    /// # Errors
    ///
    /// The first error in slice order, on all ranks.
    ///
    /// # Panics
    ///
    /// As [`KeepLocal`] says.
    #[track_caller]
    pub fn try_flatten<U, E, F>(self, body: F) -> Result<Vec<U>, E>
    where
        C: RankInput,
        U: Send,                              // sent by the workers to the caller
        E: Transfer + Send,                   // sent to all ranks
        F: Fn(C) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let method = "keep_local and try_flatten";
        let started = self
            .call
            .start::<Result<Vec<U>, E>, F>(method, Grain::Fine, &body);
        match started {
            Started::Local(call) => call.flatten(body),
            Started::Shared(call) => call.keep(&body),
        }
    }

    /// Leaves the outputs of this rank in temporary files, where
    /// [`write_to_file(to)`](parallelize::Parallel::write_to_file) would write them.
    /// [`Spilled::save`] gives them a name.
    ///
    /// # Panics
    ///
    /// As [`KeepLocal`] says, and on all ranks with the [`SpillError`] of any.
    #[track_caller]
    pub fn spill<U, F>(self, to: impl WriteToFile, body: F) -> Spilled<U>
    where
        C: RankInput,
        U: Spill,                  // written to a file, to be read back
        F: Fn(C) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let method = "keep_local and spill";
        match self.call.start::<Vec<U>, F>(method, Grain::Fine, &body) {
            Started::Local(call) => {
                let spilled = call.write_to_file(to).spilled(body);
                spilled.unwrap_or_else(SpillError::panic)
            }
            Started::Shared(call) => call.spill(&to, &|chunk| Ok(body(chunk))),
        }
    }
}

impl<C: RankInput> SharedCall<'_, C> {
    /// The outputs of this rank, or the first error of all.
    fn keep<U, E, F>(self, body: &F) -> Result<Vec<U>, E>
    where
        U: Send,
        E: Transfer + Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        let function = self.function();
        let (kept, gathered, _guard) = self.run(|portion, cuts, chunks| {
            let outputs = portion.run(cuts, chunks, body).into_iter().collect();
            match outputs {
                Ok(outputs) => (outputs, Outcome::Done(Vec::new())),
                Err(error) => (Vec::new(), Outcome::Stopped(encoded(function, &error))),
            }
        });
        match decoded(function, &gathered).pop() {
            Some(error) => Err(error),
            None => Ok(kept
                .filter(|lists| !lists.is_empty())
                .map_or_else(Vec::new, Vec::flatten)),
        }
    }

    /// The outputs of this rank, in files.
    fn spill<U, F>(self, to: &impl WriteToFile, body: &F) -> Spilled<U>
    where
        U: Spill,
        F: Fn(C) -> Result<Vec<U>, Infallible> + Sync,
    {
        let (spilled, _, _guard) = self.run(|portion, cuts, chunks| {
            let spilled = portion.spill(cuts, chunks, to, body);
            let Ok(spilled) = spilled.unwrap_or_else(SpillError::panic);
            (spilled, Outcome::Done(Vec::new()))
        });
        spilled.expect("a rank that has panicked does not come here")
    }
}
