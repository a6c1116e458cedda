//! Each worker makes its clones from the one original, which all workers share.

use parallelize::parallelize;

use std::rc::Rc;

#[parallelize]
fn scale(numbers: &[u64], factor: Rc<u64>) -> Vec<u64> {
    numbers.iter().map(|n| n * *factor).collect()
}

fn main() {
    let _: Vec<u64> = scale(&[1], Rc::new(2));
}
