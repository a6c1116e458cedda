//! What cannot be a unit, and arguments that have none.

use parallelize::parallelize;

#[parallelize(multiple_of = 0)]
fn zero(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(multiple_of = "3")]
fn text(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(multiple_of(src = 0, dst = -4), zip = dst)]
fn zero_and_negative(src: &[u64], dst: &mut [u64]) {
    dst.copy_from_slice(src);
}

#[parallelize(multiple_of(src = 3u8, dst = 'a'), zip = dst)]
fn types(src: &[u64], dst: &mut [u64]) {
    dst.copy_from_slice(src);
}

#[parallelize(multiple_of())]
fn empty(src: &[u64]) {
    assert!(src.iter().all(|n| *n > 0));
}

#[parallelize(multiple_of(3))]
fn no_name(src: &[u64]) {
    assert!(src.iter().all(|n| *n > 0));
}

#[parallelize(multiple_of(src = 3, src = 4))]
fn twice(src: &[u64]) {
    assert!(src.iter().all(|n| *n > 0));
}

#[parallelize(multiple_of(sources = 3, dst = 4), zip = dst)]
fn unknown(src: &[u64], dst: &mut [u64]) {
    dst.copy_from_slice(src);
}

#[parallelize(multiple_of(src = 3, k = 4))]
fn not_cut(src: &[u64], k: u64) -> Vec<u64> {
    src.iter().map(|n| n * k).collect()
}

#[parallelize(multiple_of(dst = 4), zip = dst)]
fn first_without(src: &[u64], dst: &mut [u64]) {
    dst.copy_from_slice(src);
}

#[parallelize(zip = dst, multiple_of(src = 4))]
fn other_without(src: &[u64], dst: &mut [u64]) {
    dst.copy_from_slice(src);
}

#[parallelize(multiple_of = unit.)]
fn half_typed(numbers: &[u64], unit: usize) -> Vec<u64> {
    numbers.iter().map(|n| n * unit as u64).collect()
}

fn main() {
    let _: [Vec<u64>; 3] = [zero(&[1]), text(&[1]), not_cut(&[1], 1)];
    zero_and_negative(&[], &mut []);
    types(&[], &mut []);
    empty(&[]);
    no_name(&[]);
    twice(&[]);
    unknown(&[], &mut []);
    first_without(&[], &mut []);
    other_without(&[], &mut []);
    let _: Vec<u64> = half_typed(&[1], 1);
}
