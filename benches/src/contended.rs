//! What it costs to share a cache line: the limit of how short chunks can be with many workers.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::peer::cores;
use crate::report::{Table, time};
use crate::session::Session;
use crate::stats::Summary;

const STEPS: usize = 1_000_000;

pub(crate) fn table(session: &mut Session) -> Table {
    let note = "Every thread does the step a million times, on one cache line that all share. The time is that of a step \
                of the whole process: a worker gets its turn once in as many steps as there are threads.";
    let mut table = Table::new(
        "A contended cache line",
        note,
        ["step", "one thread", "a thread per core"],
    );
    if !session.wants("contended") {
        return table;
    }
    let next = AtomicUsize::new(0);
    let state = Mutex::new(0_usize);
    let steps: [(&str, &(dyn Fn() + Sync)); 2] = [
        ("an atomic exchange, as for a claim", &|| {
            let more = |next: usize| Some(next.wrapping_add(1));
            black_box(next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)).ok();
        }),
        ("a lock taken and given back, as for an output", &|| {
            *state.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        }),
    ];
    for (name, step) in steps {
        eprintln!("contended: {name}");
        let of_threads = |threads| {
            let samples = (0..session.rounds).map(|_| seconds_per_step(threads, step));
            time(Summary::of(samples.collect()).median)
        };
        table.row([name.to_owned(), of_threads(1), of_threads(cores())]);
    }
    table
}

#[allow(clippy::cast_precision_loss)] // far below 2^52
fn seconds_per_step(threads: usize, step: &(dyn Fn() + Sync)) -> f64 {
    let start_line = Barrier::new(threads + 1);
    let start = thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                start_line.wait();
                (0..STEPS).for_each(|_| step());
            });
        }
        start_line.wait();
        Instant::now()
    });
    start.elapsed().as_secs_f64() / (threads * STEPS) as f64
}
