//! A recursive function whose type stays.

use parallelize::parallelize;

#[parallelize(jobs = 2)]
fn countdown(numbers: &[u64]) -> Vec<u64> {
    if numbers.iter().all(|n| *n == 0) {
        return numbers.to_vec();
    }
    let less: Vec<u64> = numbers.iter().map(|n| n.saturating_sub(1)).collect();
    countdown(&less)
}

#[test]
fn runs() {
    assert_eq!(countdown(&[3, 1, 2]), [0, 0, 0]);
}
