//! An output of a type parameter needs `Send`.

use parallelize::parallelize;

#[parallelize]
fn defaults<T: Default>(numbers: &[u64]) -> T {
    assert!(!numbers.is_empty());
    T::default()
}

fn main() {
    let _: Vec<u8> = defaults(&[1]);
}
