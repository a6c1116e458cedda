//! What several topics need: chunks that meet, and processes of their own.

#![allow(dead_code, reason = "no topic needs all of it")]

pub(crate) mod calls;
pub(crate) mod child;
#[cfg(target_os = "linux")]
pub(crate) mod confined;
pub(crate) mod faults;
pub(crate) mod ledger;
pub(crate) mod panics;
pub(crate) mod paths;
pub(crate) mod pools;
pub(crate) mod reports;
pub(crate) mod round_trip;
#[cfg(target_os = "linux")]
pub(crate) mod screen;
pub(crate) mod values;
pub(crate) mod verdict;
pub(crate) mod watched;
pub(crate) mod ways;

use std::env;
use std::ffi::OsStr;
use std::panic::Location;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// The variable that caps how many chunks of a call run at once.
pub(crate) const JOBS: &str = "PARALLELIZE_JOBS";
/// The variable that sets the size of rayon's global pool.
pub(crate) const POOL: &str = "RAYON_NUM_THREADS";

/// Where a number of chunks meet, which proves that they are in flight together.
pub(crate) struct Meeting {
    expected: usize,
    arrived: Mutex<usize>,
    all: Condvar,
}

impl Meeting {
    pub(crate) fn of(expected: usize) -> Self {
        Meeting {
            expected,
            arrived: Mutex::default(),
            all: Condvar::new(),
        }
    }

    pub(crate) fn wait(&self) {
        let mut arrived = self.arrived.lock().unwrap();
        *arrived += 1;
        self.all.notify_all();
        let limit = Duration::from_secs(60);
        let waited = self
            .all
            .wait_timeout_while(arrived, limit, |arrived| *arrived < self.expected);
        let (arrived, timeout) = waited.unwrap();
        assert!(
            !timeout.timed_out(),
            "only {arrived} of {} are in flight",
            self.expected
        );
    }
}

pub(crate) fn wait_until(what: &str, condition: impl Fn() -> bool) {
    assert!(happens(condition), "{what}");
}

/// Whether the condition comes to hold within a minute.
pub(crate) fn happens(mut condition: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !condition() {
        if start.elapsed() > Duration::from_secs(60) {
            return false;
        }
        thread::sleep(Duration::from_millis(1));
    }
    true
}

/// Tells a process that it is the second one.
pub(crate) const IS_CHILD: &str = "PARALLELIZE_TESTS_CHILD";

/// Runs test `name` again with the variable set; says in the child that this is the child.
#[track_caller]
pub(crate) fn run_again(name: &str, variable: &str, value: impl AsRef<OsStr>) -> Option<Output> {
    if env::var_os(IS_CHILD).is_some() {
        return None;
    }
    let mut child = again(name);
    child.env(variable, value);
    Some(child.output().expect("the test starts again"))
}

/// The name by which the program knows test `name` of the file that calls this: the modules of a file are in its path.
#[track_caller]
pub(crate) fn full_name(name: &str) -> String {
    // This file is `<program>/../support/mod.rs`.
    let program = Path::new(file!()).ancestors().nth(3);
    let file = Path::new(Location::caller().file());
    let file = file.strip_prefix(program.expect("the folder of the program"));
    let modules = file.expect("a file of the program").with_extension("");
    let modules = modules
        .iter()
        .map(|module| module.to_str().expect("a name"));
    modules.chain([name]).collect::<Vec<_>>().join("::")
}

/// Test `name`, to be run again as a child.
#[track_caller]
pub(crate) fn again(name: &str) -> Command {
    let mut child = this_program();
    let name = full_name(name);
    child.args(["--exact", &name, "--nocapture", "--test-threads=1"]);
    child.env_remove(JOBS).env(IS_CHILD, "1");
    child
}

/// This program, once more. An emulator that runs it is named by a variable, as `.ci/platforms` sets it.
fn this_program() -> Command {
    let test = env::current_exe().expect("the path of this test");
    let emulator = env::var("PARALLELIZE_TESTS_EMULATOR").unwrap_or_default();
    let mut words = emulator.split_whitespace();
    match words.next() {
        None => Command::new(test),
        Some(emulator) => {
            let mut command = Command::new(emulator);
            command.args(words).arg(test);
            command
        }
    }
}

/// Runs `body` in a process where the variable is set.
#[track_caller]
pub(crate) fn with_variable(name: &str, variable: &str, value: impl AsRef<OsStr>, body: fn()) {
    let Some(output) = run_again(name, variable, value) else {
        return body();
    };
    assert_passed(&output);
}

/// Asserts that a child ran its test, and that this passed.
pub(crate) fn assert_passed(output: &Output) {
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    assert!(text.contains("1 passed"), "no such test: {text}");
}
