//! Workers share `self`.

use parallelize::parallelize;

use std::cell::Cell;

struct Counter(Cell<u64>);

impl Counter {
    #[parallelize]
    fn add(&self, numbers: &[u64]) {
        self.0.set(numbers.iter().sum());
    }
}

fn main() {
    Counter(Cell::new(0)).add(&[1]);
}
