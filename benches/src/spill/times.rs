//! What it takes to write outputs to files and to read them back, beside the same by hand.

use std::fmt::Write;
use std::io;
use std::time::Instant;

use parallelize::{Spilled, parallel};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::items::{numbers, records};
use super::raw::{self, Raw};
use super::{Sizes, directory, start};
use crate::external::{self, Line};
use crate::peer::cores;
use crate::report::{self, Table};

/// Removes the files that it makes.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/pickled.py");

/// What is timed for each way.
const PHASES: [&str; 3] = ["write", "read", "both"];

pub(super) fn table(sizes: &Sizes, doubts: &mut Vec<String>) -> Result<Table, String> {
    let note = "Items are written to temporary files and read back into a `Vec`, all in the page \
                cache. By hand, that is their bytes through buffers of 1 MiB, on one core; \
                `parallelize` writes on all cores and reads on one, and so does Python. Medians; the \
                ratio is that of the times of an item.";
    let head = [
        "items", "way", "write", "read", "both", "an item", "ratio", "goal",
    ];
    let mut table = Table::new("Time", note, head);
    let records = by_hand_and_in_files("records", sizes.records, sizes.rounds)?;
    let numbers = by_hand_and_in_files("numbers", sizes.numbers, sizes.rounds)?;
    for ([by_hand, files], goal) in [(&numbers, "2.5"), (&records, "5")] {
        table.row(by_hand.row(by_hand, "–"));
        table.row(files.row(by_hand, goal));
    }
    match pickled(sizes) {
        Ok(python) => table.row(python.row(&numbers[0], "–")),
        Err(reason) => doubts.push(format!("Python is missing: {reason}")),
    }
    Ok(table)
}

/// What it took to write items, to read them, and both.
struct Times {
    work: &'static str,
    len: u32,
    way: &'static str,
    seconds: [f64; 3],
}

impl Times {
    fn row(&self, by_hand: &Times, goal: &str) -> [String; 8] {
        let [write, read, both] = self.seconds.map(report::time);
        [
            format!("{} million {}", f64::from(self.len) / 1e6, self.work),
            self.way.to_owned(),
            write,
            read,
            both,
            format!("{:.1} ns", self.one() * 1e9),
            format!("{:.2}", self.one() / by_hand.one()),
            goal.to_owned(),
        ]
    }

    fn one(&self) -> f64 {
        self.seconds[2] / f64::from(self.len)
    }
}

fn by_hand_and_in_files(work: &'static str, len: u32, rounds: usize) -> Result<[Times; 2], String> {
    let words = ["times", work, &len.to_string(), &rounds.to_string()];
    let lines = start(&words.map(str::to_owned))?;
    let times = |way, name| {
        Ok::<_, String>(Times {
            work,
            len,
            way: name,
            seconds: medians(&lines, way)?,
        })
    };
    Ok([
        times("by-hand", "by hand")?,
        times("files", "`parallelize`")?,
    ])
}

fn medians(lines: &[Line], way: &str) -> Result<[f64; 3], String> {
    let mut medians = [0.0; 3];
    for (median, phase) in medians.iter_mut().zip(PHASES) {
        let name = format!("{way}-{phase}");
        let line = lines.iter().find(|line| line.way == name);
        *median = line
            .ok_or_else(|| format!("{name} is missing"))?
            .time
            .median;
    }
    Ok(medians)
}

/// What the Python program that had this idea does.
fn pickled(sizes: &Sizes) -> Result<Times, String> {
    eprintln!("Python");
    let rounds_and_jobs = [sizes.rounds, cores()].map(|number| number.to_string());
    let directory = directory().to_string_lossy().into_owned();
    let args = [
        &[SCRIPT.to_owned()],
        &rounds_and_jobs[..],
        &[sizes.pickled.to_string(), directory],
    ];
    let lines = external::run("python3", &args.concat())?;
    Ok(Times {
        work: "numbers",
        len: sizes.pickled,
        way: "Python: `pickle`, `multiprocessing`",
        seconds: medians(&lines, "pickle")?,
    })
}

/// What the child does: times both ways in turns, after a turn that is not timed, and prints a line for
/// each way and phase.
pub(super) fn in_turns(work: &str, len: usize, rounds: usize) -> Result<String, String> {
    let printed = match work {
        "numbers" => both_ways(work, &numbers(0..len), rounds),
        "records" => both_ways(work, &records(len), rounds),
        _ => return Err(format!("no such work: {work}")),
    };
    printed.map_err(|error| error.to_string())
}

fn both_ways<T>(work: &str, items: &[T], rounds: usize) -> io::Result<String>
where
    T: Raw + Serialize + DeserializeOwned + Clone + PartialEq + Send,
{
    let [mut by_hand, mut files] = [const { Vec::new() }; 2];
    for _ in 0..=rounds {
        by_hand.push(timed(items, raw::write, raw::read)?);
        files.push(timed(items, write, read)?);
    }
    let mut printed = String::new();
    for (way, times) in [("by-hand", by_hand), ("files", files)] {
        for (index, phase) in PHASES.iter().enumerate() {
            let _ = write!(printed, "{work} {way}-{phase}");
            for times in &times[1..] {
                let _ = write!(printed, " {}", times[index]);
            }
            printed.push('\n');
        }
    }
    Ok(printed)
}

/// Seconds to write, to read, and for both.
fn timed<T: Clone + PartialEq, W>(
    items: &[T],
    write: fn(Vec<T>) -> io::Result<W>,
    read: fn(W) -> io::Result<Vec<T>>,
) -> io::Result<[f64; 3]> {
    let given = items.to_vec();
    let start = Instant::now();
    let written = write(given)?;
    let write = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let read_back = read(written)?;
    let read = start.elapsed().as_secs_f64();
    if read_back != items {
        return Err(io::Error::other("what was read is not what was written"));
    }
    Ok([write, read, write + read])
}

/// The body has nothing to do: chunks of a `Vec` are its outputs.
fn write<T: Serialize + DeserializeOwned + Send>(items: Vec<T>) -> io::Result<Spilled<T>> {
    let call = parallel(items).write_to_file(directory());
    Ok(call.spilled(|chunk: Vec<T>| chunk)?)
}

fn read<T: DeserializeOwned + Serialize>(written: Spilled<T>) -> io::Result<Vec<T>> {
    Ok(written.into_vec()?)
}
