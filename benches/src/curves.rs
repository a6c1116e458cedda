//! The figures: speed-up over the size of the work, and over the number of jobs.

use std::path::Path;
use std::thread;
use std::time::Duration;

use parallelize::parallel;
use rayon::ThreadPool;

use crate::contest::Candidate;
use crate::machine;
use crate::peer::Peer;
use crate::peers::{Whole, by_rayon, mapping};
use crate::plot::{Axis, Curve, Figure};
use crate::report;
use crate::session::{Row, Session, elements_for};
use crate::works::{churn, churn_all, numbers};

const MICROSECONDS: [u32; 11] = [
    1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000,
];
const JOBS: [u32; 5] = [1, 2, 3, 4, 8];

/// Speed-up by the time that the sequential call takes.
pub(crate) fn by_size(session: &mut Session, out: &Path) -> Result<(), String> {
    let mut curves = Peer::IN_PROCESS.map(|peer| match peer {
        Peer::Automatic | Peer::Jobs => Curve::new(peer.to_string(), 5),
        _ => Curve::new(peer.to_string(), 2),
    });
    for microseconds in MICROSECONDS {
        let xs = numbers(elements_for(Duration::from_micros(microseconds.into())));
        let about = report::time(f64::from(microseconds) * 1e-6);
        let calls = (200 / microseconds).max(1);
        let rounds = session.rounds * if microseconds <= 1_000 { 3 } else { 1 };
        let candidates = mapping(&xs, churn_all, churn);
        let row = session.measure_repeated("sizes", about, rounds, calls, candidates)?;
        for (curve, peer) in curves.iter_mut().zip(Peer::IN_PROCESS) {
            let score = row.score(peer).expect("every peer can map");
            let decades = (score.baseline * 1e6).log10();
            curve.points.push((decades, score.speed_up().median));
        }
    }
    let x = Axis {
        title: "time of the sequential call",
        range: -0.2..5.2, // in decades of microseconds
        label: |decades| report::time(10_f64.powf(decades - 6.0)).replace(".0", ""),
        labels: 6,
    };
    let figure = Figure {
        title: "Speed-up by the size of the work",
        machine: machine::describe(),
        x,
        curves: curves.to_vec(),
    };
    figure.draw(&out.join("speed_up_by_size.svg"))
}

/// Speed-up by `jobs`, and by the number of threads of a rayon pool.
pub(crate) fn by_jobs(session: &mut Session, out: &Path) -> Result<(), String> {
    let long = numbers(session.sizes.long);
    let naps = numbers(48);
    let mut computing = [
        Curve::new("parallelize, computing", 5),
        Curve::new("rayon pool, computing", 2),
    ];
    let mut sleeping = [
        Curve::new("parallelize, sleeping", 5),
        Curve::new("rayon pool, sleeping", 2),
    ];
    for jobs in JOBS {
        let row = with_jobs(session, "computing", jobs, &long, churn_all)?;
        add_points(&mut computing, jobs, &row);
        let row = with_jobs(session, "sleeping", jobs, &naps, nap_each)?;
        add_points(&mut sleeping, jobs, &row);
    }
    let x = Axis {
        title: "jobs, or threads of the pool",
        range: 0.9..8.1,
        label: |jobs| format!("{jobs:.0}"),
        labels: 8,
    };
    let figure = Figure {
        title: "Speed-up by the number of jobs",
        machine: machine::describe(),
        x,
        curves: [sleeping, computing].concat(),
    };
    figure.draw(&out.join("speed_up_by_jobs.svg"))
}

fn with_jobs(
    session: &mut Session,
    kind: &str,
    jobs: u32,
    xs: &[u64],
    whole: impl Whole<Vec<u64>>,
) -> Result<Row, String> {
    let count = jobs as usize;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count);
    let pool: ThreadPool = pool.build().map_err(|error| error.to_string())?;
    let piece = xs.len().div_ceil(4 * count);
    let in_pool = || pool.install(|| by_rayon::chunks_of(piece, xs, whole));
    let candidates = vec![
        Candidate::new(Peer::Sequential, || whole(xs)),
        Candidate::new(Peer::Jobs, || parallel(xs).jobs(count).flatten(whole)),
        Candidate::new(Peer::ParChunks, in_pool),
    ];
    session.measure("jobs", format!("{kind}, {jobs}"), candidates)
}

fn add_points(curves: &mut [Curve; 2], jobs: u32, row: &Row) {
    for (curve, peer) in curves.iter_mut().zip([Peer::Jobs, Peer::ParChunks]) {
        let score = row.score(peer).expect("both were measured");
        let speed_up = score.speed_up().median;
        curve.points.push((jobs.into(), speed_up));
    }
}

fn nap_each(xs: &[u64]) -> Vec<u64> {
    let nap = |&n| {
        thread::sleep(Duration::from_millis(2));
        n
    };
    xs.iter().map(nap).collect()
}
