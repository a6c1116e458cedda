//! The roles on functions of all kinds.

use std::fmt::Debug;
use std::io::{self, Write};

use parallelize::{Flatten, Report, parallelize};

struct Printer {
    indent: usize,
}

trait Print {
    fn print(&self, words: &[&str], out: &mut dyn Write) -> io::Result<()>;
}

impl Print for Printer {
    #[parallelize(jobs = self.indent, append = out)]
    fn print(&self, words: &[&str], out: &mut dyn Write) -> io::Result<()> {
        let indent = self.indent;
        for word in words {
            writeln!(out, "{:indent$}{word}", "")?;
        }
        Ok(())
    }
}

#[test]
fn methods_of_a_trait_can_have_them() {
    let mut out = Vec::new();
    Printer { indent: 2 }
        .print(&["a", "b", "c"], &mut out)
        .unwrap();
    assert_eq!(out, b"  a\n  b\n  c\n");
}

#[parallelize(jobs = 3, append = out, reduce(most = |a: &mut M, b| *a = b.max(a.clone())), scratch = buf)]
fn generic<'a, T, A, M, const N: usize>(
    items: &'a [T],
    out: &mut A,
    most: &mut M,
    buf: &mut [M; N],
) -> Vec<&'a T>
where
    T: Sync,
    &'a T: Into<M>,
    A: Flatten + Default + Extend<M> + Send,
    M: Clone + Default + Ord + Send + Sync,
{
    for item in items {
        buf[N - 1] = item.into();
        out.extend([buf[N - 1].clone()]);
        *most = buf[N - 1].clone().max(most.clone());
    }
    items.iter().collect()
}

struct Item(u8);

impl From<&Item> for u16 {
    fn from(item: &Item) -> u16 {
        item.0.into()
    }
}

#[test]
fn they_can_be_generic() {
    let items = [3, 9, 4].map(Item);
    let (mut out, mut most) = (vec![1_u16], 5);
    let items = generic(&items, &mut out, &mut most, &mut [0; 4]);
    assert_eq!(items.len(), 3);
    assert_eq!((&out[..], most), (&[1, 3, 9, 4][..], 9));
}

#[parallelize(chunk_size = 2, append(out, w), reduce(sum = |a, b| *a += b), scratch = buf)]
fn patterns(
    numbers: &[u64],
    #[allow(unused_mut)] mut out: &mut Vec<u64>,
    #[allow(unused_variables)] sum: &mut u64,
    mut buf: &mut [u64],
    (low, high): (u64, u64),
    mut w: &mut dyn Write,
) -> io::Result<()> {
    if buf.len() > 1 {
        buf = &mut buf[1..];
    }
    w = &mut *w;
    for number in numbers {
        buf[0] = *number;
        out.push(buf[0].clamp(low, high));
        write!(w, "{number}")?;
    }
    out = &mut *out;
    out.push(0);
    Ok(())
}

#[test]
fn their_patterns_and_attributes_mean_the_same() {
    let (mut out, mut sum, mut w) = (Vec::new(), 0, Vec::new());
    patterns(&[1, 5, 9], &mut out, &mut sum, &mut [0; 2], (2, 8), &mut w).unwrap();
    assert_eq!(out, [2, 5, 0, 8, 0]);
    assert_eq!(w, b"159");
}

macro_rules! encoder {
    ($name:ident, $out:ident: $ty:ty, $function:expr, $write:path, $stats:ident) => {
        #[parallelize(jobs = 2, append($out, log as $write), reduce($stats = $function))]
        fn $name<T: Debug + Sync>(
            items: &[T],
            $out: $ty,
            log: &mut Vec<u8>,
            $stats: &mut usize,
        ) -> io::Result<()> {
            for item in items {
                $out.push(format!("{item:?}"));
                write!(log, "{item:?},")?;
                *$stats += 1;
            }
            Ok(())
        }
    };
}

encoder!(encode, out: &mut Vec<String>, |a, b| *a += b, io::Write, stats);

#[test]
fn a_macro_can_write_them() {
    let (mut out, mut log, mut count) = (Vec::new(), Vec::new(), 0);
    encode(&[Some(1), None], &mut out, &mut log, &mut count).unwrap();
    assert_eq!(out, ["Some(1)", "None"]);
    assert_eq!((&log[..], count), (&b"Some(1),None,"[..], 2));
}

fn check(report: &Report) {
    assert_eq!((report.name(), report.chunks.len()), ("reported", 3));
}

#[parallelize(jobs = 3, append = out, report = check, backend = parallelize::backend::Threads)]
fn reported(numbers: &[u64], out: &mut Vec<u64>) -> usize {
    out.extend(numbers);
    numbers.len()
}

#[test]
fn a_report_and_a_backend_see_the_same_call() {
    let mut out = Vec::new();
    assert_eq!(reported(&[1, 2, 3, 4], &mut out), [2, 1, 1]);
    assert_eq!(out, [1, 2, 3, 4]);
}
