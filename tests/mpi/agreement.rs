//! Ranks that do not make the same call are told so, all of them, and none waits for ever.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use parallelize::{parallel, parallelize};
use parallelize_mpi::{Mpi, Options, Sharded, rank, share, size};
use support::{Ended, is_rank, launch, of_all_ranks, on_several_ranks, panic_of, panic_of_all};

#[parallelize(jobs = 4, backend = Mpi)]
fn doubled(numbers: &[u32]) -> Vec<u32> {
    numbers.iter().map(|n| n * 2).collect()
}

#[parallelize(jobs = threads, backend = Mpi)]
fn tripled(numbers: &[u32], threads: usize) -> Vec<u32> {
    let _ = threads;
    numbers.iter().map(|n| n * 3).collect()
}

#[test]
fn another_function_is_an_error_on_all_ranks() {
    on_several_ranks("another_function_is_an_error_on_all_ranks", || {
        let text = panic_of_all(|| {
            if rank() == 1 {
                tripled(&[1, 2], 4)
            } else {
                doubled(&[1, 2])
            }
        });
        assert!(
            text.starts_with("the ranks do not agree on what to do: `agreement::doubled` over"),
            "{text}"
        );
        assert!(
            text.contains("over 2 elements (jobs = 4, flatten of"),
            "{text}"
        );
        assert!(text.contains(" on rank 1"), "{text}");
        assert_eq!(doubled(&[1, 2]), [2, 4]);
    });
}

#[test]
fn another_length_is_an_error_on_all_ranks() {
    on_several_ranks("another_length_is_an_error_on_all_ranks", || {
        let text = panic_of_all(|| doubled(&vec![1; 10 + rank()]));
        assert!(
            text.contains("`agreement::doubled` over 10 elements"),
            "{text}"
        );
        assert!(
            text.contains("; `agreement::doubled` over 11 elements"),
            "{text}"
        );
    });
}

/// There may be thousands, and each of them prints it.
#[test]
fn of_many_different_calls_a_few_are_told() {
    const TEST: &str = "of_many_different_calls_a_few_are_told";
    if !is_rank() {
        launch(TEST, 7).succeeds();
        return;
    }
    parallelize_mpi::run(|| {
        let text = panic_of_all(|| doubled(&vec![1; 10 + rank()]));
        assert!(
            text.contains("over 13 elements") && !text.contains("over 14 elements"),
            "{text}"
        );
        assert!(
            text.contains("on rank 3; something else on ranks 4, 5 and 6. All ranks"),
            "{text}"
        );
    });
}

#[test]
fn other_options_are_an_error_on_all_ranks() {
    on_several_ranks("other_options_are_an_error_on_all_ranks", || {
        let text = panic_of_all(|| tripled(&[1, 2, 3], 2 + rank()));
        assert!(
            text.contains("jobs = 2") && text.contains("jobs = 3"),
            "{text}"
        );
        let text = panic_of_all(|| {
            let call = parallel(0..9).jobs(3);
            let call = if rank() == 0 {
                call.chunk_size(3)
            } else {
                call.min_len(3)
            };
            call.backend(Mpi).per_chunk(|_| ())
        });
        assert!(
            text.contains("jobs = 3, chunk_size = 3") && text.contains("jobs = 3, min_len = 3"),
            "{text}"
        );
    });
}

#[test]
fn another_method_or_output_is_an_error_on_all_ranks() {
    on_several_ranks("another_method_or_output_is_an_error_on_all_ranks", || {
        let text = panic_of_all(|| {
            let call = parallel(0..9).jobs(3).backend(Mpi);
            if rank() == 0 {
                call.per_chunk(|_| vec![1_u8])
            } else {
                vec![call.flatten(|_| vec![1_u8])]
            }
        });
        assert!(
            text.contains("per_chunk of") && text.contains("flatten of"),
            "{text}"
        );
    });
}

