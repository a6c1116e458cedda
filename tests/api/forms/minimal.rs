//! The shortest form.

use parallelize::parallelize;

#[parallelize]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

#[test]
fn runs() {
    assert_eq!(squares(&[1, 2, 3]), [1, 4, 9]);
}
