//! Reports as text, pictures and JSON, and those that the environment asks for.

use std::fs;
use std::thread;
use std::time::Duration;

use parallelize::{Report, parallel, parallelize};

use crate::support::reports::reported;
use crate::support::{Meeting, run_again};

const REPORT: &str = "PARALLELIZE_REPORT";

fn ignore(_: &Report) {}

#[parallelize(jobs = 2, report = ignore)]
fn by_path(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(jobs = 2, report = true)]
fn printed(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

const fn is_on() -> bool {
    true
}

#[parallelize(jobs = 2, report = cfg!(test) && is_on())]
fn printed_in_tests(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(chunk_size = 2, report = cfg!(not(test)))]
fn printed_elsewhere(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
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
        lines[1].starts_with("  3 elements, 3 chunks, "),
        "{printed}"
    );
    // The locale is one of Unix.
    assert!(cfg!(windows) || printed.is_ascii(), "{printed}");
    assert_eq!(printed.matches("Completed").count(), 1, "{printed}");
}

#[test]
fn a_condition_says_whether_a_report_is_printed() {
    let name = "a_condition_says_whether_a_report_is_printed";
    let printed = stderr_of(name, "LC_ALL", "C", || {
        printed_in_tests(&[1, 2, 3]);
        printed_elsewhere(0..3);
    });
    let Some(printed) = printed else { return };
    assert_eq!(printed.matches("Completed").count(), 1, "{printed}");
    assert!(
        printed.starts_with("Completed printed_in_tests in "),
        "{printed}"
    );
}

#[test]
fn bars_are_of_blocks_where_the_locale_is_utf_8() {
    let name = "bars_are_of_blocks_where_the_locale_is_utf_8";
    let printed = stderr_of(name, "LC_ALL", "C.UTF-8", || {
        let call = parallel(0..2_usize).jobs(2).print_report();
        call.per_chunk(|_| thread::sleep(Duration::from_millis(20)));
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
        by_path(&[1, 2, 3]);
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
        parallel(0..1_usize).per_chunk(|_| ());
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
        assert_eq!(value["chunks"][2]["range"]["start"], 2);
    }
}

#[test]
fn a_picture_of_an_earlier_process_with_the_same_number_stays() {
    let name = "a_picture_of_an_earlier_process_with_the_same_number_stays";
    let directory = tempfile::tempdir().unwrap();
    stderr_of(name, REPORT, directory.path().to_str().unwrap(), || {
        let directory = std::path::PathBuf::from(std::env::var_os(REPORT).unwrap());
        let older = directory.join(format!("silent-{}-0001.svg", std::process::id()));
        fs::write(&older, "older").unwrap();
        silent(&[1, 2, 3]);
        assert_eq!(fs::read_to_string(older).unwrap(), "older");
        let pictures = fs::read_dir(directory).unwrap();
        let pictures = pictures.map(|file| file.unwrap().path());
        let pictures = pictures.filter(|path| path.extension().unwrap() == "svg");
        assert_eq!(pictures.count(), 2);
    });
}

#[test]
fn a_directory_that_cannot_be_made_fails_no_call_and_is_complained_of_once() {
    let name = "a_directory_that_cannot_be_made_fails_no_call_and_is_complained_of_once";
    // A file has no directories inside.
    let place = std::env::current_exe().unwrap().join("reports");
    let place = place.to_str().unwrap();
    let errors = stderr_of(name, REPORT, place, || {
        assert_eq!(silent(&[1, 2]), [1, 2]);
        assert_eq!(silent(&[1, 2]), [1, 2]);
    });
    let Some(errors) = errors else { return };
    assert_eq!(errors.matches(place).count(), 1, "{errors}");
}

#[test]
fn json_has_times_in_seconds_and_what_is_computed_from_them() {
    let report = reported(|to| parallel(0..4_usize).jobs(2).report(to).per_chunk(|_| ()));
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
    close("chunks_at_once", report.chunks_at_once());
    assert_eq!(value["speedup"].as_f64(), report.speedup());
    assert_eq!(value["waiting"].as_f64(), report.waiting());
    close("utilisation", report.utilisation());
    close("imbalance", report.imbalance());
    assert_eq!(value["chunks"].as_array().unwrap().len(), 2);
}

#[test]
fn a_picture_has_a_lane_a_worker_and_a_box_a_chunk() {
    let meeting = Meeting::of(2);
    let report = reported(|to| {
        parallel(0..20_usize).jobs(2).report(to).per_chunk(|_| {
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
        parallel(0..3200_usize)
            .jobs(2)
            .report(to)
            .per_chunk(|numbers| {
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
        );
    });
    let text = report.to_string();
    assert!(text.contains("Merging takes "), "{text}");
}

#[test]
fn a_search_that_a_hit_ends_gets_no_advice() {
    for is_hit in [false, true] {
        let report = reported(|to| {
            let meeting = Meeting::of(2);
            let call = parallel(0..3200_usize).chunk_size(1000).jobs(2).report(to);
            call.first(|numbers| {
                if numbers.start < 2000 {
                    meeting.wait();
                }
                let time = if numbers.start == 0 { 60 } else { 1 };
                thread::sleep(Duration::from_millis(time));
                is_hit && numbers.start == 1000
            });
        });
        assert_eq!(report.chunks.len(), if is_hit { 2 } else { 4 });
        let text = report.to_string();
        assert_eq!(text.contains("Chunks are uneven"), !is_hit, "{text}");
    }
}
