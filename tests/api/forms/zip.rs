//! Arguments that are cut together.

use parallelize::parallelize;

#[parallelize(jobs = 2, zip(weights, out))]
fn weigh(numbers: &[u64], scale: u64, weights: Vec<u64>, out: &mut [u64]) {
    for ((number, weight), out) in numbers.iter().zip(weights).zip(out) {
        *out = number * weight * scale;
    }
}

#[test]
fn runs() {
    let mut out = [0; 3];
    weigh(&[1, 2, 3], 10, vec![1, 0, 2], &mut out);
    assert_eq!(out, [10, 0, 60]);
}
