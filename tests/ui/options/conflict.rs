//! Options that say the same thing differently.

use parallelize::parallelize;

#[parallelize(chunk_size = 3, min_len = 2)]
fn lengths(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(reduce = |a, b| a + b, merge = flatten)]
fn outputs(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(merge = per_chunk, jobs = 2, reduce = |a, b| a + b)]
fn other_order(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

fn main() {
    let _: Vec<u64> = lengths(&[1]);
    let _: u64 = outputs(&[1]);
    let _: u64 = other_order(&[1]);
}
