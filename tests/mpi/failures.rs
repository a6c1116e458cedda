//! What fails on one rank fails alike on all, and what cannot be told to others ends the job.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::process::exit;

use parallelize::{Ending, parallel, parallelize};
use parallelize_mpi::{Mpi, rank, size};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use support::{is_rank, launch, of_all_ranks, on_ranks, panic_of_all};

#[parallelize(jobs = 8, backend = Mpi)]
fn checked(numbers: Vec<usize>, bad: usize) -> Result<Vec<usize>, String> {
    if numbers.contains(&bad) {
        return Err(format!("{bad} is bad"));
    }
    Ok(numbers)
}

#[test]
fn a_panic_in_any_chunk_is_that_of_all_ranks_and_the_session_goes_on() {
    on_ranks(
        "a_panic_in_any_chunk_is_that_of_all_ranks_and_the_session_goes_on",
        || {
            for bad in 0..8 {
                let text = panic_of_all(|| {
                    parallel(0..8)
                        .jobs(8)
                        .backend(Mpi)
                        .per_chunk(|range| assert_ne!(range.start, bad, "bad"))
                });
                assert!(
                    text.contains("bad") && text.contains(&format!("left: {bad}")),
                    "{text}"
                );
            }
            assert_eq!(checked(vec![1, 2, 3], 4), Ok(vec![1, 2, 3]));
        },
    );
}

#[test]
fn of_several_failures_the_lowest_chunk_decides() {
    on_ranks("of_several_failures_the_lowest_chunk_decides", || {
        for first in 0..8 {
            for kind in [true, false] {
                let is_panic = |chunk| (chunk % 2 == 0) == kind;
                let call = || {
                    parallel(0..8)
                        .jobs(8)
                        .backend(Mpi)
                        .try_per_chunk(|range| match range.start {
                            chunk if chunk < first => Ok(chunk),
                            chunk if is_panic(chunk) => panic!("panic of {chunk}"),
                            chunk => Err(format!("error of {chunk}")),
                        })
                };
                if is_panic(first) {
                    assert_eq!(panic_of_all(call), format!("panic of {first}"));
                } else {
                    assert_eq!(call(), Err(format!("error of {first}")));
                }
            }
        }
    });
}

#[test]
fn of_hits_and_panics_the_lowest_chunk_decides_and_a_hit_is_no_failure() {
    let name = "of_hits_and_panics_the_lowest_chunk_decides_and_a_hit_is_no_failure";
    on_ranks(name, || {
        for first in 0..9 {
            for kind in [true, false] {
                let is_panic = |chunk| (chunk % 2 == 0) == kind;
                let search = |range: std::ops::Range<usize>| match range.start {
                    chunk if chunk < first => None,
                    chunk if is_panic(chunk) => panic!("panic of {chunk}"),
                    chunk => Some(chunk),
                };
                let call = || parallel(0..8).jobs(8).backend(Mpi).first(search);
                if first < 8 && is_panic(first) {
                    assert_eq!(panic_of_all(call), format!("panic of {first}"));
                } else {
                    assert_eq!(call(), (first < 8).then_some(first));
                }
            }
        }
        let call = parallel(0..8).jobs(8).report(|report| {
            assert_eq!(report.ending, Ending::Completed);
        });
        assert!(call.backend(Mpi).first(|range| range.start % 2 == 1));
    });
}

#[test]
fn an_error_on_any_rank_is_that_of_all() {
    on_ranks("an_error_on_any_rank_is_that_of_all", || {
        for bad in 0..20 {
            assert_eq!(
                checked((0..20).collect(), bad),
                Err(format!("{bad} is bad"))
            );
        }
    });
}

#[test]
fn a_panic_with_another_value_than_a_text_is_kept_where_it_was() {
    on_ranks(
        "a_panic_with_another_value_than_a_text_is_kept_where_it_was",
        || {
            let outcome = catch_unwind(|| {
                parallel(0..4).jobs(4).backend(Mpi).per_chunk(|range| {
                    if range.start == 3 {
                        panic_any(17_u8);
                    }
                })
            });
            let payload = outcome.expect_err("a chunk panicked");
            if rank() == size() - 1 {
                assert_eq!(payload.downcast_ref(), Some(&17_u8));
            } else {
                assert!(
                    payload
                        .downcast_ref::<String>()
                        .is_some_and(|text| text.contains("no text"))
                );
            }
        },
    );
}

