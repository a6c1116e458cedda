//! An iterator cannot be cut.

use parallelize::parallelize;

#[parallelize]
fn by_impl(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

#[parallelize]
fn by_dyn(numbers: &mut dyn Iterator<Item = u64>) -> u64 {
    numbers.sum()
}

#[parallelize]
fn by_box(numbers: Box<dyn Iterator<Item = u64> + Send>) -> u64 {
    numbers.sum()
}

fn main() {
    let _: Vec<u64> = by_impl(0..3);
    let _: Vec<u64> = by_dyn(&mut (0..3));
    let _: Vec<u64> = by_box(Box::new(0..3));
}
