//! What fails on one rank before its chunks run, or after, is not kept from the others.

mod support;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::atomic::{AtomicUsize, Ordering};

use mpi::traits::CommunicatorCollectives;
use parallelize::parallel;
use parallelize_mpi::{Mpi, RankInput, Sharded, rank, run_with, size};
use serde::{Deserialize, Serialize, Serializer};
use support::again::again_on_rank_1;
use support::{is_rank, launch, of_all_ranks, on_ranks, on_several_ranks, panic_of, panic_of_all};

#[test]
fn inputs_that_do_not_fit_together_on_one_rank_are_a_panic_on_all() {
    on_several_ranks(
        "inputs_that_do_not_fit_together_on_one_rank_are_a_panic_on_all",
        || {
            let text = panic_of_all(|| {
                let lengths = (vec![1; 10], vec![2; if rank() == 1 { 9 } else { 10 }]);
                parallel((&lengths.0, &lengths.1))
                    .jobs(4)
                    .backend(Mpi)
                    .per_chunk(|(a, b)| a.len() + b.len())
            });
            assert!(text.contains("10 and 9 elements"), "{text}");
            let text = panic_of_all(|| {
                let part = [0_u8; 0];
                let sharded = |total| Sharded {
                    total,
                    part: &part[..],
                };
                parallel((sharded(5), sharded(5 + rank() % 2)))
                    .jobs(4)
                    .backend(Mpi)
                    .per_chunk(|_| ())
            });
            assert!(text.contains("all be `Sharded` with the same"), "{text}");
        },
    );
}

#[test]
fn a_total_that_panics_on_one_rank_is_a_panic_on_all() {
    struct Input(std::ops::Range<usize>);
    impl parallelize::Split for Input {
        fn element_count(&self) -> usize {
            self.0.len()
        }
        fn cut(self, at: usize) -> (Self, Self) {
            let (early, late) = self.0.cut(at);
            (Input(early), Input(late))
        }
    }
    impl RankInput for Input {
        fn total(&self) -> Option<usize> {
            assert_ne!(rank(), 1, "no total on rank 1");
            None
        }
    }
    on_several_ranks("a_total_that_panics_on_one_rank_is_a_panic_on_all", || {
        let text = panic_of_all(|| {
            parallel(Input(0..10))
                .jobs(4)
                .backend(Mpi)
                .per_chunk(|chunk| chunk.0)
        });
        assert!(text.contains("no total on rank 1"), "{text}");
    });
}

#[test]
fn a_bad_number_of_jobs_on_one_rank_is_a_panic_on_all() {
    const TEST: &str = "a_bad_number_of_jobs_on_one_rank_is_a_panic_on_all";
    if is_rank() {
        again_on_rank_1(|command| {
            command.env("PARALLELIZE_JOBS", "many");
        });
    }
    on_several_ranks(TEST, || {
        for _ in 0..3 {
            let call = || {
                parallel(0..8)
                    .jobs(8)
                    .backend(Mpi)
                    .per_chunk(|range| range.start)
            };
            let text = catch_unwind(call).expect_err("rank 1 cannot make calls");
            let text = text.downcast_ref::<String>().expect("a text");
            assert!(text.contains("PARALLELIZE_JOBS is \"many\""), "{text}");
        }
    });
}

#[test]
fn a_bad_size_of_messages_on_one_rank_is_a_panic_on_all() {
    const TEST: &str = "a_bad_size_of_messages_on_one_rank_is_a_panic_on_all";
    const EXPECTED: &str = "PARALLELIZE_MPI_MESSAGE is \"";
    if !is_rank() {
        for ranks in 2..=3 {
            launch(TEST, ranks).succeeds();
        }
        launch(TEST, 2).env(NO_TEXT, "yes").succeeds();
        return;
    }
    again_on_rank_1(|command| {
        let no_text = OsStr::from_bytes(b"\xff");
        let is_no_text = std::env::var_os(NO_TEXT).is_some();
        let value = if is_no_text { no_text } else { "0".as_ref() };
        command.env("PARALLELIZE_MPI_MESSAGE", value);
    });
    let (universe, _) = mpi::initialize_with_threading(mpi::Threading::Funneled).unwrap();
    let world = universe.world();
    let text = panic_of(|| run_with(&world, || ()));
    assert!(text.contains(EXPECTED), "{text}");
    world.barrier();
}

