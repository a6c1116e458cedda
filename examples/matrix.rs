//! Finds, for every row of a table of measurements, the row that is most like it.
//!
//! The table is a CSV file without a header: a name, then numbers. It becomes a matrix of `ndarray`, whose
//! chunks are matrices of whole rows.
//!
//! ```sh
//! cargo run --release --example matrix -- --generate /tmp/table.csv 3000
//! cargo run --release --example matrix -- /tmp/table.csv
//! ```

mod common;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2};
use parallelize::{current_chunk, parallelize};

// Every chunk of lines becomes a matrix, and `merge = flatten` puts those below one another. The first
// line in the file that cannot be read is the error, as it would be without the attribute.
#[parallelize(merge = flatten, sequential = parse_seq)]
fn parse(lines: &[&str], columns: usize) -> Result<Array2<f64>, String> {
    let mut values = Vec::with_capacity(lines.len() * columns);
    for line in lines {
        let numbers = line.split(',').skip(1).map(|field| field.trim().parse());
        let before = values.len();
        for number in numbers {
            values.push(number.map_err(|error| format!("`{line}`: {error}"))?);
        }
        if values.len() - before != columns {
            return Err(format!("`{line}`: {columns} numbers are expected"));
        }
    }
    Array2::from_shape_vec((lines.len(), columns), values).map_err(|error| error.to_string())
}

// A mutable view: each chunk changes its own rows, in place.
#[parallelize(sequential = normalise_seq)]
fn normalise(mut rows: ArrayViewMut2<'_, f64>) {
    for mut row in rows.rows_mut() {
        row -= row.mean().unwrap_or(0.0);
        let length = row.dot(&row).sqrt();
        if length > 0.0 {
            row /= length;
        }
    }
}

/// The most similar other row, and the cosine of the angle between both.
type Match = (usize, f64);

// `rows` is cut, `all` is the same matrix once more, whole. A chunk counts its rows from its own start;
// `current_chunk` tells where that is.
//
// `all.dot(&row)` is a product for each row. One for the whole chunk, `rows.dot(&all.t())`, may
// round its sums otherwise for short chunks, so that results would differ in the last bits.
#[allow(clippy::needless_pass_by_value)] // a view is passed by value, as a slice is
#[parallelize(sequential = best_matches_seq)]
fn best_matches(rows: ArrayView2<'_, f64>, all: &Array2<f64>) -> Vec<Match> {
    let first = current_chunk().map_or(0, |chunk| chunk.range().start);
    let own = first..first + rows.nrows();
    own.zip(rows.rows())
        .map(|(own, row)| best_match(&all.dot(&row), own))
        .collect()
}

/// The largest value but the one at `own`.
fn best_match(similarities: &Array1<f64>, own: usize) -> Match {
    let others = similarities.iter().copied().enumerate();
    others
        .filter(|&(other, _)| other != own)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((own, 1.0))
}

/// One way to run all steps.
struct Steps {
    parse: fn(&[&str], usize) -> Result<Array2<f64>, String>,
    normalise: fn(ArrayViewMut2<'_, f64>),
    best_matches: fn(ArrayView2<'_, f64>, &Array2<f64>) -> Vec<Match>,
}

impl Steps {
    fn run(&self, lines: &[&str], columns: usize) -> Result<Vec<Match>, String> {
        let mut matrix = (self.parse)(lines, columns)?;
        (self.normalise)(matrix.view_mut());
        Ok((self.best_matches)(matrix.view(), &matrix))
    }
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    match args {
        [flag, file] if flag == "--generate" => generate(file.as_ref(), 3000),
        [flag, file, rows] if flag == "--generate" => {
            let rows = common::number("the count of rows", rows, 1..=1_000_000)?;
            generate(file.as_ref(), rows)
        }
        [file] if file != "--generate" => analyse(file.as_ref()),
        _ => Err("usage is `matrix <file.csv>` or `matrix --generate <file.csv> [rows]`".into()),
    }
}

fn analyse(file: &Path) -> Result<(), String> {
    let table = fs::read_to_string(file).map_err(|error| {
        let file = file.display();
        format!("cannot read {file}: {error}; `matrix --generate <file>` writes a table to try")
    })?;
    let lines: Vec<&str> = table.lines().collect();
    let columns = lines.first().map_or(0, |line| line.split(',').count() - 1);
    println!("{} rows of {columns} numbers", lines.len());

    let sequential = Steps {
        parse: parse_seq,
        normalise: normalise_seq,
        best_matches: best_matches_seq,
    };
    let parallel = Steps {
        parse,
        normalise,
        best_matches,
    };
    let matches = common::compare(
        || sequential.run(&lines, columns),
        || parallel.run(&lines, columns),
    )??;
    print(&lines, &matches);
    Ok(())
}

fn print(lines: &[&str], matches: &[Match]) {
    let name = |row: usize| lines[row].split(',').next().unwrap_or_default();
    for (row, &(other, cosine)) in matches.iter().enumerate().take(5) {
        println!(
            "row {row} ({}) is most like row {other} ({}): {cosine:.3}",
            name(row),
            name(other)
        );
    }
    let alike = matches
        .iter()
        .enumerate()
        .filter(|&(row, &(other, _))| name(row) == name(other));
    println!("{} rows are most like one of their name", alike.count());
}

fn generate(file: &Path, rows: usize) -> Result<(), String> {
    write_table(file, rows).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    println!("wrote {rows} rows to {}", file.display());
    Ok(())
}

/// Writes the same table on every machine: waves of twenty frequencies, with noise.
fn write_table(file: &Path, rows: usize) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    let mut random = 42_u64;
    for _ in 0..rows {
        let frequency = next(&mut random) % 20 + 1;
        write!(out, "wave-{frequency}")?;
        for x in 0..64_u32 {
            let wave = (f64::from(x) * f64::from(frequency) / 10.0).sin();
            let noise = f64::from(next(&mut random) % 2000) / 400.0 - 2.5;
            write!(out, ",{:.3}", wave + noise)?;
        }
        writeln!(out)?;
    }
    out.flush()
}

fn next(random: &mut u64) -> u32 {
    // A linear congruential generator; its high bits are the good ones.
    *random = random
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    u32::try_from(*random >> 33).unwrap_or_default()
}
