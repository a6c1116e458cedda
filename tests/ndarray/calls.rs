//! Arrays of the crate `ndarray` (feature `ndarray`): cut along the first axis, and what comes out is joined along it.

#![allow(
    clippy::needless_pass_by_value,
    reason = "a view is passed by value, as a slice is"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use ndarray::{
    Array, Array0, Array1, Array2, Array3, ArrayD, ArrayView1, ArrayView2, ArrayView3, ArrayViewD,
    ArrayViewMut1, ArrayViewMut2, Axis, Ix2, RemoveAxis, ShapeBuilder, array, s,
};
use parallelize::{Split, check, current_chunk, parallel, parallelize};
use proptest::prelude::*;

/// A matrix of the numbers from 0, row after row.
fn numbers(rows: usize, columns: usize) -> Array2<usize> {
    let numbers = (0..rows * columns).collect();
    Array::from_shape_vec((rows, columns), numbers).unwrap()
}

#[parallelize(jobs = 3, sequential = row_sums_seq)]
fn row_sums(matrix: ArrayView2<'_, usize>) -> Vec<usize> {
    matrix.rows().into_iter().map(|row| row.sum()).collect()
}

#[parallelize(jobs = jobs, merge = flatten, sequential = squares_seq)]
fn squares(matrix: ArrayView2<'_, usize>, jobs: usize) -> Array2<usize> {
    let _ = jobs;
    matrix.mapv(|number| number * number)
}

#[parallelize(jobs = 3, merge = flatten)]
fn halves(values: ArrayView1<'_, usize>) -> Array1<usize> {
    values.mapv(|value| value / 2)
}

/// A function over a C-style matrix: reads, writes, and a vector that every chunk sees whole.
#[parallelize(jobs = jobs, zip = out, sequential = times_seq)]
fn times(
    matrix: ArrayView2<'_, usize>,
    vector: &Array1<usize>,
    mut out: ArrayViewMut1<'_, usize>,
    jobs: usize,
) {
    let _ = jobs;
    for (row, out) in matrix.rows().into_iter().zip(&mut out) {
        *out = row.dot(vector);
    }
}

#[parallelize(chunk_size = 2, zip(factors, notes))]
fn scale(
    mut matrix: ArrayViewMut2<'_, usize>,
    factors: ArrayView1<'_, usize>,
    notes: &mut [String],
) {
    let first = current_chunk().unwrap().range().start;
    for (index, mut row) in matrix.rows_mut().into_iter().enumerate() {
        row *= factors[index];
        notes[index] = format!("row {}", first + index);
    }
}

#[parallelize(jobs = 4, merge = flatten)]
fn complete<T: Clone + Send + Sync, D: RemoveAxis>(
    array: ndarray::ArrayView<'_, Option<T>, D>,
) -> Option<Array<T, D>> {
    let shape = array.raw_dim();
    let elements: Option<Vec<T>> = array.iter().cloned().collect();
    elements.map(|elements| Array::from_shape_vec(shape, elements).unwrap())
}

#[test]
fn the_attribute_takes_and_joins_matrices() {
    for rows in 0..9 {
        for columns in 0..4 {
            let matrix = numbers(rows, columns);
            assert_eq!(row_sums(matrix.view()), row_sums_seq(matrix.view()));
            assert_eq!(row_sums(matrix.t()), row_sums_seq(matrix.t()));
            let row = matrix.flatten();
            assert_eq!(halves(row.view()), row.mapv(|value| value / 2));
            for jobs in 1..6 {
                let expected = squares_seq(matrix.view(), jobs);
                assert_eq!(squares(matrix.view(), jobs), expected);
                let vector = Array1::from_iter(1..=columns);
                let (mut out, mut expected) = (Array1::zeros(rows), Array1::zeros(rows));
                times(matrix.view(), &vector, out.view_mut(), jobs);
                times_seq(matrix.view(), &vector, expected.view_mut(), jobs);
                assert_eq!(out, expected);
            }
        }
    }
}

#[test]
fn a_mutable_view_is_cut_together_with_views_and_slices() {
    let mut matrix = numbers(5, 3);
    let mut notes = vec![String::new(); 5];
    let factors = array![1, 10, 100, 1000, 10_000];
    scale(matrix.view_mut(), factors.view(), &mut notes);
    assert_eq!(matrix.row(4), array![120_000, 130_000, 140_000]);
    assert_eq!(notes, ["row 0", "row 1", "row 2", "row 3", "row 4"]);
    // Columns, which are not contiguous, and backwards.
    let mut notes = vec![String::new(); 3];
    let columns = matrix.slice_mut(s![3..4, ..;-1]).reversed_axes();
    scale(columns, array![2, 3, 4].view(), &mut notes);
    assert_eq!(matrix.row(3), array![36_000, 30_000, 22_000]);
}

