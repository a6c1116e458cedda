//! What the options' expressions see: the arguments and `self`, once, before anything is moved.

use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::parallelize;

use super::here;

#[parallelize(multiple_of = width * 2, jobs = 4, merge = per_chunk)]
fn by_width(pixels: Vec<u8>, width: usize) -> usize {
    pixels.len()
}

#[parallelize(multiple_of(pixels = channels, out = channels + 1), jobs = 4, zip = out, merge = per_chunk)]
fn by_channels(pixels: &[u8], out: &mut [u8], channels: usize) -> [usize; 2] {
    [pixels.len(), out.len()]
}

#[parallelize(overlap(before = sizes.len(), after = sizes.len() - 1), jobs = 2, merge = per_chunk)]
fn by_sizes(numbers: &[u8], sizes: Vec<u8>) -> (usize, usize) {
    assert!(sizes == [7, 8] && !numbers.is_empty());
    (here().before(), here().after())
}

#[parallelize(overlap = window - 1, jobs = 3)]
fn moving_sums(prices: &[u64], window: usize) -> Vec<u64> {
    prices
        .windows(window)
        .map(|prices| prices.iter().sum())
        .collect()
}

#[test]
fn numbers_see_the_arguments() {
    assert_eq!(by_width(vec![0; 32], 4), [8, 8, 8, 8]);
    assert_eq!(by_channels(&[0; 12], &mut [0; 16], 3), [[3, 4]; 4]);
    assert_eq!(by_sizes(&[0; 8], vec![7, 8]), [(0, 1), (2, 0)]);
    for window in 1..7 {
        let prices: Vec<u64> = (0..20).map(|price| price * price % 11).collect();
        let expected: Vec<u64> = prices
            .windows(window)
            .map(|prices| prices.iter().sum())
            .collect();
        assert_eq!(moving_sums(&prices, window), expected);
    }
}

#[parallelize(delimiter = separator.unwrap_or('\n'), jobs = 3)]
fn cells(text: &str, separator: Option<char>) -> Vec<String> {
    let cells = text.split_terminator(separator.unwrap_or('\n'));
    cells.map(str::to_owned).collect()
}

#[parallelize(delimiter = -1, jobs = 3, merge = per_chunk)]
fn signed(numbers: &[i64]) -> Vec<i64> {
    numbers.to_vec()
}

#[parallelize(delimiter = end.clone(), jobs = 3, merge = per_chunk)]
fn by_string(words: &[String], end: String) -> Vec<String> {
    assert_eq!(words.last(), Some(&end));
    words.to_vec()
}

#[test]
fn a_delimiter_sees_the_arguments() {
    assert_eq!(cells("a;bb;ccc", Some(';')), ["a", "bb", "ccc"]);
    assert_eq!(cells("a\nbb\nccc", None), ["a", "bb", "ccc"]);
    assert_eq!(
        signed(&[1, -1, 2, 3, -1, 4]),
        [vec![1, -1], vec![2, 3, -1], vec![4]]
    );
    let words = ["a", "b", ".", "c", "."].map(str::to_owned);
    let sentences = by_string(&words, ".".to_owned());
    assert_eq!(sentences, [&words[..3], &words[3..]]);
}

/// Decides whether two numbers stay together. It is no `Copy`.
#[derive(Clone)]
struct Key {
    divisors: Vec<u64>,
}

impl Key {
    fn of(&self, number: u64) -> u64 {
        number / self.divisors[0]
    }

