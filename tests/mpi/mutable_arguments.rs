//! `&mut` arguments that chunks add to end on every rank as on one machine.

mod support;

use std::collections::{BTreeMap, VecDeque};
use std::fmt::{self, Write as _};
use std::io::{self, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};

use parallelize::__private::{append, fold, write};
use parallelize::backend::Threads;
use parallelize::{Parallel, current_chunk, parallel};
use parallelize_mpi::{Mpi, rank, size};
use serde::{Deserialize, Serialize};
use support::{on_ranks, on_several_ranks, panic_of, panic_of_all};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Error(String);

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error(error.to_string())
    }
}

impl From<fmt::Error> for Error {
    fn from(error: fmt::Error) -> Self {
        Error(error.to_string())
    }
}

/// The calls over so many elements: automatic, with `jobs`, and with `chunk_size`.
fn calls(len: usize) -> impl Iterator<Item = impl Fn() -> Parallel<'static, Range<usize>>> {
    let options = [(0, None), (1, None), (3, None), (8, None), (2, Some(3))];
    options.into_iter().map(move |(jobs, chunk_size)| {
        move || {
            let call = parallel(0..len).jobs(jobs);
            match chunk_size {
                Some(size) => call.chunk_size(size),
                None => call,
            }
        }
    })
}

/// Whether `run` comes to the same without a backend and on all ranks, for many calls.
macro_rules! assert_same {
    (|$call:ident| $run:expr) => {
        for len in [0, 1, 2, 7, 50] {
            for set_up in calls(len) {
                let $call = set_up().backend(Threads);
                let expected = $run;
                let $call = set_up().backend(Mpi);
                assert_eq!($run, expected);
            }
        }
    };
}

#[test]
fn collections_are_appended_as_on_one_machine() {
    let name = "collections_are_appended_as_on_one_machine";
    on_ranks(name, || {
        assert_same!(|call| {
            let mut out = vec![77];
            call.with((append(&mut out),))
                .flatten(|range, (out,)| out.extend(range));
            out
        });
        assert_same!(|call| {
            let (mut text, mut by_rest) =
                ("before ".to_owned(), BTreeMap::from([(0, 77), (77, 0)]));
            let list = call
                .with((append(&mut text), append(&mut by_rest)))
                .flatten(|range, (text, by_rest)| {
                    for n in range.clone() {
                        write!(text, "{n} ").unwrap();
                        by_rest.insert(n % 5, n);
                    }
                    range.collect::<VecDeque<_>>()
                });
            (list, text, by_rest)
        });
        assert_same!(|call| {
            let mut out = Vec::new();
            let starts = call.with((append(&mut out),)).per_chunk(|range, (out,)| {
                out.extend(range.clone());
                (range.start, current_chunk().map(|chunk| chunk.index()))
            });
            (starts, out)
        });
    });
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Stats {
    count: u32,
    mean: f64,
}

impl Stats {
    /// The order of merges shows in the last bits.
    #[allow(clippy::needless_pass_by_value)] // as a merge takes it
    fn merge(&mut self, other: Stats) {
        self.count += other.count;
        self.mean = self.mean * 0.7 + other.mean * 0.3;
    }
}

fn float(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::NAN, f64::from) + 0.1
}

#[test]
fn values_are_folded_as_on_one_machine() {
    on_ranks("values_are_folded_as_on_one_machine", || {
        assert_same!(|call| {
            let (mut stats, mut out) = (
                Stats {
                    count: 1,
                    mean: 2.0,
                },
                vec![0],
            );
            let sum = call
                .with((fold(&mut stats, Stats::merge), append(&mut out)))
                .reduce(
                    |range, (stats, out)| {
                        for n in range.clone() {
                            stats.count += 1;
                            stats.mean = stats.mean / 3.0 + float(n);
                        }
                        out.push(range.start);
                        range.map(float).sum::<f64>()
                    },
                    |a, b| a * 0.5 + b,
                );
            (sum, stats, out)
        });
    });
}

