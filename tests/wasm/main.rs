//! Calls where a platform may have no threads, no files and no clock, and where a panic ends the process.
//! `.ci/platforms wasi` runs this on two platforms that lack these; elsewhere the results are the same.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use parallelize::{Report, SpillError, parallel, parallelize, stream};

#[parallelize]
fn squares(numbers: &[u64], add: u64) -> Vec<u64> {
    numbers.iter().map(|n| n * n + add).collect()
}

#[parallelize(jobs = 4)]
fn sum(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(chunk_size = 7, reduce = |a, b| a + b)]
fn total(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(jobs = 3, merge = first)]
fn find(numbers: &[u64], wanted: u64) -> Option<u64> {
    numbers.iter().copied().find(|n| *n >= wanted)
}

#[parallelize(jobs = 3, zip = ys, append = out)]
fn pairs(xs: &[u64], ys: &mut [u64], out: &mut Vec<u64>) {
    for (x, y) in xs.iter().zip(ys) {
        *y += x;
        out.push(*y);
    }
}

#[parallelize(jobs = 2)]
fn small(numbers: &[u64]) -> Result<Vec<u64>, u64> {
    let small = |n: &u64| if *n < 50 { Ok(*n) } else { Err(*n) };
    numbers.iter().map(small).collect()
}

#[parallelize(jobs = 2)]
fn words(lines: impl Iterator<Item = &'static str>) -> Vec<usize> {
    lines.map(str::len).collect()
}

#[parallelize(jobs = 2, merge = spilled)]
fn spilled(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn outputs_are_those_of_the_whole_input() {
    let numbers: Vec<u64> = (0..10_000).collect();
    assert!(
        squares(&numbers, 3)
            .into_iter()
            .eq((0..10_000).map(|n| n * n + 3))
    );
    assert_eq!(sum(&numbers[..8]), [1, 5, 9, 13]);
    assert_eq!(total(&numbers[..100]), 4_950);
    assert_eq!(find(&numbers, 9_000), Some(9_000));
    let (mut ys, mut out) = (vec![1; 50], vec![7]);
    pairs(&numbers[..50], &mut ys, &mut out);
    assert!(ys.iter().copied().eq(1..51));
    assert_eq!(out[1..], ys);
    assert_eq!(small(&numbers[..50]), Ok(numbers[..50].to_vec()));
    assert_eq!(small(&numbers), Err(50));
}

fn streams_are_read_to_their_end() {
    let lengths = words(["one", "three", ""].into_iter().cycle().take(300));
    assert!(
        lengths
            .into_iter()
            .eq([3, 5, 0].into_iter().cycle().take(300))
    );
    let mut joined = Vec::new();
    stream(0..1_000_u64)
        .jobs(3)
        .consume(Vec::from_iter, |chunk| joined.extend(chunk));
    assert!(joined.into_iter().eq(0..1_000));
}

fn nested_calls_end() {
    let body =
        |outer: std::ops::Range<usize>| parallel(outer).jobs(3).per_chunk(|inner| inner.len());
    let lengths = parallel(0..60_usize).jobs(5).flatten(body);
    assert_eq!(lengths.iter().sum::<usize>(), 60);
}

fn a_call_is_reported_with_times_only_where_there_is_a_clock() {
    const HAS_CLOCK: bool = !cfg!(all(target_family = "wasm", target_os = "unknown"));
    static CHUNKS: AtomicUsize = AtomicUsize::new(0);
    let body = |numbers: std::ops::Range<u64>| {
        let start = HAS_CLOCK.then(Instant::now);
        while start.is_some_and(|start| start.elapsed().is_zero()) {}
        numbers.sum::<u64>()
    };
    let receive = |report: &Report| {
        CHUNKS.store(report.chunks.len(), Ordering::Relaxed);
        assert!(report.to_json().contains("\"chunks\""));
        assert!(!report.to_string().is_empty());
        assert_eq!(report.elapsed.is_zero(), !HAS_CLOCK);
    };
    parallel(0..60_u64).jobs(5).report(receive).per_chunk(body);
    assert_eq!(CHUNKS.load(Ordering::Relaxed), 5);
}

/// Files where there are some, and otherwise an error.
fn outputs_are_written_to_files_or_that_is_an_error() {
    let numbers: Vec<u64> = (0..1_000).collect();
    let read = |outputs: parallelize::Spilled<u64>| outputs.into_vec();
    let outcome: Result<Vec<u64>, SpillError> = spilled(&numbers).and_then(read);
    match outcome {
        Ok(outputs) => assert_eq!(outputs, numbers),
        Err(error) if cfg!(target_family = "wasm") => {
            assert!(error.to_string().contains("/var/tmp"), "{error}");
        }
        Err(error) => panic!("{error}"),
    }
}

fn main() {
    outputs_are_those_of_the_whole_input();
    streams_are_read_to_their_end();
    nested_calls_end();
    a_call_is_reported_with_times_only_where_there_is_a_clock();
    outputs_are_written_to_files_or_that_is_an_error();
    println!("all hold");
}
