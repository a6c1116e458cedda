//! The hottest and coldest readings of each weather station, from a file that no rank reads as a whole.
//!
//! Each rank reads the records of its share, and all get the table of stations. In a second call each rank
//! looks for outliers, which stay where they are found: they go to temporary files, and then to a file of the
//! rank's own.
//!
//! ```sh
//! cargo build --release -p parallelize-mpi-examples
//! target/release/sharded_file --generate 20000000 /tmp/readings      # 320 MB
//! target/release/sharded_file /tmp/readings                          # this process alone
//! mpirun -n 4 target/release/sharded_file /tmp/readings              # a quarter of it each
//! mpirun -n 4 target/release/sharded_file /tmp/readings --outliers /tmp/outliers
//! ```
//!
//! The last one leaves `/tmp/outliers.0` to `/tmp/outliers.3`, which `Spilled::open` reads. (As root, `mpirun`
//! wants `--allow-run-as-root`; for more ranks than cores, `--oversubscribe`.)

mod common;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::*;
use parallelize::{Spilled, parallel, parallelize};
use parallelize_mpi::{Mpi, Options, Sharded, rank, share, size};
use serde::{Deserialize, Serialize};

const HELP: &str = "\
usage: sharded_file [options] <file>

  --generate N      makes the file, with N readings
  --outliers FILE   each rank saves the outliers that it finds, as FILE.0, FILE.1, ..
";

/// How many records a chunk has: where the file is cut is the same for any number of ranks.
const CHUNK: usize = 1 << 14;

/// A record of the file: its numbers one after the other, in little-endian order.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Reading {
    station: u32,
    minute: u32,
    celsius: f64,
}

#[derive(Clone, Serialize, Deserialize)]
struct Summary {
    count: u64,
    sum: f64,
    lowest: f64,
    highest: f64,
}

type Table = BTreeMap<u32, Summary>;

/// Ranks have a part of the readings each, and get the table of all.
#[parallelize(chunk_size = CHUNK, reduce = merged, backend = Mpi)]
fn summaries(readings: Sharded<&[Reading]>) -> Table {
    let mut table = Table::new();
    for reading in *readings {
        let celsius = reading.celsius;
        let one = Summary {
            count: 1,
            sum: celsius,
            lowest: celsius,
            highest: celsius,
        };
        add(&mut table, reading.station, one);
    }
    table
}

fn merged(mut table: Table, later: Table) -> Table {
    for (station, summary) in later {
        add(&mut table, station, summary);
    }
    table
}

fn add(table: &mut Table, station: u32, later: Summary) {
    table
        .entry(station)
        .and_modify(|summary| {
            summary.count += later.count;
            summary.sum += later.sum;
            summary.lowest = summary.lowest.min(later.lowest);
            summary.highest = summary.highest.max(later.highest);
        })
        .or_insert(later);
}

impl Summary {
    #[allow(clippy::cast_precision_loss)] // there are not that many readings
    fn average(&self) -> f64 {
        self.sum / self.count as f64
    }
}

/// The readings of this rank that are far off the average of their station.
fn outliers(readings: Sharded<&[Reading]>, table: &Table) -> Spilled<Reading> {
    let is_far_off =
        |reading: &&Reading| (reading.celsius - table[&reading.station].average()).abs() > 14.0;
    parallel(readings)
        .chunk_size(CHUNK)
        .backend(Mpi)
        .keep_local()
        .spill(true, |part| {
            part.iter().filter(is_far_off).copied().collect()
        })
}

fn main() -> ExitCode {
    common::main(run)
}

/// What the command line asks for.
struct Task {
    file: PathBuf,
    generate: Option<u64>,
    outliers: Option<PathBuf>,
}

fn run(parser: lexopt::Parser) -> Result<(), String> {
    let Some(task) = parse(parser)? else {
        if rank() == 0 {
            print!("{HELP}");
        }
        return Ok(());
    };
    let failed = |error: std::io::Error| format!("{}: {error}", task.file.display());
    match task.generate {
        Some(count) if rank() == 0 => {
            common::on_all_ranks(write(&task.file, count).map_err(failed))
        }
        Some(_) => common::on_all_ranks(Ok(())), // one rank writes it
        None => evaluate(&task.file, task.outliers.as_deref()),
    }
}

