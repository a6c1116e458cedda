//! Reports: what they say of a call, and whom they reach.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use parallelize::{ChunkReport, Ending, Flatten, Report, parallel, parallelize};

use crate::support::Meeting;
use crate::support::reports::{kept, reported};

fn sum(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

fn copied(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[test]
fn a_report_has_every_chunk_once_and_in_order() {
    let numbers: Vec<u64> = (0..1000).collect();
    let report = reported(|to| {
        let call = parallel(&numbers).chunk_size(250).jobs(4);
        call.report(to).flatten(copied)
    });
    assert_eq!((report.len, report.jobs), (1000, 4));
    assert_eq!(report.name(), "copied");
    assert!(
        report.function.ends_with("report::copied"),
        "{}",
        report.function
    );
    assert_eq!(report.ending, Ending::Completed);
    let ranges: Vec<_> = report
        .chunks
        .iter()
        .map(|chunk| chunk.range.clone())
        .collect();
    assert_eq!(ranges, [0..250, 250..500, 500..750, 750..1000]);
    let indices: Vec<usize> = report.chunks.iter().map(|chunk| chunk.index).collect();
    assert_eq!(indices, [0, 1, 2, 3]);
}

#[test]
fn every_way_to_run_a_call_is_reported() {
    let numbers = [1, 2, 3];
    let call = || parallel(&numbers).jobs(3);
    let reports = [
        reported(|to| call().report(to).flatten(copied)),
        reported(|to| call().report(to).per_chunk(sum)),
        reported(|to| call().report(to).try_per_chunk(|xs| Ok::<_, ()>(sum(xs)))),
        reported(|to| assert_eq!(call().report(to).first(|_| None::<u8>), None)),
        reported(|to| call().report(to).reduce(sum, |a, b| a + b)),
        reported(|to| {
            call()
                .report(to)
                .try_reduce(|xs| Ok::<_, ()>(sum(xs)), |a, b| a + b)
        }),
        reported(|to| call().report(to).consume(sum, drop)),
        reported(|to| {
            call()
                .report(to)
                .try_consume(sum, |_| Ok::<_, ()>(()))
                .unwrap();
        }),
        reported(|to| {
            call()
                .report(to)
                .write_to_file(true)
                .flatten(copied)
                .unwrap()
        }),
        reported(|to| {
            call()
                .report(to)
                .write_to_file(true)
                .per_chunk(sum)
                .unwrap()
        }),
        reported(|to| call().report(to).write_to_file(true).join(copied).unwrap()),
        reported(|to| {
            call()
                .report(to)
                .write_to_file(true)
                .spilled(copied)
                .unwrap()
        }),
        reported(|to| {
            call()
                .report(to)
                .write_to_file(false)
                .per_chunk(sum)
                .unwrap()
        }),
    ];
    for report in reports {
        let bodies: Vec<usize> = report
            .chunks
            .iter()
            .map(|chunk| chunk.range.len())
            .collect();
        assert_eq!(bodies, [1, 1, 1]);
        assert_eq!(report.ending, Ending::Completed);
    }
}

#[test]
fn a_call_of_one_chunk_is_reported_too() {
    for len in [0, 1] {
        let numbers = vec![1; len];
        let report = reported(|to| parallel(&numbers).report(to).flatten(copied));
        assert_eq!((report.len, report.jobs, report.chunks.len()), (len, 1, 1));
        assert_eq!(
            (report.chunks[0].range.clone(), report.workers()),
            (0..len, 1)
        );
        assert!(report.imbalance() == 0.0);
    }
}

#[test]
fn workers_are_counted_by_the_threads_that_ran_a_chunk() {
    let meeting = Meeting::of(5);
    let threads = Mutex::new(Vec::new());
    let report = reported(|to| {
        parallel(0..5_usize).jobs(5).report(to).per_chunk(|_| {
            meeting.wait();
            let chunk = parallelize::current_chunk().unwrap();
            threads
                .lock()
                .unwrap()
                .push((thread::current().id(), chunk.index()));
        })
    });
    assert_eq!(report.workers(), 5);
    for (thread, index) in threads.into_inner().unwrap() {
        let is_caller = thread == thread::current().id();
        assert_eq!(report.chunks[index].worker == 0, is_caller);
    }
}

#[test]
fn times_lie_within_the_call() {
    let report = reported(|to| {
        parallel(0..40_usize)
            .chunk_size(4)
            .jobs(2)
            .report(to)
            .per_chunk(|_| {
                thread::sleep(Duration::from_millis(1));
            })
    });
    for chunk in &report.chunks {
        assert!(chunk.duration >= Duration::from_millis(1));
        assert!(chunk.end() <= report.elapsed);
        let same = report
            .chunks
            .iter()
            .filter(|other| other.worker == chunk.worker);
        for other in same.filter(|other| other.index > chunk.index) {
            assert!(
                chunk.end() <= other.start,
                "a worker runs one chunk at a time"
            );
        }
    }
    assert!(report.merge < report.elapsed);
    let total: Duration = report.chunks.iter().map(|chunk| chunk.duration).sum();
    let at_once = total.as_secs_f64() / report.elapsed.as_secs_f64();
    assert!((report.chunks_at_once() - at_once).abs() < 1e-9);
    assert!((report.utilisation() - at_once / 2.0).abs() < 1e-9);
    assert!(report.chunks_at_once() <= 2.0);
}

/// More jobs than cores, all of which sleep.
#[test]
fn chunks_that_wait_are_no_gain() {
    const PAUSE: Duration = Duration::from_millis(20);
    let body = |_| thread::sleep(PAUSE);
    let report = reported(|to| parallel(0..16_usize).jobs(16).report(to).per_chunk(body));
    if cfg!(not(target_os = "linux")) {
        assert_eq!((report.speedup(), report.waiting()), (None, None));
        assert!(report.to_string().contains(" chunks at once, "), "{report}");
        return;
    }
    let total: Duration = report.chunks.iter().map(|chunk| chunk.duration).sum();
    let computed = |chunk: &ChunkReport| chunk.processor_time.unwrap();
    let computing: Duration = report.chunks.iter().map(computed).sum();
    assert!(total >= computing + PAUSE * 16);
    let (elapsed, total) = (report.elapsed.as_secs_f64(), total.as_secs_f64());
    let speedup = report.speedup().unwrap();
    assert!((speedup - computing.as_secs_f64() / elapsed).abs() < 1e-9);
    let waiting = report.waiting().unwrap();
    assert!((waiting - (1.0 - computing.as_secs_f64() / total)).abs() < 1e-9);
    let shown = format!("speed-up {speedup:.2}, waiting {:.1} %, ", waiting * 100.0);
    assert!(report.to_string().contains(&shown), "{report}");
}

#[test]
fn the_time_of_a_fold_is_the_merge_s() {
    let report = reported(|to| {
        let call = parallel(0..3_usize).jobs(3).report(to);
        call.reduce(|_| (), |(), ()| thread::sleep(Duration::from_millis(5)));
    });
    assert!(report.merge >= Duration::from_millis(10));
}

#[test]
fn bytes_that_went_to_files_are_counted() {
    let numbers: Vec<u64> = (0..10_000).collect();
    let call = || parallel(&numbers).jobs(2);
    let spilled = reported(|to| call().report(to).write_to_file(true).flatten(copied));
    assert!(spilled.bytes_spilled >= 10_000);
    let text = spilled.to_string();
    assert!(text.contains("KiB spilled"), "{text}");
    let in_memory = reported(|to| call().report(to).flatten(copied));
    assert_eq!(in_memory.bytes_spilled, 0);
}

#[test]
fn an_error_is_reported_as_a_failure() {
    let failing = |numbers: std::ops::Range<usize>| match numbers.start {
        2 => Err("no"),
        _ => Ok(vec![0]),
    };
    let joined = reported(|to| {
        let outcome = parallel(0..4_usize)
            .chunk_size(2)
            .jobs(1)
            .report(to)
            .flatten(failing);
        assert_eq!(outcome, Err("no"));
    });
    let apart = reported(|to| {
        let outcome = parallel(0..4_usize)
            .chunk_size(2)
            .jobs(1)
            .report(to)
            .try_per_chunk(failing);
        assert_eq!(outcome, Err("no"));
    });
    let spilled = reported(|to| {
        let call = parallel(0..4_usize).chunk_size(2).jobs(1).report(to);
        let outcome = call.write_to_file(true).try_flatten(failing).unwrap();
        assert_eq!(outcome, Err("no"));
    });
    for report in [joined, apart, spilled] {
        assert_eq!(report.ending, Ending::Failed);
        let endings: Vec<Ending> = report.chunks.iter().map(|chunk| chunk.ending).collect();
        assert_eq!(endings, [Ending::Completed, Ending::Failed]);
        let text = report.to_string();
        let first = text.lines().next().unwrap();
        assert!(
            first.starts_with("Failed ") && first.ends_with(" secs, with an error"),
            "{first}"
        );
    }
}

#[test]
fn a_hit_is_no_failure() {
    let report = reported(|to| {
        let call = parallel(0..9_usize).chunk_size(3).jobs(1).report(to);
        assert!(call.first(|numbers| numbers.contains(&4)));
    });
    assert_eq!(report.ending, Ending::Completed);
    let endings: Vec<Ending> = report.chunks.iter().map(|chunk| chunk.ending).collect();
    assert_eq!(endings, [Ending::Completed; 2]);
    let whole = reported(|to| {
        let call = parallel(0..9_usize).jobs(1).report(to);
        assert!(call.first(|numbers| numbers.contains(&4)));
    });
    assert_eq!(whole.ending, Ending::Completed);
    assert_eq!(whole.chunks[0].ending, Ending::Completed);
}

/// An output that counts how often it is judged.
struct Judged<'a>(&'a AtomicUsize);

impl Flatten for Judged<'_> {
    fn append(&mut self, _: Self) {}

    fn is_failure(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed);
        false
    }
}

