//! A type parameter of which nothing is known.

use parallelize::parallelize;

#[parallelize]
fn count<T>(items: &[T]) -> usize {
    items.len()
}

fn main() {
    let _: Vec<usize> = count(&[1]);
}
