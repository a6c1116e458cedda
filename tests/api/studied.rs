//! Functions of the kinds that the study met in published crates, each with the options that fit. With the attribute
//! they give what they give without, wherever the cuts are.

#![allow(clippy::items_after_statements)] // an argument that is cloned is a statement before them

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use parallelize::parallelize;

/// Bits of bytes, the lowest first: several outputs per element.
#[parallelize(chunk_size = size, sequential = bits_seq)]
fn bits(bytes: &[u8], size: usize) -> Vec<bool> {
    let bits = bytes
        .iter()
        .flat_map(|byte| (0..8).map(move |at| (byte >> at) & 1 == 1));
    bits.collect()
}

/// Two digits per byte, by a table that is a constant in the body.
#[parallelize(chunk_size = size, merge = flatten, sequential = hex_seq)]
fn hex(bytes: &[u8], size: usize) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Escapes, by `write!` to a local.
#[parallelize(chunk_size = size, merge = flatten, sequential = escaped_seq)]
fn escaped(colours: &[(u8, u8, u8)], background: bool, size: usize) -> String {
    let mut text = String::new();
    for (red, green, blue) in colours {
        if background {
            write!(text, "\x1b[48;2;{red};{green};{blue}m").unwrap();
        }
        write!(text, "\x1b[38;2;{red};{green};{blue}m").unwrap();
    }
    text
}

/// A mask over all elements, an array.
#[parallelize(chunk_size = size, reduce = |a, b| [a[0] | b[0], a[1] | b[1]], sequential = mask_seq)]
fn mask(codes: &[u8], size: usize) -> [u64; 2] {
    let mut mask = [0; 2];
    for code in codes {
        mask[usize::from(code / 64) % 2] |= 1 << (code % 64);
    }
    mask
}

/// The first hit of a table, a reference that outlives the table's borrow.
#[parallelize(chunk_size = size, reduce = Option::or, sequential = lookup_seq)]
fn lookup(table: &[(u8, &'static str)], key: u8, size: usize) -> Option<&'static str> {
    let mut hits = table.iter().filter(|(known, _)| *known == key);
    hits.next().map(|(_, name)| *name)
}

/// The same as a search.
#[parallelize(chunk_size = size, merge = first, sequential = found_seq)]
fn found(table: &[(u8, String)], key: u8, size: usize) -> Option<&str> {
    let mut table = table.iter();
    table.find_map(|(known, name)| (*known == key).then_some(&**name))
}

/// All filters must match.
#[parallelize(chunk_size = size, reduce = |a, b| a && b, sequential = all_match_seq)]
fn all_match(filters: &[Filter], value: &Value, size: usize) -> bool {
    filters.iter().all(|filter| filter.matches(value))
}

enum Filter {
    AtLeast(u8),
    Not(Box<Filter>),
}

struct Value(u8);

impl Filter {
    fn matches(&self, value: &Value) -> bool {
        match self {
            Filter::AtLeast(least) => value.0 >= *least,
            Filter::Not(filter) => !filter.matches(value),
        }
    }
}

/// Steps that fail at the first element of a kind.
#[parallelize(chunk_size = size, sequential = decoded_seq)]
fn decoded(tokens: &[String], strip: char, size: usize) -> Result<Vec<String>, String> {
    let stripped = tokens.iter().map(|token| match token.strip_prefix(strip) {
        Some("") => Err(format!("nothing behind {strip} in {token}")),
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(token.clone()),
    });
    stripped.collect()
}

/// A set of what the elements hold.
#[parallelize(chunk_size = size, merge = flatten, sequential = letters_seq)]
fn letters(words: &[String], size: usize) -> HashSet<char> {
    words.iter().flat_map(|word| word.chars()).collect()
}

/// A method that is generic in its elements, and refers to `Self` in its signature.
#[derive(Debug, PartialEq)]
struct Table<T>(Vec<T>);

impl<T: Clone + Send + Sync> Table<T> {
    #[parallelize(chunk_size = size, sequential = column_seq)]
    fn column(&self, rows: &[Vec<usize>], column: usize, size: usize) -> Vec<T>
    where
        Self: Sized,
    {
        let cells = rows.iter().map(|row| self.0[row[column]].clone());
        cells.collect()
    }

    #[parallelize(chunk_size = size, reduce = Self::joined, sequential = Self::of_seq)]
    fn of(rows: &[T], size: usize) -> Self {
        Table(rows.to_vec())
    }

    fn joined(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

/// A matrix applied in place, by a pattern of references.
#[parallelize(chunk_size = size, sequential = mapped_seq)]
fn mapped(points: &mut [[f32; 2]], &[a, b, c]: &[f32; 3], size: usize) {
    for [x, y] in points {
        (*x, *y) = (a * *x + b, c * *y);
    }
}

/// Pixels of three values each, from one slice to another.
#[parallelize(
    jobs = size,
    zip = grey,
    multiple_of(rgb = 3, grey = 1),
    sequential = grey_seq
)]
fn grey(rgb: &[u8], grey: &mut [u8], weights: [u16; 3], size: usize) {
    for (pixel, grey) in rgb.chunks_exact(3).zip(grey) {
        let weighted = pixel.iter().zip(weights);
        let sum: u16 = weighted
            .map(|(value, weight)| u16::from(*value) * weight)
            .sum();
        *grey = u8::try_from(sum >> 8).unwrap_or(u8::MAX);
    }
}

/// Counts beside the outputs, and a table that gets what is rare.
#[parallelize(
    chunk_size = size,
    reduce(counts = |all: &mut BTreeMap<u8, u32>, chunk: BTreeMap<u8, u32>| chunk.into_iter().for_each(|(key, n)| *all.entry(key).or_default() += n)),
    append = rare,
    sequential = counted_seq
)]
fn counted(
    bytes: &[u8],
    counts: &mut BTreeMap<u8, u32>,
    rare: &mut Vec<u8>,
    size: usize,
) -> Vec<u8> {
    for byte in bytes {
        *counts.entry(*byte).or_default() += 1;
        if *byte > 90 {
            rare.push(*byte);
        }
    }
    bytes.iter().map(|byte| byte ^ 0x55).collect()
}

/// Lines of a text.
#[parallelize(jobs = size, delimiter = '\n', sequential = keys_seq)]
fn keys(text: &str, size: usize) -> Vec<(&str, usize)> {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines.map(|(key, value)| (key, value.len())).collect()
}

/// The same lines from a reader.
#[parallelize(chunk_size = size, append = out, sequential = copied_keys_seq)]
fn copied_keys(
    lines: impl Iterator<Item = Result<String, std::fmt::Error>>,
    out: &mut impl Write,
    size: usize,
) -> std::fmt::Result {
    for line in lines {
        if let Some((key, value)) = line?.split_once('=') {
            writeln!(out, "{key} {}", value.len())?;
        }
    }
    Ok(())
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| u8::try_from(at * 37 % 101).unwrap())
        .collect()
}

