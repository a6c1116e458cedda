//! The name of the original function.

use parallelize::parallelize;

#[parallelize(sequential = own)]
fn own(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(sequential = other::name)]
fn path(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 0, sequential = beside_seq)]
fn beside(numbers: &[u64], unused_here: u64) -> usize {
    numbers.len() + unused_here as usize
}

fn main() {
    own(&[1]);
    path(&[1]);
    let _: Vec<usize> = beside(&[1], 1);
    let _: usize = beside_seq(&[1], 1);
}
