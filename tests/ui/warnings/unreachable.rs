//! Code behind a `return`.

#![deny(unreachable_code)]

use parallelize::parallelize;

#[parallelize]
fn squares(numbers: &[u64]) -> Vec<u64> {
    return numbers.iter().map(|n| n * n).collect();
    Vec::new()
}

fn main() {
    let _: Vec<u64> = squares(&[1]);
}