#[test]
fn an_output_is_judged_once_for_the_call_and_the_report() {
    for jobs in [1, 3] {
        let judged = AtomicUsize::new(0);
        reported(|to| {
            let call = parallel(0..3_usize).jobs(jobs).report(to);
            call.flatten(|_| Judged(&judged));
        });
        assert_eq!(judged.into_inner(), jobs);
    }
}

#[test]
fn a_panic_is_reported_and_goes_on() {
    let report = reported(|to| {
        let call = parallel(0..4_usize).jobs(2).report(to);
        let body = |numbers: std::ops::Range<usize>| assert!(numbers.start != 0, "the first one");
        let payload = catch_unwind(AssertUnwindSafe(|| call.flatten(body))).unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"the first one"));
    });
    assert_eq!(report.ending, Ending::Panicked);
    assert_eq!(report.chunks[0].ending, Ending::Panicked);
    assert!(
        report
            .to_string()
            .lines()
            .next()
            .unwrap()
            .ends_with(" secs, by a panic")
    );
}

#[test]
fn a_panic_of_the_merge_is_reported() {
    let report = reported(|to| {
        let call = parallel(0..2_usize).jobs(2).report(to);
        let fold = || call.reduce(|_| (), |(), ()| panic!("folded"));
        catch_unwind(AssertUnwindSafe(fold)).unwrap_err();
    });
    assert_eq!(report.ending, Ending::Panicked);
}

