//! Who takes part, and how each of them does each shape of work.

mod by_chili;
mod by_orx;
mod by_paralight;
pub(crate) mod by_rayon;
mod threads;

use std::hint::black_box;

use parallelize::parallel;

use crate::contest::Candidate;
use crate::peer::{Peer, cores};

/// The length of pieces for those that leave it to their caller and balance by stealing: four for
/// each core.
pub(crate) fn piece(len: usize) -> usize {
    len.div_ceil(4 * cores()).max(1)
}

/// A function over a slice. `Copy` because every peer gets it.
pub(crate) trait Whole<R>: Fn(&[u64]) -> R + Copy + Send + Sync {}
impl<R, F: Fn(&[u64]) -> R + Copy + Send + Sync> Whole<R> for F {}

/// A function over an element.
pub(crate) trait Single<T>: Fn(u64) -> T + Copy + Send + Sync {}
impl<T, F: Fn(u64) -> T + Copy + Send + Sync> Single<T> for F {}

type Candidates<'a, T> = Vec<Candidate<'a, Vec<T>>>;

/// All peers for `whole`, which is `single` for every element.
pub(crate) fn mapping<'a>(
    xs: &'a [u64],
    whole: impl Whole<Vec<u64>> + 'a,
    single: impl Single<u64> + 'a,
) -> Candidates<'a, u64> {
    let mut peers = in_chunks(xs, whole);
    peers.extend([
        on(Peer::ParIter, xs, move |xs| by_rayon::map(xs, single)),
        on(Peer::Orx, xs, move |xs| by_orx::map(xs, single)),
        on(Peer::Paralight, xs, move |xs| by_paralight::map(xs, single)),
        on(Peer::Chili, xs, move |xs| by_chili::map(xs, single)),
    ]);
    peers
}

/// All peers for `whole`, which keeps the elements that are `kept`.
pub(crate) fn filtering<'a>(
    xs: &'a [u64],
    whole: impl Whole<Vec<u64>> + 'a,
    kept: impl Single<bool> + 'a,
) -> Candidates<'a, u64> {
    let mut peers = in_chunks(xs, whole);
    peers.extend([
        on(Peer::ParIter, xs, move |xs| by_rayon::filter(xs, kept)),
        on(Peer::Orx, xs, move |xs| by_orx::filter(xs, kept)),
        on(Peer::Chili, xs, move |xs| by_chili::concat(xs, whole)),
    ]);
    peers
}

/// All peers for `whole`, which puts what `several` gives for each element in a row.
pub(crate) fn flat_mapping<'a, T, I>(
    xs: &'a [u64],
    whole: impl Whole<Vec<T>> + 'a,
    several: impl Single<I> + 'a,
) -> Candidates<'a, T>
where
    T: Clone + Send + Sync + 'a,
    I: Iterator<Item = T> + 'a,
{
    let mut peers = in_chunks(xs, whole);
    peers.extend([
        on(Peer::ParIter, xs, move |xs| by_rayon::flat_map(xs, several)),
        on(Peer::Orx, xs, move |xs| by_orx::flat_map(xs, several)),
        on(Peer::Chili, xs, move |xs| by_chili::concat(xs, whole)),
    ]);
    peers
}

/// All peers for `whole`, the wrapping sum of what `single` gives for each element.
pub(crate) fn summing<'a>(
    xs: &'a [u64],
    whole: impl Whole<u64> + 'a,
    single: impl Single<u64> + 'a,
) -> Vec<Candidate<'a, u64>> {
    let add = u64::wrapping_add;
    vec![
        on(Peer::Sequential, xs, whole),
        on(Peer::Automatic, xs, move |xs| {
            parallel(xs).reduce(whole, add)
        }),
        on(Peer::Jobs, xs, move |xs| {
            parallel(xs).jobs(cores()).reduce(whole, add)
        }),
        on(Peer::ThreadScope, xs, move |xs| threads::sum(xs, whole)),
        on(Peer::ParChunks, xs, move |xs| {
            by_rayon::sum_of_chunks(xs, whole)
        }),
        on(Peer::ParIter, xs, move |xs| by_rayon::sum(xs, single)),
        on(Peer::Orx, xs, move |xs| by_orx::sum(xs, single)),
        on(Peer::Paralight, xs, move |xs| by_paralight::sum(xs, single)),
        on(Peer::Chili, xs, move |xs| by_chili::sum(xs, whole)),
    ]
}

/// The peers that can call `whole` as it is.
fn in_chunks<'a, T>(xs: &'a [u64], whole: impl Whole<Vec<T>> + 'a) -> Candidates<'a, T>
where
    T: Clone + Send + Sync + 'a,
{
    vec![
        on(Peer::Sequential, xs, whole),
        on(Peer::Automatic, xs, move |xs| parallel(xs).flatten(whole)),
        on(Peer::Jobs, xs, move |xs| {
            parallel(xs).jobs(cores()).flatten(whole)
        }),
        on(Peer::ThreadScope, xs, move |xs| threads::concat(xs, whole)),
        on(Peer::ParChunks, xs, move |xs| by_rayon::chunks(xs, whole)),
        on(Peer::FlatMapIter, xs, move |xs| {
            by_rayon::flat_chunks(xs, whole)
        }),
    ]
}

/// The compiler must not see that the input is the same in every call.
fn on<'a, R>(
    peer: Peer,
    xs: &'a [u64],
    call: impl Fn(&[u64]) -> R + Send + 'a,
) -> Candidate<'a, R> {
    Candidate::new(peer, move || call(black_box(xs)))
}
