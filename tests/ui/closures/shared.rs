//! A shared closure needs `Sync`.

use parallelize::parallelize;

#[parallelize]
fn by_impl(numbers: &[u64], f: &impl Fn(u64) -> u64) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[parallelize]
fn by_dyn(numbers: &[u64], f: &dyn Fn(u64) -> u64) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[parallelize]
fn by_sendable_dyn(numbers: &[u64], f: &(dyn Fn(u64) -> u64 + Send)) -> u64 {
    numbers.iter().map(|n| f(*n)).sum()
}

#[parallelize]
fn by_parameter<F: Fn(u64) -> u64>(numbers: &[u64], f: &F) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

fn main() {
    let _: Vec<u64> = by_impl(&[1], &|n| n + 1);
    let _: Vec<u64> = by_dyn(&[1], &|n| n + 1);
    let _: Vec<u64> = by_sendable_dyn(&[1], &|n| n + 1);
    let _: Vec<u64> = by_parameter(&[1], &|n| n + 1);
}
