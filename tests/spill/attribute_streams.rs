//! The attribute over streams whose outputs go through files.

use std::io;

use parallelize::{SpillError, Spilled, parallelize};

#[parallelize(write_to_file = true)]
fn joined(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.map(|n| n + 1).collect()
}

#[parallelize(write_to_file = std::env::temp_dir(), merge = flatten)]
fn text(words: &mut dyn Iterator<Item = String>) -> String {
    words.map(|word| word + " ").collect()
}

#[parallelize(write_to_file = true, chunk_size = 2)]
fn per_chunk(numbers: Box<dyn Iterator<Item = u64>>) -> u64 {
    numbers.sum()
}

#[parallelize(write_to_file = is_large)]
fn parsed(words: impl IntoIterator<Item = String>, is_large: bool) -> io::Result<Vec<u64>> {
    words
        .into_iter()
        .map(|word| word.parse().map_err(io::Error::other))
        .collect()
}

#[parallelize(merge = spilled)]
fn spilled(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.map(|n| n + 1).collect()
}

#[parallelize(merge = spilled)]
fn try_spilled<I: Iterator<Item = String>>(words: I) -> io::Result<Vec<u64>> {
    words
        .map(|word| word.parse().map_err(io::Error::other))
        .collect()
}

fn words() -> impl Iterator<Item = String> {
    (0..3000).map(|n: u64| n.to_string())
}

#[test]
fn a_stream_gives_through_files_what_it_gives_in_memory() {
    assert!(joined(0..3000).into_iter().eq(1..=3000));
    assert_eq!(text(&mut words().take(3)), "0 1 2 ");
    assert_eq!(per_chunk(Box::new(0..5)), [1, 5, 4]);
    for is_large in [false, true] {
        assert!(parsed(words(), is_large).unwrap().into_iter().eq(0..3000));
        assert!(parsed(words().chain(["x".to_owned()]), is_large).is_err());
    }
}

#[test]
fn outputs_of_a_stream_can_stay_in_files() {
    let numbers: Result<Spilled<u64>, SpillError> = spilled(0..3000);
    let numbers: Result<Vec<u64>, SpillError> = numbers.unwrap().iter().collect();
    assert!(numbers.unwrap().into_iter().eq(1..=3000));
    assert_eq!(try_spilled(words()).unwrap().len(), 3000);
    assert!(try_spilled(["x".to_owned()].into_iter()).is_err());
}
