//! A type that the macro cannot judge by its name.

use parallelize::parallelize;

struct Counts(Vec<u64>);

#[parallelize]
fn counts(counts: Counts) -> Vec<u64> {
    counts.0
}

#[parallelize]
fn reference(factor: &u64, numbers: &[u64]) -> u64 {
    factor * numbers[0]
}

fn main() {
    let _: Vec<u64> = reference(&1, &[1]);
    let _: Vec<u64> = counts(Counts(Vec::new()));
}