#[test]
fn lengths_that_differ_are_a_panic_with_both() {
    let matrix = numbers(3, 2);
    let vector = array![1, 1];
    let mut out = Array1::zeros(2);
    let call = AssertUnwindSafe(|| times(matrix.view(), &vector, out.view_mut(), 2));
    let message = *catch_unwind(call)
        .unwrap_err()
        .downcast::<String>()
        .unwrap();
    assert!(message.contains("3 and 2 elements"), "{message}");
}

#[test]
fn generic_arrays_of_any_number_of_axes_are_cut_and_joined() {
    let cube = Array3::from_shape_fn((7, 2, 3), |(i, j, k)| Some((i, j, k)));
    let expected = cube.mapv(Option::unwrap);
    assert_eq!(complete(cube.view()), Some(expected.clone()));
    assert_eq!(complete(cube.view().into_dyn()), Some(expected.into_dyn()));
    let mut gap = cube;
    gap[[6, 0, 0]] = None;
    assert_eq!(complete(gap.view()), None);
}

#[test]
fn chunks_are_views_of_the_rows_that_the_chunk_has() {
    let matrix = numbers(10, 3);
    let starts = parallel(matrix.slice(s![.., 1..]))
        .jobs(4)
        .per_chunk(|rows| {
            let range = current_chunk().unwrap().range();
            assert_eq!(rows.dim(), (range.len(), 2));
            assert_eq!(rows[[0, 0]], range.start * 3 + 1);
            range.start
        });
    assert_eq!(starts, [0, 3, 6, 8]);
}

/// Shapes, chunks and how the matrix lies in memory.
#[derive(Clone, Copy, Debug)]
struct Case {
    rows: usize,
    columns: usize,
    jobs: usize,
    /// Of the matrix and of the outputs.
    layouts: (u8, u8),
}

fn any_case() -> impl Strategy<Value = Case> {
    let layout = || 0..5_u8;
    (0..70_usize, 0..6_usize, 0..10_usize, (layout(), layout())).prop_map(
        |(rows, columns, jobs, layouts)| Case {
            rows,
            columns,
            jobs,
            layouts,
        },
    )
}

/// The same elements, lying otherwise in memory.
fn lay_out<T: Clone + Default>(matrix: ArrayView2<'_, T>, layout: u8) -> Array2<T> {
    let (rows, columns) = matrix.dim();
    let mut out = match layout {
        0 => Array2::default((rows, columns)),
        1 => Array2::default((rows, columns).f()),
        // Cut out of a larger one: at its start, at its end, and by steps backwards.
        2 => Array2::default((rows + 2, columns)).slice_move(s![..rows, ..]),
        3 => Array2::default((rows + 3, columns)).slice_move(s![3.., ..]),
        _ => Array2::default((2 * rows, columns + 1)).slice_move(s![..;-2, 1..;-1]),
    };
    out.assign(&matrix);
    out
}

proptest! {
    #[test]
    fn any_matrix_gives_what_the_whole_gives(case in any_case()) {
        let matrix = lay_out(numbers(case.rows, case.columns).view(), case.layouts.0);
        let text = |rows: ArrayView2<'_, usize>| {
            lay_out(rows.mapv(|number| number.to_string()).view(), case.layouts.1)
        };
        let joined = parallel(matrix.view()).jobs(case.jobs).flatten(text);
        prop_assert_eq!(&joined, &text(matrix.view()));
        prop_assert_eq!(joined.dim(), (case.rows, case.columns));

        let sums = |rows: ArrayView2<'_, usize>| rows.sum_axis(Axis(1));
        let joined = parallel(matrix.view()).jobs(case.jobs).flatten(sums);
        prop_assert_eq!(joined, sums(matrix.view()));
    }

    #[test]
    fn rows_that_are_left_out_or_come_twice_are_joined_in_order(case in any_case()) {
        let matrix = lay_out(numbers(case.rows, case.columns).view(), case.layouts.0);
        let select = |rows: ArrayView2<'_, usize>| {
            let repeats = |row: &ArrayView1<'_, usize>| row.first().map_or(1, |number| number % 4);
            let picked: Vec<usize> = rows.outer_iter().enumerate()
                .flat_map(|(index, row)| std::iter::repeat_n(index, repeats(&row)))
                .collect();
            lay_out(rows.select(Axis(0), &picked).view(), case.layouts.1)
        };
        let joined = parallel(matrix.view()).jobs(case.jobs).flatten(select);
        prop_assert_eq!(joined, select(matrix.view()));
    }

    #[test]
    fn any_mutable_matrix_is_written_in_place(case in any_case()) {
        let mut matrix = lay_out(numbers(case.rows, case.columns).view(), case.layouts.0);
        let mut expected = matrix.clone();
        let negate = |mut rows: ArrayViewMut2<'_, usize>| rows.mapv_inplace(|number| !number);
        parallel(matrix.view_mut()).jobs(case.jobs).flatten(negate);
        negate(expected.view_mut());
        prop_assert_eq!(matrix, expected);
    }
}

