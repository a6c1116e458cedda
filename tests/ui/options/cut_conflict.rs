//! Rules for cuts that do not go together.

use parallelize::parallelize;

#[parallelize(multiple_of = 3, chunk_by = |a, b| a == b)]
fn units_and_groups(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(delimiter = 0, jobs = 4, multiple_of = 3)]
fn records_and_units(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(chunk_by = |a, b| a == b, delimiter = 0)]
fn groups_and_records(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(overlap = 1, chunk_by = |a, b| a == b)]
fn neighbours_and_groups(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(delimiter = 0, overlap(before = 1, after = 1))]
fn records_and_neighbours(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(overlap = 1, multiple_of = 2, delimiter = 1)]
fn two_before_the_last(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: [Vec<u64>; 2] = [units_and_groups(&[1]), records_and_units(&[1])];
    let _: [Vec<u64>; 2] = [groups_and_records(&[1]), neighbours_and_groups(&[1])];
    let _: Vec<u64> = records_and_neighbours(&[1]);
    let _: Vec<u64> = two_before_the_last(&[1]);
}
