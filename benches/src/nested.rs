//! Calls within calls within calls.

use parallelize::parallel;
use rayon::prelude::*;

use crate::contest::Candidate;
use crate::peer::{Peer, cores};
use crate::report::Table;
use crate::session::{Row, Session};
use crate::works::churn;

/// How many inner calls a call makes; at the lowest level, how many leaves it has.
const WIDTH: u64 = 10;
const LEVELS: u32 = 3;

pub(crate) fn table(session: &mut Session) -> Result<Table, String> {
    let rows = measure(session)?;
    let peers = [Peer::Automatic, Peer::Jobs, Peer::ParIter];
    Ok(Table::of_peers(
        "Nested calls",
        "Speed-up.",
        &peers,
        &rows,
        Row::speed_up_cell,
    ))
}

fn measure(session: &mut Session) -> Result<Vec<Row>, String> {
    if !session.wants("nested") {
        return Ok(Vec::new());
    }
    let candidates = vec![
        Candidate::new(Peer::Sequential, || sequential(LEVELS, 0)),
        Candidate::new(Peer::Automatic, || ours(LEVELS, 0, 0)),
        Candidate::new(Peer::Jobs, || ours(LEVELS, 0, cores())),
        Candidate::new(Peer::ParIter, || by_rayon(LEVELS, 0)),
    ];
    let about = "10 × 10 × 10, about 1 µs for each of the 1000 leaves";
    let rounds = 5 * session.rounds;
    let row = session.measure_repeated("nested", about, rounds, 1, candidates)?;
    Ok(vec![row])
}

fn sequential(level: u32, start: u64) -> u64 {
    let one = |n| inner(level, start, n, sequential);
    (0..WIDTH).map(one).fold(0, u64::wrapping_add)
}

fn ours(level: u32, start: u64, jobs: usize) -> u64 {
    let one = |n| inner(level, start, n, |level, start| ours(level, start, jobs));
    parallel(0..WIDTH).jobs(jobs).reduce(
        |numbers| numbers.map(one).fold(0, u64::wrapping_add),
        u64::wrapping_add,
    )
}

fn by_rayon(level: u32, start: u64) -> u64 {
    let one = |n| inner(level, start, n, by_rayon);
    let numbers = (0..WIDTH).into_par_iter();
    numbers.map(one).reduce(|| 0, u64::wrapping_add)
}

fn inner(level: u32, start: u64, n: u64, call: impl Fn(u32, u64) -> u64) -> u64 {
    let n = start * WIDTH + n;
    if level == 1 {
        (0..6).fold(n, |n, _| churn(n))
    } else {
        call(level - 1, n)
    }
}