#[test]
fn another_way_to_keep_outputs_is_an_error_on_all_ranks() {
    on_several_ranks(
        "another_way_to_keep_outputs_is_an_error_on_all_ranks",
        || {
            let text = panic_of_all(|| {
                let call = parallel(0..9).jobs(3).backend(Mpi).keep_local();
                if rank() == 0 {
                    call.flatten(|_| vec![1_u8])
                } else {
                    call.spill(true, |_| vec![1_u8]).into_vec().unwrap()
                }
            });
            assert!(
                text.contains("keep_local and flatten of")
                    && text.contains("keep_local and spill of"),
                "{text}"
            );
        },
    );
}

#[test]
fn a_sharded_input_beside_a_whole_one_is_an_error_on_all_ranks() {
    on_several_ranks(
        "a_sharded_input_beside_a_whole_one_is_an_error_on_all_ranks",
        || {
            let numbers = [7_u8; 9];
            let ends = |chunk: &[u8]| chunk.len();
            let text = panic_of_all(|| {
                if rank() == 0 {
                    return parallel(&numbers).jobs(3).backend(Mpi).per_chunk(ends);
                }
                let part = &numbers[share(9, &Options::default().jobs(3))];
                let sharded = Sharded { total: 9, part };
                parallel(sharded)
                    .jobs(3)
                    .backend(Mpi)
                    .per_chunk(|chunk| ends(chunk.part))
            });
            assert!(text.contains("over 9 elements (jobs = 3, "), "{text}");
            assert!(
                text.contains("over 9 `Sharded` elements (jobs = 3, "),
                "{text}"
            );
        },
    );
}

#[test]
fn different_inputs_are_found_where_they_are_compared() {
    on_several_ranks("different_inputs_are_found_where_they_are_compared", || {
        let sum = |numbers: &[u8]| -> u32 { numbers.iter().map(|n| u32::from(*n)).sum() };
        let numbers = vec![u8::try_from(rank()).unwrap(); 5];
        let text = panic_of_all(|| {
            parallel(&numbers)
                .jobs(2)
                .backend(Mpi)
                .compare_inputs()
                .per_chunk(sum)
        });
        assert!(text.contains("but the inputs are not the same"), "{text}");
        let numbers = [7; 5];
        let call = parallel(&numbers).jobs(2).backend(Mpi).compare_inputs();
        assert_eq!(call.per_chunk(sum), [21, 14]);
        let text = panic_of_all(|| {
            let call = parallel(&numbers).jobs(2).backend(Mpi);
            if rank() == 0 {
                call.compare_inputs()
            } else {
                call
            }
            .per_chunk(sum)
        });
        assert!(text.contains("`, inputs compared) on rank 0; "), "{text}");
    });
}

fn ends_early(test: &'static str, early: fn() -> bool, ranks: usize) -> Option<Ended> {
    if is_rank() {
        let mut is_early = false;
        let session = AssertUnwindSafe(|| {
            parallelize_mpi::run(|| {
                of_all_ranks("all are here");
                is_early = early();
                if is_early {
                    return;
                }
                // Also one that goes on as if nothing had been must not be left alone.
                for _ in 0..3 {
                    let told = panic_of(|| doubled(&[1, 2]));
                    assert!(told.contains("the end of the session on rank"), "{told}");
                    assert!(
                        told.ends_with("print an error before you return it"),
                        "{told}"
                    );
                    assert!(told.contains("`agreement::doubled`"), "{told}");
                }
            });
        });
        let is_told = catch_unwind(session).is_err();
        assert_eq!(is_told, is_early, "a rank that has ended is told, too");
        return None;
    }
    Some(launch(test, ranks).succeeds())
}

#[test]
fn a_rank_that_returns_early_is_an_error_on_all_ranks() {
    const TEST: &str = "a_rank_that_returns_early_is_an_error_on_all_ranks";
    for ranks in 2..=4 {
        if ends_early(TEST, || rank() == 1, ranks).is_none() {
            return;
        }
    }
}

#[test]
fn all_ranks_but_one_that_return_early_are_an_error_on_all_ranks() {
    const TEST: &str = "all_ranks_but_one_that_return_early_are_an_error_on_all_ranks";
    for ranks in 2..=4 {
        if ends_early(TEST, || rank() + 1 != size(), ranks).is_none() {
            return;
        }
    }
}