#[test]
fn functions_of_the_study_give_what_they_give_alone() {
    for length in 0..24 {
        for size in 1..6 {
            agree(&bytes(length), size);
        }
    }
}

fn agree(bytes: &[u8], size: usize) {
    assert_eq!(bits(bytes, size), bits_seq(bytes, size));
    assert_eq!(hex(bytes, size), hex_seq(bytes, size));
    assert_eq!(mask(bytes, size), mask_seq(bytes, size));
    let colours: Vec<_> = bytes.iter().map(|&byte| (byte, byte / 2, 7)).collect();
    for background in [false, true] {
        let escaped = escaped(&colours, background, size);
        assert_eq!(escaped, escaped_seq(&colours, background, size));
    }
    let table: Vec<_> = bytes
        .iter()
        .map(|&byte| (byte % 5, ["even", "odd"][usize::from(byte % 2)]))
        .collect();
    let owned: Vec<_> = bytes
        .iter()
        .map(|&byte| (byte % 5, byte.to_string()))
        .collect();
    for key in 0..6 {
        assert_eq!(lookup(&table, key, size), lookup_seq(&table, key, size));
        assert_eq!(found(&owned, key, size), found_seq(&owned, key, size));
    }
    let filters = bytes
        .iter()
        .map(|&byte| Filter::Not(Box::new(Filter::AtLeast(byte + 1))));
    let filters: Vec<Filter> = filters.collect();
    for value in [0, 50].map(Value) {
        let all = all_match(&filters, &value, size);
        assert_eq!(all, all_match_seq(&filters, &value, size));
    }
    let words: Vec<String> = owned.into_iter().map(|(_, word)| word).collect();
    for strip in ['7', 'x'] {
        assert_eq!(
            decoded(&words, strip, size),
            decoded_seq(&words, strip, size)
        );
    }
    assert_eq!(letters(&words, size), letters_seq(&words, size));
    in_tables(bytes, size);
    in_place(bytes, size);
    in_text(bytes, size);
}

fn in_tables(bytes: &[u8], size: usize) {
    let table = Table::of(bytes, size);
    assert_eq!(table, Table::of_seq(bytes, size));
    let rows: Vec<Vec<usize>> = (0..bytes.len()).rev().map(|at| vec![0, at]).collect();
    assert_eq!(
        table.column(&rows, 1, size),
        table.column_seq(&rows, 1, size)
    );
    let (mut one, mut other) = (
        (BTreeMap::from([(7, 1)]), vec![1]),
        (BTreeMap::from([(7, 1)]), vec![1]),
    );
    let changed = counted(bytes, &mut one.0, &mut one.1, size);
    assert_eq!(
        changed,
        counted_seq(bytes, &mut other.0, &mut other.1, size)
    );
    assert_eq!(one, other);
}

fn in_place(bytes: &[u8], size: usize) {
    let mut one: Vec<[f32; 2]> = bytes.iter().map(|&byte| [f32::from(byte), 1.0]).collect();
    let mut other = one.clone();
    mapped(&mut one, &[2.0, 0.5, 3.0], size);
    mapped_seq(&mut other, &[2.0, 0.5, 3.0], size);
    assert_eq!(one, other);
    let pixels = &bytes[..bytes.len() / 3 * 3];
    let (mut one, mut other) = (vec![0; pixels.len() / 3], vec![0; pixels.len() / 3]);
    grey(pixels, &mut one, [77, 150, 29], size);
    grey_seq(pixels, &mut other, [77, 150, 29], size);
    assert_eq!(one, other);
}

fn in_text(bytes: &[u8], size: usize) {
    let lines = bytes.iter().map(|byte| match byte % 3 {
        0 => format!("ä{byte}"),
        _ => format!("ä{byte}={}\n", "x".repeat(usize::from(byte % 4))),
    });
    let text: String = lines.collect();
    assert_eq!(keys(&text, size), keys_seq(&text, size));
    let read = || {
        text.lines().map(|line| {
            if line.len() > 14 {
                Err(std::fmt::Error)
            } else {
                Ok(line.to_owned())
            }
        })
    };
    let (mut one, mut other) = (String::from("keys:\n"), String::from("keys:\n"));
    let ended = copied_keys(read(), &mut one, size);
    assert_eq!(ended, copied_keys_seq(read(), &mut other, size));
    // Of a stream that fails, what was written before may be less.
    assert!(
        if ended.is_ok() {
            one == other
        } else {
            other.starts_with(&one)
        },
        "{one}{other}"
    );
}
