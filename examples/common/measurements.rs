//! Files of the One Billion Row Challenge, the same on every machine: written, and mapped into memory.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use memmap2::Mmap;

const STARTS: [&str; 8] = [
    "Ham", "Lüne", "Old", "Nord", "Ros", "Bran", "Wolfs", "Stein",
];
const ENDS: [&str; 6] = ["burg", "stadt", "tock", "hausen", "furt am Main", ""];

/// Writes so many lines, and maps the file.
pub(crate) fn create(file: &Path, lines: u32) -> io::Result<Mmap> {
    let mut out = BufWriter::new(File::create(file)?);
    let mut random = 42_u64;
    for _ in 0..lines {
        // A linear congruential generator; its high bits are the good ones.
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let [a, b, c, d, ..] = (random >> 32).to_le_bytes();
        let (start, end) = (usize::from(a) % 8, usize::from(b) % 6);
        // Some stations are warmer than others.
        let tenths = i64::from(c) * 3 + i64::from(d) - 550 + 10 * i64::from(a % 8);
        writeln!(out, "{}{};{}", STARTS[start], ENDS[end], degrees(tenths))?;
    }
    out.flush()?;
    map(&File::open(file)?)
}

/// Prints lowest, mean and highest temperature, from lowest, highest, sum and count.
pub(crate) fn print(name: &[u8], [min, max, sum, count]: [i64; 4]) {
    let mean = (2 * sum + count).div_euclid(2 * count); // half a tenth is rounded upwards
    let [min, mean, max] = [min, mean, max].map(degrees);
    println!("{}={min}/{mean}/{max}", String::from_utf8_lossy(name));
}

fn degrees(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
}

/// Every library that maps files calls this `unsafe`: another program may write to the file. The safe way, a copy in
/// memory, takes 14 GB for a billion lines.
#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: this program has just written the file, and does not change the file while the map lives.
    unsafe { Mmap::map(file) }
}
