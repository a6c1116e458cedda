//! What says nothing of two neighbours.

use parallelize::parallelize;

#[parallelize(chunk_by = true)]
fn literal(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(chunk_by = |a| a.0)]
fn key(pairs: &[(u64, u64)]) -> Vec<u64> {
    pairs.iter().map(|pair| pair.0).collect()
}

#[parallelize(chunk_by)]
fn nothing(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(chunk_by = |a, b| a == b && words.len() > 2)]
fn owned(words: Vec<String>) -> Vec<usize> {
    words.iter().map(String::len).collect()
}

#[parallelize(chunk_by = |a, b| (a == b) == out.is_empty(), zip = out)]
fn mutable(numbers: &[u64], out: &mut [u64]) {
    for (n, out) in numbers.iter().zip(out) {
        *out = *n;
    }
}

fn main() {
    let _: Vec<u64> = literal(&[1]);
    let _: Vec<u64> = key(&[(1, 2)]);
    let _: Vec<u64> = nothing(&[1]);
    let _: Vec<usize> = owned(vec![]);
    mutable(&[], &mut []);
}
