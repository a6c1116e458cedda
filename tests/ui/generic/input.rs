//! An input of a type parameter needs `Split`.

use parallelize::parallelize;

#[parallelize]
fn count<S: AsRef<[u64]>>(numbers: S) -> usize {
    numbers.as_ref().len()
}

fn main() {
    let _: Vec<usize> = count([1]);
}
