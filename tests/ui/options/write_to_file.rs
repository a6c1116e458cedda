//! This version keeps outputs in memory.

use parallelize::parallelize;

#[parallelize(write_to_file = true)]
fn yes(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(write_to_file = "spill")]
fn directory(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: [Vec<u64>; 2] = [yes(&[1]), directory(&[1])];
}
