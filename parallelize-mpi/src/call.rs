//! The backend, and the methods that run a call on all ranks.

use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::io;

use parallelize::backend::{Backend, Grain, Portion, evenly};
use parallelize::{Flatten, Parallel, Search};
use serde::Serialize;

use crate::gather::{CallSpec, SharedCall};
use crate::input::RankInput;
use crate::session;
use crate::transfer::Transfer;

/// The ranks of an MPI job as a backend: `backend = Mpi` in the attribute, `.backend(Mpi)` in the builder.
///
/// All ranks run a call that is made on the thread of [`run`](crate::run), unless another call runs the code that
/// makes the call: a chunk, or for instance a `Serialize` of an output. Every other call is local.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mpi;

impl Backend for Mpi {
    type Call<'r, C> = Call<'r, C>;

    fn take<C>(self, call: Parallel<'_, C>) -> Call<'_, C> {
        Call {
            parallel: call,
            fingerprint: None,
            has_writer: false,
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
/// With the panic of the lowest chunk that panicked, on all ranks. Ranks that did not run this chunk panic with its text, a
/// `String`.
///
/// With the same message on all ranks, in these cases:
///
/// - The ranks do not make the same call.
/// - An output cannot be sent.
/// - A [`Sharded`](crate::Sharded) input is not the share of a rank.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `try_per_chunk`, `first`, `reduce` or `try_reduce` runs it"]
pub struct Call<'r, C> {
    pub(crate) parallel: Parallel<'r, C>,
    fingerprint: Option<fn(&C) -> u64>,
    /// Whether chunks write to a writer.
    pub(crate) has_writer: bool,
}

impl<C> fmt::Debug for Call<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("parallel", &self.parallel)
            .finish_non_exhaustive()
    }
}

impl<C> Call<'_, C> {
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

/// The methods that run a call, as those of [`Parallel`] with the same names do. Each method asks for `RankInput`
/// by itself, so that the compiler says what is missing instead of hiding the method.
impl<'r, C> Call<'r, C> {
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
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        match self.start::<R, F>("flatten", Grain::Fine, &body) {
            Started::Local(call) => call.flatten(body),
            Started::Shared(call) => R::flatten(call.gather(R::is_failure, &body)),
        }
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
        R: Transfer + Send,   // sent to all ranks
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        match self.start::<R, F>("per_chunk", Grain::Coarse, &body) {
            Started::Local(call) => call.per_chunk(body),
            Started::Shared(call) => call.gather(|_| false, &body),
        }
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
        T: Transfer + Send,              // sent to all ranks
        E: Transfer + Send,              // sent to all ranks
        F: Fn(C) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        match self.start::<Result<T, E>, F>("try_per_chunk", Grain::Coarse, &body) {
            Started::Local(call) => call.try_per_chunk(body),
            Started::Shared(call) => call.gather(Result::is_err, &body).into_iter().collect(),
        }
    }

    /// As [`Parallel::first`]. A hit stops the rank that finds it. Other ranks search their shares to the end.
    ///
    /// # Panics
    ///
    /// As [`Call`] says, unless a chunk before the one that panics hits.
    #[track_caller]
    pub fn first<R, F>(self, body: F) -> R
    where
        C: RankInput,
        R: Search + Transfer + Send, // a hit is sent to all ranks
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        match self.start::<R, F>("first", Grain::Fine, &body) {
            Started::Local(call) => call.first(body),
            Started::Shared(call) => call.first(&body),
        }
    }

    /// As [`Parallel::reduce`]. Every rank folds the outputs of all ranks.
    ///
    /// # Panics
    ///
    /// As [`Call`] says.
    #[track_caller]
    pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
    where
        C: RankInput,
        R: Transfer + Send,   // sent to all ranks
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(R, R) -> R,
    {
        match self.start::<R, F>("reduce", Grain::Reduced, &body) {
            Started::Local(call) => call.reduce(body, combine),
            Started::Shared(call) => fold(call.gather(|_| false, &body), combine),
        }
    }

    /// As [`Parallel::try_reduce`]. Every rank folds the values of all ranks.
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
        T: Transfer + Send,              // sent to all ranks
        E: Transfer + Send,              // sent to all ranks
        F: Fn(C) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(T, T) -> T,
    {
        match self.start::<Result<T, E>, F>("try_reduce", Grain::Reduced, &body) {
            Started::Local(call) => call.try_reduce(body, combine),
            Started::Shared(call) => {
                let outputs = call.gather(Result::is_err, &body);
                let values: Result<Vec<T>, E> = outputs.into_iter().collect();
                values.map(|values| fold(values, combine))
            }
        }
    }

    /// Begins the call: alone if the call is local, else together with all ranks. `body` names the function, and
    /// outputs are of type `R`.
    #[track_caller]
    pub(crate) fn start<R, F>(self, method: &'static str, grain: Grain, body: &F) -> Started<'r, C>
    where
        C: RankInput,
    {
        let portion = Portion::of(self.parallel, body);
        let Some(guard) = session::begin_call() else {
            return Started::Local(local(portion));
        };
        let spec = CallSpec {
            method,
            grain,
            fingerprint: self.fingerprint,
            has_writer: self.has_writer,
        };
        Started::Shared(SharedCall::agree::<R>(guard, portion, &spec))
    }
}

/// A call that has begun.
pub(crate) enum Started<'r, C> {
    /// On this rank alone.
    Local(Parallel<'r, C>),
    /// On all ranks.
    Shared(SharedCall<'r, C>),
}

/// A local call needs all of its input here. The cuts are those of all ranks.
#[track_caller]
fn local<C: RankInput>(portion: Portion<'_, C>) -> Parallel<'_, C> {
    let held = portion.element_count();
    let Some(total) = portion.input().total_in_units(portion.units()) else {
        return portion.into_call();
    };
    assert!(
        held == total,
        "a `Sharded` input of {total} elements is here with {held} of them, in a call that is local: it is made outside of `parallelize_mpi::run`, off its thread, inside of a chunk or of what else a call runs, or there is one rank",
    );
    evenly(portion.into_call())
}

fn fold<R>(outputs: Vec<R>, combine: impl FnMut(R, R) -> R) -> R {
    let folded = outputs.into_iter().reduce(combine);
    folded.expect("a call has at least one chunk")
}
