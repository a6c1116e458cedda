//! Every way for the outputs of a stream to come together.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, Write};
use std::num::ParseIntError;

use parallelize::{current_chunk, parallelize};

fn lines() -> impl Iterator<Item = String> {
    (0..3000).map(|n| n.to_string())
}

#[parallelize]
fn unit(numbers: impl Iterator<Item = &'static std::sync::atomic::AtomicU64>) {
    for n in numbers {
        n.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
}

#[parallelize]
fn joined(lines: impl Iterator<Item = String>) -> Vec<u64> {
    lines.map(|line| line.parse().unwrap()).collect()
}

#[parallelize]
fn joined_result(lines: impl Iterator<Item = String>) -> Result<Vec<u64>, ParseIntError> {
    lines.map(|line| line.parse()).collect()
}

#[parallelize(merge = flatten)]
fn flattened(lines: impl Iterator<Item = String>) -> BTreeMap<usize, String> {
    lines.map(|line| (line.len(), line)).collect()
}

#[parallelize(chunk_size = 1000)]
fn per_chunk(lines: impl Iterator<Item = String>) -> Option<usize> {
    lines.map(|line| line.len()).max()
}

#[parallelize(chunk_size = 1000)]
fn result_per_chunk(lines: impl Iterator<Item = String>) -> Result<u64, ParseIntError> {
    lines.map(|line| line.parse::<u64>()).sum()
}

#[parallelize(merge = per_chunk, chunk_size = 1000)]
fn results(lines: impl Iterator<Item = String>) -> Result<u64, ParseIntError> {
    lines.map(|line| line.parse::<u64>()).sum()
}

#[parallelize(merge = first)]
fn position(mut lines: impl Iterator<Item = String>, wanted: &str) -> Option<usize> {
    let at = lines.position(|line| line == wanted)?;
    Some(current_chunk().map_or(0, |chunk| chunk.range().start) + at)
}

#[parallelize(merge = first)]
fn any(lines: &mut impl Iterator<Item = String>, wanted: &str) -> bool {
    lines.any(|line| line == wanted)
}

#[parallelize(reduce = |a, b| a + b)]
fn reduced(lines: impl Iterator<Item = String>) -> u64 {
    lines.map(|line| line.parse::<u64>().unwrap()).sum()
}

#[parallelize(reduce = |a, b| a + b)]
fn reduced_result(lines: impl Iterator<Item = String>) -> Result<u64, ParseIntError> {
    lines.map(|line| line.parse::<u64>()).sum()
}

#[test]
fn outputs_are_merged_as_those_of_slices() {
    static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    unit((0..3000).map(|_| &COUNT));
    assert_eq!(COUNT.load(std::sync::atomic::Ordering::Relaxed), 3000);

    assert!(joined(lines()).into_iter().eq(0..3000));
    assert!(joined_result(lines()).unwrap().into_iter().eq(0..3000));
    let last = [(1, "9"), (2, "99"), (3, "999"), (4, "2999")];
    let last = last.map(|(length, line)| (length, line.to_owned()));
    assert!(flattened(lines()).into_iter().eq(last));
    assert_eq!(per_chunk(lines()), [Some(3), Some(4), Some(4)]);
    let sums = [499_500, 1_499_500, 2_499_500];
    assert_eq!(result_per_chunk(lines()).unwrap(), sums);
    assert!(results(lines()).into_iter().map(Result::unwrap).eq(sums));
    assert_eq!(position(lines(), "2345"), Some(2345));
    assert_eq!(position(lines(), "none"), None);
    assert!(any(&mut lines(), "2999"));
    assert!(!any(&mut lines(), "3000"));
    assert_eq!(reduced(lines()), 4_498_500);
    assert_eq!(reduced_result(lines()).unwrap(), 4_498_500);
}

#[test]
fn the_first_failure_in_order_is_the_result() {
    let broken = || {
        lines().map(|line| match line.as_str() {
            "700" => "seven".to_owned(),
            "900" => String::new(),
            _ => line,
        })
    };
    let first = "seven".parse::<u64>().unwrap_err();
    assert_eq!(joined_result(broken()).unwrap_err(), first);
    assert_eq!(result_per_chunk(broken()).unwrap_err(), first);
    assert_eq!(reduced_result(broken()).unwrap_err(), first);
    assert_eq!(results(broken())[0], Err(first));
}

#[derive(Default, Debug, PartialEq)]
struct Stats {
    lines: usize,
    longest: usize,
}

impl Stats {
    fn merge(&mut self, Stats { lines, longest }: Stats) {
        self.lines += lines;
        self.longest = self.longest.max(longest);
    }
}

#[parallelize(append(lengths, out), reduce(stats = Stats::merge), scratch = text)]
fn all_roles(
    lines: impl Iterator<Item = String>,
    lengths: &mut Vec<usize>,
    out: &mut impl Write,
    stats: &mut Stats,
    text: &mut String,
    by_length: &HashMap<usize, &str>,
) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for line in lines {
        text.clear();
        text.push_str(&line);
        text.push('!');
        writeln!(out, "{text} {}", by_length[&line.len()])?;
        lengths.push(line.len());
        stats.lines += 1;
        stats.longest = stats.longest.max(line.len());
        numbers.push(line.parse().map_err(io::Error::other)?);
    }
    Ok(numbers)
}

#[test]
fn mutable_arguments_are_as_they_are_beside_slices() {
    let (mut lengths, mut out, mut text) = (vec![0], Vec::new(), "kept".to_owned());
    let mut stats = Stats {
        lines: 1,
        longest: 9,
    };
    let by_length = HashMap::from([(1, "one"), (2, "two"), (3, "three"), (4, "four")]);
    let (a, b, c) = (&mut lengths, &mut stats, &mut text);
    let numbers = all_roles(lines(), a, &mut out, b, c, &by_length).unwrap();
    assert!(numbers.into_iter().eq(0..3000));
    assert_eq!((lengths.len(), lengths[0], lengths[3000]), (3001, 0, 4));
    let out = String::from_utf8(out).unwrap();
    assert!(out.starts_with("0! one\n1! one\n"), "{out}");
    assert!(out.ends_with("2998! four\n2999! four\n"), "{out}");
    let expected = Stats {
        lines: 3001,
        longest: 9,
    };
    assert_eq!(stats, expected);
    assert_eq!(text, "kept");
}

#[parallelize(append = out)]
fn formatted(numbers: &mut dyn Iterator<Item = u64>, out: &mut dyn fmt::Write) -> fmt::Result {
    for n in numbers {
        write!(out, "{n} ")?;
    }
    Ok(())
}

#[parallelize(append = out, merge = per_chunk, chunk_size = 2)]
fn counted<W: fmt::Write>(
    numbers: Box<dyn Iterator<Item = u64>>,
    out: &mut W,
) -> Result<usize, fmt::Error> {
    let mut count = 0;
    for n in numbers {
        write!(out, "{n} ")?;
        count += 1;
    }
    Ok(count)
}

#[test]
fn writers_of_all_kinds_stand_beside_streams_of_all_kinds() {
    let mut out = String::new();
    formatted(&mut (0..3), &mut out).unwrap();
    assert_eq!(counted(Box::new(3..6), &mut out), [Ok(2), Ok(1)]);
    assert_eq!(out, "0 1 2 3 4 5 ");
}
