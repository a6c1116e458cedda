//! What the examples share: failing with a message, reading numbers, timing both ways to run.

#![allow(dead_code, reason = "no example needs all of it")]

use std::ffi::OsString;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// Runs an example's `run` on the command line's arguments; its error goes to stderr, with exit
/// code 1.
pub(crate) fn main(run: impl FnOnce(&[OsString]) -> Result<(), String>) -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The number that the argument `name` holds.
pub(crate) fn number<N: FromStr + PartialOrd + Display>(
    name: &str,
    argument: &OsString,
    allowed: RangeInclusive<N>,
) -> Result<N, String> {
    let number = argument.to_str().and_then(|text| text.parse().ok());
    number
        .filter(|number| allowed.contains(number))
        .ok_or_else(|| {
            let (given, from, to) = (argument.to_string_lossy(), allowed.start(), allowed.end());
            format!("{name} is `{given}`: give a whole number from {from} to {to}")
        })
}

/// Runs both, checks that they agree, prints the times to stderr and returns the result.
///
/// The parallel run goes first: what it brings into the caches helps the other one.
pub(crate) fn compare<R: PartialEq>(
    sequential: impl FnOnce() -> R,
    parallel: impl FnOnce() -> R,
) -> Result<R, String> {
    let (result, parallel_time) = time(parallel);
    let (expected, sequential_time) = time(sequential);
    if result != expected {
        return Err("the parallel result differs from the sequential one".into());
    }
    let ratio = sequential_time.as_secs_f64() / parallel_time.as_secs_f64();
    eprintln!(
        "sequential {sequential_time:.1?}, parallel {parallel_time:.1?}: {ratio:.2} times as fast"
    );
    Ok(result)
}

/// Does the same, and runs a version with rayon by hand as well.
pub(crate) fn compare_three<R: PartialEq>(
    sequential: impl FnOnce() -> R,
    parallel: impl FnOnce() -> R,
    by_hand: impl FnOnce() -> R,
) -> Result<R, String> {
    let result = compare(sequential, parallel)?;
    let (expected, by_hand_time) = time(by_hand);
    if result != expected {
        return Err("the parallel result differs from the one by hand".into());
    }
    eprintln!("with rayon by hand {by_hand_time:.1?}");
    Ok(result)
}

pub(crate) fn time<R>(run: impl FnOnce() -> R) -> (R, Duration) {
    let start = Instant::now();
    let result = run();
    (result, start.elapsed())
}
