//! An option whose value is still missing. The function is there for its callers all the same.

use parallelize::parallelize;

#[parallelize(jobs =)]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

fn main() {
    let _: Vec<u64> = squares(&[1]);
}
