//! A closure whose type is a parameter of the function, bounded inline or in the `where` clause.

use parallelize::parallelize;

#[parallelize]
fn inline<F: Fn(u64) -> u64>(numbers: &[u64], f: F) -> Vec<u64> {
    numbers.iter().map(|n| f(*n)).collect()
}

#[parallelize]
fn in_where_clause<F>(numbers: &[u64], f: F) -> Vec<u64>
where
    F: Fn(u64) -> u64 + Clone,
{
    numbers.iter().map(|n| f(*n)).collect()
}

#[parallelize]
fn once<T: Send + Sync, F: for<'a> FnOnce(&'a T) -> bool + Clone>(items: &[T], f: F) -> bool {
    items.first().is_some_and(f)
}

fn main() {
    let _: Vec<u64> = inline(&[1], |n| n + 1);
    let _: Vec<u64> = in_where_clause(&[1], |n| n + 1);
    let _: Vec<bool> = once(&[1], |n| *n == 1);
}
