//! A call on several ranks is the call on one machine, to the last bit.

mod support;

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, LinkedList, VecDeque};
use std::fmt::Debug;

use parallelize::backend::{Backend, Threads};
use parallelize::{Parallel, current_chunk, parallel, parallelize};
use parallelize_mpi::{Mpi, rank, size};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[parallelize(jobs = 7, backend = Mpi)]
fn fourth_powers(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n.pow(4)).collect()
}

#[parallelize(chunk_size = 3, backend = Mpi, zip = weights, reduce = |a, b| a + b)]
fn weighted(numbers: &[f64], weights: Vec<f64>, factor: f64) -> f64 {
    numbers
        .iter()
        .zip(weights)
        .map(|(n, weight)| n * weight * factor)
        .sum()
}

#[parallelize(jobs = 5, backend = Mpi)]
fn parsed(words: &[&str]) -> Result<Vec<i32>, String> {
    words
        .iter()
        .map(|word| word.parse().map_err(|_| format!("`{word}` is no number")))
        .collect()
}

#[test]
fn annotated_functions_return_the_whole_on_every_rank() {
    support::on_ranks("annotated_functions_return_the_whole_on_every_rank", || {
        let numbers: Vec<u64> = (0..1000).collect();
        let expected: Vec<u64> = numbers.iter().map(|n| n.pow(4)).collect();
        assert_eq!(fourth_powers(&numbers), expected);
        let numbers = [0.1, 0.2, 0.3, 0.4];
        assert_eq!(
            weighted(&numbers, vec![1.0, 2.0, 3.0, 4.0], 0.5).to_bits(),
            ((0.0 + 0.1 * 0.5 + 0.2 * 2.0 * 0.5 + 0.3 * 3.0 * 0.5) + 0.4 * 4.0 * 0.5_f64).to_bits()
        );
        assert_eq!(
            parsed(&["1", "2", "3", "4", "5", "6"]),
            Ok(vec![1, 2, 3, 4, 5, 6])
        );
        assert_eq!(
            parsed(&["1", "x", "3", "4", "y", "6"]),
            Err("`x` is no number".to_owned())
        );
    });
}

#[test]
fn every_rank_runs_its_share_of_the_chunks() {
    support::on_ranks("every_rank_runs_its_share_of_the_chunks", || {
        let ranks = parallel(0..12).jobs(12).backend(Mpi).per_chunk(|_| rank());
        let expected: Vec<usize> = (0..12).map(|chunk| chunk * size() / 12).collect();
        assert_eq!(ranks, expected);
    });
}

/// An input and options.
#[derive(Clone, Debug)]
struct Case {
    numbers: Vec<f64>,
    jobs: usize,
    chunk_size: Option<usize>,
    min_len: usize,
}

impl Case {
    fn set_up<'r, C>(&self, call: Parallel<'r, C>) -> Parallel<'r, C> {
        let call = call.jobs(self.jobs);
        match self.chunk_size {
            Some(size) => call.chunk_size(size),
            None => call.min_len(self.min_len),
        }
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let numbers = prop::collection::vec(prop::num::f64::ANY, 0..200);
    let chunk_size = prop::option::of(1..50_usize);
    (numbers, 0..10_usize, chunk_size, 0..20_usize).prop_map(
        |(numbers, jobs, chunk_size, min_len)| Case {
            numbers,
            jobs,
            chunk_size,
            min_len,
        },
    )
}

/// Whether what `call` returns is the same without a backend and on all ranks.
macro_rules! assert_same {
    ($case:expr, $input:expr, |$call:ident| $run:expr) => {{
        let $call = $case.set_up(parallel($input)).backend(Threads);
        let expected = bits(&$run);
        let $call = $case.set_up(parallel($input)).backend(Mpi);
        prop_assert_eq!(bits(&$run), expected);
    }};
}

/// Floats print as their bits do, or not at all.
fn bits(value: &impl Debug) -> String {
    format!("{value:?}")
}

fn check(test: &'static str, property: fn(Case) -> Result<(), TestCaseError>) {
    support::on_ranks(test, || {
        // All ranks must make the same calls.
        let config = Config {
            cases: 40,
            failure_persistence: None,
            ..Config::default()
        };
        let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
        let mut runner = TestRunner::new_with_rng(config, rng);
        runner
            .run(&cases(), property)
            .unwrap_or_else(|failure| panic!("{failure}"));
    });
}

