//! Functions and closures that combine outputs.

use parallelize::parallelize;

#[parallelize(jobs = 2, reduce = u64::max)]
fn largest(numbers: &[u64]) -> u64 {
    numbers.iter().copied().max().unwrap_or(0)
}

#[parallelize(jobs = 2, reduce = |a: u64, b| a + b)]
fn sum(words: &[&str]) -> Result<u64, std::num::ParseIntError> {
    words.iter().map(|word| word.parse::<u64>()).sum()
}

#[test]
fn runs() {
    assert_eq!(largest(&[1, 3, 2]), 3);
    assert_eq!(sum(&["1", "2"]), Ok(3));
}
