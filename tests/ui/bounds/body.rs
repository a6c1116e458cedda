//! Mistakes in the body are shown where they are.

use parallelize::parallelize;

#[parallelize]
fn sum(numbers: &[u64]) -> u64 {
    numbers.len()
}

fn main() {
    let _: Vec<u64> = sum(&[1]);
}