/// In the environment of the test above, that rank 1 has a value that is no text.
const NO_TEXT: &str = "PARALLELIZE_MPI_TEST_NO_TEXT";

#[test]
fn an_empty_size_of_messages_is_none() {
    const TEST: &str = "an_empty_size_of_messages_is_none";
    if is_rank() {
        return parallelize_mpi::run(|| assert_eq!(of_all_ranks("here").len(), 2));
    }
    launch(TEST, 2)
        .env("PARALLELIZE_MPI_MESSAGE", "")
        .succeeds();
}

/// An error that is not written, on rank 1, and that cannot be dropped.
#[derive(Debug, Deserialize)]
struct Trap {
    drops: Option<bool>,
}

impl Serialize for Trap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.drops.is_none() {
            return Err(serde::ser::Error::custom("not written"));
        }
        serializer.serialize_none()
    }
}

impl Drop for Trap {
    fn drop(&mut self) {
        assert_ne!(self.drops, Some(false), "not dropped");
    }
}

#[test]
fn an_error_that_panics_while_it_is_sent_is_a_panic_on_all_ranks() {
    on_several_ranks(
        "an_error_that_panics_while_it_is_sent_is_a_panic_on_all_ranks",
        || {
            for (drops, expected) in [(None, "not written"), (Some(false), "not dropped")] {
                let text = panic_of_all(|| {
                    parallel(0..8)
                        .jobs(8)
                        .backend(Mpi)
                        .keep_local()
                        .try_flatten(|range| match range.start {
                            7 => Err(Trap { drops }),
                            start => Ok(vec![start]),
                        })
                });
                assert!(text.contains(expected), "{text}");
            }
        },
    );
}

#[derive(Clone)]
struct Unreadable;

impl Serialize for Unreadable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if rank() == 1 {
            return Err(serde::ser::Error::custom("not to be read on rank 1"));
        }
        serializer.serialize_unit()
    }
}

#[test]
fn an_input_that_cannot_be_compared_on_one_rank_is_a_panic_on_all() {
    on_several_ranks(
        "an_input_that_cannot_be_compared_on_one_rank_is_a_panic_on_all",
        || {
            let text = panic_of_all(|| {
                parallel(vec![Unreadable; 5])
                    .jobs(2)
                    .backend(Mpi)
                    .compare_inputs()
                    .per_chunk(|chunk| chunk.len())
            });
            assert!(text.contains("not to be read on rank 1"), "{text}");
        },
    );
}

#[test]
fn a_panic_that_loses_is_dropped_unseen() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    struct Payload;
    impl Drop for Payload {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
            panic!("a payload is dropped");
        }
    }
    on_ranks("a_panic_that_loses_is_dropped_unseen", || {
        for first in [true, false] {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                parallel(0..8)
                    .jobs(8)
                    .backend(Mpi)
                    .try_per_chunk(|range| match range.start {
                        0 if first => panic!("the first"),
                        0 => Err("the first".to_owned()),
                        7 if size() > 1 => panic_any(Payload),
                        start => Ok(start),
                    })
            }));
            match outcome {
                Ok(outcome) => assert_eq!(outcome, Err("the first".to_owned())),
                Err(payload) if payload.is::<&str>() => {}
                Err(payload) => {
                    assert_eq!(payload.downcast_ref(), Some(&"the first".to_owned()));
                }
            }
        }
        // Chunk 7 is the last rank's.
        let expected = if size() > 1 && rank() + 1 == size() {
            2
        } else {
            0
        };
        assert_eq!(DROPPED.load(Ordering::Relaxed), expected);
        assert_eq!(of_all_ranks("here").len(), size());
    });
}
