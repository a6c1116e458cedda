//! A label is a string.

use parallelize::parallelize;

#[parallelize(progress = numbers.len())]
fn count(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: Vec<u64> = count(&[1]);
}
