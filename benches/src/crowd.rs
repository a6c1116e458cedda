//! A thousand threads that all make calls, by pools of two sizes.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use parallelize::parallel;

use crate::child;
use crate::peer::Peer;
use crate::peers::by_rayon;
use crate::report::Table;
use crate::session::Session;
use crate::stats::Summary;
use crate::works::{mix_all, numbers};

const THREADS: usize = 1_000;

const PEERS: [Peer; 3] = [Peer::Automatic, Peer::Jobs, Peer::FlatMapIter];

pub(crate) fn table(session: &mut Session) -> Result<Table, String> {
    let note = format!(
        "{THREADS} threads make calls at the same time. Calls a second of the whole process, in the median. \
         `RAYON_NUM_THREADS` gives the pool so many threads.",
    );
    let mut table = Table::new(
        "Many callers",
        &note,
        ["elements", "peer", "pool of 2", "pool of 64"],
    );
    if !session.wants("crowd") {
        return Ok(table);
    }
    for len in [64, 4_096] {
        for peer in PEERS {
            eprintln!("crowd: {peer}, {len} elements");
            let [two, many] = ["2", "64"].map(|pool| calls_per_second(session, peer, len, pool));
            let cell = |calls: f64| format!("{calls:.0}");
            table.row([len.to_string(), peer.to_string(), cell(two?), cell(many?)]);
        }
    }
    Ok(table)
}

fn calls_per_second(session: &Session, peer: Peer, len: usize, pool: &str) -> Result<f64, String> {
    let environment = [("RAYON_NUM_THREADS", pool)];
    let measure = |_| child::measure("crowd", peer, len, &environment);
    let rates = (0..session.rounds.min(3)).map(measure);
    let rates = rates.collect::<Result<Vec<_>, _>>()?;
    Ok(Summary::of(rates).median)
}

/// The calls a second of this process. Rayon gets fewer calls, because they take longer.
pub(crate) fn of_this_process(peer: Peer, len: usize) -> f64 {
    let calls = if peer == Peer::FlatMapIter { 20 } else { 200 };
    let xs = numbers(len);
    let start_line = Barrier::new(THREADS + 1);
    let start = thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                start_line.wait();
                for _ in 0..calls {
                    black_box(match peer {
                        Peer::Automatic => parallel(black_box(&xs)).flatten(mix_all),
                        Peer::Jobs => parallel(black_box(&xs)).jobs(2).flatten(mix_all),
                        _ => by_rayon::flat_chunks(black_box(&xs), mix_all),
                    });
                }
            });
        }
        start_line.wait();
        Instant::now()
    });
    let calls = u32::try_from(THREADS * calls).unwrap_or(u32::MAX);
    f64::from(calls) / start.elapsed().as_secs_f64()
}