#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
enum Kind {
    Nothing,
    Bits(u64),
    Chunk { index: usize, name: Option<String> },
}

fn kinds(numbers: &[f64]) -> Vec<Kind> {
    let chunk = current_chunk().expect("a body runs in a chunk");
    let mut kinds = vec![Kind::Chunk {
        index: chunk.index(),
        name: (chunk.count() > Some(2)).then(|| format!("{:?}", chunk.range())),
    }];
    kinds.extend(numbers.iter().map(|n| {
        if n.is_nan() {
            Kind::Nothing
        } else {
            Kind::Bits(n.to_bits())
        }
    }));
    kinds
}

#[test]
fn lists_are_joined_as_on_one_machine() {
    check("lists_are_joined_as_on_one_machine", |case| {
        assert_same!(case, &case.numbers, |call| call
            .flatten(|n| n.iter().map(|n| n.to_bits()).collect::<Vec<u64>>()));
        assert_same!(case, &case.numbers, |call| call.flatten(kinds));
        assert_same!(case, &case.numbers, |call| call.flatten(|n| n
            .iter()
            .map(|n| Some(n.to_bits()))
            .collect::<VecDeque<_>>()));
        assert_same!(case, &case.numbers, |call| call
            .flatten(|n| kinds(n).into_boxed_slice()));
        assert_same!(case, &case.numbers, |call| call
            .flatten(|n| kinds(n).into_iter().collect::<LinkedList<_>>()));
        assert_same!(case, &case.numbers, |call| call
            .flatten(|n| format!("{n:?}")));
        assert_same!(case, &case.numbers, |call| call.flatten(|_| ()));
        Ok(())
    });
}

#[test]
fn sets_and_maps_are_joined_as_on_one_machine() {
    check("sets_and_maps_are_joined_as_on_one_machine", |case| {
        let key = |n: &f64| n.to_bits() % 7;
        assert_same!(case, &case.numbers, |call| call.flatten(|n| n
            .iter()
            .map(|n| (key(n), n.to_bits()))
            .collect::<BTreeMap<_, _>>()));
        assert_same!(case, &case.numbers, |call| call
            .flatten(|n| n.iter().map(key).collect::<BTreeSet<_>>()));
        let sorted = |map: HashMap<u64, u64>| map.into_iter().collect::<BTreeMap<_, _>>();
        assert_same!(case, &case.numbers, |call| sorted(
            call.flatten(|n| n.iter().map(|n| (key(n), n.to_bits())).collect())
        ));
        assert_same!(case, &case.numbers, |call| call
            .flatten(|n| kinds(n).into_iter().collect::<BinaryHeap<_>>())
            .into_sorted_vec());
        assert_same!(case, &case.numbers, |call| call
            .flatten(|n| (kinds(n), format!("{n:?}"))));
        Ok(())
    });
}

#[test]
fn failures_are_those_of_one_machine() {
    check("failures_are_those_of_one_machine", |case| {
        let options = |n: &[f64]| {
            n.iter()
                .map(|n| (*n > -1e200).then(|| n.to_bits()))
                .collect::<Option<Vec<_>>>()
        };
        let results = |n: &[f64]| {
            n.iter()
                .map(|n| {
                    if *n > -1e250 {
                        Ok(n.to_bits())
                    } else {
                        Err(format!("{n:?}"))
                    }
                })
                .collect::<Result<Vec<_>, _>>()
        };
        assert_same!(case, &case.numbers, |call| call.flatten(options));
        assert_same!(case, &case.numbers, |call| call.flatten(results));
        assert_same!(case, &case.numbers, |call| call.try_per_chunk(results));
        assert_same!(case, &case.numbers, |call| call.try_reduce(
            results,
            |mut a, b| {
                a.extend(b);
                a
            }
        ));
        Ok(())
    });
}

#[parallelize(jobs = 5, backend = Mpi, merge = first)]
fn position(words: &[&str], wanted: &str) -> Option<usize> {
    let i = words.iter().position(|word| *word == wanted)?;
    Some(current_chunk().map_or(0, |c| c.range().start) + i)
}

