//! Every option once.

use parallelize::parallelize;

#[parallelize(jobs = 3, chunk_size = 2, jobs = 4)]
fn jobs(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(merge = per_chunk, merge = flatten)]
fn merge(numbers: &[u64]) -> usize {
    numbers.len()
}

#[parallelize(zip = a, zip(b))]
fn zip(numbers: &[u64], a: &[u64], b: &[u64]) -> usize {
    numbers.len() + a.len() + b.len()
}

fn main() {
    let _: Vec<u64> = jobs(&[1]);
    let _: Vec<usize> = merge(&[1]);
    let _: Vec<usize> = zip(&[1], &[1], &[1]);
}
