//! Progress has a label, or is shown, or is not.

use parallelize::parallelize;

#[parallelize(progress = 1)]
fn number(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(progress = 'p')]
fn letter(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(progress)]
fn alone(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: [Vec<u64>; 3] = [number(&[1]), letter(&[1]), alone(&[1])];
}
