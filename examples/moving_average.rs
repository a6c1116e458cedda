//! The moving average of prices in a CSV file.
//!
//! Two rules in one program: `delimiter` keeps lines whole where the text is read, and `overlap` gives
//! each chunk of prices the first ones of the next chunk, so that no window is missing.
//!
//! ```sh
//! cargo run --release --example moving_average                # 3 million prices, a window of 50
//! cargo run --release --example moving_average -- 1000000 200
//! ```

mod common;

use std::ffi::OsString;
use std::fmt::Write;
use std::process::ExitCode;

use parallelize::parallelize;
use rayon::prelude::*;

// The elements of a `&str` are bytes. The first line that is wrong is the error.
#[parallelize(delimiter = '\n', sequential = cents_seq)]
fn cents(csv: &str) -> Result<Vec<u64>, String> {
    csv.lines().map(price).collect()
}

fn cents_by_hand(csv: &str) -> Result<Vec<u64>, String> {
    csv.par_lines().map(price).collect()
}

/// The price in a line such as `17,103.25`, in cents.
fn price(line: &str) -> Result<u64, String> {
    let price = line.split_once(',').and_then(|(_, price)| {
        let (whole, cents) = price.split_once('.')?;
        Some(whole.parse::<u64>().ok()? * 100 + cents.parse::<u64>().ok()?)
    });
    price.ok_or_else(|| format!("`{line}`: give a number, a comma and a price"))
}

// Chunks overlap by one element less than a window has. The rule is an expression, and sees the arguments.
#[parallelize(overlap = window - 1, sequential = averages_seq)]
fn averages(prices: &[u64], window: usize) -> Vec<u64> {
    prices.windows(window).map(average).collect()
}

fn averages_by_hand(prices: &[u64], window: usize) -> Vec<u64> {
    prices.par_windows(window).map(average).collect()
}

fn average(prices: &[u64]) -> u64 {
    prices.iter().sum::<u64>() / prices.len() as u64
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (count, window) = match args {
        [] => (3_000_000, 50),
        [count, window] => (
            common::number("the count of prices", count, 0..=100_000_000)?,
            common::number("the window", window, 1..=100_000)?,
        ),
        _ => return Err("usage is `moving_average [prices window]`".into()),
    };
    let csv = generate(count);
    // The header is one line of the file, and not one of each chunk.
    let (header, lines) = csv.split_once('\n').ok_or("the file is empty")?;

    println!("{count} lines of `{header}`:");
    let prices = common::compare_three(
        || cents_seq(lines),
        || cents(lines),
        || cents_by_hand(lines),
    )??;
    println!("their averages, {window} at a time:");
    let averages = common::compare_three(
        || averages_seq(&prices, window),
        || averages(&prices, window),
        || averages_by_hand(&prices, window),
    )?;
    if averages.len() != (count + 1).saturating_sub(window) {
        return Err("a window is missing".into());
    }
    println!("{:?} ..", &averages[..averages.len().min(5)]);
    Ok(())
}

/// A price that wanders, the same on every machine.
fn generate(count: usize) -> String {
    let mut csv = String::from("minute,price\n");
    let (mut random, mut cents) = (42_u64, 100_000);
    for minute in 0..count {
        // A linear congruential generator; its high bits are the good ones.
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        cents = (cents + (random >> 32) % 201).saturating_sub(100);
        writeln!(csv, "{minute},{}.{:02}", cents / 100, cents % 100).expect("a `String` takes all");
    }
    csv
}
