//! A path of the library that leads nowhere.

use parallelize::parallelize;

#[parallelize(crate = nowhere::parallelize)]
fn copies(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: Vec<u64> = copies(&[1]);
}
