//! The One Billion Row Challenge: lowest, mean and highest temperature of each weather station, from a
//! file of lines such as `Hamburg;12.3`.
//!
//! `delimiter = b'\n'` keeps lines whole, so the file is cut as it lies in memory.
//!
//! ```sh
//! cargo run --release --example stations                               # a million lines
//! cargo run --release --example stations -- 50000000 /tmp/stations.txt # 700 MB
//! ```

mod common;
#[path = "common/measurements.rs"]
mod measurements;

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use parallelize::{parallel, parallelize};
use rayon::prelude::*;

/// Lowest, highest, sum and count of a station's temperatures, in tenths of a degree.
type Stats = [i64; 4];
type Stations<'a> = HashMap<&'a [u8], Stats>;

#[parallelize(delimiter = b'\n', reduce = merge, sequential = stations_seq)]
fn stations(text: &[u8]) -> Stations<'_> {
    let lines = text.split(|&byte| byte == b'\n');
    merge(Stations::new(), lines.filter_map(reading))
}

fn reading(line: &[u8]) -> Option<(&[u8], Stats)> {
    let at = line.iter().position(|&byte| byte == b';')?;
    let (name, degrees) = (&line[..at], &line[at + 1..]);
    let digits = degrees.iter().filter(|byte| byte.is_ascii_digit());
    let size = digits.fold(0, |size, digit| size * 10 + i64::from(digit - b'0'));
    let sign = if degrees.starts_with(b"-") { -1 } else { 1 };
    let tenths = sign * size;
    Some((name, [tenths, tenths, tenths, 1]))
}

fn merge<'a>(
    mut all: Stations<'a>,
    more: impl IntoIterator<Item = (&'a [u8], Stats)>,
) -> Stations<'a> {
    for (name, [min, max, sum, count]) in more {
        let [all_min, all_max, all_sum, all_count] = all.entry(name).or_insert([min, max, 0, 0]);
        (*all_min, *all_max) = (min.min(*all_min), max.max(*all_max));
        *all_sum += sum;
        *all_count += count;
    }
    all
}

/// Finds the line ends where pieces may end, runs the pieces, and merges.
fn stations_by_hand(text: &[u8]) -> Stations<'_> {
    let pieces = 8 * rayon::current_num_threads();
    let mut ends = vec![0];
    for piece in 1..=pieces {
        let at = text.len() * piece / pieces;
        let line_end = text[at..].iter().position(|&byte| byte == b'\n');
        ends.push(line_end.map_or(text.len(), |line_end| at + line_end + 1));
    }
    let pieces = ends.par_windows(2).map(|ends| &text[ends[0]..ends[1]]);
    pieces.map(stations_seq).reduce(Stations::new, merge)
}

/// A plain program: line by line, by the text functions of the standard library.
fn stations_plain(text: &[u8]) -> Result<BTreeMap<&[u8], Stats>, String> {
    let text = str::from_utf8(text).map_err(|error| error.to_string())?;
    let mut stations = BTreeMap::new();
    for line in text.lines() {
        let bad = || format!("`{line}` is no reading");
        let (name, degrees) = line.split_once(';').ok_or_else(bad)?;
        let tenths: i64 = degrees.replace('.', "").parse().map_err(|_| bad())?;
        let [min, max, sum, count] = stations
            .entry(name.as_bytes())
            .or_insert([tenths, tenths, 0, 0]);
        (*min, *max) = (tenths.min(*min), tenths.max(*max));
        *sum += tenths;
        *count += 1;
    }
    Ok(stations)
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let count = |lines| common::number("the count of lines", lines, 0..=1_000_000_000);
    let (lines, file) = match args {
        [] => (1_000_000, None),
        [lines] => (count(lines)?, None),
        [lines, file] => (count(lines)?, Some(PathBuf::from(file))),
        _ => return Err("usage is `stations [lines [file]]`".into()),
    };
    let file = file.unwrap_or_else(|| std::env::temp_dir().join("stations.txt"));
    let text = measurements::create(&file, lines)
        .map_err(|error| format!("cannot write and map {}: {error}", file.display()))?;
    let text: &[u8] = &text;

    let plain = stations_plain(text)?;
    let by_hand = || stations_by_hand(text);
    let found = common::compare_three(|| stations_seq(text), || stations(text), by_hand)?;
    // Any line is longer than a chunk of three bytes: most boundaries meet.
    let start = &text[..text.len().min(10_000)];
    let short = parallel(start).delimiter(b'\n').chunk_size(3);
    let short = short.reduce(stations_seq, merge);
    if found != plain.clone().into_iter().collect() || short != stations_seq(start) {
        return Err("a plain program or short chunks give another result".into());
    }
    for (name, stats) in plain.iter().take(5) {
        measurements::print(name, *stats);
    }
    Ok(())
}
