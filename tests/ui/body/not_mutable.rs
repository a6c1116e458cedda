//! An argument that is changed without `mut`.

use parallelize::parallelize;

#[parallelize]
fn sorted(numbers: Vec<u64>) -> Vec<u64> {
    numbers.sort_unstable();
    numbers
}

fn main() {
    let _: Vec<u64> = sorted(vec![1]);
}
