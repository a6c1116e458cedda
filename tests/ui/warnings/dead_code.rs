//! A function that nobody calls.

#![deny(dead_code)]

use parallelize::parallelize;

#[parallelize]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

fn main() {}
