//! Options that say what a `&mut` argument is.

#![deny(deprecated)]

use std::fmt;
use std::io::{self, BufWriter, Write};

use parallelize::parallelize;

/// What is counted.
#[derive(Debug, Default)]
pub struct Stats {
    lengths: Vec<usize>,
}

impl Stats {
    fn add(&mut self, later: Self) {
        self.lengths.extend(later.lengths);
    }
}

/// All of them, where arguments are only named.
#[parallelize(jobs = limit, append(out, log), reduce(stats = Stats::add), scratch = buf)]
fn all(
    words: &[&str],
    out: &mut Vec<usize>,
    log: &mut impl Write,
    stats: &mut Stats,
    buf: &mut String,
    limit: usize,
) -> io::Result<()> {
    for word in words {
        buf.clear();
        buf.push_str(word);
        out.push(buf.len());
        writeln!(log, "{buf}")?;
        stats.lengths.push(buf.len());
    }
    Ok(())
}

/// A type parameter, named in the body and in its bounds only.
#[parallelize(jobs = 2, append(one, other), sequential = by_parameter_seq)]
fn by_parameter<W, V>(words: &[&str], one: &mut W, other: &mut V) -> fmt::Result
where
    W: fmt::Write,
    V: fmt::Write + ?Sized,
{
    fn line<W: fmt::Write>(word: &str, out: &mut W) -> fmt::Result {
        writeln!(out, "{word}")
    }
    for word in words {
        line::<W>(word, one)?;
        other.write_str(word)?;
    }
    Ok(())
}

/// An object, and a writer whose trait is named.
#[parallelize(jobs = 2, append(object, writer as Write))]
fn by_trait(
    words: &[&str],
    object: &mut dyn fmt::Write,
    writer: &mut BufWriter<Vec<u8>>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    for word in words {
        object.write_str(word)?;
        writer.write_all(word.as_bytes())?;
    }
    Ok(())
}

/// A trait from the root.
#[parallelize(jobs = 2, append = out, reduce(sum = |a, b| *a += b))]
fn by_path(words: &[&str], mut out: &mut impl ::std::io::Write, sum: &mut usize) -> io::Result<()> {
    for word in words {
        out = out.by_ref();
        out.write_all(word.as_bytes())?;
        *sum += word.len();
    }
    Ok(())
}

#[test]
fn functions_with_mutable_arguments_run() {
    let words = ["to", "be", "or"];
    let (mut out, mut log, mut stats) = (Vec::new(), Vec::new(), Stats::default());
    all(
        &words,
        &mut out,
        &mut log,
        &mut stats,
        &mut String::new(),
        2,
    )
    .expect("a `Vec` takes all");
    assert_eq!(out, stats.lengths);
    assert_eq!((out, log.len()), (vec![2; 3], 9));
    let (mut one, mut other) = (String::new(), String::new());
    by_parameter(&words, &mut one, &mut other).expect("a `String` takes all");
    by_parameter_seq(&words, &mut one, &mut other).expect("a `String` takes all");
    assert_eq!((one.len(), &*other), (18, "tobeortobeor"));
    let mut writer = BufWriter::new(Vec::new());
    by_trait(&words, &mut other, &mut writer).expect("a `Vec` takes all");
    assert_eq!(writer.buffer(), b"tobeor");
    let mut sum = 1;
    by_path(&words, &mut log, &mut sum).expect("a `Vec` takes all");
    assert_eq!((log.len(), sum), (15, 7));
}