#[test]
fn what_takes_the_report_can_panic() {
    let call = || {
        parallel(0..2_usize)
            .jobs(2)
            .report(|_| panic!("by the report"))
    };
    let payload = catch_unwind(|| call().per_chunk(|_| ())).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"by the report"));
    let payload = catch_unwind(|| call().per_chunk(|_| panic!("by a body"))).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"by a body"));
}

#[test]
fn nested_calls_are_reported_one_by_one() {
    let (reports, to) = kept();
    let to = Arc::new(to);
    let inner = |numbers: std::ops::Range<usize>| {
        let to = Arc::clone(&to);
        parallel(numbers)
            .jobs(2)
            .report(move |report| to(report))
            .per_chunk(|_| ());
    };
    parallel(0..6_usize).jobs(3).per_chunk(inner);
    let reports = reports.lock().unwrap();
    assert_eq!(reports.len(), 3);
    for report in reports.iter() {
        let ranges: Vec<_> = report
            .chunks
            .iter()
            .map(|chunk| chunk.range.clone())
            .collect();
        assert_eq!(ranges, [0..1, 1..2]);
    }
}

static BY_PATH: Mutex<Vec<Report>> = Mutex::new(Vec::new());

fn keep(report: &Report) {
    BY_PATH.lock().unwrap().push(report.clone());
}

#[parallelize(jobs = 2, report = keep)]
fn by_path(numbers: &[u64], factor: u64) -> Vec<u64> {
    numbers.iter().map(|n| n * factor).collect()
}

#[parallelize(jobs = 2, reduce = |a, b| a + b, report = |report| assert_eq!(report.len, 3))]
fn by_closure(numbers: Vec<u64>) -> u64 {
    numbers.iter().sum()
}

#[parallelize(jobs = 2, report = false)]
fn not_at_all(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[test]
fn the_attribute_takes_a_path_a_closure_or_a_literal() {
    assert_eq!(by_path(&[1, 2, 3], 2), [2, 4, 6]);
    let reports = BY_PATH.lock().unwrap();
    assert_eq!((reports.len(), reports[0].name()), (1, "by_path"));
    assert_eq!(by_closure(vec![1, 2, 3]), 6);
    assert_eq!(not_at_all(&[1]), [1]);
}
