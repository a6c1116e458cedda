//! The backend, and the call that it makes of one that is set up.

use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::io;

use parallelize::backend::{Backend, Grain, Portion, Supply, With};
use parallelize::{Flatten, Parallel};
use serde::Serialize;

use crate::gather::{Agreement, Said, Transfer};
use crate::input::RankInput;
use crate::keep_local::KeepLocal;
use crate::session::{self, Turn};

/// The ranks of an MPI job as a backend: `backend = Mpi` in the attribute, `.backend(Mpi)` in the builder.
///
/// A call that is made on the thread of [`run`](crate::run) is run by all ranks, unless it is made by what another
/// call runs: its chunks, or for instance a `Clone` of its arguments. Every other call is local.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mpi;

impl Backend for Mpi {
    type Call<C, A> = Call<C, A>;

    fn take<C, A>(self, call: Parallel<C, A>) -> Call<C, A> {
        Call {
            call,
            fingerprint: None,
        }
    }
}

/// A call that all ranks make; made by [`backend(Mpi)`](Parallel::backend).
///
/// Each rank runs a share of the chunks on its threads, and then every rank gets the outputs of all: what is
/// returned is the same on every rank, and the same as on one machine. For a local call it is just that.
///
/// # Panics
///
/// As every call does, with the panic of the lowest chunk that panicked, on all ranks (on those that did not
/// run that chunk with its text, a `String`); and on all ranks with the same message where they do not make the
/// same call, where an output cannot be sent, or where a [`Sharded`](crate::Sharded) input is not
/// what the share of a rank is.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `try_per_chunk`, `reduce` or `try_reduce` runs it"]
pub struct Call<C, A = ()> {
    pub(crate) call: Parallel<C, A>,
    fingerprint: Option<fn(&C) -> u64>,
}

impl<C, A> fmt::Debug for Call<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

impl<C, A> Call<C, A> {
    /// Makes sure that all ranks have the same input, by comparing a checksum of it.
    ///
    /// That reads all of it, and so is for tests, and for input that comes from several files.
    ///
    /// The call panics on all ranks if inputs differ, or one cannot be serialized.
    pub fn compare_inputs(mut self) -> Self
    where
        C: Serialize,
    {
        self.fingerprint = Some(fingerprint);
        self
    }

    /// Leaves outputs on the rank that has computed them.
    pub fn keep_local(self) -> KeepLocal<C, A> {
        KeepLocal { call: self }
    }
}

fn fingerprint<C: Serialize>(input: &C) -> u64 {
    let mut hash = Hash(DefaultHasher::new());
    if let Err(error) = rmp_serde::encode::write(&mut hash, input) {
        panic!("the input cannot be compared with that of other ranks: {error}");
    }
    hash.0.finish()
}

