//! A shared slice of a type parameter needs `Sync`, joined clones of it `Send`.

use parallelize::parallelize;

#[parallelize]
fn copies<T: Clone>(items: &[T]) -> Vec<T> {
    items.to_vec()
}

fn main() {
    let _: Vec<u64> = copies(&[1]);
}
