//! What the examples share: failing with one message of all ranks, and numbers by counting.

#![allow(dead_code, reason = "no example needs all of it")]

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::process::ExitCode;
use std::str::FromStr;

use lexopt::ValueExt;
use parallelize::parallel;
use parallelize_mpi::{Mpi, rank, size};

/// Runs an example's `run` on all ranks. An error is one of all of them: rank 0 prints it.
pub(crate) fn main(run: impl FnOnce(lexopt::Parser) -> Result<(), String>) -> ExitCode {
    parallelize_mpi::run(|| match run(lexopt::Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            if rank() == 0 {
                eprintln!("error: {message}");
            }
            ExitCode::FAILURE
        }
    })
}

/// What is wrong with the command line.
#[allow(clippy::needless_pass_by_value)] // for `map_err`
pub(crate) fn wrong(error: lexopt::Error) -> String {
    format!("{error}; try `--help`")
}

/// The number that comes after the option `name`.
pub(crate) fn number<N: FromStr + PartialOrd + Display>(
    parser: &mut lexopt::Parser,
    name: &str,
    allowed: RangeInclusive<N>,
) -> Result<N, String> {
    let given = parser.value().and_then(ValueExt::string).map_err(wrong)?;
    let number = given.parse().ok().filter(|number| allowed.contains(number));
    number.ok_or_else(|| {
        let (from, to) = (allowed.start(), allowed.end());
        format!("`{name}` is `{given}`: give a number from {from} to {to}")
    })
}

/// What this rank has, if all ranks have it; else the error of the first that has not.
///
/// A rank that went its own way after an error, such as one of a file that only it cannot read, would miss the
/// calls of the others. So all ranks make this one: each has a chunk for itself, which fails as it did.
pub(crate) fn on_all_ranks<T>(mine: Result<T, String>) -> Result<T, String> {
    let error = mine.as_ref().err();
    parallel(0..size())
        .chunk_size(1)
        .backend(Mpi)
        .try_per_chunk(|_| error.map_or(Ok(()), |error| Err(error.clone())))?;
    mine
}

/// The random number with this index: 64 bits of the sequence that `SplitMix64` gives from `seed`.
///
/// Its state only counts, so any number of the sequence can be had without those before it. Which rank or thread
/// takes it makes no difference. (Steele, Lea and Flood: Fast splittable pseudorandom number generators, 2014.)
pub(crate) fn random(seed: u64, index: u64) -> u64 {
    let mut bits = seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Likewise, a number above 0 and at most 1.
#[allow(clippy::cast_precision_loss)] // 53 bits fit
pub(crate) fn random_fraction(seed: u64, index: u64) -> f64 {
    ((random(seed, index) >> 11) + 1) as f64 / (1_u64 << 53) as f64
}

/// Likewise, a number of the normal distribution, by the method of Box and Muller.
pub(crate) fn random_normal(seed: u64, index: u64) -> f64 {
    let radius = (-2.0 * random_fraction(seed, 2 * index).ln()).sqrt();
    radius * (std::f64::consts::TAU * random_fraction(seed, 2 * index + 1)).cos()
}
