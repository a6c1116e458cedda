#![deny(warnings)]

use parallelize::parallelize;

#[parallelize]
fn differences(numbers: &[i64]) -> Vec<i64> {
    numbers.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[parallelize]
fn sums(numbers: &[i64]) -> Vec<i64> {
    (0..numbers.len() - 1).map(|i| numbers[i] + numbers[i + 1]).collect()
}

#[parallelize]
fn grey(bytes: &[u8]) -> Vec<u8> {
    bytes.chunks_exact(3).map(|pixel| pixel[0] / 3 + pixel[1] / 3 + pixel[2] / 3).collect()
}

#[parallelize]
fn run_lengths(bytes: &[u8]) -> Vec<usize> {
    bytes.chunk_by(|a, b| a == b).map(<[u8]>::len).collect()
}

#[parallelize]
fn without_repeats(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for byte in bytes {
        if out.last() != Some(byte) {
            out.push(*byte);
        }
    }
    out
}

#[parallelize]
fn line_lengths(bytes: &[u8]) -> Vec<usize> {
    bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).collect()
}

fn main() {}
