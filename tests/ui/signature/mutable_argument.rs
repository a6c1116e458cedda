//! Workers cannot each have the same `&mut` argument. The error names what the type of the argument allows.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::File;
use std::io::{self, Write};

use parallelize::parallelize;

#[parallelize]
fn slice(source: &[u64], target: &mut [u64]) {
    target.copy_from_slice(source);
}

#[parallelize]
fn slice_by_lifetime<'a>((source, _): (&[u64], u8), target: &'a mut [u64]) -> usize {
    target.copy_from_slice(source);
    target.len()
}

#[parallelize(split = source)]
fn split_already(k: u64, source: &[u64], target: &mut [u64]) {
    target.copy_from_slice(source);
    target[0] = k;
}

#[parallelize]
fn lists(source: &[u64], vec: &mut Vec<u64>, text: &mut String, set: &mut HashSet<u64>) {
    vec.extend(source);
    text.push('a');
    set.extend(source);
}

#[parallelize]
fn map(words: &[&str], counts: &mut HashMap<String, usize>) {
    for word in words {
        *counts.entry(word.to_string()).or_default() += 1;
    }
}

#[parallelize]
fn writers<W: Write + Send>(
    words: &[&str],
    a: &mut impl Write,
    b: &mut dyn fmt::Write,
    c: &mut W,
    d: &mut File,
    e: &mut Box<dyn io::Write>,
    f: &mut fmt::Formatter<'_>,
) -> io::Result<()> {
    let _ = (b, c, d, e, f);
    words.iter().try_for_each(|word| writeln!(a, "{word}"))
}

#[parallelize]
fn writer_without_result(words: &[&str], out: &mut impl Write) {
    words.iter().for_each(|word| writeln!(out, "{word}").unwrap());
}

#[derive(Default)]
struct Stats {
    count: usize,
}

struct WordWriter;

#[parallelize]
fn others<T>(
    numbers: &[u64],
    stats: &mut Stats,
    total: &mut u64,
    any: &mut bool,
    best: &mut Option<u64>,
    words: &mut WordWriter,
    value: &mut T,
) {
    stats.count += numbers.len();
    *total += numbers.len() as u64;
    *any = true;
    *best = None;
    let _ = (words, value);
}

trait Rng {}

#[parallelize]
fn random<R: Rng>(numbers: &[u64], rng: &mut R, other: &mut impl Rng) -> Vec<u64> {
    let _ = (rng, other);
    numbers.to_vec()
}

#[parallelize]
fn opaque(numbers: &[u64], f: &mut impl FnMut(u64), g: &mut dyn FnMut(u64)) {
    numbers.iter().copied().for_each(f);
    numbers.iter().copied().for_each(g);
}

#[parallelize]
fn unnamed(numbers: &[u64], Stats { count }: &mut Stats) {
    *count += numbers.len();
}

fn main() {
    slice(&[1], &mut [0]);
    let _: Vec<usize> = slice_by_lifetime((&[1], 1), &mut [0]);
    split_already(1, &[1], &mut [0]);
    lists(&[1], &mut vec![], &mut String::new(), &mut HashSet::new());
    map(&["a"], &mut HashMap::new());
    writer_without_result(&["a"], &mut io::sink());
    opaque(&[1], &mut |_| {}, &mut |_| {});
    unnamed(&[1], &mut Stats::default());
}