#[test]
fn searches_add_up_to_the_hit_as_on_one_machine() {
    let name = "searches_add_up_to_the_hit_as_on_one_machine";
    on_ranks(name, || {
        for wanted in [0, 1, 6, 25, 49, 50] {
            assert_same!(|call| {
                let (mut seen, mut count) = (vec![77], 0);
                let hit = call
                    .with((
                        append(&mut seen),
                        fold(&mut count, |a: &mut _, b: usize| *a += b),
                    ))
                    .first(|mut range, (seen, count)| {
                        *count += range.len();
                        seen.extend(range.clone());
                        range.find(|n| *n == wanted)
                    });
                (hit, seen, count)
            });
        }
        let hit = parallel(0..8)
            .jobs(8)
            .report(|report| assert_eq!(report.ending, parallelize::Ending::Completed))
            .backend(Mpi)
            .with((append(&mut vec![0]),))
            .first(|range, _| range.start % 2 == 1);
        assert!(hit);
    });
}

/// What a body that writes does in each chunk.
fn lines(range: &Range<usize>, out: &mut impl Write) -> Result<(), Error> {
    for n in range.clone() {
        writeln!(out, "line {n} \u{fc}")?;
    }
    out.flush()?;
    Ok(())
}

/// The end of a call: its result, or the text of its panic.
fn end<R>(call: impl FnOnce() -> R) -> Result<R, String> {
    let mut result = None;
    let caught = catch_unwind(AssertUnwindSafe(|| result = Some(call())));
    match caught {
        Ok(()) => Ok(result.unwrap()),
        Err(payload) => Err(panic_of(|| -> () { std::panic::resume_unwind(payload) })),
    }
}

/// Runs a call of each method that may write, with a body that ends as `fate` says of an element.
macro_rules! assert_same_writers {
    (|$n:ident| $fate:expr) => {{
        let body = |range: Range<usize>, (out, text, list): &mut _| {
            add(&range, out, text, list)?;
            for $n in range.clone() {
                $fate
            }
            Ok::<_, Error>(range.collect::<Vec<_>>())
        };
        assert_same!(|call| {
            let mut ends = Ends::default();
            let result = end(|| call.with(collectors!(ends)).try_flatten(body));
            (result, ends)
        });
        assert_same!(|call| {
            let mut ends = Ends::default();
            let result = end(|| call.with(collectors!(ends)).try_per_chunk(body));
            (result, ends)
        });
        assert_same!(|call| {
            let mut ends = Ends::default();
            let result = end(|| call.with(collectors!(ends)).try_each(body));
            (result, ends)
        });
        assert_same!(|call| {
            let mut ends = Ends::default();
            let result = end(|| {
                let join = |a: Vec<_>, b| [a, b].concat();
                call.with(collectors!(ends)).try_reduce(body, join)
            });
            (result, ends)
        });
    }};
}

/// What chunks add to.
#[derive(Debug, Default, PartialEq)]
struct Ends {
    bytes: Vec<u8>,
    text: String,
    list: Vec<usize>,
}

macro_rules! collectors {
    ($ends:ident) => {
        (
            write::<dyn io::Write, _>(&mut $ends.bytes),
            write::<dyn fmt::Write, _>(&mut $ends.text),
            append(&mut $ends.list),
        )
    };
}

fn add(
    range: &Range<usize>,
    out: &mut impl io::Write,
    text: &mut impl fmt::Write,
    list: &mut Vec<usize>,
) -> Result<(), Error> {
    lines(range, out)?;
    write!(text, "{range:?} ")?;
    list.extend(range.clone());
    Ok(())
}

#[test]
fn writers_get_what_they_get_on_one_machine() {
    on_ranks("writers_get_what_they_get_on_one_machine", || {
        assert_same_writers!(|_n| {});
    });
}

#[test]
fn an_error_leaves_of_arguments_what_it_leaves_on_one_machine() {
    let name = "an_error_leaves_of_arguments_what_it_leaves_on_one_machine";
    on_ranks(name, || {
        for bad in [0, 1, 6, 25, 49] {
            assert_same_writers!(|n| if n == bad || n == 40 {
                return Err(Error(format!("{n} is bad")));
            });
        }
    });
}

#[test]
fn a_panic_leaves_of_arguments_what_it_leaves_on_one_machine() {
    let name = "a_panic_leaves_of_arguments_what_it_leaves_on_one_machine";
    on_ranks(name, || {
        for bad in [0, 1, 6, 25, 49] {
            assert_same_writers!(|n| assert!(n != bad && n != 40, "{n} panics"));
            assert_same_writers!(|n| match n {
                40 => return Err(Error(format!("{n} is bad"))),
                _ => assert_ne!(n, bad, "panic or error"),
            });
            assert_same!(|call| {
                let mut out = vec![77];
                let result = end(|| {
                    call.with((append(&mut out),)).flatten(|range, (out,)| {
                        assert!(!range.contains(&bad), "{range:?} panics");
                        out.extend(range);
                    });
                });
                (result, out)
            });
        }
    });
}

