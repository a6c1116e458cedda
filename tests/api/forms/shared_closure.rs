//! A closure that all workers share needs no `Clone`.

use parallelize::parallelize;

#[parallelize(jobs = 2)]
fn apply(numbers: &[u64], f: &(impl Fn(u64) -> u64 + Sync)) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[parallelize(jobs = 2)]
fn apply_dyn(numbers: &[u64], f: &(dyn Fn(u64) -> u64 + Sync)) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[test]
fn runs() {
    assert_eq!(apply(&[1, 2], &|n| n + 1), [2, 3]);
    assert_eq!(apply_dyn(&[1, 2], &|n| n + 1), [2, 3]);
}
