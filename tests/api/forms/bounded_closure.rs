//! Bounds that a trait of the program implies are the compiler's to find.

use parallelize::parallelize;

trait Step: Fn(u64) -> u64 + Clone + Sync {}

impl<F: Fn(u64) -> u64 + Clone + Sync> Step for F {}

#[parallelize(jobs = 2)]
fn apply(numbers: &[u64], f: impl Step) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[test]
fn runs() {
    assert_eq!(apply(&[1, 2], |n| n + 1), [2, 3]);
}
