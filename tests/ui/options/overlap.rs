//! What cannot be a number of neighbours, and inputs that have none to share.

use std::collections::VecDeque;

use parallelize::parallelize;

#[parallelize(overlap = -1)]
fn negative(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(overlap(before = 1.5, after = 1i32))]
fn types(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(overlap(left = 1, after = 1))]
fn name(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(overlap(after = 1, after = 2))]
fn twice(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(overlap(1, 2))]
fn no_names(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(overlap = 1)]
fn mutable(numbers: &mut [f64]) {
    numbers.iter_mut().for_each(|n| *n += 1.0);
}

#[parallelize(overlap = 1)]
fn owned(numbers: Vec<u64>) -> Vec<u64> {
    numbers.into_iter().collect()
}

#[parallelize(overlap(before = 1))]
fn deque(numbers: VecDeque<(u8, u8)>) -> Vec<u8> {
    numbers.into_iter().map(|n| n.0).collect()
}

#[parallelize(overlap = 1, zip = out)]
fn boxed(numbers: Box<[u8]>, out: &mut [u8]) {
    out.copy_from_slice(&numbers);
}

#[parallelize(overlap = 1, split = out)]
fn named(numbers: &[u8], out: &mut [u8]) {
    out.fill(numbers[0]);
}

struct ArrayViewMut2<'a, T>(&'a mut [T]);

#[parallelize(overlap = 1)]
fn array(matrix: ArrayViewMut2<'_, f64>) {
    matrix.0.fill(1.0);
}

#[parallelize(overlap(after = 1, before))]
fn without_value(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    array(ArrayViewMut2(&mut []));
    let _: [Vec<u64>; 3] = [negative(&[1]), types(&[1]), name(&[1])];
    let _: [Vec<u64>; 3] = [twice(&[1]), no_names(&[1]), owned(vec![1])];
    mutable(&mut []);
    let _: Vec<u8> = deque(VecDeque::new());
    boxed(Box::new([]), &mut []);
    named(&[], &mut []);
    let _: Vec<u64> = without_value(&[1]);
}
