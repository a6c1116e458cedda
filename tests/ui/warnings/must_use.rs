//! A result that must be used.

#![deny(unused_must_use)]

use parallelize::parallelize;

#[must_use]
#[parallelize]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

#[parallelize]
fn checked(numbers: &[u64]) -> Result<(), std::fmt::Error> {
    squares(numbers);
    Ok(())
}

fn main() {
    checked(&[1]);
}