#[test]
fn a_panic_with_another_value_than_a_text_is_kept_where_it_was() {
    let name = "a_panic_with_another_value_than_a_text_is_kept_where_it_was";
    on_ranks(name, || {
        let mut out = Vec::new();
        let caught = catch_unwind(AssertUnwindSafe(|| {
            parallel(0..8)
                .jobs(8)
                .backend(Mpi)
                .with((write::<dyn io::Write, _>(&mut out),))
                .try_flatten(|range, (out,)| {
                    if range.start == 7 {
                        panic_any(17_u8);
                    }
                    lines(&range, out)
                })
        }));
        let payload = caught.expect_err("a chunk panicked");
        assert_eq!(payload.is::<u8>(), rank() == size() - 1);
        assert!(out.ends_with("line 6 \u{fc}\n".as_bytes()));
    });
}

/// A function that is generic over its writer.
fn numbered(len: usize, out: &mut impl Write) -> Result<(), Error> {
    parallel(0..len)
        .jobs(8)
        .backend(Mpi)
        .with((write::<dyn io::Write, _>(out),))
        .try_flatten(|range, (out,)| lines(&range, out))
}

#[test]
fn only_one_rank_needs_a_real_writer() {
    on_ranks("only_one_rank_needs_a_real_writer", || {
        let mut expected = Vec::new();
        lines(&(0..50), &mut expected).unwrap();
        for with_writer in 0..size() {
            let mut out = Vec::new();
            if rank() == with_writer {
                numbered(50, &mut out).unwrap();
                assert_eq!(out, expected);
            } else {
                numbered(50, &mut io::sink()).unwrap();
            }
        }
    });
}

/// A writer that takes so many calls of `write`. Then it fails, or panics.
#[derive(Debug)]
struct Short {
    left: usize,
    panics: bool,
}

