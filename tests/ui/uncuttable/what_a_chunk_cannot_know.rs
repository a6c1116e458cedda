#![deny(warnings)]

use parallelize::parallelize;

#[parallelize]
fn zeros(bytes: &[u8]) -> Vec<usize> {
    bytes.iter().enumerate().filter(|(_, byte)| **byte == 0).map(|(at, _)| at).collect()
}

#[parallelize(merge = first)]
fn find(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

#[parallelize]
fn from_the_first(numbers: &[i64]) -> Vec<i64> {
    let first = numbers[0];
    numbers.iter().map(|number| number - first).collect()
}

#[parallelize]
fn up_to_zero(numbers: &[i64]) -> Vec<i64> {
    let mut out = Vec::new();
    for number in numbers {
        if *number == 0 {
            break;
        }
        out.push(*number);
    }
    out
}

#[parallelize(reduce = |a, b| a + b)]
fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

#[parallelize]
fn shares(numbers: &[f64]) -> Vec<f64> {
    let total: f64 = numbers.iter().sum();
    numbers.iter().map(|number| number / total).collect()
}

#[parallelize]
fn handed_on(numbers: &[f64]) -> Vec<f64> {
    normalized(numbers)
}

fn normalized(numbers: &[f64]) -> Vec<f64> {
    numbers.to_vec()
}

#[parallelize]
fn sorted(numbers: &mut [i64]) {
    numbers.sort_unstable();
}

#[parallelize]
fn one(numbers: &[i64]) -> Vec<i64> {
    if numbers.is_empty() { vec![] } else { vec![1] }
}

#[parallelize]
fn up_to(_numbers: &[i64], n: i64) -> Vec<i64> {
    (0..n).collect()
}

fn main() {}
