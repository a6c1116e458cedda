//! Reports: what they say of a call, whom they reach, and how they look.

mod support;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use parallelize::{Ending, Report, parallel, parallelize};

use crate::support::{Meeting, run_again};

const REPORT: &str = "PARALLELIZE_REPORT";

/// Takes in reports, and what takes them in.
fn kept() -> (
    Arc<Mutex<Vec<Report>>>,
    impl Fn(&Report) + Send + Sync + 'static,
) {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let to = Arc::clone(&reports);
    (reports, move |report: &Report| {
        to.lock().unwrap().push(report.clone());
    })
}

/// The report of a call that is told to give it to what it gets.
fn reported<R>(call: impl FnOnce(Box<dyn Fn(&Report) + Send + Sync>) -> R) -> Report {
    let (reports, to) = kept();
    call(Box::new(to));
    let mut reports = reports.lock().unwrap();
    assert_eq!(reports.len(), 1, "one report a call");
    reports.remove(0)
}

fn sum(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

fn copied(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[test]
fn a_report_has_every_chunk_once_and_in_order() {
    let numbers: Vec<u64> = (0..1000).collect();
    let report = reported(|to| parallel(&numbers).jobs(4).report(to).flatten(copied));
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
    let with = || call().with((1_u64,));
    let reports = [
        reported(|to| call().report(to).flatten(copied)),
        reported(|to| call().report(to).map(sum)),
        reported(|to| call().report(to).try_map(|xs| Ok::<_, ()>(sum(xs)))),
        reported(|to| call().report(to).reduce(sum, |a, b| a + b)),
        reported(|to| {
            call()
                .report(to)
                .try_reduce(|xs| Ok::<_, ()>(sum(xs)), |a, b| a + b)
        }),
        reported(|to| with().report(to).flatten(|xs, _| copied(xs))),
        reported(|to| with().report(to).map(|xs, _| sum(xs))),
        reported(|to| {
            call()
                .report(to)
                .with((1,))
                .and((2,))
                .map(|xs, (_, _)| sum(xs))
        }),
        reported(|to| {
            call()
                .report(to)
                .write_to_file(true)
                .flatten(copied)
                .unwrap()
        }),
        reported(|to| call().report(to).write_to_file(true).map(sum).unwrap()),
        reported(|to| call().report(to).write_to_file(true).join(copied).unwrap()),
        reported(|to| {
            call()
                .report(to)
                .write_to_file(true)
                .spilled(copied)
                .unwrap()
        }),
        reported(|to| call().report(to).write_to_file(false).map(sum).unwrap()),
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
        parallel(0..5_usize).jobs(5).report(to).map(|_| {
            meeting.wait();
            let chunk = parallelize::current_chunk().unwrap();
            threads
                .lock()
                .unwrap()
                .push((thread::current().id(), chunk.index));
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
            .map(|_| {
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
    let speedup = total.as_secs_f64() / report.elapsed.as_secs_f64();
    assert!((report.speedup() - speedup).abs() < 1e-9);
    assert!((report.utilisation() - speedup / 2.0).abs() < 1e-9);
    assert!(report.speedup() <= 2.0);
}

#[test]
fn the_time_of_a_fold_is_the_merge_s() {
    let report = reported(|to| {
        let call = parallel(0..3_usize).jobs(3).report(to);
        call.reduce(|_| (), |(), ()| thread::sleep(Duration::from_millis(5)))
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
            .try_map(failing);
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
    let payload = catch_unwind(|| call().map(|_| ())).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"by the report"));
    let payload = catch_unwind(|| call().map(|_| panic!("by a body"))).unwrap_err();
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
            .map(|_| ());
    };
    parallel(0..6_usize).jobs(3).map(inner);
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

#[parallelize(jobs = 2, report = true)]
fn printed(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 2)]
fn silent(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

/// What the test `name` prints to stderr when it runs by itself with the variable set. `None` there,
/// when `body` has run.
fn stderr_of(name: &str, variable: &str, value: &str, body: fn()) -> Option<String> {
    let Some(output) = run_again(name, variable, value) else {
        body();
        return None;
    };
    let errors = String::from_utf8(output.stderr).expect("text");
    assert!(output.status.success(), "{errors}");
    Some(errors)
}

#[test]
fn report_true_prints_the_line_of_the_original_first() {
    let name = "report_true_prints_the_line_of_the_original_first";
    let printed = stderr_of(name, "LC_ALL", "C", || {
        printed(&[1, 2, 3]);
        silent(&[1, 2, 3]);
    });
    let Some(printed) = printed else { return };
    let lines: Vec<&str> = printed.lines().collect();
    let seconds = lines[0]
        .strip_prefix("Completed printed in ")
        .expect(lines[0]);
    let seconds = seconds.strip_suffix(" secs").expect(lines[0]);
    assert_eq!(seconds.split_once('.').expect(seconds).1.len(), 4);
    assert!(seconds.parse::<f64>().is_ok(), "{seconds}");
    assert!(
        lines[1].starts_with("  3 elements, 2 chunks, "),
        "{printed}"
    );
    assert!(printed.is_ascii(), "{printed}");
    assert_eq!(printed.matches("Completed").count(), 1, "{printed}");
}

#[test]
fn bars_are_of_blocks_where_the_locale_is_utf_8() {
    let name = "bars_are_of_blocks_where_the_locale_is_utf_8";
    let printed = stderr_of(name, "LC_ALL", "C.UTF-8", || {
        let call = parallel(0..2_usize).jobs(2).print_report();
        call.map(|_| thread::sleep(Duration::from_millis(20)));
    });
    let Some(printed) = printed else { return };
    assert!(printed.contains('█') && !printed.contains('#'), "{printed}");
}

#[test]
fn the_environment_asks_for_the_reports_of_all_calls() {
    let name = "the_environment_asks_for_the_reports_of_all_calls";
    let errors = stderr_of(name, REPORT, "1", || {
        silent(&[1, 2, 3]);
        printed(&[1, 2, 3]);
        by_path(&[1, 2, 3], 2);
    });
    let Some(errors) = errors else { return };
    for function in ["silent", "printed", "by_path"] {
        let line = format!("Completed {function} in ");
        assert_eq!(errors.matches(&line).count(), 1, "{errors}");
    }
}

#[test]
fn an_empty_value_or_0_asks_for_nothing() {
    let name = "an_empty_value_or_0_asks_for_nothing";
    for value in ["", "0"] {
        let errors = stderr_of(name, REPORT, value, || drop(silent(&[1, 2, 3])));
        assert!(!errors.unwrap_or_default().contains("Completed"));
    }
}

#[test]
fn a_directory_in_the_environment_gets_a_picture_and_a_document_of_each_call() {
    let name = "a_directory_in_the_environment_gets_a_picture_and_a_document_of_each_call";
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("reports");
    let is_parent = stderr_of(name, REPORT, directory.to_str().unwrap(), || {
        for _ in 0..3 {
            silent(&[1, 2, 3]);
        }
        parallel(0..1_usize).map(|_| ());
    });
    if is_parent.is_none() {
        return;
    }
    let files = fs::read_dir(directory)
        .unwrap()
        .map(|file| file.unwrap().path());
    let files: Vec<_> = files.collect();
    let of = |extension: &'static str| {
        files
            .iter()
            .filter(move |f| f.extension().unwrap() == extension)
    };
    assert_eq!(
        (of("svg").count(), of("json").count(), files.len()),
        (4, 4, 8)
    );
    let silent = |f: &&std::path::PathBuf| {
        f.file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("silent-")
    };
    assert_eq!(of("svg").filter(silent).count(), 3);
    for file in of("json").filter(silent) {
        let text = fs::read_to_string(file).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["chunks"][1]["range"]["start"], 2);
    }
}

#[test]
fn a_directory_that_cannot_be_made_fails_no_call_and_is_complained_of_once() {
    let name = "a_directory_that_cannot_be_made_fails_no_call_and_is_complained_of_once";
    let errors = stderr_of(name, REPORT, "/dev/null/reports", || {
        assert_eq!(silent(&[1, 2]), [1, 2]);
        assert_eq!(silent(&[1, 2]), [1, 2]);
    });
    let Some(errors) = errors else { return };
    assert_eq!(errors.matches("/dev/null/reports").count(), 1, "{errors}");
}

#[test]
fn json_has_times_in_seconds_and_what_is_computed_from_them() {
    let report = reported(|to| parallel(0..4_usize).jobs(2).report(to).map(|_| ()));
    let value: serde_json::Value = serde_json::from_str(&report.to_json()).unwrap();
    assert_eq!(value["ending"], "completed");
    assert_eq!(value["len"], 4);
    let close = |name: &str, expected: f64| {
        let actual = value[name].as_f64().unwrap();
        assert!(
            (actual - expected).abs() < 1e-12,
            "{name}: {actual}, not {expected}"
        );
    };
    close("elapsed", report.elapsed.as_secs_f64());
    close("speedup", report.speedup());
    close("utilisation", report.utilisation());
    close("imbalance", report.imbalance());
    assert_eq!(value["chunks"].as_array().unwrap().len(), 2);
}

#[test]
fn a_picture_has_a_lane_a_worker_and_a_box_a_chunk() {
    let meeting = Meeting::of(2);
    let report = reported(|to| {
        parallel(0..20_usize).jobs(2).report(to).map(|_| {
            meeting.wait();
            thread::sleep(Duration::from_millis(5));
        })
    });
    let svg = report.to_svg();
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    assert_eq!(svg.matches(r#"<rect class="c""#).count(), 2, "{svg}");
    assert!(
        svg.contains(">worker 0<") && svg.contains(">worker 1<"),
        "{svg}"
    );
    assert!(!svg.contains(">worker 2<"), "{svg}");
    assert!(svg.contains("<title>chunk 1, elements 10..20: "), "{svg}");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}

#[test]
fn advice_names_uneven_chunks() {
    let report = reported(|to| {
        let meeting = Meeting::of(2);
        parallel(0..3200_usize).jobs(2).report(to).map(|numbers| {
            meeting.wait();
            let time = if numbers.start == 0 { 60 } else { 1 };
            thread::sleep(Duration::from_millis(time));
        })
    });
    let text = report.to_string();
    assert!(text.contains("`chunk_size = 100`"), "{text}");
    assert!(report.imbalance() > 0.5, "{}", report.imbalance());
}

#[test]
fn advice_names_a_merge_that_takes_long() {
    let report = reported(|to| {
        let meeting = Meeting::of(2);
        let call = parallel(0..2_usize).jobs(2).report(to);
        call.reduce(
            |_| {
                meeting.wait();
                thread::sleep(Duration::from_millis(1));
            },
            |(), ()| thread::sleep(Duration::from_millis(200)),
        )
    });
    let text = report.to_string();
    assert!(text.contains("Merging takes "), "{text}");
}
