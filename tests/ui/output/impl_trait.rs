//! A type without a name cannot be merged.

use parallelize::parallelize;

#[parallelize]
fn iterator(numbers: &[u64]) -> impl Iterator<Item = u64> {
    numbers.iter().map(|n| n * 2)
}

#[parallelize(jobs = 2)]
fn nested(numbers: &[u64]) -> Vec<impl Fn(u64) -> u64> {
    numbers.iter().map(|&n| move |m| n + m).collect()
}

fn main() {
    let _: u64 = iterator(&[1]).sum();
    let _: u64 = nested(&[1])[0](1);
}
