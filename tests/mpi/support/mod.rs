//! Tests that run on several ranks: each starts itself again, under `mpirun`.

#![allow(dead_code)] // not every test uses all of it

pub(crate) mod again;

use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use parallelize::parallel;
use parallelize_mpi::{Mpi, size};

/// In a process that is a rank, the name of the test.
pub(crate) const TEST: &str = "PARALLELIZE_MPI_TEST";

/// The launcher with its options; `PARALLELIZE_MPIRUN` can name another one.
const MPIRUN: &str = "mpirun --allow-run-as-root --oversubscribe --bind-to none --mca pml ob1 --mca btl self,vader --mca mpi_yield_when_idle 1";

const LIMIT: [&str; 3] = ["-k", "5", "60"];

/// A test to be run by ranks.
pub(crate) struct Launch {
    test: &'static str,
    command: Command,
}

/// The end of a job.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) has_succeeded: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Whether this process is a rank of a job that `launch` has started.
pub(crate) fn is_rank() -> bool {
    std::env::var_os(TEST).is_some()
}

/// Starts the test of this name on so many ranks. After a minute it is killed: a test that waits for ever has
/// failed.
pub(crate) fn launch(test: &'static str, ranks: usize) -> Launch {
    let mpirun = std::env::var("PARALLELIZE_MPIRUN").unwrap_or_else(|_| MPIRUN.to_owned());
    let mut command = Command::new("timeout");
    command.args(LIMIT);
    command.args(mpirun.split_whitespace());
    command.args(["-n", &ranks.to_string()]);
    Launch::of(test, command)
}

/// As `launch`, of one process that no launcher knows of.
pub(crate) fn start(test: &'static str) -> Launch {
    let mut command = Command::new("timeout");
    command.args(LIMIT);
    Launch::of(test, command)
}

impl Launch {
    fn of(test: &'static str, mut command: Command) -> Self {
        command.arg(std::env::current_exe().expect("a test is a program"));
        command.args(["--exact", test, "--nocapture", "--test-threads", "1"]);
        command.env(TEST, test).env("RUST_BACKTRACE", "0");
        Launch { test, command }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn end(mut self) -> Ended {
        // One job at a time is enough for a small machine, and each has a directory of its own: Open MPI
        // makes and removes one by the name of the user.
        static ONE: Mutex<()> = Mutex::new(());
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let directory = tempfile::tempdir().expect("there is a place for temporary files");
        let output = self.command.env("TMPDIR", directory.path()).output();
        let Output {
            status,
            stdout,
            stderr,
        } = output.expect("`timeout` and `mpirun` can be started");
        assert_ne!(
            status.code(),
            Some(124),
            "`{}` was killed after a minute",
            self.test
        );
        Ended {
            has_succeeded: status.success(),
            stdout: String::from_utf8_lossy(&stdout).into_owned(),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    pub(crate) fn succeeds(self) -> Ended {
        let test = self.test;
        let ended = self.end();
        assert!(ended.has_succeeded, "`{test}` failed on a rank: {ended:#?}");
        ended
    }
}

/// Runs `body` on 1, 2, 3 and 4 ranks, in a session.
pub(crate) fn on_ranks(test: &'static str, body: impl FnOnce()) {
    on_each_of(1..=4, test, body);
}

/// As `on_ranks`, for what takes more than one.
pub(crate) fn on_several_ranks(test: &'static str, body: impl FnOnce()) {
    on_each_of(2..=4, test, body);
}

fn on_each_of(counts: RangeInclusive<usize>, test: &'static str, body: impl FnOnce()) {
    if is_rank() {
        return parallelize_mpi::run(body);
    }
    for ranks in counts {
        launch(test, ranks).succeeds();
    }
}

/// What each rank says, on every rank.
pub(crate) fn of_all_ranks(mine: &str) -> Vec<String> {
    parallel(0..size())
        .jobs(size())
        .backend(Mpi)
        .per_chunk(|_| mine.to_owned())
}

/// What `f` panics with, which is a text.
pub(crate) fn panic_of<R>(f: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(f)) else {
        panic!("there was no panic");
    };
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().expect("a text").to_string(),
    }
}

/// The panic that `f` ends in, which must be the same on all ranks.
pub(crate) fn panic_of_all<R>(f: impl FnOnce() -> R) -> String {
    let text = panic_of(f);
    assert_eq!(of_all_ranks(&text), vec![text.clone(); size()]);
    text
}
