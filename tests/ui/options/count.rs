//! What cannot be a number of chunks or elements.

use parallelize::parallelize;

#[parallelize(jobs = 0)]
fn zero(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(chunk_size = 0x00_usize)]
fn other_zero(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(min_len = -1)]
fn negative(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = "3")]
fn text(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 3.0)]
fn float(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = true)]
fn flag(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 3u64)]
fn suffix(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

macro_rules! from_macro {
    ($jobs:expr) => {
        #[parallelize(jobs = $jobs)]
        fn fragment(numbers: &[u64]) -> Vec<u64> {
            numbers.to_vec()
        }
    };
}

from_macro!(0);

fn main() {
    let _: [Vec<u64>; 3] = [zero(&[1]), other_zero(&[1]), negative(&[1])];
    let _: [Vec<u64>; 3] = [text(&[1]), float(&[1]), flag(&[1])];
    let _: [Vec<u64>; 2] = [suffix(&[1]), fragment(&[1])];
}