struct Hash(DefaultHasher);

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A method that runs a call: its name, and how finely it has the input cut.
pub(crate) type Method = (&'static str, Grain);

/// The methods that run a call, as those of [`Parallel`] of the same names do: for a body that takes the chunk
/// alone, and for one that takes the arguments as well.
macro_rules! methods {
    ([$($generics:tt)*] $args:ty, $uniform:ident, $given:pat, ($($arg:ident: $taken:ty)?)) => {
        impl<C, $($generics)*> Call<C, $args> {
            /// As [`Parallel::flatten`].
            ///
            /// # Panics
            ///
            /// As [`Call`] says.
            #[track_caller]
            pub fn flatten<R, F>(self, body: F) -> R
            where
                C: RankInput,
                R: Flatten + Transfer + Send, // sent to all ranks, and joined on each
                F: Fn(C $(, $taken)?) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let Some(session) = self.session() else {
                    return self.call.flatten(body);
                };
                let call = self.$uniform().agree::<R, F>(session, ("flatten", Grain::Fine), &body);
                R::flatten(call.gather(R::is_failure, &|chunk, $given| body(chunk $(, $arg)?)))
            }

            /// As [`Parallel::per_chunk`].
            ///
            /// # Panics
            ///
            /// As [`Call`] says.
            #[track_caller]
            pub fn per_chunk<R, F>(self, body: F) -> Vec<R>
            where
                C: RankInput,
                R: Transfer + Send, // sent to all ranks
                F: Fn(C $(, $taken)?) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let Some(session) = self.session() else {
                    return self.call.per_chunk(body);
                };
                let call = self.$uniform().agree::<R, F>(session, ("per_chunk", Grain::Coarse), &body);
                call.gather(|_| false, &|chunk, $given| body(chunk $(, $arg)?))
            }

            /// As [`Parallel::try_per_chunk`].
            ///
            /// # Errors
            ///
            /// The first error in slice order, on all ranks.
            ///
            /// # Panics
            ///
            /// As [`Call`] says.
            #[track_caller]
            pub fn try_per_chunk<T, E, F>(self, body: F) -> Result<Vec<T>, E>
            where
                C: RankInput,
                T: Transfer + Send, // sent to all ranks
                E: Transfer + Send, // likewise
                F: Fn(C $(, $taken)?) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let Some(session) = self.session() else {
                    return self.call.try_per_chunk(body);
                };
                let call = self.$uniform().agree::<Result<T, E>, F>(session, ("try_per_chunk", Grain::Coarse), &body);
                let outputs = call.gather(Result::is_err, &|chunk, $given| body(chunk $(, $arg)?));
                outputs.into_iter().collect()
            }

            /// As [`Parallel::reduce`]; every rank folds the outputs of all.
            ///
            /// # Panics
            ///
            /// As [`Call`] says.
            #[track_caller]
            pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
            where
                C: RankInput,
                R: Transfer + Send, // sent to all ranks
                F: Fn(C $(, $taken)?) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
                G: FnMut(R, R) -> R,
            {
                let Some(session) = self.session() else {
                    return self.call.reduce(body, combine);
                };
                let call = self.$uniform().agree::<R, F>(session, ("reduce", Grain::Coarse), &body);
                let outputs = call.gather(|_| false, &|chunk, $given| body(chunk $(, $arg)?));
                fold(outputs, combine)
            }

            /// As [`Parallel::try_reduce`]; every rank folds the values of all.
            ///
            /// # Errors
            ///
            /// The first error in slice order, on all ranks.
            ///
            /// # Panics
            ///
            /// As [`Call`] says.
            #[track_caller]
            pub fn try_reduce<T, E, F, G>(self, body: F, combine: G) -> Result<T, E>
            where
                C: RankInput,
                T: Transfer + Send, // sent to all ranks
                E: Transfer + Send, // likewise
                F: Fn(C $(, $taken)?) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
                G: FnMut(T, T) -> T,
            {
                let Some(session) = self.session() else {
                    return self.call.try_reduce(body, combine);
                };
                let call = self.$uniform().agree::<Result<T, E>, F>(session, ("try_reduce", Grain::Coarse), &body);
                let outputs = call.gather(Result::is_err, &|chunk, $given| body(chunk $(, $arg)?));
                let values: Result<Vec<T>, E> = outputs.into_iter().collect();
                values.map(|values| fold(values, combine))
            }
        }
    };
}

methods!([](), with_nothing, (), ());
methods!([S: Supply] With<S>, itself, args, (args: S::Args));

impl<C> Call<C> {
    /// As a call whose body takes arguments, of which there are none.
    pub(crate) fn with_nothing(self) -> Call<C, With<impl Supply<Args = ()>>> {
        Call {
            call: self.call.with(()),
            fingerprint: self.fingerprint,
        }
    }
}

impl<C, S> Call<C, With<S>> {
    pub(crate) fn itself(self) -> Self {
        self
    }
}

impl<C: RankInput, S: Supply> Call<C, With<S>> {
    /// Finds out whether all ranks make this call, with a body of type `F` and outputs of type `R`.
    #[track_caller]
    pub(crate) fn agree<R, F>(
        self,
        session: Turn,
        (method, grain): Method,
        body: &F,
    ) -> Agreement<C, S> {
        let said = Said {
            method,
            grain,
            fingerprint: self.fingerprint,
        };
        Agreement::new::<R>(session, Portion::of(self.call, body), &said)
    }
}

impl<C: RankInput, A> Call<C, A> {
    /// The session that this is a call of, if it is not a local one.
    #[track_caller]
    pub(crate) fn session(&self) -> Option<Turn> {
        let session = session::for_call();
        if session.is_none() {
            self.check_whole();
        }
        session
    }

    /// A local call needs all of its input here.
    #[track_caller]
    fn check_whole(&self) {
        let Some(total) = self.call.input().total() else {
            return;
        };
        let held = self.call.element_count();
        assert!(
            held == total,
            "a `Sharded` input of {total} elements is here with {held} of them, in a call that is local: it is made outside of `parallelize_mpi::run`, off its thread, inside of a chunk or of what else a call runs, or there is one rank",
        );
    }
}

fn fold<R>(outputs: Vec<R>, combine: impl FnMut(R, R) -> R) -> R {
    let folded = outputs.into_iter().reduce(combine);
    folded.expect("a call has at least one chunk")
}
