//! Elements move to workers.

use parallelize::parallelize;

use std::rc::Rc;

#[parallelize]
fn owned(items: Vec<Rc<u64>>) -> Vec<u64> {
    items.iter().map(|item| **item).collect()
}

fn main() {
    let _: Vec<u64> = owned(vec![Rc::new(1)]);
}
