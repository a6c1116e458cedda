//! Versions of a function for different configurations.

use parallelize::parallelize;

#[cfg(all())]
#[parallelize(jobs = 2)]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

#[cfg(any())]
#[parallelize(jobs = 2)]
fn squares(numbers: &[u64]) -> Vec<u32> {
    does_not_exist(numbers)
}

fn main() {
    assert_eq!(squares(&[1, 2]), [1, 4]);
}