    fn same(&self) -> impl Fn(&u64, &u64) -> bool + Sync + '_ {
        |a, b| self.of(*a) == self.of(*b)
    }

    #[parallelize(jobs = 4, chunk_by = |a, b| self.of(*a) == self.of(*b), merge = per_chunk)]
    fn groups(&self, numbers: Vec<u64>) -> Vec<u64> {
        assert!(!self.divisors.is_empty());
        numbers
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the builder calls it with references
fn same_ten(a: &u64, b: &u64) -> bool {
    a / 10 == b / 10
}

#[parallelize(jobs = 4, chunk_by = |a, b| key.of(*a) == key.of(*b), merge = per_chunk)]
fn by_key(numbers: &[u64], key: Key) -> Vec<u64> {
    assert_eq!(key.divisors.len(), 1);
    numbers.to_vec()
}

#[parallelize(jobs = 4, chunk_by = move |a, b| key.of(*a) == key.of(*b), merge = per_chunk)]
fn by_moved_key(numbers: &[u64], key: Key) -> Vec<u64> {
    assert_eq!(key.divisors.len(), 1);
    numbers.to_vec()
}

#[parallelize(jobs = 4, chunk_by = key.same(), merge = per_chunk)]
fn by_function_of_key(numbers: &[u64], key: Key) -> Vec<u64> {
    assert_eq!(key.divisors.len(), 1);
    numbers.to_vec()
}

#[parallelize(jobs = 4, chunk_by = same_ten, merge = per_chunk)]
fn by_path(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 4, chunk_by = |a, b| same(a, b), merge = per_chunk)]
fn by_argument(
    numbers: &[u64],
    same: impl Fn(&u64, &u64) -> bool + Clone + Send + Sync,
) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 4, chunk_by = |a, b| a / 10 == b / 10 && numbers.len() > 1, merge = per_chunk)]
fn by_input(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[test]
fn chunk_by_sees_the_arguments_while_the_call_runs() {
    let numbers = [1, 2, 3, 4, 5, 11, 12, 13, 25, 26, 27, 28];
    let groups: [&[u64]; 3] = [&numbers[..5], &numbers[5..8], &numbers[8..]];
    let key = || Key { divisors: vec![10] };
    assert_eq!(by_key(&numbers, key()), groups);
    assert_eq!(by_moved_key(&numbers, key()), groups);
    assert_eq!(by_function_of_key(&numbers, key()), groups);
    assert_eq!(by_path(&numbers), groups);
    assert_eq!(by_argument(&numbers, same_ten), groups);
    assert_eq!(by_input(&numbers), groups);
    assert_eq!(key().groups(numbers.to_vec()), groups);
}

/// Counts how often it is asked.
struct Asked(AtomicUsize);

impl Asked {
    fn ask<T>(&self, answer: T) -> T {
        self.0.fetch_add(1, Ordering::Relaxed);
        answer
    }
}

#[parallelize(jobs = 4, multiple_of = asked.ask(1), overlap(before = asked.ask(1), after = asked.ask(0)))]
fn numbers_once(numbers: &[u8], asked: &Asked) -> Vec<u8> {
    numbers.iter().skip(here().before()).copied().collect()
}

#[parallelize(jobs = 4, delimiter = asked.ask(1))]
fn delimiter_once(numbers: &[u8], asked: &Asked) -> Vec<u8> {
    numbers.to_vec()
}

#[parallelize(jobs = 4, chunk_by = asked.ask(u8::eq))]
fn chunk_by_once(numbers: &[u8], asked: &Asked) -> Vec<u8> {
    numbers.to_vec()
}

#[test]
fn expressions_are_evaluated_once_a_call() {
    let (numbers, asked) = ([1, 1, 2, 1, 2, 2, 1, 1], Asked(AtomicUsize::new(0)));
    assert_eq!(numbers_once(&numbers, &asked), numbers);
    assert_eq!(asked.0.swap(0, Ordering::Relaxed), 3);
    assert_eq!(delimiter_once(&numbers, &asked), numbers);
    assert_eq!(asked.0.swap(0, Ordering::Relaxed), 1);
    assert_eq!(chunk_by_once(&numbers, &asked), numbers);
    assert_eq!(asked.0.swap(0, Ordering::Relaxed), 1);
}

/// Arguments may have the names of options, and of what is bound for them.
#[parallelize(overlap(before = before, after = after), multiple_of = multiple_of, jobs = 2, merge = per_chunk)]
fn named_like_options(
    numbers: &[u8],
    before: usize,
    after: usize,
    multiple_of: usize,
    overlap: u8,
    delimiter: String,
) -> (usize, usize, usize, u8, String) {
    assert!(!numbers.is_empty());
    (before, after, multiple_of, overlap, delimiter)
}

#[test]
fn arguments_have_any_names() {
    let expected = (1, 2, 3, 4, "5".to_owned());
    let chunks = named_like_options(&[0; 6], 1, 2, 3, 4, "5".to_owned());
    assert_eq!(chunks, [expected.clone(), expected]);
}
