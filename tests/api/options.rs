//! Options: values, their evaluation, their order and their form.

use std::cell::Cell;
use std::ops::Range;

use parallelize::parallelize;

/// A crate that re-exports the library, as its users see it.
mod facade {
    pub(crate) mod inner {
        pub(crate) use ::parallelize as engine;
    }
}

const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

thread_local! {
    static EVALUATIONS: Cell<usize> = const { Cell::new(0) };
}

/// Counts how often an option is evaluated on this thread.
fn counted(value: usize) -> usize {
    EVALUATIONS.set(EVALUATIONS.get() + 1);
    value
}

#[test]
fn counts_are_literals() {
    #[parallelize(jobs = 2)]
    fn jobs(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(jobs = 0x2_usize)]
    fn jobs_in_other_digits(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(chunk_size = 2)]
    fn chunk_size(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(jobs = 1_000, min_len = 3)]
    fn min_len(numbers: &[u64]) -> usize {
        numbers.len()
    }

    assert_eq!(jobs(&SEVEN), [4, 3]);
    assert_eq!(jobs_in_other_digits(&SEVEN), [4, 3]);
    assert_eq!(chunk_size(&SEVEN), [2, 2, 2, 1]);
    assert_eq!(min_len(&SEVEN), [4, 3]);
}

#[test]
fn counts_are_expressions() {
    const SIZE: usize = 3;

    #[parallelize(jobs = if numbers.len() > 4 { 2 } else { 1 })]
    fn by_length(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(chunk_size = SIZE, jobs = { let half = SIZE / 2; half + 1 })]
    fn by_constant(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(chunk_size = sizes.iter().map(|size| size * 2).max().unwrap_or(1))]
    fn by_argument(numbers: &[u64], sizes: Vec<usize>) -> usize {
        numbers.len() * sizes.len()
    }

    #[parallelize(jobs = n as usize, min_len = usize::from(least))]
    fn by_conversion(numbers: &[u64], n: u32, least: u8) -> usize {
        numbers.len()
    }

    assert_eq!(by_length(&SEVEN), [4, 3]);
    assert_eq!(by_length(&SEVEN[..4]), [4]);
    assert_eq!(by_constant(&SEVEN), [3, 3, 1]);
    assert_eq!(by_argument(&SEVEN, vec![1, 2]), [8, 6]);
    assert_eq!(by_conversion(&SEVEN, 7, 2), [3, 2, 2]);
}

#[test]
fn every_expression_is_evaluated_once_on_the_caller() {
    #[parallelize(jobs = counted(3))]
    fn jobs(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(chunk_size = counted(2), jobs = counted(3))]
    fn two(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(jobs = counted(3), min_len = counted(0))]
    fn on_empty(numbers: &[u64]) -> usize {
        numbers.len()
    }

    let before = EVALUATIONS.get();
    assert_eq!(jobs(&SEVEN), [3, 2, 2]);
    assert_eq!(EVALUATIONS.get() - before, 1);
    assert_eq!(two(&SEVEN), [2, 2, 2, 1]);
    assert_eq!(EVALUATIONS.get() - before, 3);
    assert_eq!(on_empty(&[]), [0]);
    assert_eq!(EVALUATIONS.get() - before, 5);
}

#[test]
fn expressions_see_arguments_before_they_move() {
    #[parallelize(jobs = numbers.len())]
    fn of_owned(numbers: Vec<u64>) -> usize {
        numbers.len()
    }

    #[parallelize(jobs = rows.end - rows.start)]
    fn of_range(rows: Range<usize>) -> usize {
        rows.len()
    }

    #[parallelize(chunk_size = names[0].len(), zip = target)]
    fn of_others(source: &[u64], names: Vec<String>, target: &mut [u64]) -> usize {
        target.copy_from_slice(source);
        target.len() * names.len()
    }

    #[parallelize(jobs = numbers.len().min(2))]
    fn of_mutable(numbers: &mut [u64]) -> usize {
        numbers.len()
    }

    assert_eq!(of_owned(SEVEN.into()), [1; 7]);
    assert_eq!(of_range(2..5), [1; 3]);
    let mut target = [0; 7];
    assert_eq!(
        of_others(&SEVEN, vec!["four".to_owned()], &mut target),
        [4, 3]
    );
    assert_eq!(target, SEVEN);
    assert_eq!(of_mutable(&mut target), [4, 3]);
}