impl Write for Short {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None if self.panics => panic!("the writer panics"),
            None => return Err(io::Error::other("the disk is full")),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_on_one_rank_fails_on_all() {
    on_several_ranks("a_writer_that_fails_on_one_rank_fails_on_all", || {
        let full = || Error("the disk is full".to_owned());
        for bad in 0..size() {
            for left in 0..10 {
                let mut out = Short {
                    left: if rank() == bad { left } else { usize::MAX },
                    panics: false,
                };
                let mut list = vec![77];
                let call = |fate: fn(usize) -> Result<(), Error>| {
                    let call = parallel(0..8).jobs(8).chunk_size(1).backend(Mpi);
                    let collectors = (write::<dyn io::Write, _>(&mut out), append(&mut list));
                    let result = call.with(collectors).try_per_chunk(|range, (out, list)| {
                        list.push(range.start);
                        lines(&range, out)?;
                        fate(range.start)
                    });
                    (result.map(|units| units.len()), list)
                };
                let expected = if left < 8 {
                    (Err(full()), vec![77])
                } else {
                    (Ok(8), vec![77, 0, 1, 2, 3, 4, 5, 6, 7])
                };
                assert_eq!(call(|_| Ok(())), expected);
            }
        }
        assert_eq!(numbered(50, &mut Vec::new()), Ok(()));
    });
}

#[test]
fn what_fails_on_one_rank_alone_is_told_once_chunks_have_failed_too() {
    let name = "what_fails_on_one_rank_alone_is_told_once_chunks_have_failed_too";
    on_several_ranks(name, || {
        for bad in 0..size() {
            for left in 0..8 {
                let short = || Short {
                    left: if rank() == bad { left } else { usize::MAX },
                    panics: false,
                };
                // The writer fails before chunk 5 or not.
                let is_full = left < 5;
                let call = || {
                    parallel(0..8)
                        .chunk_size(1)
                        .backend(Mpi)
                        .with((write::<dyn io::Write, _>(&mut short()),))
                        .try_flatten(|range, (out,)| {
                            assert_ne!(range.start, 5, "five");
                            lines(&range, out)
                        })
                };
                if is_full {
                    assert_eq!(call(), Err(Error("the disk is full".to_owned())));
                } else {
                    assert!(panic_of_all(call).contains("five"));
                }
                // An error of each chunk is told in its place, and the call succeeds.
                let (mut out, mut list) = (short(), vec![77]);
                let each = parallel(0..8)
                    .chunk_size(1)
                    .backend(Mpi)
                    .with((write::<dyn io::Write, _>(&mut out), append(&mut list)))
                    .try_each(|range, (out, list)| {
                        list.push(range.start);
                        lines(&range, out)?;
                        if range.start == 5 {
                            return Err(Error("five".to_owned()));
                        }
                        Ok(range.start)
                    });
                let of_chunk = |chunk| match chunk {
                    chunk if chunk >= left => Err(Error("the disk is full".to_owned())),
                    5 => Err(Error("five".to_owned())),
                    chunk => Ok(chunk),
                };
                assert_eq!(each, (0..8).map(of_chunk).collect::<Vec<_>>());
                if rank() != bad {
                    assert_eq!(list, [77, 0, 1, 2, 3, 4, 5, 6, 7]);
                }
                let panics = || {
                    parallel(0..8)
                        .chunk_size(1)
                        .backend(Mpi)
                        .with((write::<dyn io::Write, _>(&mut short()),))
                        .try_each(|range, (out,)| {
                            assert_ne!(range.start, 5, "five");
                            lines(&range, out)
                        })
                };
                assert!(panic_of_all(panics).contains("five"));
            }
        }
    });
}

#[test]
fn a_writer_that_panics_on_one_rank_panics_on_all() {
    on_several_ranks("a_writer_that_panics_on_one_rank_panics_on_all", || {
        for bad in 0..size() {
            for left in 0..3 {
                let mut out = Short {
                    left: if rank() == bad { left } else { usize::MAX },
                    panics: true,
                };
                let text = panic_of_all(|| numbered(50, &mut out));
                assert_eq!(text, "the writer panics");
            }
        }
        assert_eq!(numbered(50, &mut Vec::new()), Ok(()));
    });
}

#[test]
fn ranks_that_add_to_other_arguments_do_not_agree() {
    on_several_ranks("ranks_that_add_to_other_arguments_do_not_agree", || {
        let text = panic_of_all(|| {
            let call = parallel(0..8).jobs(8).backend(Mpi);
            if rank() == 0 {
                let mut out: Vec<u8> = Vec::new();
                call.with((append(&mut out),)).flatten(|_, _| ());
            } else {
                let mut out = String::new();
                call.with((append(&mut out),)).flatten(|_, _| ());
            }
        });
        assert!(text.contains("do not agree"), "{text}");
        assert!(
            text.contains("Vec<u8>") && text.contains("String"),
            "{text}"
        );
    });
}

#[test]
fn a_local_call_adds_as_without_a_backend() {
    let mut out = Vec::new();
    assert_eq!(numbered(3, &mut out), Ok(()));
    assert_eq!(String::from_utf8_lossy(&out).lines().count(), 3);
    let call = parallel(0..8).backend(Mpi).with((append(&mut out),));
    assert!(format!("{call:?}").starts_with("With { call: Call {"));
    on_ranks("a_local_call_adds_as_without_a_backend", || {
        let lens = parallel(0..8).jobs(8).backend(Mpi).per_chunk(|range| {
            let mut out = Vec::new();
            let call = parallel(0..range.start).backend(Mpi);
            call.with((append(&mut out),))
                .flatten(|range, (out,)| out.extend(range));
            out.len()
        });
        assert_eq!(lens, [0, 1, 2, 3, 4, 5, 6, 7]);
    });
}

/// A writer may make calls: those are local, because not every rank has this writer.
#[test]
fn a_call_that_a_writer_makes_is_local() {
    struct Counting(usize);
    impl Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += parallel(bytes)
                .jobs(2)
                .backend(Mpi)
                .reduce(<[u8]>::len, |a, b| a + b);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    on_several_ranks("a_call_that_a_writer_makes_is_local", || {
        let mut out = Counting(0);
        if rank() == 1 {
            numbered(8, &mut out).unwrap();
            assert_eq!(out.0, 8 * "line 0 \u{fc}\n".len());
        } else {
            numbered(8, &mut io::sink()).unwrap();
        }
    });
}
