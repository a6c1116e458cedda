//! A box cannot be cut in place.

use parallelize::parallelize;

#[parallelize]
fn owned(numbers: Box<[u64]>) -> Vec<u64> {
    numbers.into_vec()
}

fn main() {
    let _: Vec<u64> = owned(Box::new([1]));
}
