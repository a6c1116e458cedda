//! There must be a body to run.

use parallelize::parallelize;

trait Table {
    #[parallelize]
    fn rows(&self, indices: &[usize]) -> Vec<u64>;
}

impl Table for u64 {
    fn rows(&self, indices: &[usize]) -> Vec<u64> {
        indices.iter().map(|_| *self).collect()
    }
}

fn main() {
    let _: Vec<u64> = 1.rows(&[1]);
}
