//! Lines of floats into a file in memory.

use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use parallelize::parallelize;
use rayon::prelude::*;

use crate::contest::Candidate;
use crate::memory::{self, Peak};
use crate::peer::Peer;
use crate::peers::piece;

/// Lines that the version with a lock formats at once.
pub(super) const PIECE: usize = 1000;

type Point = [f64; 3];
type Out = BufWriter<File>;
type Way = fn(&[Point], &mut Out) -> io::Result<()>;

pub(super) fn candidates(points: &[Point]) -> Vec<Candidate<'_, Written>> {
    let ways: [(Peer, Way); 4] = [
        (Peer::Sequential, write_lines_seq),
        (Peer::Automatic, write_lines),
        (Peer::ByRayon, one_lock),
        (Peer::ParChunks, par_chunks),
    ];
    let candidate = |(peer, way)| {
        let write = move |file| {
            let file = written(way, black_box(points), file);
            let is_in_order = peer != Peer::ByRayon;
            Written { file, is_in_order }
        };
        Candidate::with_input(peer, new_file, write)
    };
    ways.map(candidate).into()
}

#[parallelize(append = out, sequential = write_lines_seq)]
fn write_lines(points: &[Point], out: &mut impl Write) -> io::Result<()> {
    for [x, y, z] in points {
        writeln!(out, "{x:.3} {y:.3} {z:.3}")?;
    }
    Ok(())
}

/// In any order.
fn one_lock(points: &[Point], out: &mut Out) -> io::Result<()> {
    let out = Mutex::new(out);
    points.par_chunks(PIECE).try_for_each(|points| {
        let lines = lines(points)?;
        let mut out = out.lock().expect("no writer panics");
        out.write_all(&lines)
    })
}

fn par_chunks(points: &[Point], out: &mut Out) -> io::Result<()> {
    let pieces = points.par_chunks(piece(points.len())).map(lines);
    let pieces: Vec<Vec<u8>> = pieces.collect::<io::Result<_>>()?;
    pieces.iter().try_for_each(|lines| out.write_all(lines))
}

fn lines(points: &[Point]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    write_lines_seq(points, &mut lines)?;
    Ok(lines)
}

/// The input: coordinates between -1000 and 1000.
pub(super) fn input(count: usize) -> Vec<Point> {
    let coordinate = |place: u64| {
        let scattered = place.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let [a, b, c, d, ..] = scattered.to_le_bytes();
        f64::from(i32::from_le_bytes([a, b, c, d])) * (1000.0 / f64::from(i32::MAX))
    };
    let point = |place| [place, place + 1, place + 2].map(coordinate);
    (0..).step_by(3).take(count).map(point).collect()
}

fn written(way: Way, points: &[Point], file: File) -> File {
    let mut out = BufWriter::new(file);
    let write = way(points, &mut out).and_then(|()| out.flush());
    write.unwrap_or_else(|error| panic!("cannot write in {}: {error}", directory().display()));
    out.into_parts().0
}

/// An empty file without a name.
fn new_file() -> File {
    let file = tempfile::tempfile_in(directory());
    file.unwrap_or_else(|error| panic!("cannot write in {}: {error}", directory().display()))
}

/// A file system in memory, if there is one.
fn directory() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        memory.into()
    } else {
        std::env::temp_dir()
    }
}

/// A file that somebody has written. Files are equal if their lines are, of which some are in any order.
pub(super) struct Written {
    file: File,
    is_in_order: bool,
}

impl Written {
    fn content(&self) -> Vec<u8> {
        let mut file = &self.file;
        let mut content = Vec::new();
        let read = file.rewind();
        let read = read.and_then(|()| file.read_to_end(&mut content));
        read.expect("a file that was just written can be read");
        content
    }
}

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.content(), other.content());
        a == b || !(self.is_in_order && other.is_in_order) && sorted(&a) == sorted(&b)
    }
}

fn sorted(content: &[u8]) -> Vec<&[u8]> {
    let mut lines: Vec<&[u8]> = content.split(|&byte| byte == b'\n').collect();
    lines.sort_unstable();
    lines
}

/// What a process needs that writes once.
pub(crate) fn peak(peer: Peer, len: usize) -> Result<Peak, String> {
    let points = input(len);
    let points = black_box(&points[..]);
    let way: Way = match peer {
        Peer::Automatic => write_lines,
        Peer::ParChunks => par_chunks,
        _ => write_lines_seq,
    };
    memory::peak_of(|| written(way, points, new_file()))
}

#[cfg(test)]
mod tests {
    use super::{Way, Written, candidates, input, new_file, one_lock, write_lines, written};
    use crate::contest::compete;

    #[test]
    fn all_ways_give_the_same() {
        for len in [0, 1, 2, 3, 10, 5000] {
            compete(1, 1, candidates(&input(len))).unwrap();
        }
    }

    fn of(way: Way, points: &[[f64; 3]], is_in_order: bool) -> Written {
        let file = written(way, points, new_file());
        Written { file, is_in_order }
    }

    #[test]
    fn a_line_has_three_coordinates() {
        let points = [[0.5, -1.25, 1e3], [2.0, 0.0, 0.0]];
        let content = of(write_lines, &points, true).content();
        assert_eq!(content, b"0.500 -1.250 1000.000\n2.000 0.000 0.000\n");
    }

    #[test]
    fn files_in_another_order_are_equal_if_order_does_not_matter() {
        let (points, turned) = ([[1.0; 3], [2.0; 3]], [[2.0; 3], [1.0; 3]]);
        let in_order = of(write_lines, &points, true);
        assert!(in_order == of(one_lock, &turned, false));
        assert!(in_order != of(write_lines, &turned, true));
        assert!(in_order != of(one_lock, &turned[..1], false));
    }
}
