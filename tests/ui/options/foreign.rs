//! Other libraries' words for options, and values that hold commas.

use parallelize::parallelize;

#[parallelize(n_jobs = 2)]
fn joblib(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(num_threads(2), schedule = dynamic)]
fn openmp(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(THREADS = 2, batch_size = 10, grain_size = 10)]
fn several(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(fold = |a, b| a + b, jobs = 2)]
fn fold(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(reduction = sum::<u64, u64>)]
fn reduction(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(reduce: |a, b| a + b)]
fn colon(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(zip = a, b)]
fn names(numbers: &[u64], a: &[u64], b: &mut [u64]) {
    b.copy_from_slice(&[numbers[0], a[0]]);
}

#[parallelize(reduce = "sum")]
fn word(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

fn main() {
    joblib(&[1]);
    openmp(&[1]);
    several(&[1]);
    let _: u64 = word(&[1]);
    names(&[1], &[1], &mut [1]);
}
