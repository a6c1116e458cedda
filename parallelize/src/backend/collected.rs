//! `&mut` arguments for backends: how outputs with their parts, once all of them are here, become the result.
//!
//! Each function finishes as the method with its name does.

use std::convert::Infallible;
use std::ops::Range;

use super::{Cuts, Portion};
use crate::builder::never;
use crate::output::collect::{Collect, Collected, with_parts};
use crate::output::{
    First, Flatten, Join, PerChunk, Reduce, Search, TryReduce, UpToFailure, all_ok,
};

impl<C> Portion<'_, C> {
    /// As [`first`](Portion::first), of a body that also adds to `&mut` arguments.
    #[doc(hidden)]
    pub fn first_with<R, X, F>(
        self,
        cuts: &Cuts,
        chunks: Range<usize>,
        collectors: X,
        body: &F,
    ) -> R
    where
        R: Search + Send,
        X: Collect<Infallible>,
        F: Fn(C, &mut X::Part) -> R + Sync,
    {
        let plan = self.plan(cuts, chunks);
        let finish = Collected::new(First, collectors, never);
        let body = with_parts::<X, C, R>(body);
        self.call.0.run_plan(&plan, self.function, &body, finish)
    }
}

pub fn flatten<R, X>(collectors: X, outputs: Vec<(R, X::Part)>) -> R
where
    R: Flatten,
    X: Collect<Infallible>,
{
    Collected::new(Join::new(), collectors, never).of_all(outputs)
}

pub fn try_flatten<T, E, X>(collectors: X, outputs: Vec<(Result<T, E>, X::Part)>) -> Result<T, E>
where
    T: Flatten,
    X: Collect<E>,
{
    Collected::new(Join::new(), collectors, Err).of_all(outputs)
}

pub fn per_chunk<R, X>(collectors: X, outputs: Vec<(R, X::Part)>) -> Vec<R>
where
    X: Collect<Infallible>,
{
    Collected::new(PerChunk::new(), collectors, never).of_all(outputs)
}

pub fn try_each<T, E, X>(collectors: X, outputs: Vec<(Result<T, E>, X::Part)>) -> Vec<Result<T, E>>
where
    X: Collect<E>,
{
    Collected::new(PerChunk::new(), collectors, Err).of_all(outputs)
}

pub fn try_per_chunk<T, E, X>(
    collectors: X,
    outputs: Vec<(Result<T, E>, X::Part)>,
) -> Result<Vec<T>, E>
where
    X: Collect<E>,
{
    all_ok(Collected::new(UpToFailure::new(), collectors, Err).of_all(outputs))
}

pub fn first<R, X>(collectors: X, outputs: Vec<(R, X::Part)>) -> R
where
    R: Search,
    X: Collect<Infallible>,
{
    Collected::new(First, collectors, never).of_all(outputs)
}

pub fn reduce<R, X, G>(collectors: X, outputs: Vec<(R, X::Part)>, combine: G) -> R
where
    X: Collect<Infallible>,
    G: FnMut(R, R) -> R,
{
    Collected::new(Reduce::new(combine), collectors, never).of_all(outputs)
}

pub fn try_reduce<T, E, X, G>(
    collectors: X,
    outputs: Vec<(Result<T, E>, X::Part)>,
    combine: G,
) -> Result<T, E>
where
    X: Collect<E>,
    G: FnMut(T, T) -> T,
{
    Collected::new(TryReduce::new(combine), collectors, Err).of_all(outputs)
}
