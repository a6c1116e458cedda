//! In a trait the type is the one with the attribute.

use parallelize::parallelize;

trait Table {
    fn count(&self, indices: &[usize]) -> usize;
}

impl Table for u64 {
    #[parallelize]
    fn count(&self, indices: &[usize]) -> usize {
        indices.len()
    }
}

fn main() {
    let _: usize = 1.count(&[1]);
}