/// Nothing if help is asked for.
fn parse(mut parser: lexopt::Parser) -> Result<Option<Task>, String> {
    use common::{number, wrong};

    let (mut file, mut generate, mut outliers) = (None, None, None);
    while let Some(argument) = parser.next().map_err(wrong)? {
        match argument {
            Long("generate") => generate = Some(number(&mut parser, "--generate", 1..=1 << 40)?),
            Long("outliers") => outliers = Some(parser.value().map_err(wrong)?.into()),
            Long("help") => return Ok(None),
            Value(path) if file.is_none() => file = Some(path.into()),
            _ => return Err(wrong(argument.unexpected())),
        }
    }
    Ok(Some(Task {
        file: file.ok_or("no file is given; try `--help`")?,
        generate,
        outliers,
    }))
}

fn evaluate(file: &Path, save: Option<&Path>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("rank {}: {}: {error}", rank(), file.display());
    let total = common::on_all_ranks(count(file).map_err(failed))?;
    let mine = share(total, &Options::default().chunk_size(CHUNK));
    let part = common::on_all_ranks(read(file, mine.clone()).map_err(failed))?;
    eprintln!("rank {} of {} has readings {mine:?}", rank(), size());
    let readings = Sharded {
        total,
        part: &part[..],
    };

    let table = summaries(readings);
    if rank() == 0 {
        print(&table).map_err(|error| format!("cannot write the output: {error}"))?;
    }
    let Some(save) = save else { return Ok(()) };
    let outliers = outliers(readings, &table);
    let own = PathBuf::from(format!("{}.{}", save.display(), rank()));
    eprintln!("rank {}: {} outliers", rank(), outliers.len());
    common::on_all_ranks(outliers.save(own).map_err(|error| error.to_string()))
}

const RECORD: usize = 16;

/// How many readings the file has.
fn count(file: &Path) -> std::io::Result<usize> {
    let len = usize::try_from(file.metadata()?.len()).map_err(std::io::Error::other)?;
    if len.is_multiple_of(RECORD) {
        return Ok(len / RECORD);
    }
    Err(std::io::Error::other(format!(
        "{len} bytes are no whole number of records of {RECORD}; make one with `--generate`"
    )))
}

fn read(file: &Path, records: Range<usize>) -> std::io::Result<Vec<Reading>> {
    let mut file = File::open(file)?;
    file.seek(SeekFrom::Start((records.start * RECORD) as u64))?;
    let mut file = BufReader::with_capacity(1 << 20, file);
    let mut record = [0; RECORD];
    let mut next = || {
        file.read_exact(&mut record)?;
        let number = |at: usize| u32::from_le_bytes(record[at..at + 4].try_into().expect("4"));
        Ok(Reading {
            station: number(0),
            minute: number(4),
            celsius: f64::from_le_bytes(record[8..].try_into().expect("8")),
        })
    };
    records.map(|_| next()).collect()
}

/// Some thousand stations, in climates of their own.
fn write(file: &Path, count: u64) -> std::io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(file)?);
    for index in 0..count {
        let station = u32::try_from(common::random(1, index) % 1000).expect("less than 1000");
        let climate = f64::from(station % 40) - 10.0;
        let celsius = climate + 4.0 * common::random_normal(2, index);
        let minute = u32::try_from(index / 1000).unwrap_or(u32::MAX);
        file.write_all(&station.to_le_bytes())?;
        file.write_all(&minute.to_le_bytes())?;
        file.write_all(&celsius.to_le_bytes())?;
    }
    file.flush()
}

/// A line a station, with all digits that the average has.
fn print(table: &Table) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (station, summary) in table {
        let (lowest, highest) = (summary.lowest, summary.highest);
        let average = summary.average();
        writeln!(
            out,
            "station {station}: {lowest:.1} to {highest:.1}, on average {average}"
        )?;
    }
    out.flush()
}
