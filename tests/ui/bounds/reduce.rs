//! `reduce` takes two outputs and gives one.

use parallelize::parallelize;

#[parallelize(reduce = |a| a)]
fn one_argument(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(reduce = |a: u32, b| a.max(b))]
fn other_type(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

fn main() {
    let _: u64 = one_argument(&[1]) + other_type(&[1]);
}
