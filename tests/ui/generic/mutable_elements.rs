//! A mutable slice of a type parameter needs `Send`.

use parallelize::parallelize;

#[parallelize]
fn reset<T: Default>(items: &mut [T]) {
    for item in items {
        *item = T::default();
    }
}

fn main() {
    reset(&mut [1]);
}
