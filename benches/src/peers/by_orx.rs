//! On `orx-parallel`, with its default runner and pool.

use orx_parallel::{Par, Parallelizable};

use super::Single;

pub(crate) fn map(xs: &[u64], single: impl Single<u64>) -> Vec<u64> {
    xs.par().map(|&n| single(n)).collect()
}

pub(crate) fn filter(xs: &[u64], kept: impl Single<bool>) -> Vec<u64> {
    xs.par().copied().filter(|&n| kept(n)).collect()
}

pub(crate) fn flat_map<T, I>(xs: &[u64], several: impl Single<I>) -> Vec<T>
where
    T: Send,
    I: Iterator<Item = T>,
{
    xs.par().flat_map(|&n| several(n)).collect()
}

pub(crate) fn sum(xs: &[u64], single: impl Single<u64>) -> u64 {
    let sum = xs.par().map(|&n| single(n)).reduce(u64::wrapping_add);
    sum.unwrap_or_default()
}
