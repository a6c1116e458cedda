//! The options on functions of all kinds.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::io;

use parallelize::{Spilled, Split, parallelize};

use super::here;

struct Picture {
    width: usize,
}

trait Rows {
    fn row_sums(&self, pixels: &[u32]) -> Vec<u32>;
}

impl Rows for Picture {
    #[parallelize(jobs = 3, multiple_of = self.width)]
    fn row_sums(&self, pixels: &[u32]) -> Vec<u32> {
        pixels
            .chunks_exact(self.width)
            .map(|row| row.iter().sum())
            .collect()
    }
}

#[test]
fn methods_take_the_options() {
    let picture = Picture { width: 2 };
    assert_eq!(picture.row_sums(&[1, 2, 3, 4, 5, 6, 7, 8]), [3, 7, 11, 15]);
}

#[parallelize(jobs = 3, chunk_by = |a, b| a == b)]
fn distinct<T>(sorted: &[T]) -> Vec<T>
where
    T: PartialEq + Clone + Send + Sync,
{
    let mut distinct = sorted.to_vec();
    distinct.dedup();
    distinct
}

#[parallelize(jobs = 3, multiple_of = N)]
fn rows<const N: usize>(numbers: &[u8]) -> Vec<[u8; N]> {
    let rows = numbers.chunks_exact(N);
    rows.map(|row| row.try_into().expect("rows are whole"))
        .collect()
}

#[parallelize(jobs = 2, multiple_of = 2, merge = per_chunk)]
fn any_input<S: Split>(input: S) -> usize {
    input.element_count()
}

#[test]
fn generic_functions_take_the_options() {
    assert_eq!(distinct(&["a", "a", "b", "b", "b", "c"]), ["a", "b", "c"]);
    assert_eq!(rows::<3>(&[1, 2, 3, 4, 5, 6]), [[1, 2, 3], [4, 5, 6]]);
    assert_eq!(any_input(VecDeque::from([1, 2, 3, 4, 5, 6])), [4, 2]);
    assert_eq!(any_input(vec![1, 2, 3, 4, 5, 6].into_boxed_slice()), [4, 2]);
}

macro_rules! cut_functions {
    ($units:ident $runs:ident $lines:ident $pairs:ident $zipped:ident; $unit:expr, $same:expr, $end:literal, $n:expr) => {
        #[parallelize(jobs = 2, multiple_of = $unit, merge = per_chunk)]
        fn $units(numbers: &[u8]) -> usize {
            numbers.len()
        }

        #[parallelize(jobs = 2, chunk_by = $same, merge = per_chunk)]
        fn $runs(numbers: &[u8]) -> usize {
            numbers.len()
        }

        #[parallelize(jobs = 2, delimiter = $end, merge = per_chunk)]
        fn $lines(text: &str) -> String {
            text.to_owned()
        }

        #[parallelize(jobs = 2, overlap(before = $n, after = 2 * $n), merge = per_chunk)]
        fn $pairs(numbers: &[u8]) -> [usize; 3] {
            [here().before(), numbers.len(), here().after()]
        }

        #[parallelize(jobs = 2, multiple_of(a = $unit, b = $n), zip = b, merge = per_chunk)]
        fn $zipped(a: &[u8], b: &[u8]) -> [usize; 2] {
            [a.len(), b.len()]
        }
    };
}

cut_functions!(units runs lines pairs zipped; 1 + 2, |a, b| a == b, '\n', 2 - 1);

#[test]
fn fragments_of_macros_are_values() {
    assert_eq!(units(&[0; 9]), [6, 3]);
    assert_eq!(runs(&[1, 2, 2, 2, 2, 3]), [5, 1]);
    assert_eq!(lines("one\ntwo\n"), ["one\n", "two\n"]);
    assert_eq!(pairs(&[0; 8]), [[0, 6, 2], [1, 5, 0]]);
    assert_eq!(zipped(&[0; 6], &[0; 2]), [[3, 1], [3, 1]]);
}

