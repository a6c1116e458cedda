//! An argument of a type parameter needs `Clone` and `Sync`, and a reference to one `Sync`.

use parallelize::parallelize;

#[parallelize]
fn count<K: PartialEq<u64>>(numbers: &[u64], key: K) -> usize {
    numbers.iter().filter(|n| key == **n).count()
}

#[parallelize]
fn count_shared<K: PartialEq<u64>>(numbers: &[u64], key: &K) -> usize {
    numbers.iter().filter(|n| *key == **n).count()
}

fn main() {
    let _: Vec<usize> = count(&[1], 1);
    let _: Vec<usize> = count_shared(&[1], &1);
}
