//! Spans of `tracing`: writes a trace that `chrome://tracing` and <https://ui.perfetto.dev> show, with a
//! lane for each thread and a box for each call, each chunk, and what the bodies do.
//!
//! ```sh
//! cargo run --release --example trace                      # to trace.json in the temporary directory
//! cargo run --release --example trace -- /tmp/trace.json
//! ```

mod common;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use parallelize::parallelize;
use tracing::{info, info_span};
use tracing_chrome::ChromeLayerBuilder;
use tracing_subscriber::layer::SubscriberExt;

/// Counts the primes in each range, the later ones being the more expensive.
#[parallelize(chunk_size = 4, jobs = 2)]
fn count_primes(ranges: &[std::ops::Range<u32>]) -> Vec<usize> {
    let count = |range: &std::ops::Range<u32>| {
        // Inside of the span of this chunk, on whatever thread it runs.
        let _span = info_span!("count", from = range.start, to = range.end).entered();
        range.clone().filter(|n| is_prime(*n)).count()
    };
    ranges.iter().map(count).collect()
}

fn is_prime(n: u32) -> bool {
    let mut divisors = (2..).take_while(|d| d * d <= n);
    n >= 2 && divisors.all(|d| !n.is_multiple_of(d))
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let path = match args {
        [] => env::temp_dir().join("trace.json"),
        [path] => PathBuf::from(path),
        _ => return Err("too many arguments: usage is `trace [file]`".into()),
    };
    let (layer, guard) = ChromeLayerBuilder::new()
        .file(&path)
        .include_args(true)
        .build();
    let subscriber = tracing_subscriber::registry().with(layer);
    let _default = tracing::subscriber::set_default(subscriber);

    let step = 20_000;
    let ranges: Vec<_> = (0..40).map(|n| n * step..(n + 1) * step).collect();
    let primes: usize = info_span!("main").in_scope(|| {
        let counts = count_primes(&ranges);
        info!("merged");
        counts.iter().sum()
    });
    drop(guard); // writes what is left
    println!("{primes} primes below {}", 40 * step);
    println!("wrote {}", path.display());
    Ok(())
}
