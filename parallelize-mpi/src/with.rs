//! Calls of a body that also adds to `&mut` arguments. The attribute prints them for `append` and `reduce(name = f)`.

use std::convert::Infallible;
use std::fmt;

use parallelize::backend::{Collect, Grain, Parts, collected, with_parts};
use parallelize::{Flatten, Search};

use crate::call::{Call, Started};
use crate::input::RankInput;
use crate::transfer::Transfer;

/// A call whose body also adds to `&mut` arguments; made by `Call::with`.
///
/// A method finishes as the method of [`Call`] with the same name does. Every rank gets the parts of all chunks, so
/// the arguments end alike on all ranks, and each rank writes to its writer.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `reduce` or another method runs it"]
pub struct With<'r, C, X> {
    call: Call<'r, C>,
    collectors: X,
}

impl<C, X> fmt::Debug for With<'_, C, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("With")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

impl<'r, C> Call<'r, C> {
    /// Lets the body add to `&mut` arguments: a tuple of what `append`, `fold` and `write` make of them.
    #[doc(hidden)]
    pub fn with<X: Parts>(mut self, collectors: X) -> With<'r, C, X> {
        self.has_writer = X::IS_WRITER;
        With {
            call: self,
            collectors,
        }
    }
}

/// How finely outputs are cut that come beside arguments. Buffers of a writer are to be short.
const fn beside<X: Parts>(grain: Grain) -> Grain {
    if X::IS_WRITER { Grain::Streamed } else { grain }
}