#[test]
fn searches_find_what_one_machine_finds() {
    check("searches_find_what_one_machine_finds", |case| {
        let words = ["to", "be", "or", "not", "to", "be"];
        prop_assert_eq!(position(&words, "be"), Some(1));
        prop_assert_eq!(position(&words, "not"), Some(3));
        prop_assert_eq!(position(&words, "that"), None);
        let is_hit = |n: &f64| *n < -1e250;
        assert_same!(case, &case.numbers, |call| call
            .first(|n| n.iter().copied().find(is_hit)));
        assert_same!(case, &case.numbers, |call| call
            .first(|n| n.iter().any(is_hit)));
        assert_same!(case, &case.numbers, |call| call
            .first(|n| kinds(n).into_iter().find(|kind| *kind == Kind::Nothing)));
        Ok(())
    });
}

#[test]
fn outputs_of_chunks_are_those_of_one_machine() {
    check("outputs_of_chunks_are_those_of_one_machine", |case| {
        let sum = |n: &[f64]| n.iter().sum::<f64>();
        assert_same!(case, &case.numbers, |call| call
            .per_chunk(sum)
            .into_iter()
            .map(f64::to_bits)
            .collect::<Vec<_>>());
        assert_same!(case, &case.numbers, |call| call
            .reduce(sum, |a, b| a * 0.5 + b)
            .to_bits());
        assert_same!(case, &case.numbers, |call| call.per_chunk(|n| (
            n.len(),
            current_chunk().map(|chunk| (chunk.index(), chunk.count(), chunk.range()))
        )));
        assert_same!(case, &case.numbers, |call| call
            .per_chunk(|n| n.first().map(|n| (n.to_bits() > 9).then_some(()))));
        assert_same!(case, &case.numbers, |call| call.per_chunk(|_| ()));
        Ok(())
    });
}

#[test]
fn all_inputs_and_arguments_are_shared_out() {
    check("all_inputs_and_arguments_are_shared_out", |case| {
        let len = case.numbers.len();
        let vec = case.numbers.clone();
        assert_same!(case, vec.clone(), |call| call
            .per_chunk(|n: Vec<f64>| kinds(&n)));
        assert_same!(case, 7..7 + len, |call| call
            .flatten(Iterator::collect::<Vec<usize>>));
        assert_same!(case, (&case.numbers, vec.clone(), 0..len), |call| {
            call.per_chunk(|(a, b, range)| (a.len(), b.len(), range))
        });
        let three = 3_usize;
        let lens = |n: &[f64]| (n.len() * three, vec.clone().len());
        assert_same!(case, &case.numbers, |call| call.per_chunk(lens));
        let repeated = |n: &[f64]| vec![n.len(); vec.len().min(three)];
        assert_same!(case, &case.numbers, |call| call.flatten(repeated));
        Ok(())
    });
}

#[test]
fn messages_longer_than_mpi_can_count_are_sent_in_pieces() {
    const TEST: &str = "messages_longer_than_mpi_can_count_are_sent_in_pieces";
    if !support::is_rank() {
        for (ranks, limit) in [(2, "1"), (2, "7"), (3, "1000"), (4, "64")] {
            support::launch(TEST, ranks)
                .env("PARALLELIZE_MPI_MESSAGE", limit)
                .succeeds();
        }
        return;
    }
    parallelize_mpi::run(|| {
        for len in [0, 1, 2, 3, 10, 300] {
            let numbers: Vec<u64> = (0..len).collect();
            assert_eq!(
                fourth_powers(&numbers),
                numbers.iter().map(|n| n.pow(4)).collect::<Vec<_>>()
            );
            // Ranks that have much to send, and ranks that have nothing.
            let uneven = |n: &[u64]| vec!["x"; if n.contains(&1) { 500 } else { 0 }].concat();
            assert_eq!(
                parallel(&numbers).jobs(9).backend(Mpi).flatten(uneven),
                uneven(&numbers)
            );
        }
        let text = support::panic_of_all(|| {
            parallel(0..9)
                .jobs(9)
                .backend(Mpi)
                .per_chunk::<(), _>(|_| panic!("{}", "long ".repeat(100)))
        });
        assert_eq!(text, "long ".repeat(100));
    });
}

/// `Mpi` and `Threads` by one name, chosen where the program is built.
#[test]
fn a_backend_can_be_generic() {
    fn total<
        B: for<'r> Backend<
            Call<'r, std::ops::Range<u64>> = parallelize_mpi::Call<'r, std::ops::Range<u64>>,
        >,
    >(
        backend: B,
    ) -> u64 {
        parallel(0..100_u64)
            .jobs(3)
            .backend(backend)
            .reduce(Iterator::sum, |a, b| a + b)
    }
    support::on_ranks("a_backend_can_be_generic", || assert_eq!(total(Mpi), 4950));
}
