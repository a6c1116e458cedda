//! Through the attribute.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Write};

use parallelize::{current_chunk, parallelize};
use parallelize_mpi::{Mpi, rank};

use crate::Error;
use crate::support::{on_ranks, panic_of_all};

#[parallelize(jobs = 7, backend = Mpi, append(out, text))]
fn encode(numbers: &[u64], out: &mut Vec<u64>, text: &mut String) -> usize {
    for n in numbers {
        out.push(n.pow(4));
        text.push_str(&n.to_string());
    }
    numbers.len()
}

#[test]
fn what_is_appended_is_the_whole_on_every_rank() {
    let name = "attribute::what_is_appended_is_the_whole_on_every_rank";
    on_ranks(name, || {
        let numbers: Vec<u64> = (0..100).collect();
        let (mut out, mut text) = (vec![77], "before ".to_owned());
        let lens = encode(&numbers, &mut out, &mut text);
        assert_eq!(lens, [15, 15, 14, 14, 14, 14, 14]);
        assert_eq!(out[0], 77);
        assert!(
            out[1..]
                .iter()
                .zip(&numbers)
                .all(|(out, n)| *out == n.pow(4))
        );
        assert_eq!(out.len(), 101);
        let digits: String = numbers.iter().map(u64::to_string).collect();
        assert_eq!(text, format!("before {digits}"));
    });
}

type Counts = HashMap<String, usize>;

fn add(counts: &mut Counts, others: Counts) {
    for (word, count) in others {
        *counts.entry(word).or_default() += count;
    }
}

#[parallelize(jobs = 5, backend = Mpi, reduce(counts = add), scratch = buffer)]
fn count(words: &[&str], counts: &mut Counts, buffer: &mut String) {
    for word in words {
        buffer.clear();
        buffer.push_str(word);
        *counts.entry(buffer.clone()).or_default() += 1;
    }
}

#[test]
fn what_is_folded_is_the_whole_on_every_rank_and_scratch_memory_stays() {
    let name = "attribute::what_is_folded_is_the_whole_on_every_rank_and_scratch_memory_stays";
    on_ranks(name, || {
        let words = ["to", "be", "or", "not", "to", "be"];
        let (mut counts, mut buffer) = (Counts::from([("to".to_owned(), 7)]), "kept".to_owned());
        count(&words, &mut counts, &mut buffer);
        assert_eq!(
            [counts["to"], counts["be"], counts["or"], counts["not"]],
            [9, 2, 1, 1]
        );
        assert_eq!(buffer, "kept");
    });
}

#[parallelize(jobs = 8, backend = Mpi, append = out)]
fn print(words: &[&str], out: &mut impl Write) -> Result<(), Error> {
    for word in words {
        assert_ne!(*word, "panic", "a word panics");
        if *word == "error" {
            return Err(Error("a word is bad".to_owned()));
        }
        writeln!(out, "{word}")?;
    }
    Ok(())
}

#[parallelize(jobs = 8, backend = Mpi, append(out as io::Write, text), reduce = |a, b| a + b)]
fn concrete(words: &[&str], out: &mut Vec<u8>, text: &mut dyn fmt::Write) -> Result<usize, Error> {
    for word in words {
        write!(out, "{word} ")?;
        write!(text, "{word} ")?;
    }
    Ok(words.len())
}

#[test]
fn every_rank_writes_to_its_own_writer() {
    on_ranks("attribute::every_rank_writes_to_its_own_writer", || {
        let print_here = |words: &[&str]| {
            let mut out = Vec::new();
            let result = if rank() == 0 {
                print(words, &mut out)
            } else {
                print(words, &mut io::sink())
            };
            let expected = if rank() == 0 { "to\nbe\nor\n" } else { "" };
            assert_eq!(String::from_utf8(out).unwrap(), expected);
            result
        };
        assert_eq!(print_here(&["to", "be", "or"]), Ok(()));
        let words = ["to", "be", "or", "error", "panic", "to"];
        assert_eq!(print_here(&words), Err(Error("a word is bad".to_owned())));
        let words = ["to", "be", "or", "panic", "error", "to"];
        let text = panic_of_all(|| print_here(&words));
        assert!(text.contains("a word panics"), "{text}");
        let (mut out, mut text) = (Vec::new(), String::new());
        assert_eq!(concrete(&["to", "be"], &mut out, &mut text), Ok(2));
        assert_eq!((&out[..], &text[..]), (&b"to be "[..], "to be "));
    });
}

#[parallelize(jobs = 6, backend = Mpi, merge = first, append = seen)]
fn position(words: &[&str], wanted: &str, seen: &mut Vec<String>) -> Option<usize> {
    seen.extend(words.iter().map(ToString::to_string));
    let i = words.iter().position(|word| *word == wanted)?;
    Some(current_chunk().map_or(0, |c| c.range().start) + i)
}

#[test]
fn a_search_has_seen_what_is_before_its_hit() {
    on_ranks(
        "attribute::a_search_has_seen_what_is_before_its_hit",
        || {
            let words = ["to", "be", "or", "not", "to", "be"];
            let mut seen = Vec::new();
            assert_eq!(position(&words, "or", &mut seen), Some(2));
            assert_eq!(seen, ["to", "be", "or"]);
        },
    );
}