#[test]
fn a_panic_while_an_argument_is_cloned_is_that_of_all_ranks() {
    struct Argument;
    impl Clone for Argument {
        fn clone(&self) -> Self {
            assert_ne!(rank(), 1, "no clone on rank 1");
            Argument
        }
    }
    #[parallelize(jobs = 8, backend = Mpi)]
    fn starts(range: std::ops::Range<usize>, _argument: Argument) -> usize {
        range.start
    }
    on_ranks(
        "a_panic_while_an_argument_is_cloned_is_that_of_all_ranks",
        || {
            let call = || starts(0..8, Argument);
            if size() > 1 {
                assert!(panic_of_all(call).contains("no clone on rank 1"));
            } else {
                assert_eq!(call().len(), 8);
            }
        },
    );
}

/// Cannot be written, or not be read, where its number says so.
#[derive(Clone, Debug, PartialEq)]
struct Odd(u8);

impl Serialize for Odd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 == 1 {
            return Err(serde::ser::Error::custom("one is not written"));
        }
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Odd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u8::deserialize(deserializer)? {
            2 => Err(serde::de::Error::custom("two is not read")),
            other => Ok(Odd(other)),
        }
    }
}

#[test]
fn outputs_that_cannot_be_sent_are_a_panic_on_all_ranks() {
    on_ranks(
        "outputs_that_cannot_be_sent_are_a_panic_on_all_ranks",
        || {
            for (number, expected) in [(1, "one is not written"), (2, "two is not read")] {
                for bad in 0..4 {
                    let call = || {
                        parallel(0..4)
                            .jobs(4)
                            .backend(Mpi)
                            .per_chunk(|range| Odd(if range.start == bad { number } else { 0 }))
                    };
                    if size() == 1 {
                        assert_eq!(call().len(), 4); // nothing is sent
                        continue;
                    }
                    let text = panic_of_all(call);
                    assert!(
                        text.contains(expected) && text.contains("failures::")
                            || text.contains("outputs_that_cannot"),
                        "{text}"
                    );
                }
            }
        },
    );
}

#[test]
fn a_panic_outside_of_a_call_ends_the_job() {
    const TEST: &str = "a_panic_outside_of_a_call_ends_the_job";
    if is_rank() {
        return parallelize_mpi::run(|| {
            assert_ne!(rank(), 1, "outside of a call");
            // The others wait for rank 1, which is not to come.
            of_all_ranks("here");
        });
    }
    let ended = launch(TEST, 3).end();
    assert!(!ended.has_succeeded);
    assert!(
        ended.stderr.contains("rank 1 of 3 ends the job"),
        "{ended:#?}"
    );
}

#[test]
fn a_rank_that_exits_ends_the_job() {
    const TEST: &str = "a_rank_that_exits_ends_the_job";
    if is_rank() {
        return parallelize_mpi::run(|| {
            if rank() == 1 {
                exit(3);
            }
            of_all_ranks("here");
        });
    }
    assert!(!launch(TEST, 2).end().has_succeeded);
}

#[test]
fn a_killed_rank_ends_the_job() {
    const TEST: &str = "a_killed_rank_ends_the_job";
    if is_rank() {
        return parallelize_mpi::run(|| {
            if rank() == 1 {
                std::process::abort();
            }
            of_all_ranks("here");
        });
    }
    assert!(!launch(TEST, 2).end().has_succeeded);
}

#[test]
fn nothing_that_is_caught_is_lost() {
    on_ranks("nothing_that_is_caught_is_lost", || {
        let before = of_all_ranks("before");
        let caught = catch_unwind(AssertUnwindSafe(|| {
            parallel(0..4)
                .jobs(4)
                .backend(Mpi)
                .per_chunk::<(), _>(|_| panic!("in every chunk"))
        }));
        drop(caught);
        assert_eq!(before.len(), size());
        assert_eq!(of_all_ranks("after"), vec!["after"; size()]);
    });
}
