//! A name that does not exist.

use parallelize::parallelize;

#[parallelize]
fn scale(numbers: &[u64], factor: u64) -> Vec<u64> {
    numbers.iter().map(|n| n * facto).collect()
}

fn main() {
    let _: Vec<u64> = scale(&[1], 2);
}
