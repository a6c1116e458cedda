//! Options are `name = value`.

use parallelize::parallelize;

#[parallelize(jobs)]
fn no_value(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = , chunk_size = 2)]
fn empty_value(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs(3))]
fn parentheses(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs: 3)]
fn colon(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 3 chunk_size = 2)]
fn no_comma(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 3; chunk_size = 2)]
fn semicolon(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 3,,)]
fn two_commas(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(sequential = "name")]
fn text_for_a_name(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(crate = "parallelize")]
fn text_for_a_path(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(reduce)]
fn reduce(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: [Vec<u64>; 3] = [no_value(&[1]), empty_value(&[1]), parentheses(&[1])];
    let _: [Vec<u64>; 4] = [colon(&[1]), no_comma(&[1]), semicolon(&[1]), two_commas(&[1])];
    let _: [Vec<u64>; 2] = [text_for_a_name(&[1]), text_for_a_path(&[1])];
    let _: Vec<u64> = reduce(&[1]);
}
