//! The ways to merge.

use parallelize::parallelize;

#[parallelize(merge = concat)]
fn other_word(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(merge = "flatten")]
fn text(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: [Vec<u64>; 2] = [other_word(&[1]), text(&[1])];
}
