//! Only collections can be joined.

use parallelize::parallelize;

#[parallelize(merge = flatten)]
fn sum(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

fn main() {
    let _: u64 = sum(&[1]);
}
