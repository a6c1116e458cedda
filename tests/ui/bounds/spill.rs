//! What goes to a file must be able to come back.

use parallelize::parallelize;

#[derive(Clone)]
struct Plain(u64);

#[parallelize(write_to_file = true)]
fn plain(numbers: &[u64]) -> Vec<Plain> {
    numbers.iter().map(|&n| Plain(n)).collect()
}

#[parallelize(merge = spilled)]
fn generic<T: Clone + Send + Sync>(items: &[T]) -> Vec<T> {
    items.to_vec()
}

#[parallelize(write_to_file = true)]
fn each(numbers: &[u64]) -> Option<Plain> {
    numbers.first().map(|&n| Plain(n))
}

#[parallelize(write_to_file = numbers.len())]
fn no_place(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: Vec<Plain> = plain(&[1]);
    let _: Vec<u64> = generic(&[1]).unwrap().into_vec().unwrap();
    let _: Vec<Option<Plain>> = each(&[1]);
    let _: Vec<u64> = no_place(&[1]);
}
