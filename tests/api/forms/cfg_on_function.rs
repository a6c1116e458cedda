//! Versions of a function for different configurations.

use parallelize::parallelize;

#[cfg(not(any()))]
#[parallelize(jobs = 2)]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

#[cfg(any())]
#[parallelize(jobs = 2)]
fn squares(numbers: &[u64]) -> Vec<u32> {
    does_not_exist(numbers)
}

#[test]
fn runs() {
    assert_eq!(squares(&[1, 2]), [1, 4]);
}
