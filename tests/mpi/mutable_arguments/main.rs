//! `&mut` arguments that chunks add to end on every rank as on one machine.

mod attribute;
mod one_rank;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, VecDeque};
use std::fmt::{self, Write as _};
use std::io::{self, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parallelize::__private::{append, fold, write};
use parallelize::backend::Threads;
use parallelize::{Parallel, current_chunk, parallel};
use parallelize_mpi::Mpi;
use serde::{Deserialize, Serialize};
use support::{on_ranks, panic_of};

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
