//! SHA-256 of every file below a directory, in the format of `sha256sum`.
//!
//! Reading waits for the disk and hashing keeps a core busy: with more jobs than cores, some hash
//! while others wait. A file that cannot be read has its error in its place, and the rest goes on.
//!
//! ```sh
//! cargo run --release --example checksums -- ~/.cargo/registry/src > /tmp/sums
//! sha256sum --check --quiet /tmp/sums
//! ```

mod common;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use parallelize::parallel;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

type Checksum = [u8; 32];

/// An ordinary function: the builder runs it in parallel as it is.
fn checksums(files: &[PathBuf]) -> Vec<(PathBuf, Result<Checksum, String>)> {
    let checksum = |file: &PathBuf| checksum(file).map_err(|error| error.to_string());
    files
        .iter()
        .map(|file| (file.clone(), checksum(file)))
        .collect()
}

fn checksum(file: &Path) -> io::Result<Checksum> {
    let mut file = File::open(file)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finalize().into()),
            len => hasher.update(&buffer[..len]),
        }
    }
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (directory, jobs) = match args {
        [directory] => (Path::new(directory), 8),
        [directory, jobs] => {
            let jobs = common::number("the number of jobs", jobs, 1..=1000)?;
            (Path::new(directory), jobs)
        }
        _ => return Err("usage is `checksums <directory> [jobs]`".into()),
    };
    let (files, skipped) = files_below(directory)?;

    // Files differ in size, so chunks are short, and `jobs` says how many run at once.
    let in_parallel = || parallel(&files).jobs(jobs).chunk_size(4).flatten(checksums);
    // A first pass, not timed, so that both timed ones find the files in the system's cache.
    in_parallel();
    let sums = common::compare(|| checksums(&files), in_parallel)?;

    let failed = print(&sums).map_err(|error| format!("cannot write the output: {error}"))?;
    match failed + skipped {
        0 => Ok(()),
        failed => Err(format!("{failed} files or directories could not be read")),
    }
}

/// The files, sorted by path, and how many entries could not be read.
fn files_below(directory: &Path) -> Result<(Vec<PathBuf>, usize), String> {
    let shown = directory.display();
    match fs::metadata(directory) {
        Err(error) => return Err(format!("cannot read {shown}: {error}; give a directory")),
        Ok(found) if !found.is_dir() => return Err(format!("{shown} is a file: give a directory")),
        Ok(_) => {}
    }
    let (mut files, mut skipped) = (Vec::new(), 0);
    for entry in WalkDir::new(directory) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => {
                eprintln!("{error}");
                skipped += 1;
            }
        }
    }
    files.sort_unstable();
    Ok((files, skipped))
}

/// Sums go to stdout, errors to stderr; returns how many there were.
fn print(sums: &[(PathBuf, Result<Checksum, String>)]) -> io::Result<usize> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut failed = 0;
    for (file, sum) in sums {
        match sum {
            Ok(sum) => print_line(&mut out, file, sum)?,
            Err(error) => {
                eprintln!("{}: {error}", file.display());
                failed += 1;
            }
        }
    }
    out.flush()?;
    Ok(failed)
}

/// A line of `sha256sum`, which marks a name that it had to escape with a `\` in front.
fn print_line(out: &mut impl Write, file: &Path, sum: &Checksum) -> io::Result<()> {
    let name = file.as_os_str().as_encoded_bytes();
    if name.iter().any(|byte| b"\\\n\r".contains(byte)) {
        out.write_all(b"\\")?;
    }
    for byte in sum {
        write!(out, "{byte:02x}")?;
    }
    out.write_all(b"  ")?;
    for byte in name {
        match byte {
            b'\\' => out.write_all(br"\\")?,
            b'\n' => out.write_all(br"\n")?,
            b'\r' => out.write_all(br"\r")?,
            byte => out.write_all(&[*byte])?,
        }
    }
    out.write_all(b"\n")
}
