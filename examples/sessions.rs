//! A log of visits, sorted by user and time: how many sessions each user had, and the longest one. A session ends when
//! the user is away for half an hour.
//!
//! A cut among the visits of one user would count this user twice. `chunk_by` cuts between users.
//!
//! ```sh
//! cargo run --release --example sessions             # 10 million visits
//! cargo run --release --example sessions -- 50000000
//! ```

mod common;

use std::ffi::OsString;
use std::process::ExitCode;

use parallelize::parallelize;
use rayon::prelude::*;

/// In seconds.
const BREAK: u64 = 30 * 60;

struct Visit {
    user: u32,
    /// In seconds.
    time: u64,
}

#[derive(Debug, PartialEq)]
struct User {
    id: u32,
    sessions: usize,
    /// Of the longest session, in seconds.
    longest: u64,
}

#[parallelize(chunk_by = |a, b| a.user == b.user, sequential = users_seq)]
fn users(log: &[Visit]) -> Vec<User> {
    log.chunk_by(|a, b| a.user == b.user).map(user).collect()
}

fn users_by_hand(log: &[Visit]) -> Vec<User> {
    log.par_chunk_by(|a, b| a.user == b.user)
        .map(user)
        .collect()
}

/// From the visits of one user.
fn user(visits: &[Visit]) -> User {
    let sessions = visits.chunk_by(|a, b| b.time - a.time < BREAK);
    let seconds = sessions
        .clone()
        .map(|visits| visits[visits.len() - 1].time - visits[0].time);
    User {
        id: visits[0].user,
        sessions: sessions.count(),
        longest: seconds.max().unwrap_or(0),
    }
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let visits = match args {
        [] => 10_000_000,
        [visits] => common::number("the count of visits", visits, 0..=100_000_000)?,
        _ => return Err("too many arguments: usage is `sessions [visits]`".into()),
    };
    let log = generate(visits);
    let users = common::compare_three(|| users_seq(&log), || users(&log), || users_by_hand(&log))?;
    let sessions: usize = users.iter().map(|user| user.sessions).sum();
    println!(
        "{visits} visits are {sessions} sessions of {} users",
        users.len()
    );
    for user in users.iter().take(5) {
        println!("{user:?}");
    }
    Ok(())
}

/// The same log on every machine. Few users have many visits, and many users have few.
fn generate(visits: usize) -> Vec<Visit> {
    let mut random = 42_u64;
    let (mut user, mut time) = (0, 0);
    let visit = |_| {
        // A linear congruential generator; its high bits are the good ones.
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let bits = random >> 32;
        if bits % 1000 < 2 + u64::from(user % 50) {
            (user, time) = (user + 1, 0);
        }
        time += bits % 2000;
        Visit { user, time }
    };
    (0..visits).map(visit).collect()
}
