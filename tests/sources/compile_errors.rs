//! What the compiler says to mistakes: one error each, at the token to change, and no other.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use trybuild::TestCases;

/// The version whose words are quoted in `QUOTING`.
const QUOTED: &str = "rustc 1.95.";

/// The folders of `ui` with snapshots in the compiler's own words.
const QUOTING: [&str; 7] = [
    "body",
    "bounds",
    "builder",
    "generic",
    "sealed",
    "uncuttable",
    "warnings",
];

#[test]
fn mistakes_are_reported_in_the_words_of_the_library() {
    let cases = TestCases::new();
    for topic in [
        "closures",
        "half_typed",
        "input",
        "options",
        "output",
        "signature",
    ] {
        cases.compile_fail(format!("ui/{topic}/*.rs"));
    }
}

#[test]
fn mistakes_in_bounds_and_bodies_are_reported_where_they_are() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.expect("the compiler runs").stdout;
    if !version.starts_with(QUOTED.as_bytes()) {
        let version = String::from_utf8_lossy(&version);
        // Not by a macro: the test harness would keep that to itself.
        let notice =
            format!("SKIPPED: the snapshots in {QUOTING:?} quote {QUOTED}, this is {version}");
        let _ = std::io::stderr().write_all(notice.as_bytes());
        return;
    }
    let cases = TestCases::new();
    for topic in QUOTING {
        cases.compile_fail(format!("ui/{topic}/*.rs"));
    }
}

/// The problem is in the first line, and fits there. (Warnings name a function of any length.)
#[test]
fn the_first_lines_of_our_errors_are_short() {
    const LONGEST: usize = 100;
    let mut count = 0;
    for path in snapshots(Path::new("ui")) {
        let snapshot = fs::read_to_string(&path).expect("a snapshot is text");
        let ours = snapshot
            .lines()
            .filter_map(|line| line.strip_prefix("error: "));
        for message in ours.filter(|message| !message.starts_with("use of deprecated")) {
            let length = message.chars().count();
            assert!(length <= LONGEST, "{}: {message}", path.display());
            count += 1;
        }
    }
    assert!(count >= 250, "only {count} errors of ours have a case");
}

fn snapshots(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry is there").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                snapshots(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "stderr")
        })
        .collect()
}
