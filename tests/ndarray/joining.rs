//! Arrays of the crate `ndarray` as outputs: shapes, layouts, and elements that are dropped once.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ndarray::{Array, Array1, Array2, ArrayD, ArrayView2, Dimension, ShapeBuilder, s};
use parallelize::{Flatten, current_chunk, parallel};

use crate::ledger::{Ledger, Token};

/// A matrix of the numbers from 0, row after row.
fn numbers(rows: usize, columns: usize) -> Array2<usize> {
    let numbers = (0..rows * columns).collect();
    Array::from_shape_vec((rows, columns), numbers).unwrap()
}

#[test]
fn what_is_joined_is_in_standard_layout() {
    let columns = numbers(4, 3);
    let joined = parallel(columns.view()).chunk_size(2).flatten(|rows| {
        let mut turned = Array2::zeros(rows.raw_dim().f());
        turned.assign(&rows);
        assert!(!turned.is_standard_layout());
        turned
    });
    assert_eq!(joined, columns);
    assert!(joined.is_standard_layout());
}

/// Joins parts of tokens that `make` makes out of a `Vec`, with what is around them.
fn assert_dropped_once<D: Dimension>(
    make: impl for<'a> Fn(Vec<Token<'a>>) -> Array<Token<'a>, D>,
    expected: &[usize],
) where
    for<'a> Array<Token<'a>, D>: Flatten,
{
    let ledger = Ledger::of(24);
    let parts = vec![make(ledger.make(0..12)), make(ledger.make(12..24))];
    let joined = Array::flatten(parts);
    assert!(
        joined
            .iter()
            .map(|token| token.0)
            .eq(expected.iter().copied())
    );
    assert!(ledger.alive().count() >= expected.len());
    drop(joined);
    assert_eq!(ledger.alive().count(), 0);
    ledger.close();
}

#[test]
fn elements_are_moved_and_dropped_once() {
    let matrix = |tokens| Array::from_shape_vec((4, 3), tokens).unwrap();
    let all: Vec<usize> = (0..24).collect();
    assert_dropped_once(|tokens| Array::from_shape_vec(12, tokens).unwrap(), &all);
    assert_dropped_once(
        |tokens| Array::from_shape_vec((4, 3), tokens).unwrap(),
        &all,
    );
    assert_dropped_once(
        |tokens| {
            let cut = Array::from_shape_vec((4, 3), tokens).unwrap();
            cut.slice_move(s![1..3, ..])
        },
        &[3, 4, 5, 6, 7, 8, 15, 16, 17, 18, 19, 20],
    );
    assert_dropped_once(
        |tokens| {
            let cut = Array::from_shape_vec((4, 3), tokens).unwrap();
            cut.slice_move(s![..;-3, 1..])
        },
        &[10, 11, 1, 2, 22, 23, 13, 14],
    );
    assert_dropped_once(
        |tokens| {
            let cut = Array::from_shape_vec((4, 3), tokens).unwrap();
            cut.slice_move(s![2..2, ..])
        },
        &[],
    );
    let ledger = Ledger::of(36);
    let parts = vec![
        matrix(ledger.make(0..12)),
        matrix(ledger.make(12..24)).reversed_axes(),
        matrix(ledger.make(24..36)),
    ];
    assert!(catch_unwind(AssertUnwindSafe(|| Array::flatten(parts))).is_err());
    assert_eq!(ledger.alive().count(), 0);
    ledger.close();
}

#[test]
fn elements_without_a_size_are_counted() {
    let parts = vec![Array2::from_elem((3, 2), ()), Array2::from_elem((2, 2), ())];
    assert_eq!(Array::flatten(parts).dim(), (5, 2));
    let cut = || Array2::from_elem((5, 2), ()).slice_move(s![1..;-2, ..]);
    assert_eq!(Array::flatten(vec![cut(), cut()]).dim(), (4, 2));
}

#[test]
fn no_rows_and_no_columns_are_joined() {
    let heights = [0, 3, 0, 2];
    let parts = heights.map(|rows| Array2::<u8>::zeros((rows, 0)));
    assert_eq!(Array::flatten(parts.to_vec()).dim(), (5, 0));
    let parts = heights.map(|rows| Array2::<u8>::zeros((rows, 4)));
    assert_eq!(Array::flatten(parts.to_vec()).dim(), (5, 4));
    let parts = heights.map(|_| Array2::<u8>::zeros((0, 4)));
    assert_eq!(Array::flatten(parts.to_vec()).dim(), (0, 4));
    let parts = heights.map(|_| Array1::<u8>::zeros(0));
    assert_eq!(Array::flatten(parts.to_vec()).dim(), 0);
}

#[test]
fn columns_that_differ_are_a_panic_that_says_which() {
    let widths = |rows: ArrayView2<'_, usize>| {
        let chunk = current_chunk().unwrap().index();
        rows.slice(s![.., ..4 - chunk / 2]).to_owned()
    };
    let matrix = numbers(6, 4);
    let call = || {
        parallel(matrix.view())
            .chunk_size(2)
            .jobs(3)
            .flatten(widths)
    };
    let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
    assert_eq!(
        *payload.downcast::<String>().unwrap(),
        "the outputs of the chunks cannot be joined along axis 0: rows of shape [4] are followed by rows of shape [3], and only the number of rows may differ",
    );
    let parts = vec![ArrayD::<u8>::zeros(vec![2, 2]), ArrayD::zeros(vec![2])];
    assert!(catch_unwind(|| Array::flatten(parts)).is_err());
}
