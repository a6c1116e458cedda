//! Options that say where a cut may be: they silence the warnings of what they mend.

#![deny(deprecated)]

use parallelize::{current_chunk, parallelize};

/// Units in a flat matrix.
#[parallelize(jobs = 2, multiple_of = width)]
fn row_sums(numbers: &[u64], width: usize) -> Vec<u64> {
    numbers.chunks(width).map(|row| row.iter().sum()).collect()
}

/// Units of two arguments.
#[parallelize(jobs = 2, zip = rgba, multiple_of(rgb = rgb_len, rgba = 4))]
fn opaque(rgb: &[u8], rgba: &mut [u8], rgb_len: usize) {
    for (from, to) in rgb.chunks_exact(rgb_len).zip(rgba.chunks_exact_mut(4)) {
        to[..3].copy_from_slice(from);
    }
}

/// What is the same.
#[derive(Clone, Debug)]
pub struct Key(u64);

impl Key {
    /// How many there are of each.
    #[parallelize(jobs = 2, chunk_by = |a, b| a % self.0 == b % self.0)]
    #[must_use]
    pub fn counts(&self, numbers: &[u64]) -> Vec<usize> {
        let groups = numbers.chunk_by(|a, b| a % self.0 == b % self.0);
        groups.map(<[u64]>::len).collect()
    }
}

/// A rule that looks at an argument by value, which nothing else uses.
#[parallelize(jobs = 2, chunk_by = |a, b| a % key.0 == b % key.0, merge = per_chunk)]
fn lengths(numbers: &[u64], key: Key) -> usize {
    numbers.iter().filter(|&&number| number > 0).count()
}

/// A rule with a name.
#[parallelize(jobs = 2, chunk_by = u64::eq)]
fn runs(numbers: &[u64]) -> Vec<u64> {
    numbers.chunk_by(u64::eq).map(|run| run[0]).collect()
}

/// Text.
#[parallelize(jobs = 2, delimiter = '\n')]
fn lengths_of_lines(text: &str) -> Vec<usize> {
    text.lines().map(str::len).collect()
}

/// A delimiter that is an argument.
#[parallelize(jobs = 2, delimiter = end)]
fn records(bytes: Vec<u8>, end: u8) -> Vec<usize> {
    let records = bytes.split_inclusive(|&byte| byte == end);
    records.map(<[u8]>::len).collect()
}

/// Neighbours, with sizes that are arguments.
#[parallelize(jobs = 2, overlap(before = reach, after = reach), zip = out)]
fn highest(heights: &[u64], out: &mut [u64], reach: usize) {
    let before = current_chunk().map_or(0, |chunk| chunk.before());
    for (at, out) in out.iter_mut().enumerate() {
        let at = before + at;
        let around = &heights[at.saturating_sub(reach)..heights.len().min(at + reach + 1)];
        *out = around.iter().copied().fold(0, u64::max);
    }
}

/// Another argument than the first.
#[parallelize(jobs = 2, split = numbers, overlap = 1, sequential = whole_rises)]
fn rises(scale: u64, numbers: &[u64]) -> Vec<u64> {
    let rises = numbers.windows(2).map(|pair| pair[1] - pair[0]);
    rises.map(|rise| rise * scale).collect()
}

#[test]
fn functions_with_cut_rules_work() {
    let numbers = [1, 11, 2, 3, 13, 23];
    assert_eq!(row_sums(&numbers, 2), [12, 5, 36]);
    let mut rgba = [9; 8];
    opaque(&[1, 2, 3, 4, 5, 6], &mut rgba, 3);
    assert_eq!(rgba, [1, 2, 3, 9, 4, 5, 6, 9]);
    assert_eq!(Key(10).counts(&numbers), [2, 1, 3]);
    assert_eq!(lengths(&numbers, Key(10)), [3, 3]);
    assert_eq!(runs(&[1, 1, 1, 2, 3, 3]), [1, 2, 3]);
    assert_eq!(lengths_of_lines("a\nbb\n\nccc"), [1, 2, 0, 3]);
    assert_eq!(records(vec![1, 0, 1, 1, 0], 0), [2, 3]);
    let mut out = [0; 6];
    highest(&numbers, &mut out, 1);
    assert_eq!(out, [11, 11, 11, 13, 23, 23]);
    assert_eq!(rises(2, &[1, 2, 4, 8]), whole_rises(2, &[1, 2, 4, 8]));
}
