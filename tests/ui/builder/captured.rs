//! A closure that captures what cannot be shared.

use parallelize::parallel;

use std::cell::Cell;

fn main() {
    let count = Cell::new(0);
    parallel(&[1]).flatten(|numbers| count.set(count.get() + numbers.len()));
}
