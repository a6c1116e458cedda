//! By hand on rayon.

use rayon::prelude::*;

use super::{Single, Whole, piece};

pub(crate) fn chunks<T>(xs: &[u64], whole: impl Whole<Vec<T>>) -> Vec<T>
where
    T: Clone + Send + Sync,
{
    chunks_of(piece(xs.len()), xs, whole)
}

pub(crate) fn chunks_of<T>(len: usize, xs: &[u64], whole: impl Whole<Vec<T>>) -> Vec<T>
where
    T: Clone + Send + Sync,
{
    let outputs: Vec<Vec<T>> = xs.par_chunks(len).map(whole).collect();
    outputs.concat()
}

pub(crate) fn flat_chunks<T: Send>(xs: &[u64], whole: impl Whole<Vec<T>>) -> Vec<T> {
    xs.par_chunks(piece(xs.len()))
        .flat_map_iter(whole)
        .collect()
}

pub(crate) fn map(xs: &[u64], single: impl Single<u64>) -> Vec<u64> {
    xs.par_iter().map(|&n| single(n)).collect()
}

pub(crate) fn filter(xs: &[u64], kept: impl Single<bool>) -> Vec<u64> {
    xs.par_iter().copied().filter(|&n| kept(n)).collect()
}

pub(crate) fn flat_map<T, I>(xs: &[u64], several: impl Single<I>) -> Vec<T>
where
    T: Send,
    I: Iterator<Item = T>,
{
    xs.par_iter().flat_map_iter(|&n| several(n)).collect()
}

pub(crate) fn sum_of_chunks(xs: &[u64], whole: impl Whole<u64>) -> u64 {
    let sums = xs.par_chunks(piece(xs.len())).map(whole);
    sums.reduce(|| 0, u64::wrapping_add)
}

pub(crate) fn sum(xs: &[u64], single: impl Single<u64>) -> u64 {
    let outputs = xs.par_iter().map(|&n| single(n));
    outputs.reduce(|| 0, u64::wrapping_add)
}
