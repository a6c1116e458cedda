//! A deprecated function keeps its warning at the caller.

#![deny(deprecated)]

use parallelize::parallelize;

#[deprecated(note = "use `cubes`")]
#[parallelize]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

fn main() {
    let _: Vec<u64> = squares(&[1]);
}
