//! Tests that run on several ranks: each starts itself again, under `mpirun`.

#![allow(dead_code)] // not every test uses all of it

use std::process::{Command, Output};

/// In a process that is a rank, the name of the test.
const TEST: &str = "PARALLELIZE_MPI_TEST";

/// The launcher with its options; `PARALLELIZE_MPIRUN` can name another one.
const MPIRUN: &str = "mpirun --allow-run-as-root --oversubscribe --bind-to none --mca pml ob1 --mca btl self,vader --mca mpi_yield_when_idle 1";

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
    command.args(["-k", "5", "60"]);
    command.args(mpirun.split_whitespace());
    command.args(["-n", &ranks.to_string()]);
    command.arg(std::env::current_exe().expect("a test is a program"));
    command.args(["--exact", test, "--nocapture", "--test-threads", "1"]);
    command.env(TEST, test);
    Launch { test, command }
}

impl Launch {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn end(mut self) -> Ended {
        let output = self.command.output();
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
    if is_rank() {
        return parallelize_mpi::run(body);
    }
    for ranks in 1..=4 {
        launch(test, ranks).succeeds();
    }
}
