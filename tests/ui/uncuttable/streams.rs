//! What a batch of a stream cannot know.

#![deny(warnings)]

use std::io::{self, Write};

use parallelize::parallelize;

#[parallelize(append = out)]
fn without_header(mut lines: impl Iterator<Item = String>, out: &mut Vec<usize>) {
    let _ = lines.next();
    for line in lines {
        out.push(line.len());
    }
}

#[parallelize(append = out)]
fn numbered(lines: &mut impl Iterator<Item = String>, out: &mut impl Write) -> io::Result<()> {
    for (n, line) in lines.enumerate() {
        writeln!(out, "{n} {line}")?;
    }
    Ok(())
}

#[parallelize]
fn running_sums<I: IntoIterator<Item = u64>>(numbers: I) -> Vec<u64> {
    let mut sum = 0;
    let mut out = Vec::new();
    for number in numbers {
        sum += number;
        out.push(sum);
    }
    out
}

#[parallelize]
fn weighted(numbers: Box<dyn Iterator<Item = u64>>, weights: &[u64]) -> Vec<u64> {
    numbers.zip(weights).map(|(n, weight)| n * weight).collect()
}

#[parallelize]
fn differences(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    let numbers: Vec<u64> = numbers.collect();
    numbers.windows(2).map(|pair| pair[0].abs_diff(pair[1])).collect()
}

fn main() {
    let line = || [String::new()].into_iter();
    let _: () = without_header(line(), &mut vec![]);
    let _: io::Result<()> = numbered(&mut line(), &mut io::stdout());
    let _: Vec<u64> = running_sums(0..3);
    let _: Vec<u64> = weighted(Box::new(0..3), &[1]);
    let _: Vec<u64> = differences(0..3);
}
