//! Arrays, cut where rules allow it and with overlap.

#![allow(
    clippy::needless_pass_by_value,
    reason = "a view is passed by value, as a slice is"
)]

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayD, ArrayView2, ArrayViewMut2, Axis, array, s};
use parallelize::{Parallel, check, current_chunk, parallel, parallelize};
use proptest::prelude::*;

fn ranges<C>(call: Parallel<'_, C>) -> Vec<Range<usize>> {
    call.per_chunk(|_| current_chunk().unwrap().range())
}

#[test]
fn elements_of_one_axis_are_neighbours() {
    let mut numbers = array![1, 1, 1, 2, 0, 0, 2, 2];
    let runs = [0..3, 3..4, 4..6, 6..8];
    let call = parallel(numbers.view()).chunk_size(1);
    assert_eq!(ranges(call.chunk_by(|a, b| a == b)), runs);
    let call = parallel(numbers.view_mut()).chunk_size(1);
    assert_eq!(ranges(call.chunk_by(|a, b| a == b)), runs);
    let records = [0..5, 5..6, 6..8];
    assert_eq!(
        ranges(parallel(numbers.view()).chunk_size(1).delimiter(0)),
        records
    );
    assert_eq!(
        ranges(parallel(numbers.view_mut()).chunk_size(1).delimiter(0)),
        records
    );
    // Whatever the strides.
    let back = numbers.slice(s![..;-1]);
    let call = parallel(back).chunk_size(1).chunk_by(|a, b| a == b);
    assert_eq!(ranges(call), [0..2, 2..4, 4..5, 5..8]);
}

#[test]
fn rows_are_neighbours() {
    let table = array![[1, 10], [1, 20], [2, 20], [3, 5], [3, 5]];
    let call = || parallel(table.view()).chunk_size(1);
    assert_eq!(
        ranges(call().chunk_by(|a, b| a[0] == b[0])),
        [0..2, 2..3, 3..5]
    );
    assert_eq!(
        ranges(call().chunk_by(|a, b| a[1] == b[1])),
        [0..1, 1..3, 3..5]
    );
    let cube = table.clone().insert_axis(Axis(2));
    let call = parallel(cube.view()).chunk_size(1);
    assert_eq!(
        ranges(call.chunk_by(|a, b| a == b)),
        [0..1, 1..2, 2..3, 3..5]
    );
    let dynamic: ArrayD<i32> = table.clone().into_dyn();
    let call = parallel(dynamic.view()).chunk_size(1);
    assert_eq!(
        ranges(call.chunk_by(|a, b| a == b)),
        [0..1, 1..2, 2..3, 3..5]
    );
}

#[test]
fn rows_of_a_mutable_matrix_follow_a_column_beside_it() {
    let keys = array![1, 1, 2, 3, 3];
    let mut table = Array2::<usize>::zeros((5, 2));
    let call = parallel((keys.view(), table.view_mut())).chunk_size(1);
    call.chunk_by(|a, b| a == b)
        .flatten(|(keys, mut table)| table.fill(keys.len()));
    assert_eq!(table.column(0), array![2, 2, 1, 2, 2]);
}

#[test]
fn rows_are_cut_in_units() {
    let rows = Array2::<u8>::zeros((11, 2));
    let call = parallel(rows.view()).chunk_size(2).multiple_of(3);
    assert_eq!(ranges(call), [0..3, 3..6, 6..11]);
    let mut halves = Array1::<u8>::zeros(5);
    let rows = rows.slice(s![..10, ..]);
    let call = parallel((rows, halves.view_mut()))
        .chunk_size(3)
        .units((2, 1));
    let lengths = call.per_chunk(|(rows, halves)| (rows.nrows(), halves.len()));
    assert_eq!(lengths, [(4, 2), (2, 1), (4, 2)]);
}

/// The mean of each element and those above and below.
fn smooth(heights: ArrayView2<'_, i64>, own: Range<usize>) -> Vec<i64> {
    let mean = |row: usize, column: usize| {
        let around = row.saturating_sub(1)..heights.nrows().min(row + 2);
        let around = heights.slice(s![around, column]);
        around.sum() / i64::try_from(around.len()).unwrap()
    };
    let columns = heights.ncols();
    own.flat_map(|row| (0..columns).map(move |column| (row, column)))
        .map(|(row, column)| mean(row, column))
        .collect()
}

