//! Patterns, `mut` and unnamed parameters.

use parallelize::parallelize;

#[parallelize(jobs = 2)]
fn clip(mut numbers: Vec<f64>, (low, high): (f64, f64), _: &str, _name: &str) -> Vec<f64> {
    for number in &mut numbers {
        *number = number.clamp(low, high);
    }
    numbers
}

#[test]
fn runs() {
    assert_eq!(clip(vec![1.0, 5.0], (2.0, 4.0), "", ""), [2.0, 4.0]);
}
