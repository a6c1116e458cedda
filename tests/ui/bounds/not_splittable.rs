//! A type that the macro cannot judge by its name.

use parallelize::parallelize;

use std::collections::HashMap;

#[parallelize]
fn map(counts: HashMap<u64, u64>) -> Vec<u64> {
    counts.into_values().collect()
}

#[parallelize]
fn reference(factor: &u64, numbers: &[u64]) -> u64 {
    factor * numbers[0]
}

fn main() {
    let _: Vec<u64> = reference(&1, &[1]);
    let _: Vec<u64> = map(HashMap::new());
}
