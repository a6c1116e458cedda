//! A `&Vec<T>` has nothing that a slice has not.

use parallelize::parallelize;

#[parallelize]
fn shared(numbers: &Vec<u64>) -> Vec<u64> {
    numbers.clone()
}

#[parallelize]
fn mutable(numbers: &mut Vec<u64>) {
    numbers.fill(0);
}

#[parallelize]
fn nested<'a>(numbers: &'a std::vec::Vec<Vec<u64>>) -> &'a u64 {
    &numbers[0][0]
}

fn main() {
    let _: Vec<u64> = shared(&vec![1]);
    mutable(&mut vec![1]);
    let _: Vec<&u64> = nested(&vec![vec![1]]);
}
