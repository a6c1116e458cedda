//! A gzip of JSON lines becomes another: each line is parsed, changed and written anew. Neither is in memory as a whole.
//!
//! ```sh
//! cargo run --release --example transcode                          # 300,000 lines, made up
//! cargo run --release --example transcode -- 1000000               # so many
//! cargo run --release --example transcode -- IN.json.gz OUT.json.gz
//! ```

mod common;
#[path = "common/memory.rs"]
mod memory;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use parallelize::parallelize;
use serde_json::{Map, Value};

use crate::memory::peak_memory;

/// Parses, changes and compresses. A gzip may have any number of members, and each batch makes its
/// own: that is why `member` may start anew.
#[parallelize(append = out, chunk_size = 4096, sequential = transcode_seq, allow(carried))]
fn transcode(
    lines: impl Iterator<Item = io::Result<String>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut member = GzEncoder::new(out, Compression::fast());
    for line in lines {
        let visit: Map<String, Value> = serde_json::from_str(&line?)?;
        serde_json::to_writer(&mut member, &without_address(visit))?;
        member.write_all(b"\n")?;
    }
    member.finish().map(drop)
}

/// The visit with what a page cost, and without where the visitor was.
fn without_address(mut visit: Map<String, Value>) -> Map<String, Value> {
    visit.remove("address");
    let bytes = visit
        .get("bytes")
        .and_then(Value::as_f64)
        .unwrap_or_default();
    let millis = visit
        .get("millis")
        .and_then(Value::as_f64)
        .unwrap_or_default();
    visit.insert("cost".to_owned(), (bytes * 1e-6 + millis * 1e-3).into());
    visit
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (input, output) = match args {
        [] | [_] => {
            let count = match args {
                [count, ..] => common::number("the count of lines", count, 0..=u64::MAX)?,
                [] => 300_000,
            };
            let input = std::env::temp_dir().join("visits.json.gz");
            generate(count, &input).map_err(|error| cannot("write", &input, &error))?;
            (input, std::env::temp_dir().join("costs.json.gz"))
        }
        [input, output] => (PathBuf::from(input), PathBuf::from(output)),
        _ => return Err("give a count of lines, or the file to read and the file to write".into()),
    };
    let by_one = output.with_extension("sequential");
    let written = common::compare(
        || rewrite(&input, &by_one, transcode_seq),
        || rewrite(&input, &output, transcode),
    );
    let removed = std::fs::remove_file(&by_one);
    let Written(output) = written??;
    removed.map_err(|error| cannot("remove", &by_one, &error))?;
    println!("wrote {}", output.display());
    if let Some(peak) = peak_memory() {
        eprintln!("resident memory at most: {peak}");
    }
    Ok(())
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}

type Lines = io::Lines<BufReader<MultiGzDecoder<BufReader<File>>>>;

fn lines(path: &Path) -> io::Result<Lines> {
    let file = BufReader::new(File::open(path)?);
    Ok(BufReader::new(MultiGzDecoder::new(file)).lines())
}

fn rewrite(
    input: &Path,
    output: &Path,
    transcode: impl FnOnce(Lines, &mut BufWriter<File>) -> io::Result<()>,
) -> Result<Written, String> {
    let lines = lines(input).map_err(|error| cannot("read", input, &error))?;
    let file = File::create(output).map_err(|error| cannot("write", output, &error))?;
    let mut out = BufWriter::new(file);
    let written = transcode(lines, &mut out).and_then(|()| out.flush());
    written.map_err(|error| format!("{} to {}: {error}", input.display(), output.display()))?;
    Ok(Written(output.to_owned()))
}

/// A file of lines. It has as many gzip members as there were batches, which is no difference.
struct Written(PathBuf);

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        let (Ok(mine), Ok(others)) = (lines(&self.0), lines(&other.0)) else {
            return false;
        };
        let line = |line: io::Result<String>| line.ok();
        mine.map(line).eq(others.map(line))
    }
}

/// Visits to the pages of a shop.
fn generate(count: u64, path: &Path) -> io::Result<()> {
    let file = BufWriter::new(File::create(path)?);
    let mut out = GzEncoder::new(file, Compression::fast());
    for n in 0..count {
        let scattered = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let (bytes, millis, page) = (
            scattered >> 44,
            scattered >> 54 & 255,
            scattered >> 32 & 1023,
        );
        let [a, b, c, d, ..] = scattered.to_le_bytes();
        writeln!(
            out,
            r#"{{"address":"{a}.{b}.{c}.{d}","bytes":{bytes},"millis":{millis},"page":"/shop/item-{page}","visit":{n}}}"#
        )?;
    }
    out.finish()?.flush()
}