#[parallelize(jobs = 3, merge = flatten, write_to_file = true)]
fn roots(matrix: ArrayView2<'_, usize>) -> Array2<u32> {
    matrix.mapv(|number| u32::try_from(number.isqrt()).unwrap())
}

#[test]
fn outputs_wait_in_files_with_the_feature_serde_of_ndarray() {
    let matrix = numbers(10, 3);
    let expected = matrix.mapv(|number| u32::try_from(number.isqrt()).unwrap());
    assert_eq!(roots(matrix.view()), expected);
    assert_eq!(roots(matrix.slice(s![..0, ..])).dim(), (0, 3));
}

#[test]
fn an_array_without_axes_is_refused_when_it_is_cut() {
    let single: ArrayD<u8> = Array0::zeros(()).into_dyn();
    let call = AssertUnwindSafe(|| parallel(single.view()).per_chunk(drop));
    let payload = catch_unwind(call).unwrap_err();
    let message = payload.downcast_ref::<&str>().copied();
    let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    assert!(message.unwrap().contains("an array without axes"));
}

#[test]
fn views_of_all_kinds_can_be_split() {
    fn is_split<S: Split>() {}
    is_split::<ArrayView1<'_, u8>>();
    is_split::<ArrayView2<'_, u8>>();
    is_split::<ArrayView3<'_, String>>();
    is_split::<ArrayViewD<'_, f64>>();
    is_split::<ArrayViewMut1<'_, std::cell::Cell<u8>>>();
    is_split::<ArrayViewMut2<'_, Vec<u8>>>();
    is_split::<ndarray::ArrayView<'_, u8, Ix2>>();
}

#[test]
fn the_law_is_checked_on_views() {
    let mut matrix = numbers(5, 2);
    check(matrix.view())
        .flatten(|matrix| matrix.mapv(|number| number + 1))
        .unwrap();
    let flip = |mut matrix: ArrayViewMut2<'_, usize>| matrix.invert_axis(Axis(0));
    check(matrix.view_mut()).flatten(flip).unwrap(); // the view alone is turned

    let halve = |mut matrix: ArrayViewMut2<'_, usize>| matrix.mapv_inplace(|number| number / 2);
    check(matrix.view_mut()).flatten(halve).unwrap();
    let total = |mut matrix: ArrayViewMut2<'_, usize>| {
        for row in 1..matrix.nrows() {
            matrix[[row, 0]] += matrix[[row - 1, 0]];
        }
    };
    let found = check(matrix.view_mut()).flatten(total).unwrap_err();
    assert_eq!((found.range, found.cuts), (1..3, vec![2]));
    assert_eq!(
        (&*found.whole, &*found.pieces),
        ("[[2, 3], [6, 5]]", "[[2, 3], [4, 5]]")
    );
    assert_eq!(found.first_difference, Some(1));
    assert_eq!(matrix, numbers(5, 2));
}

#[test]
fn arrays_are_close_if_all_elements_are_and_the_shape_is_the_same() {
    let matrix = array![[0.1, 0.2], [0.3, f64::NAN], [0.5, 1.0]];
    let moved = |by: f64| {
        let is_piece = |matrix: &ArrayView2<'_, f64>| matrix.nrows() < 3;
        move |matrix: ArrayView2<'_, f64>| {
            let by = if is_piece(&matrix) { by } else { 0.0 };
            matrix.mapv(|number| number + by)
        }
    };
    let close = || check(matrix.view()).close(1e-9);
    close().flatten(moved(1e-12)).unwrap();
    close().flatten(moved(1e-6)).unwrap_err();
    let first = |a: Array2<f64>, _| a;
    close().reduce(moved(0.0), first).unwrap_err();
}
