//! An option without its value yet. The function is there for its callers all the same.

use parallelize::parallelize;

#[parallelize(chunk_size)]
fn squares(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * n).collect()
}

fn main() {
    let _: Vec<u64> = squares(&[1]);
}
