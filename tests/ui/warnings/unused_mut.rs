//! A `mut` that is not needed.

#![deny(unused_mut)]

use parallelize::parallelize;

#[parallelize]
fn copy(mut numbers: Vec<u64>, mut factor: u64) -> Vec<u64> {
    numbers.iter().map(|n| n * factor).collect()
}

fn main() {
    let _: Vec<u64> = copy(vec![1], 2);
}
