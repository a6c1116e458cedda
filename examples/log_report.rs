//! Aggregates a web server's access log (the "combined" format of Apache and nginx): requests by
//! class of status, the paths that sent most bytes, lines that could not be read.
//!
//! Every chunk of lines becomes a `Report` of its own; `reduce` merges them.
//!
//! ```sh
//! cargo run --release --example log_report -- --generate /tmp/access.log 1000000
//! cargo run --release --example log_report -- /tmp/access.log
//! ```

mod common;

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use parallelize::parallelize;

#[derive(Default, PartialEq)]
struct Report<'log> {
    /// Requests with status 1xx, 2xx, .. 5xx.
    classes: [u64; 5],
    bytes_by_path: HashMap<&'log str, u64>,
    bad_lines: u64,
}

#[parallelize(reduce = Report::merge, sequential = report_seq)]
fn report<'log>(lines: &[&'log str]) -> Report<'log> {
    let mut report = Report::default();
    for line in lines {
        match Request::parse(line) {
            Some(request) => report.add(&request),
            None => report.bad_lines += 1,
        }
    }
    report
}

impl<'log> Report<'log> {
    fn add(&mut self, request: &Request<'log>) {
        self.classes[request.class] += 1;
        *self.bytes_by_path.entry(request.path).or_default() += request.bytes;
    }

    fn merge(mut self, other: Self) -> Self {
        for (class, count) in self.classes.iter_mut().zip(other.classes) {
            *class += count;
        }
        for (path, bytes) in other.bytes_by_path {
            *self.bytes_by_path.entry(path).or_default() += bytes;
        }
        self.bad_lines += other.bad_lines;
        self
    }

    fn print(&self) {
        for (class, count) in (1..).zip(self.classes) {
            println!("{count:>12} requests with status {class}xx");
        }
        println!("{:>12} lines that could not be read", self.bad_lines);
        let mut paths: Vec<_> = self.bytes_by_path.iter().collect();
        paths.sort_unstable_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        for (path, bytes) in paths.iter().take(5) {
            println!("{bytes:>12} bytes for {path}");
        }
    }
}

struct Request<'log> {
    path: &'log str,
    /// 0 for status 1xx.
    class: usize,
    bytes: u64,
}

impl<'log> Request<'log> {
    /// Parses `host - user [time] "GET /path HTTP/1.1" 200 512 "referrer" "agent"`.
    fn parse(line: &'log str) -> Option<Self> {
        let (_, rest) = line.split_once("] \"")?;
        let (request, rest) = rest.split_once("\" ")?;
        let target = request.split(' ').nth(1)?;
        let mut numbers = rest.split(' ');
        let status: usize = numbers.next()?.parse().ok()?;
        let bytes = match numbers.next()? {
            "-" => 0,
            bytes => bytes.parse().ok()?,
        };
        (100..600).contains(&status).then(|| Request {
            path: target.split('?').next().unwrap_or(target),
            class: status / 100 - 1,
            bytes,
        })
    }
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    match args {
        [flag, file] if flag == "--generate" => generate(file.as_ref(), 1_000_000),
        [flag, file, lines] if flag == "--generate" => {
            let lines = common::number("the count of lines", lines, 1..=100_000_000)?;
            generate(file.as_ref(), lines)
        }
        [file] if file != "--generate" => analyse(file.as_ref()),
        _ => Err("usage is `log_report <file>` or `log_report --generate <file> [lines]`".into()),
    }
}

fn analyse(file: &Path) -> Result<(), String> {
    let log = fs::read(file).map_err(|error| {
        let file = file.display();
        format!("cannot read {file}: {error}; `log_report --generate <file>` writes a log to try")
    })?;
    // Clients send what they like: a log need not be UTF-8.
    let log = String::from_utf8_lossy(&log);
    let lines: Vec<&str> = log.lines().collect();
    println!("{} lines", lines.len());
    common::compare(|| report_seq(&lines), || report(&lines))?.print();
    Ok(())
}

fn generate(file: &Path, lines: usize) -> Result<(), String> {
    write_log(file, lines).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    println!("wrote {lines} lines to {}", file.display());
    Ok(())
}

/// Writes the same log on every machine.
fn write_log(file: &Path, lines: usize) -> io::Result<()> {
    const STATUS: [u16; 8] = [200, 200, 200, 200, 206, 304, 404, 500];
    let mut out = BufWriter::new(File::create(file)?);
    let mut random = 42_u64;
    for line in 0..lines {
        // A linear congruential generator; its high bits are the good ones.
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let bits = random >> 32;
        if bits.is_multiple_of(199) {
            writeln!(out, "-- line {line} was cut off")?;
            continue;
        }
        let [a, b, c, d, ..] = bits.to_le_bytes().map(usize::from);
        writeln!(
            out,
            r#"10.{a}.{b}.{c} - - [22/Nov/2025:{:02}:{:02}:{:02} +0000] "GET /shop/{}/item-{d}?ref={a} HTTP/1.1" {} {} "https://example.org/" "Mozilla/5.0 (X11; Linux x86_64)""#,
            line / 3600 % 24,
            line / 60 % 60,
            line % 60,
            bits % 97,
            STATUS[c % 8],
            bits % 50_000,
        )?;
    }
    out.flush()
}
