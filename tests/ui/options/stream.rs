//! Options for inputs that are cut, on a stream.

use parallelize::parallelize;

#[parallelize(zip = weights)]
fn cut_along(numbers: impl Iterator<Item = u64>, weights: &[u64]) -> Vec<u64> {
    numbers.zip(weights).map(|(n, weight)| n * weight).collect()
}

#[parallelize(min_len = 100 * 2)]
fn least(numbers: &mut impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

#[parallelize(split = numbers, multiple_of = 3)]
fn groups(k: u64, numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.map(|n| n * k).collect()
}

#[parallelize(multiple_of(numbers = 3))]
fn units(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

#[parallelize(chunk_by = |a, b| a == b)]
fn runs<I: IntoIterator<Item = u64>>(numbers: I) -> Vec<u64> {
    numbers.into_iter().collect()
}

#[parallelize(delimiter = b'\n')]
fn records(bytes: Box<dyn Iterator<Item = u8>>) -> Vec<u8> {
    bytes.collect()
}

#[parallelize(overlap = 1)]
fn neighbours(_: impl Iterator<Item = u64>) -> Vec<u64> {
    Vec::new()
}

#[parallelize(backend = parallelize::backend::Threads)]
fn elsewhere(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

#[parallelize(min_len = 2, overlap(before = 1))]
fn several(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

fn main() {
    let _: Vec<u64> = cut_along(0..3, &[1]);
    let _: Vec<u64> = least(&mut (0..3));
    let _: Vec<u64> = groups(1, 0..3);
    let _: Vec<u64> = units(0..3);
    let _: Vec<u64> = runs(0..3);
    let _: Vec<u8> = records(Box::new([0].into_iter()));
    let _: Vec<u64> = neighbours(0..3);
    let _: Vec<u64> = elsewhere(0..3);
    let _: Vec<u64> = several(0..3);
}
