//! Progress and reports: a call that one core ends up with, and the same in chunks that balance.
//!
//! ```sh
//! cargo run --release --example see_it_work                   # pictures in the temporary directory
//! cargo run --release --example see_it_work -- parallelize/docs/figures   # those of the README
//! ```

mod common;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use parallelize::{Report, parallel};

/// The primes among some numbers. Later ones take longer.
fn primes(numbers: Range<u32>) -> Vec<u32> {
    numbers.filter(|n| is_prime(*n)).collect()
}

fn is_prime(n: u32) -> bool {
    let mut divisors = (2..).take_while(|d| d * d <= n);
    n >= 2 && divisors.all(|d| !n.is_multiple_of(d))
}

/// What is done with each report: it is printed, and drawn into a file.
fn show(file: PathBuf) -> impl Fn(&Report) + Send + Sync {
    move |report| {
        report.print();
        match fs::write(&file, report.to_svg()) {
            Ok(()) => eprintln!("  timeline: {}\n", file.display()),
            Err(error) => eprintln!("  no timeline in {}: {error}\n", file.display()),
        }
    }
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let directory = match args {
        [] => env::temp_dir(),
        [directory] => PathBuf::from(directory),
        _ => return Err("too many arguments: usage is `see_it_work [directory]`".into()),
    };
    let file = |name: &str| Path::new(&directory).join(name);
    let numbers = || parallel(0..6_000_000_u32).jobs(2);

    // One chunk per worker: the second half is the more expensive one.
    let uneven = numbers()
        .chunk_size(3_000_000)
        .progress("two chunks")
        .report(show(file("uneven.svg")))
        .flatten(primes);

    // What the first report advises.
    let even = numbers()
        .chunk_size(187_500)
        .progress("short chunks")
        .report(show(file("even.svg")))
        .flatten(primes);

    if uneven != even {
        return Err("chunks of another size found other primes".into());
    }
    println!("{} primes", even.len());
    Ok(())
}
