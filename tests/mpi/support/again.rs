//! Ranks that are started as others are not.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// Which rank this is, before there is a session.
fn rank_to_be() -> usize {
    let rank = ["OMPI_COMM_WORLD_RANK", "PMI_RANK"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    rank.and_then(|rank| rank.parse().ok())
        .expect("a launcher tells ranks which they are")
}

/// Starts this process again, if it is rank 1, as `change` says.
pub(crate) fn again_on_rank_1(change: impl FnOnce(&mut Command)) {
    again_on_rank(1, change);
}

/// Likewise, if it is that rank.
pub(crate) fn again_on_rank(rank: usize, change: impl FnOnce(&mut Command)) {
    const AGAIN: &str = "PARALLELIZE_MPI_TEST_AGAIN";
    if rank_to_be() != rank || std::env::var_os(AGAIN).is_some() {
        return;
    }
    let program = std::env::current_exe().expect("a test is a program");
    let mut command = Command::new(program);
    command.args(std::env::args().skip(1)).env(AGAIN, "yes");
    change(&mut command);
    panic!("rank {rank} cannot be started again: {}", command.exec());
}
