//! All pairs of some thousand stations on the globe with the distance between them: more records than
//! this program lets itself have memory for.
//!
//! It limits its own address space to 256 MiB (`RLIMIT_AS`, on Linux only), which suits up to some 96
//! cores. The records go to files while they are made, and are read back one by one.
//!
//! ```sh
//! cargo run --release --example bigger_than_memory                       # 8,000 stations
//! cargo run --release --example bigger_than_memory -- 12000              # 72 million pairs, 2 GB
//! cargo run --release --example bigger_than_memory -- 8000 /tmp/pairs    # keeps the file
//! ```

#[allow(dead_code)] // the sequential call would need the memory
mod common;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use parallelize::{SpillError, parallelize};
use serde::{Deserialize, Serialize};

/// So many bytes of address space, for all there is: code, stacks, and what is allocated.
const LIMIT: usize = 256 << 20;

struct Station {
    id: u32,
    /// In radians.
    latitude: f64,
    longitude: f64,
}

#[derive(Serialize, Deserialize)]
struct Pair {
    from: u32,
    to: u32,
    km: f64,
}

/// Each of `some` with all that come after it in `all`. Callers get a `Result<Spilled<Pair>, SpillError>`.
#[parallelize(merge = spilled)]
fn pairs(some: &[Station], all: &[Station]) -> Vec<Pair> {
    some.iter().flat_map(|from| pairs_from(from, all)).collect()
}

fn pairs_from(from: &Station, all: &[Station]) -> impl Iterator<Item = Pair> {
    all[from.id as usize + 1..].iter().map(|to| Pair {
        from: from.id,
        to: to.id,
        km: distance(from, to),
    })
}

/// Along a great circle, by the haversine formula.
fn distance(a: &Station, b: &Station) -> f64 {
    let latitudes = ((b.latitude - a.latitude) / 2.0).sin().powi(2);
    let longitudes = ((b.longitude - a.longitude) / 2.0).sin().powi(2);
    let h = latitudes + a.latitude.cos() * b.latitude.cos() * longitudes;
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

fn main() -> ExitCode {
    common::main(|args| {
        if args.len() > 2 {
            return Err("usage is `bigger_than_memory [stations] [file]`".into());
        }
        let count = args.first().map_or(Ok(8000), |count| {
            common::number("the number of stations", count, 2..=100_000)
        })?;
        let file = args.get(1).map(Path::new);
        limit_address_space()?;
        run(&stations(count), file).map_err(|error| error.to_string())
    })
}

fn run(all: &[Station], file: Option<&Path>) -> Result<(), SpillError> {
    show_whether_memory_would_do(all.len() * (all.len() - 1) / 2);

    let (result, time) = common::time(|| pairs(all, all));
    let spilled = result?;
    eprintln!("made and written in {time:.1?}");
    let (result, time) = common::time(|| average_and_most(&spilled));
    let (average, most) = result?;
    eprintln!("read in {time:.1?}");
    let anew = || all.iter().flat_map(|from| pairs_from(from, all)).map(Ok);
    let (expected, time) = common::time(|| average_and_most(anew()));
    eprintln!("made anew on one core, and kept nowhere, in {time:.1?}");
    assert_eq!((average, most), expected?, "files are as exact as memory");

    println!("two stations are {average:.1} km apart on average, and {most:.1} km at most");
    println!("on disk: {spilled:?}");
    if let Some(file) = file {
        spilled.save(file)?;
    }
    let peak = peak_memory().unwrap_or("no idea how much, on this system".into());
    println!("resident memory at most: {peak}");
    Ok(())
}

fn average_and_most(
    pairs: impl IntoIterator<Item = Result<Pair, SpillError>>,
) -> Result<(f64, f64), SpillError> {
    let (mut count, mut sum, mut most) = (0.0, 0.0, 0.0_f64);
    for pair in pairs {
        let km = pair?.km;
        count += 1.0;
        sum += km; // the last digits depend on the order
        most = most.max(km);
    }
    Ok((sum / count, most))
}

/// The same on every machine, evenly on the globe.
fn stations(count: u32) -> Vec<Station> {
    // Multiples of irrational numbers, without what is before the point, are spread out evenly.
    let fraction = |id: u32, step: f64| (f64::from(id) * step).fract();
    let station = |id| Station {
        id,
        latitude: (2.0 * fraction(id, 0.754_877_666_246_692_7) - 1.0).asin(),
        longitude: std::f64::consts::TAU * fraction(id, 0.569_840_290_998_053_2),
    };
    (0..count).map(station).collect()
}

fn show_whether_memory_would_do(count: usize) {
    let [size, limit] = [count * size_of::<Pair>(), LIMIT].map(|bytes| bytes / 1_000_000);
    println!("{count} pairs are {size} MB in memory, and the limit is {limit} MB");
    if let Err(error) = Vec::<Pair>::new().try_reserve_exact(count) {
        println!("a `Vec` of them is refused: {error}");
    }
}

/// Of this process, from here on.
#[allow(unsafe_code)] // two calls of the system's library
fn limit_address_space() -> Result<(), String> {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it sets a number. Threads that share no arena reserve 64 MiB of addresses each.
    let _ = unsafe { libc::mallopt(libc::M_ARENA_MAX, 1) };
    #[cfg(target_os = "linux")]
    {
        let [rlim_cur, rlim_max] = [LIMIT as libc::rlim_t; 2];
        let limit = libc::rlimit { rlim_cur, rlim_max };
        // SAFETY: the call only reads `limit`.
        if unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const limit) } != 0 {
            let error = std::io::Error::last_os_error();
            return Err(format!("cannot limit the address space: {error}"));
        }
    }
    #[cfg(not(target_os = "linux"))]
    println!("memory is not limited, which this program can do only on Linux");
    Ok(())
}

/// The most that this process ever had in memory, in the words of the system.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let (_, after) = status.split_once("VmHWM:")?;
    Some(after.lines().next()?.trim().to_owned())
}
