//! Rules for cuts that do not fit the types.

use parallelize::{Split, parallelize};

struct Rows(u64);

impl Split for Rows {
    fn element_count(&self) -> usize {
        1
    }

    fn cut(self, at: usize) -> (Self, Self) {
        (Rows(at as u64), self)
    }
}

#[parallelize(chunk_by = |a, b| a == b)]
fn without_neighbours(rows: Rows) -> Vec<u64> {
    vec![rows.0]
}

#[parallelize(overlap = 1)]
fn without_overlap(rows: Rows) -> Vec<u64> {
    vec![rows.0]
}

#[parallelize(delimiter = 'a')]
fn another_delimiter(words: &[String]) -> Vec<usize> {
    words.iter().map(String::len).collect()
}

#[parallelize(multiple_of = unit)]
fn another_number(words: &[String], unit: u32) -> Vec<usize> {
    words.iter().map(|word| word.len() * unit as usize).collect()
}

#[parallelize(multiple_of(words = unit, out = unit), zip = out)]
fn another_unit(words: &[String], out: &mut [u32], unit: u32) {
    for (out, word) in out.iter_mut().zip(words) {
        *out = word.len() as u32 * unit;
    }
}

#[parallelize(chunk_by = |a, b| a.len())]
fn another_answer(words: &[String]) -> Vec<usize> {
    words.iter().map(String::len).collect()
}

struct Key;

#[parallelize(chunk_by = |a, b| key.same(a, b))]
fn key_not_clone(words: &[String], key: Key) -> Vec<usize> {
    words.iter().map(String::len).collect()
}

impl Key {
    fn same(&self, a: &str, b: &str) -> bool {
        a == b
    }
}

#[parallelize(multiple_of(words = unit))]
fn one_unit(words: &[String], unit: u32) -> Vec<usize> {
    words.iter().map(|word| word.len() * unit as usize).collect()
}

fn main() {}