#[allow(clippy::missing_errors_doc, clippy::missing_panics_doc)] // as for the methods of `Call`
impl<C, X: Parts> With<'_, C, X> {
    #[track_caller]
    pub fn flatten<R, F>(self, body: F) -> R
    where
        C: RankInput,
        R: Flatten + Transfer + Send, // sent to all ranks, and joined on each
        X: Collect<Infallible>,
        X::Part: Transfer,                  // sent to all ranks
        F: Fn(C, &mut X::Part) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let With { call, collectors } = self;
        match call.start::<(R, X::Part), F>("flatten", Grain::Fine, &body) {
            Started::Local(call) => call.with(collectors).flatten(body),
            Started::Shared(call) => {
                let outputs = call.gather(
                    |(output, _)| R::is_failure(output),
                    &with_parts::<X, C, R>(&body),
                );
                collected::flatten(collectors, outputs)
            }
        }
    }

    #[track_caller]
    pub fn try_flatten<T, E, F>(self, body: F) -> Result<T, E>
    where
        C: RankInput,
        T: Flatten + Transfer + Send, // sent to all ranks, and joined on each
        E: Transfer + Send,           // sent to all ranks
        X: Collect<E>,
        X::Part: Transfer,                             // sent to all ranks
        F: Fn(C, &mut X::Part) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let With { call, collectors } = self;
        match call.start::<(Result<T, E>, X::Part), F>("flatten", beside::<X>(Grain::Fine), &body) {
            Started::Local(call) => call.with(collectors).try_flatten(body),
            Started::Shared(call) => {
                let body = with_parts::<X, C, _>(&body);
                let is_failure = |(output, _): &(Result<T, E>, _)| output.is_failure();
                call.collect(collectors, is_failure, &body, collected::try_flatten)
            }
        }
    }

    #[track_caller]
    pub fn per_chunk<R, F>(self, body: F) -> Vec<R>
    where
        C: RankInput,
        R: Transfer + Send, // sent to all ranks
        X: Collect<Infallible>,
        X::Part: Transfer,                  // sent to all ranks
        F: Fn(C, &mut X::Part) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let With { call, collectors } = self;
        match call.start::<(R, X::Part), F>("per_chunk", Grain::Coarse, &body) {
            Started::Local(call) => call.with(collectors).per_chunk(body),
            Started::Shared(call) => {
                let outputs = call.gather(|_| false, &with_parts::<X, C, R>(&body));
                collected::per_chunk(collectors, outputs)
            }
        }
    }

    #[track_caller]
    pub fn try_each<T, E, F>(self, body: F) -> Vec<Result<T, E>>
    where
        C: RankInput,
        T: Transfer + Send, // sent to all ranks
        E: Transfer + Send, // sent to all ranks
        X: Collect<E>,
        X::Part: Transfer,                             // sent to all ranks
        F: Fn(C, &mut X::Part) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let With { call, collectors } = self;
        match call.start::<(Result<T, E>, X::Part), F>("per_chunk", Grain::Coarse, &body) {
            Started::Local(call) => call.with(collectors).try_each(body),
            Started::Shared(call) => {
                let body = with_parts::<X, C, _>(&body);
                call.collect(collectors, |_| false, &body, collected::try_each)
            }
        }
    }

    #[track_caller]
    pub fn try_per_chunk<T, E, F>(self, body: F) -> Result<Vec<T>, E>
    where
        C: RankInput,
        T: Transfer + Send, // sent to all ranks
        E: Transfer + Send, // sent to all ranks
        X: Collect<E>,
        X::Part: Transfer,                             // sent to all ranks
        F: Fn(C, &mut X::Part) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let With { call, collectors } = self;
        match call.start::<(Result<T, E>, X::Part), F>("try_per_chunk", Grain::Coarse, &body) {
            Started::Local(call) => call.with(collectors).try_per_chunk(body),
            Started::Shared(call) => {
                let body = with_parts::<X, C, _>(&body);
                let is_failure = |(output, _): &(Result<T, E>, _)| output.is_err();
                call.collect(collectors, is_failure, &body, collected::try_per_chunk)
            }
        }
    }

    #[track_caller]
    pub fn first<R, F>(self, body: F) -> R
    where
        C: RankInput,
        R: Search + Transfer + Send, // sent to all ranks, up to the hit
        X: Collect<Infallible>,
        X::Part: Transfer,                  // sent to all ranks
        F: Fn(C, &mut X::Part) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let With { call, collectors } = self;
        match call.start::<(R, X::Part), F>("first", Grain::Fine, &body) {
            Started::Local(call) => call.with(collectors).first(body),
            Started::Shared(call) => {
                let outputs = call.search(&with_parts::<X, C, R>(&body));
                collected::first(collectors, outputs)
            }
        }
    }

    #[track_caller]
    pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
    where
        C: RankInput,
        R: Transfer + Send, // sent to all ranks
        X: Collect<Infallible>,
        X::Part: Transfer,                  // sent to all ranks
        F: Fn(C, &mut X::Part) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(R, R) -> R,
    {
        let With { call, collectors } = self;
        match call.start::<(R, X::Part), F>("reduce", Grain::Reduced, &body) {
            Started::Local(call) => call.with(collectors).reduce(body, combine),
            Started::Shared(call) => {
                let outputs = call.gather(|_| false, &with_parts::<X, C, R>(&body));
                collected::reduce(collectors, outputs, combine)
            }
        }
    }

    #[track_caller]
    pub fn try_reduce<T, E, F, G>(self, body: F, combine: G) -> Result<T, E>
    where
        C: RankInput,
        T: Transfer + Send, // sent to all ranks
        E: Transfer + Send, // sent to all ranks
        X: Collect<E>,
        X::Part: Transfer,                             // sent to all ranks
        F: Fn(C, &mut X::Part) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(T, T) -> T,
    {
        let With { call, collectors } = self;
        match call.start::<(Result<T, E>, X::Part), F>(
            "try_reduce",
            beside::<X>(Grain::Reduced),
            &body,
        ) {
            Started::Local(call) => call.with(collectors).try_reduce(body, combine),
            Started::Shared(call) => {
                let body = with_parts::<X, C, _>(&body);
                let is_failure = |(output, _): &(Result<T, E>, _)| output.is_err();
                call.collect(collectors, is_failure, &body, |collectors, outputs| {
                    collected::try_reduce(collectors, outputs, combine)
                })
            }
        }
    }
}
