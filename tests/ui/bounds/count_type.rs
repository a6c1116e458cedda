//! Counts are `usize`.

use parallelize::parallelize;

#[parallelize(jobs = threads)]
fn sum(numbers: &[u64], threads: u32) -> u64 {
    numbers.iter().sum()
}

fn main() {
    let _: Vec<u64> = sum(&[1], 2);
}
