//! A closure by value has only the bounds that the signature gives it.

use parallelize::parallelize;

#[parallelize]
fn apply(numbers: &[u64], f: impl Fn(u64) -> u64) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[parallelize]
fn apply_sendable(numbers: &[u64], f: impl Fn(u64) -> u64 + Send) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[parallelize]
fn apply_copyable(numbers: &[u64], mut f: impl FnMut(u64) -> u64 + Copy + 'static) -> u64 {
    numbers.iter().map(|n| f(*n)).sum()
}

fn main() {
    let _: Vec<u64> = apply(&[1], |n| n + 1);
    let _: Vec<u64> = apply_sendable(&[1], |n| n + 1);
    let _: Vec<u64> = apply_copyable(&[1], |n| n + 1);
}
