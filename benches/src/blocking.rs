//! Bodies that wait instead of computing: how many of them overlap.

use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use parallelize::parallel;

use crate::contest::Candidate;
use crate::peer::Peer;
use crate::peers::{Whole, by_rayon};
use crate::report::{Table, time_cell};
use crate::session::{Row, Session};

/// A call over two elements, with a body of any kind.
trait Caller: Copy + Send + Sync {
    const PEER: Peer;
    fn call(self, body: impl Whole<Vec<u64>>) -> Vec<u64>;
}

const PAIR: [u64; 2] = [0, 1];

#[derive(Clone, Copy)]
struct Plainly;
#[derive(Clone, Copy)]
struct WithTwoJobs;
#[derive(Clone, Copy)]
struct InParChunks;

impl Caller for Plainly {
    const PEER: Peer = Peer::Sequential;
    fn call(self, body: impl Whole<Vec<u64>>) -> Vec<u64> {
        PAIR.chunks(1).flat_map(body).collect()
    }
}

impl Caller for WithTwoJobs {
    const PEER: Peer = Peer::Automatic;
    fn call(self, body: impl Whole<Vec<u64>>) -> Vec<u64> {
        parallel(&PAIR[..]).jobs(2).flatten(body)
    }
}

impl Caller for InParChunks {
    const PEER: Peer = Peer::ParChunks;
    fn call(self, body: impl Whole<Vec<u64>>) -> Vec<u64> {
        by_rayon::chunks_of(1, &PAIR, body)
    }
}

pub(crate) fn table(session: &mut Session) -> Result<Table, String> {
    let note = "Time on the clock, with `jobs = 2` in each call; a body sleeps for 100 ms.";
    let rows = measure(session)?;
    let peers = [Peer::Automatic, Peer::ParChunks];
    Ok(Table::of_peers(
        "Bodies that wait",
        note,
        &peers,
        &rows,
        time_cell,
    ))
}

fn measure(session: &mut Session) -> Result<Vec<Row>, String> {
    if !session.wants("blocking") {
        return Ok(Vec::new());
    }
    let rounds = session.rounds.min(5); // sleeping repeats itself well
    let at_once = vec![at_once(Plainly), at_once(WithTwoJobs), at_once(InParChunks)];
    let nested = vec![nested(Plainly), nested(WithTwoJobs), nested(InParChunks)];
    let works = [
        (
            "six threads call at once, two sleeping bodies each",
            at_once,
        ),
        (
            "a call of two bodies, each a call of two sleeping bodies",
            nested,
        ),
    ];
    let measure =
        |(about, candidates)| session.measure_repeated("blocking", about, rounds, 1, candidates);
    works.into_iter().map(measure).collect()
}

fn at_once(caller: impl Caller + 'static) -> Candidate<'static, Vec<u64>> {
    Candidate::new(caller_peer(&caller), move || {
        thread::scope(|scope| {
            let callers = [(); 6].map(|()| scope.spawn(move || caller.call(nap)));
            let outputs = callers.into_iter().map(ScopedJoinHandle::join);
            outputs
                .flat_map(|output| output.expect("naps do not panic"))
                .collect()
        })
    })
}

fn nested(caller: impl Caller + 'static) -> Candidate<'static, Vec<u64>> {
    Candidate::new(caller_peer(&caller), move || {
        caller.call(move |_: &[u64]| caller.call(nap))
    })
}

fn caller_peer<C: Caller>(_: &C) -> Peer {
    C::PEER
}

fn nap(xs: &[u64]) -> Vec<u64> {
    thread::sleep(Duration::from_millis(100));
    xs.to_vec()
}
