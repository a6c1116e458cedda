//! Calls from inside a rayon pool, and calls while rayon's pool has no thread to spare.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::contest::{Score, compete, only};
use crate::peer::{Peer, cores};
use crate::peers::{by_rayon, mapping};
use crate::report::{Table, time_cell};
use crate::session::{Row, Session};
use crate::stats::Summary;
use crate::works::{churn, churn_all, mix, mix_all, numbers};

/// In the tables.
const PEERS: [Peer; 3] = [Peer::Automatic, Peer::Jobs, Peer::ParIter];

pub(crate) fn inside_table(session: &mut Session) -> Result<Table, String> {
    let title = "Called on a thread of a rayon pool";
    let note = "Speed-up; the sequential call is made there as well.";
    let rows = inside(session)?;
    Ok(Table::of_peers(
        title,
        note,
        &PEERS,
        &rows,
        Row::speed_up_cell,
    ))
}

pub(crate) fn busy_table(session: &mut Session) -> Result<Table, String> {
    let title = "Called while rayon has no thread to spare";
    let note = "Time of a call while each thread of rayon's pool runs another task, on the same \
                cores. Rayon would wait for ever: it is timed once, with tasks that end after a second.";
    let rows = busy(session)?;
    Ok(Table::of_peers(title, note, &PEERS, &rows, time_cell))
}

fn inside(session: &mut Session) -> Result<Vec<Row>, String> {
    if !session.wants("inside") {
        return Ok(Vec::new());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(cores());
    let pool = pool.build().map_err(|error| error.to_string())?;
    let peers = [Peer::Sequential, Peer::Automatic, Peer::Jobs, Peer::ParIter];
    let (short, long, rounds) = (session.sizes.short, session.sizes.long, session.rounds);
    let mut measure = |len, rounds| {
        let xs = numbers(len);
        let about = format!("{len} expensive elements");
        let candidates = only(&peers, mapping(&xs, churn_all, churn));
        pool.install(|| session.measure_repeated("inside", about, rounds, 1, candidates))
    };
    Ok(vec![measure(short, 10 * rounds)?, measure(long, rounds)?])
}

/// How long the tasks last that rayon itself is measured against.
const BUSY: Duration = Duration::from_secs(1);

/// Every thread of rayon's pool is busy for the whole call. Rayon would wait for ever; it is
/// measured once, with tasks that end.
fn busy(session: &mut Session) -> Result<Vec<Row>, String> {
    if !session.wants("busy") {
        return Ok(Vec::new());
    }
    let (few, short) = (numbers(64), numbers(session.sizes.short));
    let ours = [Peer::Sequential, Peer::Automatic, Peer::Jobs];
    let forever = Duration::MAX;
    eprintln!("busy");
    let few_scores = while_busy(forever, || {
        let candidates = only(&ours, mapping(&few, mix_all, mix));
        compete(10 * session.rounds, 20, candidates)
    })?;
    let short_scores = while_busy(forever, || {
        let candidates = only(&ours, mapping(&short, churn_all, churn));
        compete(10 * session.rounds, 1, candidates)
    })?;
    let few_by_rayon = once(|| by_rayon::map(&few, mix));
    let short_by_rayon = once(|| by_rayon::map(&short, churn));
    Ok(vec![
        row("64 × `n * n ^ 7`".to_owned(), few_scores, few_by_rayon),
        row(
            format!("{} expensive elements", short.len()),
            short_scores,
            short_by_rayon,
        ),
    ])
}

fn row(about: String, mut scores: Vec<Score>, by_rayon: f64) -> Row {
    scores.push(Score {
        peer: Peer::ParIter,
        time: Summary::of(vec![by_rayon]),
        baseline: scores[0].baseline,
    });
    Row {
        work: "busy",
        about,
        scores,
    }
}

/// The seconds one call takes while rayon's threads are busy for [`BUSY`].
fn once<R>(call: impl FnOnce() -> R) -> f64 {
    while_busy(BUSY, || {
        let start = Instant::now();
        drop(call());
        start.elapsed().as_secs_f64()
    })
}

/// Runs `body` while each thread of rayon's pool runs a task of this function. The tasks end with
/// `body`, or before it after `at_most`.
fn while_busy<R>(at_most: Duration, body: impl FnOnce() -> R) -> R {
    let started = AtomicUsize::new(0);
    let over = AtomicBool::new(false);
    rayon::in_place_scope(|scope| {
        let _end = SetOnDrop(&over);
        scope.spawn_broadcast(|_, _| {
            started.fetch_add(1, Ordering::Relaxed);
            let start = Instant::now();
            while !over.load(Ordering::Relaxed) && start.elapsed() < at_most {
                spin_loop();
            }
        });
        while started.load(Ordering::Relaxed) < rayon::current_num_threads() {
            thread::yield_now();
        }
        body()
    })
}

/// Ends the tasks also where `body` panics: the scope waits for them.
struct SetOnDrop<'a>(&'a AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
