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

// Under a rule: what the rule does not answer.

#[parallelize(delimiter = '\n')]
fn lines(text: &str) -> Vec<&str> {
    text.split('\n').collect()
}

#[parallelize(delimiter = ';')]
fn lengths(text: &str) -> Vec<usize> {
    text.lines().map(str::len).collect()
}

#[parallelize(delimiter = '\n', merge = flatten)]
fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}

#[parallelize(delimiter = '\n')]
fn ends_of_lines(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut ends = Vec::new();
    for line in text.lines() {
        at += line.len();
        ends.push(at);
    }
    ends
}

#[parallelize(chunk_by = |a, b| a.0 == b.0)]
fn steps(visits: &[(u32, u32)]) -> Vec<u32> {
    visits.windows(2).map(|pair| pair[1].1 - pair[0].1).collect()
}

#[parallelize(multiple_of = 4)]
fn reds(bytes: &[u8]) -> Vec<u8> {
    bytes.chunks_exact(3).map(|pixel| pixel[0]).collect()
}

// Values of the body.

#[parallelize]
fn totals(mut visits: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    visits.dedup_by_key(|visit| visit.0);
    visits
}

#[parallelize(zip = rgba)]
fn opaque(rgb: &[u8], rgba: &mut [u8]) {
    for (from, to) in rgb.chunks_exact(3).zip(rgba.chunks_exact_mut(4)) {
        to[..3].copy_from_slice(from);
        to[3] = 255;
    }
}

type Text<'a> = &'a str;

#[parallelize]
fn line_lengths_of(text: Text<'_>) -> Vec<usize> {
    text.lines().map(str::len).collect()
}

fn main() {}
