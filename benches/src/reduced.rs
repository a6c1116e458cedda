//! Outputs that are reduced: what finer chunks gain, and what merging more outputs costs.

use std::collections::HashMap;

use parallelize::parallel;

use crate::contest::Candidate;
use crate::peer::{Peer, cores};
use crate::report::Table;
use crate::session::{Row, Session};
use crate::works::{grow, mix, numbers};

/// How many chunks per worker are tried.
const CHUNKS: [usize; 4] = [1, 2, 4, 16];

/// How many keys the large maps have.
const KEYS: u64 = 100_000;

type Counts = HashMap<u64, u64>;

pub(crate) fn table(session: &mut Session) -> Result<Table, String> {
    let rows = measure(session)?;
    Ok(Table::of_peers(
        "Outputs that are reduced",
        "Speed-up, with a worker per core. The chunks of a numbered row are equal. A call that says nothing has up to four \
         per worker, which get shorter.",
        &[Peer::Automatic, Peer::Jobs],
        &rows,
        Row::speed_up_cell,
    ))
}

fn measure(session: &mut Session) -> Result<Vec<Row>, String> {
    if !session.wants("reduced") {
        return Ok(Vec::new());
    }
    let (few, many) = (numbers(10_000), numbers(2_000_000));
    let mut rows = Vec::new();
    let default = [None].into_iter().chain(CHUNKS.map(Some));
    for per_worker in default {
        let chunks = per_worker.map_or("chunks by default".to_owned(), |n| {
            format!("{n} chunks per worker")
        });
        let sums = candidates(&few, per_worker, grown_sum, u64::wrapping_add);
        let about = format!("a sum whose cost grows along the input, {chunks}");
        rows.push(session.measure("reduced", about, sums)?);
        let maps = candidates(&many, per_worker, counts, merged);
        let about = format!("maps of {KEYS} keys, {chunks}");
        rows.push(session.measure("reduced", about, maps)?);
    }
    Ok(rows)
}

fn candidates<'a, R: Send + 'a>(
    xs: &'a [u64],
    per_worker: Option<usize>,
    body: fn(&[u64]) -> R,
    combine: fn(R, R) -> R,
) -> Vec<Candidate<'a, R>> {
    let size = per_worker.map_or(0, |n| xs.len().div_ceil(n * cores()));
    let call = move |jobs| {
        let call = parallel(xs).jobs(jobs);
        match size {
            0 => call.reduce(body, combine),
            size => call.chunk_size(size).reduce(body, combine),
        }
    };
    vec![
        Candidate::new(Peer::Sequential, move || body(xs)),
        Candidate::new(Peer::Automatic, move || call(0)),
        Candidate::new(Peer::Jobs, move || call(cores())),
    ]
}

fn grown_sum(xs: &[u64]) -> u64 {
    xs.iter().map(|&x| grow(x)).fold(0, u64::wrapping_add)
}

fn counts(xs: &[u64]) -> Counts {
    let mut counts = Counts::new();
    for &x in xs {
        *counts.entry(mix(x) % KEYS).or_default() += 1;
    }
    counts
}

fn merged(mut all: Counts, later: Counts) -> Counts {
    for (key, count) in later {
        *all.entry(key).or_default() += count;
    }
    all
}
