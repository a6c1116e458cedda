//! Calls as programs make them: several kinds in turn, each once, with or without a pause before it.

use std::hint::black_box;
use std::thread::sleep;
use std::time::{Duration, Instant};

use parallelize::parallel;

use crate::contest::Score;
use crate::peer::{Peer, cores};
use crate::peers::by_rayon;
use crate::report::Table;
use crate::session::{Row, Session, elements_for};
use crate::stats::Summary;
use crate::works::{churn_all, numbers};

/// How long the works take, in microseconds.
const WORKS: [u64; 4] = [140, 1_300, 4_300, 13_000];

/// Who takes part here, and in other measurements of single calls. The first is the baseline.
pub(crate) const PEERS: [Peer; 5] = [
    Peer::Sequential,
    Peer::Automatic,
    Peer::Jobs,
    Peer::ParChunks,
    Peer::FlatMapIter,
];

pub(crate) fn table(session: &mut Session) -> Table {
    let rows = measure(session);
    Table::of_peers(
        "Calls in turn",
        "Speed-up, with quartiles. The calls take turns, and each is timed: none runs twice in a row. With a pause, the \
         calling thread sleeps for 1 ms before each call.",
        &PEERS[1..],
        &rows,
        Row::speed_up_cell,
    )
}

fn measure(session: &mut Session) -> Vec<Row> {
    if !session.wants("paced") {
        return Vec::new();
    }
    let rounds = session.rounds.saturating_mul(14); // 210 by default
    let mut rows = Vec::new();
    for microseconds in WORKS {
        let xs = numbers(elements_for(Duration::from_micros(microseconds)));
        for pause in [Duration::ZERO, Duration::from_millis(1)] {
            let about = format!("{microseconds} µs of work, {pause:?} of pause");
            eprintln!("paced: {about}");
            rows.push(Row {
                work: "paced",
                about,
                scores: scores(&xs, rounds, pause),
            });
        }
    }
    rows
}

fn scores(xs: &[u64], rounds: usize, pause: Duration) -> Vec<Score> {
    let mut samples = PEERS.map(|_| Vec::with_capacity(rounds));
    for _ in 0..rounds {
        for (peer, samples) in PEERS.into_iter().zip(&mut samples) {
            sleep(pause);
            let start = Instant::now();
            let output = black_box(call(peer, black_box(xs)));
            samples.push(start.elapsed().as_secs_f64());
            drop(output);
        }
    }
    scored(samples)
}

/// The scores of [`PEERS`], from a row of times each.
pub(crate) fn scored(samples: [Vec<f64>; PEERS.len()]) -> Vec<Score> {
    let times = samples.map(Summary::of);
    let score = |(peer, time)| Score {
        peer,
        time,
        baseline: times[0].median,
    };
    PEERS.into_iter().zip(times).map(score).collect()
}

/// One call, by one of the peers that are compared here.
pub(crate) fn call(peer: Peer, xs: &[u64]) -> Vec<u64> {
    match peer {
        Peer::Automatic => parallel(xs).flatten(churn_all),
        Peer::Jobs => parallel(xs).jobs(cores()).flatten(churn_all),
        Peer::ParChunks => by_rayon::chunks(xs, churn_all),
        Peer::FlatMapIter => by_rayon::flat_chunks(xs, churn_all),
        _ => churn_all(xs),
    }
}
