//! The One Billion Row Challenge in small: lines `station;12.3`, and the least, the mean and the most of each station.

use std::collections::HashMap;
use std::hint::black_box;
use std::thread::{self, ScopedJoinHandle};

use parallelize::parallel;
use rayon::prelude::*;

use super::scattered;
use crate::contest::Candidate;
use crate::peer::{Peer, cores};

/// Temperatures of each station, in tenths of a degree.
pub(super) type Stations<'a> = HashMap<&'a [u8], Temperatures>;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Temperatures {
    min: i64,
    max: i64,
    sum: i64,
    count: i64,
}

pub(super) fn candidates(lines: &[u8]) -> Vec<Candidate<'_, Stations<'_>>> {
    vec![
        Candidate::new(Peer::Sequential, move || summary(black_box(lines))),
        Candidate::new(Peer::Automatic, move || {
            parallel(black_box(lines))
                .delimiter(b'\n')
                .reduce(summary, merge)
        }),
        Candidate::new(Peer::ByRayon, move || {
            let pieces = whole_lines(black_box(lines), 4 * cores());
            let summaries = pieces.into_par_iter().map(summary);
            summaries.reduce(Stations::new, merge)
        }),
        Candidate::new(Peer::ThreadScope, move || {
            let mut pieces = whole_lines(black_box(lines), cores()).into_iter();
            let first = pieces.next().unwrap_or_default();
            thread::scope(|scope| {
                let others: Vec<_> = pieces.map(|piece| scope.spawn(|| summary(piece))).collect();
                let first = summary(first);
                let others = others.into_iter().map(ScopedJoinHandle::join);
                let others = others.map(|output| output.expect("no summary panics"));
                others.fold(first, merge)
            })
        }),
    ]
}

/// The body.
fn summary(lines: &[u8]) -> Stations<'_> {
    let mut stations = Stations::new();
    for line in lines.split_inclusive(|&byte| byte == b'\n') {
        let Some(semicolon) = line.iter().position(|&byte| byte == b';') else {
            continue;
        };
        let tenths = tenths(&line[semicolon + 1..]);
        let temperature = Temperatures {
            min: tenths,
            max: tenths,
            sum: tenths,
            count: 1,
        };
        add(&mut stations, &line[..semicolon], temperature);
    }
    stations
}

fn merge<'a>(mut stations: Stations<'a>, later: Stations<'a>) -> Stations<'a> {
    for (name, temperatures) in later {
        add(&mut stations, name, temperatures);
    }
    stations
}

fn add<'a>(stations: &mut Stations<'a>, name: &'a [u8], later: Temperatures) {
    let known = stations.entry(name).and_modify(|all| {
        all.min = all.min.min(later.min);
        all.max = all.max.max(later.max);
        all.sum += later.sum;
        all.count += later.count;
    });
    known.or_insert(later);
}

/// A number with one decimal in tenths: -123 for `-12.3`.
fn tenths(number: &[u8]) -> i64 {
    let digits = number.iter().filter(|byte| byte.is_ascii_digit());
    let tenths = digits.fold(0, |tenths, digit| 10 * tenths + i64::from(digit - b'0'));
    if number.first() == Some(&b'-') {
        -tenths
    } else {
        tenths
    }
}

/// At most `count` pieces of about the same length, each of whole lines.
fn whole_lines(lines: &[u8], count: usize) -> Vec<&[u8]> {
    let len = lines.len().div_ceil(count);
    let mut pieces = Vec::with_capacity(count);
    let mut rest = lines;
    while !rest.is_empty() {
        let least = len.min(rest.len());
        let more = rest[least - 1..].iter().position(|&byte| byte == b'\n');
        let (piece, later) = rest.split_at(more.map_or(rest.len(), |more| least + more));
        pieces.push(piece);
        rest = later;
    }
    pieces
}

/// The input: 400 stations, temperatures from -99.9 to 99.9.
pub(super) fn lines(count: usize) -> Vec<u8> {
    const STARTS: [&str; 20] = [
        "Al", "Ber", "Cal", "Dor", "Eden", "Frei", "Glas", "Ham", "Inns", "Jena", "Kings", "Lin",
        "Mar", "Nor", "Ost", "Port", "Quim", "Rot", "Stras", "Tor",
    ];
    const ENDS: [&str; 20] = [
        "bach", "berg", "bourg", "bridge", "by", "dam", "field", "ford", "furt", "gow", "ham",
        "heim", "hurst", "lin", "minster", "ness", "shire", "stadt", "ton", "ville",
    ];
    let mut lines = Vec::new();
    for place in (0..).take(count) {
        let [start, end, a, b, ..] = scattered(place);
        let (start, end) = (STARTS[usize::from(start % 20)], ENDS[usize::from(end % 20)]);
        let tenths = i32::from(u16::from_be_bytes([a, b]) % 1999) - 999;
        let sign = if tenths < 0 { "-" } else { "" };
        let (whole, decimal) = (tenths.abs() / 10, tenths.abs() % 10);
        let line = format!("{start}{end};{sign}{whole}.{decimal}\n");
        lines.extend_from_slice(line.as_bytes());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{candidates, lines, summary, whole_lines};
    use crate::contest::compete;

    #[test]
    fn all_ways_give_the_same() {
        for len in [1, 2, 3, 10, 1000] {
            compete(1, 1, candidates(&lines(len))).unwrap();
        }
    }

    #[test]
    fn a_summary_has_the_temperatures_of_each_station() {
        let stations = summary(b"Linz;-12.3\nGraz;4.5\nLinz;0.5\n");
        let linz = stations[&b"Linz"[..]];
        assert_eq!(
            (linz.min, linz.max, linz.sum, linz.count),
            (-123, 5, -118, 2)
        );
        let graz = stations[&b"Graz"[..]];
        assert_eq!((graz.min, graz.max, graz.sum, graz.count), (45, 45, 45, 1));
    }

    #[test]
    fn pieces_by_hand_are_whole_lines() {
        let lines = lines(20);
        for count in 1..50 {
            let pieces = whole_lines(&lines, count);
            assert!(pieces.len() <= count);
            assert!(pieces.iter().all(|piece| piece.ends_with(b"\n")));
            assert_eq!(pieces.concat(), lines);
        }
    }
}