#[parallelize(jobs = 3, delimiter = '\n', reduce = |a, b| a + b)]
fn sum(text: &str) -> Result<u32, std::num::ParseIntError> {
    text.lines().map(str::parse::<u32>).sum()
}

#[parallelize(jobs = 3, delimiter = '\n')]
fn numbers(text: &str) -> Result<Vec<u32>, std::num::ParseIntError> {
    text.lines().map(str::parse).collect()
}

#[parallelize(jobs = 3, chunk_by = |a, b| a == b, write_to_file = true)]
fn lengths_in_files(sorted: &[u8]) -> io::Result<Vec<usize>> {
    Ok(sorted.chunk_by(u8::eq).map(<[u8]>::len).collect())
}

#[parallelize(jobs = 3, overlap = 1, merge = spilled)]
fn spilled_sums(numbers: &[u32]) -> Vec<u32> {
    numbers.windows(2).map(|pair| pair.iter().sum()).collect()
}

#[parallelize(chunk_size = 3, multiple_of = 2, merge = flatten)]
fn text(words: &[&str]) -> String {
    words.concat()
}

#[parallelize(overlap = 1, sequential = whole_rises)]
fn rises(heights: &[i32]) -> Vec<i32> {
    heights.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[parallelize(jobs = 3, delimiter = '\n', merge = first)]
fn line_with(text: &str, word: &str) -> Option<String> {
    let mut lines = text.lines();
    lines.find(|line| line.contains(word)).map(str::to_owned)
}

#[test]
fn every_merge_goes_with_the_options() {
    assert_eq!(sum("1\n20\n300\n"), Ok(321));
    assert!(sum("1\nx\n300\n").is_err());
    assert_eq!(numbers("1\n20\n300\n"), Ok(vec![1, 20, 300]));
    assert!(numbers("1\n20\nx").is_err());
    assert_eq!(lengths_in_files(&[1, 1, 1, 2, 2, 3]).unwrap(), [3, 2, 1]);
    let sums = spilled_sums(&[1, 2, 3, 4]).and_then(Spilled::into_vec);
    assert_eq!(sums.unwrap(), [3, 5, 7]);
    assert_eq!(text(&["a", "b", "c", "d", "e"]), "abcde");
    assert_eq!(line_with("a\nab\nb\nbc\n", "b").as_deref(), Some("ab"));
    assert_eq!(rises(&[1, 3, 6]), whole_rises(&[1, 3, 6]));
}

#[parallelize(jobs = 2, chunk_by = |a, b| a == b, merge = per_chunk)]
fn of_mutable(numbers: &mut [u8]) -> usize {
    numbers.fill(0);
    numbers.len()
}

#[parallelize(jobs = 2, chunk_by = |a, b| a == b, zip = weights, merge = per_chunk)]
fn of_zipped(numbers: VecDeque<u8>, weights: &[f64]) -> (usize, usize) {
    (numbers.len(), weights.len())
}

#[parallelize(jobs = 2, chunk_by = |a, b| a / 3 == b / 3, merge = per_chunk)]
fn of_range(numbers: std::ops::Range<u64>) -> std::ops::Range<u64> {
    numbers
}

#[parallelize(jobs = 2, delimiter = 0, merge = per_chunk)]
fn of_box(numbers: Box<[u8]>) -> usize {
    numbers.len()
}

#[test]
fn every_input_goes_with_chunk_by_and_delimiter() {
    assert_eq!(of_mutable(&mut [1, 1, 1, 2]), [3, 1]);
    assert_eq!(of_zipped([1, 1, 1, 2].into(), &[0.0; 4]), [(3, 3), (1, 1)]);
    assert_eq!(of_range(0..7), [0..6, 6..7]);
    assert_eq!(of_box([1, 1, 0, 1].into()), [3, 1]);
}

/// What is in a pattern has no name that an option could see, and is in nobody's way.
#[parallelize(jobs = 2, chunk_by = |a, b| (a < low) == (b < low), merge = per_chunk)]
fn patterns<T: Debug + PartialOrd + Sync>(mut parts: &[T], low: &T, (_, _): (u8, u8)) -> usize {
    let len = parts.len();
    parts = &parts[..0];
    assert!(parts.is_empty());
    len
}

#[test]
fn other_parameters_are_patterns() {
    assert_eq!(patterns(&[1, 2, 3, 4, 5, 6], &5, (0, 0)), [4, 2]);
}

#[parallelize(jobs = 2, min_len = 4, split = ys, zip = xs, multiple_of = 3, merge = per_chunk)]
fn units_along(xs: &[u8], ys: &[u8]) -> (usize, usize) {
    (xs.len(), ys.len())
}

#[parallelize(chunk_size = 2, split = ys, zip = xs, delimiter = 0, merge = per_chunk)]
fn records_along(xs: Vec<u8>, ys: &[u8]) -> (usize, usize) {
    (xs.len(), ys.len())
}

#[parallelize(jobs = 3, min_len = 2, split = ys, zip = xs, chunk_by = |a, b| a == b, merge = per_chunk)]
fn runs_along(xs: &mut [u8], ys: &[u8]) -> (usize, usize) {
    (xs.len(), ys.len())
}

#[parallelize(jobs = 3, min_len = 3, split = ys, zip = xs, overlap(before = 1, after = 1), merge = per_chunk)]
fn neighbours_along(xs: &mut [u8], ys: &[u8]) -> (usize, usize) {
    (xs.len(), ys.len())
}

#[parallelize(chunk_size = 2, split = ys, zip = xs, multiple_of(xs = 2, ys = 1), overlap = 1, merge = per_chunk)]
fn units_and_neighbours_along(xs: &[u8], ys: &[u8]) -> (usize, usize) {
    (xs.len(), ys.len())
}

#[test]
fn every_rule_goes_with_split_and_zip_and_counts() {
    // 7 moves to 9, and the rest of 2 stays with the last unit.
    assert_eq!(units_along(&[0; 14], &[0; 14]), [(9, 9), (5, 5)]);
    let chunks = records_along(vec![0; 6], &[1, 0, 1, 1, 0, 1]);
    assert_eq!(chunks, [(2, 2), (3, 3), (1, 1)]);
    // 2 moves to 3, 4 moves to 5, and the last chunk is too short.
    let chunks = runs_along(&mut [0; 6], &[1, 1, 1, 2, 2, 3]);
    assert_eq!(chunks, [(3, 3), (3, 3)]);
    let chunks = neighbours_along(&mut [0; 9], &[0; 9]);
    assert_eq!(chunks, [(3, 4), (3, 5), (3, 4)]);
    assert_eq!(neighbours_along(&mut [0; 5], &[0; 5]), [(5, 5)]);
    let chunks = units_and_neighbours_along(&[0; 10], &[0; 5]);
    assert_eq!(chunks, [(4, 3), (4, 3), (2, 1)]);
}

/// Events, of which some belong to the one before.
struct Events(Vec<&'static str>);

impl Split for Events {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let late = self.0.split_off(at);
        (self, Events(late))
    }

    fn may_cut(&self, at: usize) -> bool {
        !self.0[at].starts_with(' ')
    }
}

#[parallelize(jobs = 3, merge = per_chunk)]
fn event_counts(events: Events) -> usize {
    events.0.len()
}

#[parallelize(jobs = 3, zip = events, merge = per_chunk)]
fn numbered_events(numbers: std::ops::Range<u8>, events: Events) -> (usize, usize) {
    (numbers.len(), events.0.len())
}

#[test]
fn a_type_of_ones_own_is_cut_where_it_allows() {
    let events = || Events(vec!["start", " a", " b", "stop", "start", " c"]);
    assert_eq!(event_counts(events()), [3, 1, 2]);
    assert_eq!(numbered_events(0..6, events()), [(3, 3), (1, 1), (2, 2)]);
}
