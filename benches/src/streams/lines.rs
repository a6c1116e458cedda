//! Lines that are read one after the other and hashed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use parallelize::stream;
use pariter::IteratorExt;
use plmap::PipelineMap;
use rayon::prelude::*;

use crate::contest::Candidate;
use crate::memory::{self, Peak};
use crate::peer::{Peer, cores};

/// How often a line is hashed: that takes about 100 ns, and 2 µs.
pub(super) const QUICK: u32 = 1;
pub(super) const SLOW: u32 = 20;

/// Lines that the version by hand sends at once.
pub(super) const BATCH: usize = 256;

const LINE: usize = 100;

/// What is known of all hashes. Not all ways keep their order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Total {
    sum: u64,
    in_order: Option<u64>,
}

impl Total {
    const NOTHING: Total = Total {
        sum: 0,
        in_order: Some(0),
    };

    fn add(&mut self, hash: u64) {
        self.sum = self.sum.wrapping_add(hash);
        self.in_order = self.in_order.map(|all| all.rotate_left(5) ^ hash);
    }

    fn of(hashes: impl Iterator<Item = u64>) -> Self {
        let mut total = Self::NOTHING;
        hashes.for_each(|hash| total.add(hash));
        total
    }
}

impl PartialEq for Total {
    fn eq(&self, other: &Self) -> bool {
        let in_order = self.in_order.zip(other.in_order);
        self.sum == other.sum && in_order.is_none_or(|(one, other)| one == other)
    }
}

pub(super) fn candidates(text: &str, passes: u32) -> Vec<Candidate<'_, Total>> {
    let hash = move |line: String| hash(&line, passes);
    let candidate = |peer, way: fn(&str, u32) -> Total| {
        Candidate::new(peer, move || way(black_box(text), passes))
    };
    vec![
        candidate(Peer::Sequential, sequential),
        candidate(Peer::Automatic, streamed),
        Candidate::new(Peer::Pariter, move || {
            Total::of(lines(black_box(text)).parallel_map(hash))
        }),
        Candidate::new(Peer::Plmap, move || {
            Total::of(lines(black_box(text)).plmap(cores(), hash))
        }),
        Candidate::new(Peer::ParBridge, move || {
            let hashes = lines(black_box(text)).par_bridge().map(hash);
            Total {
                sum: hashes.reduce(|| 0, u64::wrapping_add),
                in_order: None,
            }
        }),
        candidate(Peer::Channels, by_channels),
    ]
}

fn sequential(text: &str, passes: u32) -> Total {
    Total::of(lines(text).map(|line| hash(&line, passes)))
}

fn streamed(text: &str, passes: u32) -> Total {
    let mut total = Total::NOTHING;
    stream(lines(text)).consume(
        |lines| lines.map(|line| hash(&line, passes)).collect::<Vec<_>>(),
        |hashes| hashes.into_iter().for_each(|hash| total.add(hash)),
    );
    total
}

/// One thread reads, as many as there are cores hash, and this one brings the outputs into order.
fn by_channels(text: &str, passes: u32) -> Total {
    let (to_workers, batches) = sync_channel::<(usize, Vec<String>)>(2 * cores());
    let (to_merge, outputs) = sync_channel::<(usize, Vec<u64>)>(2 * cores());
    let batches = Mutex::new(batches);
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut lines = lines(text);
            for index in 0.. {
                let batch: Vec<String> = lines.by_ref().take(BATCH).collect();
                if batch.is_empty() || to_workers.send((index, batch)).is_err() {
                    return;
                }
            }
        });
        for _ in 0..cores() {
            let (batches, to_merge) = (&batches, to_merge.clone());
            scope.spawn(move || work(batches, &to_merge, passes));
        }
        drop(to_merge);
        in_order(&outputs)
    })
}

fn work(
    batches: &Mutex<Receiver<(usize, Vec<String>)>>,
    to_merge: &SyncSender<(usize, Vec<u64>)>,
    passes: u32,
) {
    loop {
        let next = batches.lock().expect("no worker panics").recv();
        let Ok((index, batch)) = next else {
            return;
        };
        let hashes = batch.iter().map(|line| hash(line, passes)).collect();
        if to_merge.send((index, hashes)).is_err() {
            return;
        }
    }
}

fn in_order(outputs: &Receiver<(usize, Vec<u64>)>) -> Total {
    let mut total = Total::NOTHING;
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (index, hashes) in outputs {
        early.insert(index, hashes);
        while let Some(hashes) = early.remove(&next) {
            for hash in hashes {
                total.add(hash);
            }
            next += 1;
        }
    }
    total
}

/// FNV-1a (Fowler, Noll and Vo, 1991), over and over.
fn hash(line: &str, passes: u32) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for _ in 0..passes {
        for byte in line.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// As `BufRead::lines` gives them.
fn lines(text: &str) -> impl Iterator<Item = String> + Send + '_ {
    text.lines().map(str::to_owned)
}

/// Lines of 100 bytes each, with the end of the line.
pub(super) fn text(count: usize) -> String {
    let width = LINE - 1;
    let mut text = String::with_capacity(count * LINE);
    for n in 0..count {
        writeln!(text, "{n:>width$}").expect("a `String` takes everything");
    }
    text
}

/// What a process needs that reads so many bytes of an endless stream.
pub(crate) fn peak(peer: Peer, bytes: usize) -> Result<Peak, String> {
    let text = text(1000);
    let text = black_box(&text[..]);
    let endless = || {
        let lines = std::iter::repeat_with(move || lines(text)).flatten();
        lines.take(bytes / LINE)
    };
    memory::peak_of(|| match peer {
        Peer::Automatic => stream(endless()).reduce(
            |lines| lines.fold(0, |sum: u64, line| sum.wrapping_add(hash(&line, QUICK))),
            u64::wrapping_add,
        ),
        _ => endless().fold(0, |sum: u64, line| sum.wrapping_add(hash(&line, QUICK))),
    })
}

#[cfg(test)]
mod tests {
    use super::{Total, candidates, text};
    use crate::contest::compete;

    #[test]
    fn all_ways_give_the_same() {
        for count in [0, 1, 2, 3, 255, 256, 257, 5000] {
            compete(1, 1, candidates(&text(count), 1)).unwrap();
        }
    }

    #[test]
    fn totals_in_another_order_differ() {
        let one = Total::of([1, 2, 3].into_iter());
        let other = Total::of([3, 2, 1].into_iter());
        assert_ne!(one, other);
        let in_any_order = Total {
            in_order: None,
            ..other
        };
        assert_eq!(one, in_any_order);
        assert_ne!(
            one,
            Total {
                sum: 7,
                ..in_any_order
            }
        );
    }

    #[test]
    fn a_line_has_a_hundred_bytes() {
        assert_eq!(text(12).len(), 1200);
        assert_eq!(text(12).lines().count(), 12);
    }
}
