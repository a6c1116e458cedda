//! An argument that nobody uses.

#![deny(unused_variables)]

use parallelize::parallelize;

#[parallelize]
fn copy(numbers: &[u64], factor: u64) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = threads)]
fn count(numbers: &[u64], threads: usize) -> usize {
    1
}

fn main() {
    let _: Vec<u64> = copy(&[1], 2);
    let _: Vec<usize> = count(&[1], 2);
}