#[test]
fn zero_at_run_time_is_as_if_left_out() {
    #[parallelize(jobs = jobs, min_len = min_len)]
    fn sum_of_lengths(numbers: &[u64], jobs: usize, min_len: usize) -> Vec<usize> {
        vec![numbers.len()]
    }

    assert_eq!(sum_of_lengths(&SEVEN, 0, 0).iter().sum::<usize>(), 7);
    assert_eq!(sum_of_lengths(&SEVEN, 0, 4), [7]);
    assert_eq!(sum_of_lengths(&SEVEN, 1, 0), [7]);
    assert_eq!(sum_of_lengths(&SEVEN, 3, 0), [1; 7]);
    assert_eq!(sum_of_lengths(&SEVEN, 3, 2), [3, 2, 2]);
}

#[test]
fn zipped_arguments_are_cut_alike() {
    #[parallelize(jobs = 3, zip = weights)]
    fn one(numbers: &[u64], weights: Vec<u64>) -> (usize, usize) {
        (numbers.len(), weights.len())
    }

    #[parallelize(zip(sums, _rows, mut_first), jobs = 2)]
    fn several(a: &[u64], mut mut_first: &[u64], factor: u64, sums: &mut [u64], _rows: Range<u64>) {
        for (a, sum) in a.iter().zip(sums) {
            *sum = (a + mut_first[0]) * factor;
            mut_first = &mut_first[1..];
        }
    }

    assert_eq!(one(&SEVEN, vec![0; 7]), [(3, 3), (2, 2), (2, 2)]);
    let mut sums = [0; 3];
    several(&[1, 2, 3], &[10, 20, 30], 2, &mut sums, 7..10);
    assert_eq!(sums, [22, 44, 66]);
}

#[test]
fn options_come_in_any_order_and_with_a_trailing_comma() {
    #[parallelize(write_to_file = false, jobs = 3)]
    fn first(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(jobs = 3, write_to_file = false)]
    fn second(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(
        reduce = |a, b| a + b,
        sequential = third_seq,
        min_len = 2,
        zip(b),
        jobs = 3,
        crate = ::parallelize,
    )]
    fn third(a: &[u64], b: &[u64]) -> usize {
        a.len() * b.len()
    }

    assert_eq!(first(&SEVEN), [3, 2, 2]);
    assert_eq!(second(&SEVEN), [3, 2, 2]);
    assert_eq!(third(&SEVEN, &SEVEN), 9 + 4 + 4);
    assert_eq!(third_seq(&SEVEN, &SEVEN), 49);
}

#[test]
fn all_options_may_be_left_out() {
    #[parallelize]
    fn bare(numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * 2).collect()
    }

    #[parallelize()]
    fn empty(numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * 2).collect()
    }

    assert_eq!(bare(&SEVEN), [2, 4, 6, 8, 10, 12, 14]);
    assert_eq!(empty(&SEVEN), [2, 4, 6, 8, 10, 12, 14]);
}

#[test]
fn the_library_may_be_found_elsewhere() {
    use facade::inner;

    #[inner::engine::parallelize(crate = crate::options::facade::inner::engine, jobs = 2)]
    fn absolute(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[inner::engine::parallelize(jobs = 2, crate = inner::engine, merge = per_chunk)]
    fn relative(_numbers: &[u64]) {}

    assert_eq!(absolute(&SEVEN), [4, 3]);
    let units: Vec<()> = relative(&SEVEN);
    assert_eq!(units.len(), 2);
}
