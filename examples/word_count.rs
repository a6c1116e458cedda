//! How often each word stands in a text.
//!
//! The function adds to a map that the caller passes. With `reduce(counts = add)` each chunk adds to a map of its own.
//! `add` combines these maps, and adds the result to the caller's map.
//!
//! ```sh
//! cargo run --release --example word_count                    # the text of this repository, 25 times
//! cargo run --release --example word_count -- 1 a.txt b.txt   # these files, once
//! ```

mod common;
#[path = "common/texts.rs"]
mod texts;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::process::ExitCode;

use parallelize::parallelize;
use rayon::prelude::*;

type Counts<'a> = HashMap<&'a str, usize>;

#[parallelize(delimiter = '\n', reduce(counts = add), sequential = count_words_seq)]
fn count_words<'a>(text: &'a str, counts: &mut Counts<'a>) {
    let words = text.split(|char: char| !char.is_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        *counts.entry(word).or_default() += 1;
    }
}

fn add<'a>(counts: &mut Counts<'a>, more: Counts<'a>) {
    for (word, count) in more {
        *counts.entry(word).or_default() += count;
    }
}

fn count_words_by_hand<'a>(text: &'a str, counts: &mut Counts<'a>) {
    let parts = text.par_lines().fold(Counts::new, |mut part, line| {
        count_words_seq(line, &mut part);
        part
    });
    let more = parts.reduce(Counts::new, |mut part, later| {
        add(&mut part, later);
        part
    });
    add(counts, more);
}

/// A plain program: goes through the text letter by letter.
fn count_words_plain(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut word = String::new();
    for char in text.chars().chain(['\n']) {
        if char.is_alphanumeric() {
            word.push(char);
        } else if !word.is_empty() {
            *counts.entry(std::mem::take(&mut word)).or_default() += 1;
        }
    }
    counts
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (copies, files) = match args {
        [] => (25, &[][..]),
        [copies, files @ ..] => (
            common::number("the count of copies", copies, 1..=100_000)?,
            files,
        ),
    };
    let texts = texts::read(files, &["md", "rs", "txt"])?;
    let mut once = String::new();
    for file in &texts {
        once.push_str(&file.text);
        once.push('\n'); // a word ends where its file ends
    }
    let text = once.repeat(copies);

    // The counts of the first copy are there already: the function adds to them.
    let counted = |count: for<'a> fn(&'a str, &mut Counts<'a>)| {
        let mut counts = Counts::new();
        count_words_seq(&once, &mut counts);
        count(&text, &mut counts);
        counts
    };
    let counts = common::compare_three(
        || counted(count_words_seq),
        || counted(count_words),
        || counted(count_words_by_hand),
    )?;
    let plain = count_words_plain(&once);
    let is_right = |(word, count): (&String, &usize)| counts[&**word] == count * (copies + 1);
    if plain.len() != counts.len() || !plain.iter().all(is_right) {
        return Err("a plain program counts other words".into());
    }

    println!(
        "{} kB of text, {} different words",
        text.len() / 1000,
        counts.len()
    );
    let mut most: Vec<(&str, usize)> = counts.into_iter().collect();
    most.sort_by_key(|&(word, count)| (Reverse(count), word));
    for (word, count) in most.iter().take(5) {
        println!("{count:12} {word}");
    }
    Ok(())
}
