//! The attribute in its shortest form: two functions over a slice, sequential and in parallel.
//!
//! ```sh
//! cargo run --release -p quickstart            # 200,000 lines
//! cargo run --release -p quickstart -- 1000    # or as many as you say
//! ```

#[path = "../common/mod.rs"]
mod common;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::num::ParseFloatError;
use std::process::ExitCode;

use parallelize::{Report, parallelize};

/// The median of each line of numbers. Blank lines have none.
// `sequential` keeps the original function under a second name, here only to time it.
#[parallelize(report = show, sequential = medians_seq)]
fn medians(lines: &[&str]) -> Result<Vec<f64>, ParseFloatError> {
    let mut medians = Vec::with_capacity(lines.len());
    let mut values = Vec::new(); // a buffer, reused from line to line
    for line in lines {
        if line.is_empty() {
            continue;
        }
        values.clear();
        for field in line.split(',') {
            values.push(field.trim().parse()?); // the first bad line, as always
        }
        values.sort_by(f64::total_cmp);
        medians.push(values[values.len() / 2]);
    }
    Ok(medians)
}

// Three multiplications per number are less work than moving the number to and from memory. The cores
// share the memory, so the gain is small.
#[parallelize(sequential = fourth_powers_seq)]
fn fourth_powers(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n.wrapping_pow(4)).collect()
}

/// Prints the report of a call, and draws its timeline into a file beside this program.
fn show(report: &Report) {
    report.print();
    let file = env::current_exe().map(|program| program.with_extension("svg"));
    let written = file.and_then(|file| fs::write(&file, report.to_svg()).map(|()| file));
    match written {
        Ok(file) => eprintln!("  timeline: {}", file.display()),
        Err(error) => eprintln!("  no timeline: {error}"),
    }
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let count = match args {
        [] => 200_000,
        [count] => common::number("the count of lines", count, 1..=2_000_000)?,
        _ => return Err("too many arguments: usage is `quickstart [count]`".into()),
    };

    println!("medians, a hundred numbers per line:");
    let thousand: Vec<String> = (0..1000).map(line).collect();
    let lines: Vec<&str> = thousand
        .iter()
        .map(String::as_str)
        .cycle()
        .take(count)
        .collect();
    let found = common::compare(|| medians_seq(&lines), || medians(&lines))?;
    let found = found.map_err(|error| error.to_string())?;
    println!("{:?} ..", &found[..found.len().min(5)]);

    println!("\nfourth_powers, three multiplications per number, so memory limits both:");
    let numbers: Vec<u64> = (1..).take(20 * count).collect();
    let powers = common::compare(|| fourth_powers_seq(&numbers), || fourth_powers(&numbers))?;
    println!("{:?} ..", &powers[..powers.len().min(5)]);
    Ok(())
}

/// A line of a hundred numbers, the same on every machine.
fn line(seed: u64) -> String {
    let mut random = seed;
    let numbers = (0..100).map(|_| {
        // A linear congruential generator; its high bits are the good ones.
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        format!("{}.{:02}", random >> 54, random >> 40 & 63)
    });
    numbers.collect::<Vec<_>>().join(", ")
}
