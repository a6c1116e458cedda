//! What a report is given to can be called with it, and shares nothing with the caller's stack.

use parallelize::{Report, parallelize};

#[parallelize(report = verbose)]
fn boolean(numbers: &[u64], verbose: bool) -> Vec<u64> {
    let _ = verbose;
    numbers.to_vec()
}

fn by_value(_: Report) {}

#[parallelize(report = by_value)]
fn wrong_function(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: [Vec<u64>; 2] = [boolean(&[1], true), wrong_function(&[1])];
}
