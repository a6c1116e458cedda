//! Calls of a body that also adds to `&mut` arguments. The attribute prints them for `append` and `reduce(name = f)`.

use std::convert::Infallible;
use std::fmt;

use super::{Parallel, Stream};
use crate::call::{Call, Run, StreamCall};
use crate::output::collect::{Collect, Collected, Parts, with_parts};
use crate::output::{
    Finish, First, Flatten, Join, PerChunk, Reduce, Search, TryReduce, UpToFailure, all_ok,
};
use crate::sys::names::FunctionName;

/// A call being set up whose body also adds to `&mut` arguments; made by `Parallel::with`.
///
/// A method finishes as the method of [`Parallel`] with the same name does. The methods `try_*` take a body that
/// returns a `Result`. Only those can have a writer among the arguments.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `reduce` or another method runs it"]
pub struct With<K, X> {
    call: K,
    collectors: X,
}

impl<K, X> fmt::Debug for With<K, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("With").finish_non_exhaustive()
    }
}

impl<'r, C> Parallel<'r, C> {
    /// Lets the body add to `&mut` arguments: a tuple of what `append`, `fold` and `write` make of them. Those functions
    /// ask for the bounds. This one would say the same again.
    #[doc(hidden)]
    pub fn with<X>(self, collectors: X) -> With<Call<'r, C>, X> {
        With {
            call: self.0,
            collectors,
        }
    }
}

impl<I> Stream<I> {
    /// As [`Parallel::with`].
    #[doc(hidden)]
    pub fn with<X>(self, collectors: X) -> With<StreamCall<I>, X> {
        With {
            call: self.0,
            collectors,
        }
    }
}

/// How the outputs finish is said by each method: it is the finish of the method of [`Parallel`] with that name.
#[allow(clippy::missing_errors_doc)] // as for the methods of `Parallel`
impl<K: Run, X: Parts> With<K, X> {
    #[track_caller]
    pub fn flatten<R, F>(self, body: F) -> R
    where
        R: Flatten + Send, // joined by the caller, after the workers have sent it
        X: Collect<Infallible>,
        F: Fn(K::Chunk, &mut X::Part) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&body, Join::new(), never)
    }

    #[track_caller]
    pub fn try_flatten<T, E, F>(self, body: F) -> Result<T, E>
    where
        T: Flatten + Send, // joined by the caller, after the workers have sent it
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        X: Collect<E>,
        F: Fn(K::Chunk, &mut X::Part) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&body, Join::new(), Err)
    }

    #[track_caller]
    pub fn per_chunk<R, F>(self, body: F) -> Vec<R>
    where
        R: Send, // the workers send it to the caller
        X: Collect<Infallible>,
        F: Fn(K::Chunk, &mut X::Part) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&body, PerChunk::new(), never)
    }

    /// As `per_chunk`, for outputs that say by themselves whether their chunk has failed.
    #[track_caller]
    pub fn try_each<T, E, F>(self, body: F) -> Vec<Result<T, E>>
    where
        T: Send, // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        X: Collect<E>,
        F: Fn(K::Chunk, &mut X::Part) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&body, PerChunk::new(), Err)
    }

    #[track_caller]
    pub fn try_per_chunk<T, E, F>(self, body: F) -> Result<Vec<T>, E>
    where
        T: Send, // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        X: Collect<E>,
        F: Fn(K::Chunk, &mut X::Part) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        all_ok(self.run(&body, UpToFailure::new(), Err))
    }

    #[track_caller]
    pub fn first<R, F>(self, body: F) -> R
    where
        R: Search + Send, // the workers send it to the caller
        X: Collect<Infallible>,
        F: Fn(K::Chunk, &mut X::Part) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&body, First, never)
    }

    #[track_caller]
    pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
    where
        R: Send, // the workers send it to the caller
        X: Collect<Infallible>,
        F: Fn(K::Chunk, &mut X::Part) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(R, R) -> R,
    {
        self.run(&body, Reduce::new(combine), never)
    }

    #[track_caller]
    pub fn try_reduce<T, E, F, G>(self, body: F, combine: G) -> Result<T, E>
    where
        T: Send, // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        X: Collect<E>,
        F: Fn(K::Chunk, &mut X::Part) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(T, T) -> T,
    {
        self.run(&body, TryReduce::new(combine), Err)
    }

    #[track_caller]
    fn run<R, E, F, S>(self, body: &F, inner: S, failed_output: fn(E) -> R) -> S::Result
    where
        R: Send,
        X: Collect<E>,
        F: Fn(K::Chunk, &mut X::Part) -> R + Sync,
        S: Finish<R>,
    {
        let finish = Collected::new(inner, self.collectors, failed_output);
        let function = FunctionName::of::<F>();
        self.call
            .run_as(function, &with_parts::<X, K::Chunk, R>(body), finish)
    }
}

/// No error, as an output.
pub(crate) fn never<R>(error: Infallible) -> R {
    match error {}
}
