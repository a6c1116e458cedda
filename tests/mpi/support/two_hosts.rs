//! Jobs on two hosts, which `two_hosts.sh` makes on one machine. With `PARALLELIZE_MPIRUN`, by that launcher.

use std::io::Write;
use std::process::{Command, Output};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/mpi/two_hosts.sh");

/// The script's exit code where there can be no two hosts.
const CANNOT: i32 = 77;

/// The launcher of a job of four ranks, two on each host, to which the program is to be added. After a minute
/// all of it is killed.
pub(crate) fn four_ranks() -> Command {
    let mut command = Command::new("timeout");
    command.args(["-k", "5", "60", SCRIPT, "-n", "4"]);
    if let Ok(mpirun) = std::env::var("PARALLELIZE_MPIRUN") {
        command.env(
            "MPIRUN",
            mpirun.split_whitespace().next().unwrap_or_default(),
        );
    }
    command
}

/// Runs the job, if it can be run here, and says so visibly if not.
pub(crate) fn output(mut command: Command) -> Option<Output> {
    let output = command.output().expect("there are `timeout` and `sh`");
    if output.status.code() != Some(CANNOT) {
        return Some(output);
    }
    // Not by a macro: the test harness would keep that to itself.
    let mut notice = b"SKIPPED: a job on two hosts was not tried: ".to_vec();
    notice.extend_from_slice(&output.stderr);
    let _ = std::io::stderr().write_all(&notice);
    None
}
