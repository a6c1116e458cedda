//! The length of an array is part of its type.

use parallelize::parallelize;

#[parallelize]
fn owned(numbers: [u64; 3]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize]
fn shared(numbers: &[u64; 3]) -> usize {
    numbers.len()
}

#[parallelize]
fn mutable<const N: usize>(numbers: &mut [u64; N]) {
    numbers.fill(0);
}

fn main() {
    let _: Vec<u64> = owned([1, 2, 3]);
    let _: Vec<usize> = shared(&[1, 2, 3]);
    mutable(&mut [1, 2, 3]);
}
