//! The first call of a process: no pool yet, no helper, pages that nobody has touched.

use std::hint::black_box;
use std::time::{Duration, Instant};

use parallelize::parallel;

use crate::child;
use crate::paced::{self, PEERS, scored};
use crate::peer::{Peer, cores};
use crate::peers::by_rayon;
use crate::report::Table;
use crate::session::{Row, Session, elements_for};
use crate::works::{mix_all, numbers};

pub(crate) fn table(session: &mut Session) -> Result<Table, String> {
    let mut rows = Vec::new();
    if session.wants("cold") {
        let expensive = elements_for(Duration::from_millis(150));
        rows.push(row(session, "cold-long", "150 ms of computing", expensive)?);
        let about = "4 million cheap elements mapped";
        rows.push(row(session, "cold-map", about, 4_000_000)?);
    }
    Ok(Table::of_peers(
        "The first call of a process",
        "Speed-up over the first sequential call, with quartiles. Each call is the only one of a process, and the processes \
         take turns.",
        &PEERS[1..],
        &rows,
        Row::speed_up_cell,
    ))
}

fn row(session: &Session, what: &'static str, about: &str, len: usize) -> Result<Row, String> {
    eprintln!("cold: {about}");
    let mut samples = PEERS.map(|_| Vec::new());
    for _ in 0..session.rounds {
        for (peer, samples) in PEERS.into_iter().zip(&mut samples) {
            samples.push(child::measure(what, peer, len, &[])?);
        }
    }
    Ok(Row {
        work: "cold",
        about: about.to_owned(),
        scores: scored(samples),
    })
}

/// The seconds of the first call, in this process.
pub(crate) fn long(peer: Peer, len: usize) -> f64 {
    first_call(len, |xs| paced::call(peer, xs))
}

/// As `long`, of a map.
pub(crate) fn map(peer: Peer, len: usize) -> f64 {
    first_call(len, |xs| match peer {
        Peer::Automatic => parallel(xs).flatten(mix_all),
        Peer::Jobs => parallel(xs).jobs(cores()).flatten(mix_all),
        Peer::ParChunks => by_rayon::chunks(xs, mix_all),
        Peer::FlatMapIter => by_rayon::flat_chunks(xs, mix_all),
        _ => mix_all(xs),
    })
}

fn first_call(len: usize, call: impl FnOnce(&[u64]) -> Vec<u64>) -> f64 {
    let xs = numbers(len);
    let start = Instant::now();
    black_box(call(black_box(&xs)));
    start.elapsed().as_secs_f64()
}