fn own(rows: usize) -> Range<usize> {
    current_chunk().map_or(0..rows, |chunk| chunk.before()..rows - chunk.after())
}

proptest! {
    #[test]
    fn a_stencil_over_rows_with_overlap(rows in 0..40_usize, columns in 1..4_usize, jobs in 0..9_usize) {
        let heights = (0..rows * columns).map(|n| i64::try_from(n * n % 97).unwrap()).collect();
        let heights = Array2::from_shape_vec((rows, columns), heights).unwrap();
        let expected = smooth(heights.view(), 0..rows);
        let call = parallel(heights.view()).jobs(jobs).overlap(1, 1);
        let smoothed: Vec<i64> = call.flatten(|part| smooth(part.view(), own(part.nrows())));
        prop_assert_eq!(&smoothed, &expected);
        // Of a view whose rows do not lie one behind the other, nothing is copied either.
        let across = heights.t();
        let expected = smooth(across, 0..columns);
        let call = parallel(across).jobs(jobs).overlap(1, 1);
        let smoothed: Vec<i64> = call.flatten(|part| {
            let first = current_chunk().unwrap().range().start - current_chunk().unwrap().before();
            let expected = across.slice(s![first.., ..]);
            assert_eq!(part.as_ptr(), expected.as_ptr(), "not copied");
            smooth(part.view(), own(part.nrows()))
        });
        prop_assert_eq!(&smoothed, &expected);
    }
}

#[test]
fn checks_of_arrays_take_rules() {
    let heights = Array2::from_shape_fn((7, 2), |(row, column)| {
        i64::try_from(row * row + column).unwrap()
    });
    let body = |part: ArrayView2<'_, i64>| smooth(part.view(), own(part.nrows()));
    check(heights.view()).flatten(body).unwrap_err();
    check(heights.view()).overlap(1, 1).flatten(body).unwrap();
    let keys = array![1, 1, 2, 2, 2, 3];
    let runs = |keys: ndarray::ArrayView1<'_, i32>| {
        keys.to_vec()
            .chunk_by(|a, b| a == b)
            .map(<[i32]>::len)
            .collect::<Vec<_>>()
    };
    check(keys.view())
        .chunk_by(|a, b| a == b)
        .flatten(runs)
        .unwrap();
    check(keys.view()).flatten(runs).unwrap_err();
}

#[parallelize(jobs = 3, overlap(before = 1, after = 2), multiple_of = 2, merge = per_chunk)]
fn rows_around(heights: ArrayView2<'_, i64>) -> Range<i64> {
    heights[[0, 0]]..heights[[heights.nrows() - 1, 0]] + 1
}

#[parallelize(jobs = 3, chunk_by = |a, b| a[0] == b[0], merge = per_chunk)]
fn group_lengths(rows: ArrayView2<'_, i64>) -> usize {
    rows.nrows()
}

#[test]
fn the_attribute_cuts_arrays_by_rules() {
    let heights = Array2::from_shape_fn((9, 2), |(row, _)| i64::try_from(row).unwrap());
    assert_eq!(rows_around(heights.view()), [0..6, 3..8, 5..9]);
    let rows = array![[1, 0], [1, 1], [2, 0], [2, 1], [2, 2], [3, 0]];
    assert_eq!(group_lengths(rows.view()), [2, 3, 1]);
}

#[parallelize(jobs = 2, zip = out, overlap(before = 1, after = 1))]
fn smooth_into(heights: ArrayView2<'_, i64>, mut out: ArrayViewMut2<'_, i64>) {
    let means = smooth(heights.view(), own(heights.nrows()));
    out.iter_mut()
        .zip(means)
        .for_each(|(out, mean)| *out = mean);
}

#[test]
fn an_annotated_function_of_two_matrices_is_checked_with_overlap() {
    let heights = Array2::from_shape_fn((7, 2), |(row, column)| {
        i64::try_from(row * row + column).unwrap()
    });
    let mut out = Array2::zeros((7, 2));
    check((heights.view(), out.view_mut()))
        .overlap(1, 1)
        .flatten(|(heights, out)| smooth_into(heights, out))
        .unwrap();
    check((heights.view(), out.view_mut()))
        .flatten(|(heights, out)| smooth_into(heights, out))
        .unwrap_err();
}
