//! Cheap elements into a `Vec` of the caller's.

use std::hint::black_box;

use parallelize::parallelize;
use rayon::prelude::*;

use crate::contest::Candidate;
use crate::memory::{self, Peak};
use crate::peer::Peer;
use crate::peers::piece;
pub(super) use crate::works::numbers as input;
use crate::works::{mix, numbers};

/// Bytes in and out for an element.
pub(super) const ELEMENT: usize = 2 * size_of::<u64>();

pub(super) fn candidates(numbers: &[u64]) -> Vec<Candidate<'_, Vec<u64>>> {
    let ways: [(Peer, Way); 4] = [
        (Peer::Sequential, mix_into_seq),
        (Peer::Automatic, mix_into),
        (Peer::ByRayon, par_extend),
        (Peer::ParChunks, par_chunks),
    ];
    let candidate = |(peer, way)| Candidate::new(peer, move || appended(way, black_box(numbers)));
    ways.map(candidate).into()
}

type Way = fn(&[u64], &mut Vec<u64>);

fn appended(way: Way, numbers: &[u64]) -> Vec<u64> {
    let mut out = Vec::new();
    way(numbers, &mut out);
    out
}

#[parallelize(append = out, sequential = mix_into_seq)]
fn mix_into(numbers: &[u64], out: &mut Vec<u64>) {
    out.extend(numbers.iter().map(|&n| mix(n)));
}

fn par_extend(numbers: &[u64], out: &mut Vec<u64>) {
    out.par_extend(numbers.par_iter().map(|&n| mix(n)));
}

fn par_chunks(numbers: &[u64], out: &mut Vec<u64>) {
    let pieces = numbers.par_chunks(piece(numbers.len()));
    let pieces: Vec<_> = pieces.map(|piece| appended(mix_into_seq, piece)).collect();
    out.reserve(numbers.len());
    for piece in pieces {
        out.extend_from_slice(&piece);
    }
}

/// What a process needs that appends once.
pub(crate) fn peak(peer: Peer, len: usize) -> Result<Peak, String> {
    let numbers = numbers(len);
    let numbers = black_box(&numbers[..]);
    memory::peak_of(|| match peer {
        Peer::Automatic => appended(mix_into, numbers),
        Peer::ParChunks => appended(par_chunks, numbers),
        _ => appended(mix_into_seq, numbers),
    })
}

#[cfg(test)]
mod tests {
    use super::{candidates, input, mix_into};
    use crate::contest::compete;

    #[test]
    fn all_ways_give_the_same() {
        for len in [0, 1, 2, 3, 10, 1000] {
            compete(1, 1, candidates(&input(len))).unwrap();
        }
    }

    #[test]
    fn elements_come_behind_those_that_are_there() {
        let mut out = vec![5];
        mix_into(&[0, 1, 2], &mut out);
        assert_eq!(out, [5, 7, 6, 3]);
    }
}
