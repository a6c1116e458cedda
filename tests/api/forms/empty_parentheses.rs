//! No options in parentheses, and a comma behind the last.

use parallelize::parallelize;

#[parallelize()]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

#[parallelize(jobs = 2)]
fn cubes(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n * n).collect()
}

#[test]
fn runs() {
    assert_eq!(squares(&[1, 2]), [1, 4]);
    assert_eq!(cubes(&[1, 2]), [1, 8]);
}
