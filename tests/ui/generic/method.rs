//! A method of a generic type, which must be `Sync`.

use parallelize::parallelize;

struct Table<T>(Vec<T>);

impl<T: Clone> Table<T> {
    #[parallelize(merge = per_chunk)]
    fn has(&self, indices: &[usize]) -> bool {
        indices.iter().all(|index| *index < self.0.len())
    }
}

fn main() {
    let _: Vec<bool> = Table(vec![1]).has(&[0]);
}
