//! Outputs move to the caller.

use parallelize::parallelize;

use std::rc::Rc;

#[parallelize]
fn wrapped(numbers: &[u64]) -> Vec<Rc<u64>> {
    numbers.iter().map(|n| Rc::new(*n)).collect()
}

fn main() {
    let _: Vec<Rc<u64>> = wrapped(&[1]);
}
