//! What differs from rank to rank: where a chunk panics, and what a writer is.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};

use parallelize::__private::{append, write};
use parallelize::parallel;
use parallelize_mpi::{Mpi, rank, size};

use crate::support::{on_ranks, on_several_ranks, panic_of_all};
use crate::{Error, lines};

#[test]
fn a_panic_with_another_value_than_a_text_is_kept_where_it_was() {
    let name = "one_rank::a_panic_with_another_value_than_a_text_is_kept_where_it_was";
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
    on_ranks("one_rank::only_one_rank_needs_a_real_writer", || {
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
    on_several_ranks(
        "one_rank::a_writer_that_fails_on_one_rank_fails_on_all",
        || {
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
        },
    );
}

#[test]
fn what_fails_on_one_rank_alone_is_told_once_chunks_have_failed_too() {
    let name = "one_rank::what_fails_on_one_rank_alone_is_told_once_chunks_have_failed_too";
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
    on_several_ranks(
        "one_rank::a_writer_that_panics_on_one_rank_panics_on_all",
        || {
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
        },
    );
}

#[test]
fn ranks_that_add_to_other_arguments_do_not_agree() {
    on_several_ranks(
        "one_rank::ranks_that_add_to_other_arguments_do_not_agree",
        || {
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
        },
    );
}

#[test]
fn a_local_call_adds_as_without_a_backend() {
    let mut out = Vec::new();
    assert_eq!(numbered(3, &mut out), Ok(()));
    assert_eq!(String::from_utf8_lossy(&out).lines().count(), 3);
    let call = parallel(0..8).backend(Mpi).with((append(&mut out),));
    assert!(format!("{call:?}").starts_with("With { call: Call {"));
    on_ranks("one_rank::a_local_call_adds_as_without_a_backend", || {
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
    on_several_ranks("one_rank::a_call_that_a_writer_makes_is_local", || {
        let mut out = Counting(0);
        if rank() == 1 {
            numbered(8, &mut out).unwrap();
            assert_eq!(out.0, 8 * "line 0 \u{fc}\n".len());
        } else {
            numbered(8, &mut io::sink()).unwrap();
        }
    });
}
