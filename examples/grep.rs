//! The lines of files, or of stdin, in which a regular expression matches. The lines come out in order, whatever the
//! length of the input, which is never in memory as a whole.
//!
//! ```sh
//! cargo run --release --example grep -- 'fn \w+' src/lib.rs       # prints the lines
//! cat src/*.rs | cargo run --release --example grep -- 'fn \w+'   # those of stdin
//! cargo run --release --example grep -- --compare 'fn \w+' FILE   # times both ways, and counts the lines
//! ```

#[path = "common/blocks.rs"]
mod blocks;
mod common;
#[path = "common/memory.rs"]
mod memory;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;

use parallelize::parallelize;
use regex::bytes::Regex;

use crate::blocks::Blocks;
use crate::memory::peak_memory;

/// A block is worth a thread, so a batch is one block. The search stops at the first error, of the reader or the writer.
#[parallelize(append = out, chunk_size = 1, sequential = grep_seq)]
fn grep(
    blocks: impl Iterator<Item = io::Result<Vec<u8>>>,
    pattern: &Regex,
    out: &mut impl Write,
) -> io::Result<()> {
    for block in blocks {
        for line in block?.split_inclusive(|&byte| byte == b'\n') {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            if pattern.is_match(line) {
                out.write_all(line)?;
                out.write_all(b"\n")?;
            }
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (compares, args) = match args {
        [flag, args @ ..] if flag == "--compare" => (true, args),
        args => (false, args),
    };
    let [pattern, files @ ..] = args else {
        return Err(
            "give a regular expression, and files or nothing: [--compare] PATTERN [FILE]..".into(),
        );
    };
    let pattern = pattern
        .to_str()
        .ok_or("the regular expression is not UTF-8")?;
    let pattern = Regex::new(pattern).map_err(|error| error.to_string())?;
    if compares {
        return compare(&pattern, files);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let searched = open(files)?.try_for_each(|reader| {
        grep(Blocks::of(reader?), &pattern, &mut out)?;
        out.flush()
    });
    match searched {
        // Whoever reads the lines has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        searched => searched.map_err(|error| error.to_string()),
    }
}

type Readers<'a> = Box<dyn Iterator<Item = io::Result<Box<dyn Read>>> + 'a>;

fn open(files: &[OsString]) -> Result<Readers<'_>, String> {
    if files.is_empty() {
        return Ok(Box::new(std::iter::once_with(|| {
            Ok(Box::new(io::stdin()) as Box<dyn Read>)
        })));
    }
    for file in files {
        File::open(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    }
    Ok(Box::new(files.iter().map(|file| {
        Ok(Box::new(File::open(file)?) as Box<dyn Read>)
    })))
}

type Grep = fn(Blocks<Box<dyn Read>>, &Regex, &mut Found) -> io::Result<()>;

fn compare(pattern: &Regex, files: &[OsString]) -> Result<(), String> {
    if files.is_empty() {
        return Err("`--compare` reads its input twice: give files".into());
    }
    let all = |grep: Grep| {
        let mut found = Found::default();
        let searched =
            open(files)?.try_for_each(|reader| grep(Blocks::of(reader?), pattern, &mut found));
        searched.map_err(|error| error.to_string())?;
        Ok::<_, String>(found)
    };
    let found = common::compare(|| all(grep_seq), || all(grep))??;
    println!("{} lines of {} bytes", found.lines, found.bytes);
    if let Some(peak) = peak_memory() {
        eprintln!("resident memory at most: {peak}");
    }
    Ok(())
}

/// Counts what is written, and keeps a hash of it.
#[derive(Default, PartialEq)]
struct Found {
    lines: usize,
    bytes: usize,
    hash: u64,
}

impl Write for Found {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len();
        for &byte in bytes {
            self.lines += usize::from(byte == b'\n');
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
