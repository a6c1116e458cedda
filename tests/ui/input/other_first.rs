//! The slice comes first, unless an option names it.

use parallelize::parallelize;

#[parallelize]
fn number(factor: u64, numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * factor).collect()
}

#[parallelize]
fn flag(is_on: bool) -> usize {
    usize::from(is_on)
}

#[parallelize]
fn tuple((a, b): (&[u64], &[u64])) -> usize {
    a.len() + b.len()
}

#[parallelize]
fn pointer(numbers: *const u64, len: usize) -> usize {
    let _ = numbers;
    len
}

#[parallelize(delimiter = '\n')]
fn text(separator: char, text: &str) -> usize {
    text.matches(separator).count()
}

#[parallelize]
fn plain_text(separator: char, text: &str) -> usize {
    text.matches(separator).count()
}

#[parallelize]
fn several(factor: usize, numbers: std::ops::Range<u8>, out: &mut [u8]) {
    out.fill(numbers.start * factor as u8);
}

#[parallelize]
fn pair_first(factors: (u64, u64), numbers: Vec<u64>) -> usize {
    factors.0 as usize + numbers.len()
}

fn main() {
    let _: Vec<u64> = number(1, &[1]);
    let _: Vec<usize> = flag(true);
    let _: Vec<usize> = tuple((&[1], &[1]));
    let _: Vec<usize> = pointer(&1, 1);
    let _: Vec<usize> = text(',', "");
    let _: Vec<usize> = plain_text(',', "");
    several(1, 0..2, &mut []);
    let _: Vec<usize> = pair_first((1, 1), vec![]);
}
