//! Workers cannot each have the same `&mut` argument.

use parallelize::parallelize;

#[parallelize]
fn slice(source: &[u64], target: &mut [u64]) {
    target.copy_from_slice(source);
}

#[parallelize]
fn slice_by_lifetime<'a>(source: &[u64], target: &'a mut [u64]) -> usize {
    target.copy_from_slice(source);
    target.len()
}

#[parallelize]
fn other(source: &[u64], total: &mut u64) -> Vec<u64> {
    *total += source.iter().sum::<u64>();
    source.to_vec()
}

#[parallelize]
fn vec(source: &[u64], target: &mut Vec<u64>) {
    target.extend(source);
}

fn main() {
    slice(&[1], &mut [0]);
    let _: Vec<usize> = slice_by_lifetime(&[1], &mut [0]);
    let _: Vec<u64> = other(&[1], &mut 0);
    vec(&[1], &mut Vec::new());
}
