//! Names that are no options, and what they may stand for.

use parallelize::parallelize;

#[parallelize(jbos = 3)]
fn slip(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(threads = 3)]
fn other_word(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(colour = "red", jobs = 2, colour = "blue")]
fn no_idea(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(3)]
fn number(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize("jobs")]
fn text(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(group_by = |a, b| a == b, jobs = 2, separator = b'\n')]
fn values(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(r#jobs = 2)]
fn raw(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: [Vec<u64>; 2] = [slip(&[1]), other_word(&[1])];
    let _: [Vec<u64>; 3] = [no_idea(&[1]), number(&[1]), text(&[1])];
    let _: [Vec<u64>; 2] = [values(&[1]), raw(&[1])];
}
