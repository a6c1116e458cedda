//! Calls whose outputs stay where they are computed.

use std::convert::Infallible;
use std::fmt;
use std::panic::resume_unwind;

use parallelize::backend::{Cuts, Grain, Portion, Supply, With};
use parallelize::{Flatten, Spill, SpillError, Spilled, WriteToFile};

use crate::call::Call;
use crate::gather::{Agreement, Transfer, decoded, failed};
use crate::input::RankInput;
use crate::outcome::Outcome;

/// A call whose outputs stay on the rank that has computed them; made by [`Call::keep_local`].
///
/// What the methods return is of the chunks of this rank alone: those of the elements that
/// [`share`](crate::share) tells. Only a failure is that of all ranks. For a local call it is all outputs.
///
/// # Panics
///
/// As [`Call`] says.
#[must_use = "a call does nothing until `flatten`, `try_flatten` or `spill` runs it"]
pub struct KeepLocal<C, A = ()> {
    pub(crate) call: Call<C, A>,
}

impl<C, A> fmt::Debug for KeepLocal<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeepLocal")
            .field("call", &self.call)
            .finish()
    }
}

macro_rules! methods {
    ([$($generics:tt)*] $args:ty, $uniform:ident, $given:pat, ($($arg:ident: $taken:ty)?)) => {
        impl<C, $($generics)*> KeepLocal<C, $args> {
            /// As [`Parallel::flatten`](parallelize::Parallel::flatten), for lists.
            ///
            /// # Panics
            ///
            /// As [`KeepLocal`] says.
            #[track_caller]
            pub fn flatten<U, F>(self, body: F) -> Vec<U>
            where
                C: RankInput,
                U: Send, // sent by the workers to the caller
                F: Fn(C $(, $taken)?) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let Some(session) = self.call.session() else {
                    return self.call.call.flatten(body);
                };
                let call = self.call.$uniform().agree::<Vec<U>, F>(session, ("keep_local and flatten", Grain::Fine), &body);
                let kept = call.keep(&|chunk, $given| Ok::<_, String>(body(chunk $(, $arg)?)));
                kept.unwrap_or_else(|_| unreachable!("this body has no error"))
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
                U: Send, // sent by the workers to the caller
                E: Transfer + Send, // sent to all ranks
                F: Fn(C $(, $taken)?) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let Some(session) = self.call.session() else {
                    return self.call.call.flatten(body);
                };
                let call = self.call.$uniform().agree::<Result<Vec<U>, E>, F>(session, ("keep_local and try_flatten", Grain::Fine), &body);
                call.keep(&|chunk, $given| body(chunk $(, $arg)?))
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
                U: Spill, // written to a file, to be read back
                F: Fn(C $(, $taken)?) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let Some(session) = self.call.session() else {
                    let call = self.call.call.write_to_file(to);
                    return call.spilled(body).unwrap_or_else(SpillError::panic);
                };
                let call = self.call.$uniform().agree::<Vec<U>, F>(session, ("keep_local and spill", Grain::Fine), &body);
                call.spill(&to, &|chunk, $given| Ok(body(chunk $(, $arg)?)))
            }
        }
    };
}

methods!([](), with_nothing, (), ());
methods!([S: Supply] With<S>, itself, args, (args: S::Args));

impl<C: RankInput, S: Supply> Agreement<C, S> {
    /// The outputs of this rank, or the first error of all.
    fn keep<U, E, F>(self, body: &F) -> Result<Vec<U>, E>
    where
        U: Send,
        E: Transfer + Send,
        F: Fn(C, S::Args) -> Result<Vec<U>, E> + Sync,
    {
        let function = self.function();
        let run = |portion: Portion<C, S>, cuts: &Cuts, chunks| {
            let outputs = portion.run(cuts, chunks, body);
            match outputs.into_iter().collect::<Result<Vec<Vec<U>>, E>>() {
                Ok(outputs) => (outputs, Outcome::Done(Vec::new())),
                Err(error) => (Vec::new(), failed(function, &error)),
            }
        };
        let (outcome, session) = self.run(run);
        let (kept, outcome) = outcome.unwrap_or_else(|panicked| (Vec::new(), panicked));
        let gathered = session
            .settle(outcome)
            .unwrap_or_else(|panic| resume_unwind(panic));
        match decoded(function, &gathered).pop() {
            Some(error) => Err(error),
            None if kept.is_empty() => Ok(Vec::new()),
            None => Ok(Vec::flatten(kept)),
        }
    }

    /// The outputs of this rank, in files.
    fn spill<U, F>(self, to: &impl WriteToFile, body: &F) -> Spilled<U>
    where
        U: Spill,
        F: Fn(C, S::Args) -> Result<Vec<U>, Infallible> + Sync,
    {
        let run = |portion: Portion<C, S>, cuts: &Cuts, chunks| {
            let spilled = portion.spill(cuts, chunks, to, body);
            let Ok(spilled) = spilled.unwrap_or_else(SpillError::panic);
            spilled
        };
        let (outcome, session) = self.run(run);
        let (spilled, outcome) = match outcome {
            Ok(spilled) => (Some(spilled), Outcome::Done(Vec::new())),
            Err(panicked) => (None, panicked),
        };
        session
            .settle(outcome)
            .unwrap_or_else(|panic| resume_unwind(panic));
        spilled.expect("a rank that has panicked does not come here")
    }
}
