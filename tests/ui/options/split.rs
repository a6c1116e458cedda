//! Names of arguments that cannot be split instead of the first.

use parallelize::parallelize;

#[parallelize(split = numbers)]
fn first(numbers: &[u64], k: u64) -> Vec<u64> {
    numbers.iter().map(|n| n * k).collect()
}

#[parallelize(split = number)]
fn unknown(k: u64, numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * k).collect()
}

#[parallelize(split = other)]
fn no_other(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n + 1).collect()
}

#[parallelize(split = k)]
fn a_number(numbers: &[u64], k: u64) -> Vec<u64> {
    numbers.iter().map(|n| n * k).collect()
}

#[parallelize(split = vec)]
fn a_vec(k: u64, vec: &Vec<u64>) -> Vec<u64> {
    vec.iter().map(|n| n * k).collect()
}

#[parallelize(split = text)]
fn text(word: &str, text: &str) -> Vec<String> {
    text.lines().filter(|line| *line == word).map(str::to_owned).collect()
}

#[parallelize(split = out, zip = out)]
fn zipped(numbers: &[u64], out: &mut [u64]) {
    out.iter_mut().for_each(|n| *n += numbers[0]);
}

#[parallelize(split = out)]
fn other_mutable(numbers: &mut [u64], out: &mut [u64]) {
    out.iter_mut().for_each(|n| *n += numbers[0]);
}

#[parallelize(split = "numbers")]
fn a_string(k: u64, numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * k).collect()
}

#[parallelize(split = (a, b))]
fn two(k: u64, a: &[u64], b: &mut [u64]) {
    b.iter_mut().zip(a).for_each(|(b, a)| *b = a * k);
}

fn main() {
    let _: Vec<u64> = first(&[1], 1);
    let _: Vec<u64> = unknown(1, &[1]);
    let _: Vec<u64> = no_other(&[1]);
    let _: Vec<u64> = a_number(&[1], 1);
    let _: Vec<u64> = a_vec(1, &vec![1]);
    let _: Vec<String> = text("", "");
    zipped(&[], &mut []);
    other_mutable(&mut [], &mut []);
    let _: Vec<u64> = a_string(1, &[1]);
    two(1, &[], &mut []);
}
