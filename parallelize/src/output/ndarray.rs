//! Arrays of the crate `ndarray`, which are joined along the first axis.

use std::mem;

use ::ndarray::{Array, Dimension, RemoveAxis};

use super::Flatten;

/// Joined along axis 0: the rows of the first matrix, then those of the second, and so on.
///
/// The result is in standard layout, row after row, even if the outputs of the chunks are not. The output
/// of a single chunk stays as it is.
///
/// # Panics
///
/// Joining panics if the outputs differ in another axis than the first.
///
/// # Examples
///
/// ```
/// use ndarray::{Array2, ArrayView2, array};
/// use parallelize::parallelize;
///
/// /// The rows without a zero.
/// #[parallelize(jobs = 2, merge = flatten)]
/// fn complete(matrix: ArrayView2<'_, i32>) -> Array2<i32> {
///     let mut complete = Array2::zeros((0, matrix.ncols()));
///     for row in matrix.outer_iter().filter(|row| !row.iter().any(|&value| value == 0)) {
///         complete.push_row(row).expect("rows of one matrix are equally long");
///     }
///     complete
/// }
///
/// let matrix = array![[1, 2], [0, 4], [5, 0], [7, 8]];
/// assert_eq!(complete(matrix.view()), array![[1, 2], [7, 8]]);
/// ```
impl<T, D: RemoveAxis> Flatten for Array<T, D> {
    const IS_JOINED_AT_ONCE: bool = true;

    fn append(&mut self, later: Self) {
        rows(self.shape()); // panics unless there is an axis
        let mut no_rows = self.raw_dim();
        no_rows[0] = 0;
        let empty = Array::from_shape_vec(no_rows, Vec::new()).expect("no rows have no elements");
        *self = Self::flatten(vec![mem::replace(self, empty), later]);
    }

    fn flatten(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 {
            return parts.remove(0);
        }
        let shape = joined_shape(&parts);
        let parts = parts.into_iter().map(into_elements).collect();
        let elements = Vec::flatten(parts);
        Array::from_shape_vec(shape, elements).expect("the rows of all chunks fit one array")
    }
}

/// How many rows there are. An array with a dynamic number of axes may have no axis.
fn rows(shape: &[usize]) -> usize {
    *shape
        .first()
        .expect("an array without axes has no rows to join")
}

fn joined_shape<T, D: Dimension>(parts: &[Array<T, D>]) -> D {
    let mut shape = parts[0].raw_dim();
    let mut height = 0_usize;
    for part in parts {
        height = height
            .checked_add(rows(part.shape()))
            .expect("fewer than `usize::MAX` rows");
        assert!(
            part.shape()[1..] == parts[0].shape()[1..],
            "the outputs of the chunks cannot be joined along axis 0: rows of shape {:?} are followed by rows of shape {:?}, and only the number of rows may differ",
            &parts[0].shape()[1..],
            &part.shape()[1..],
        );
    }
    shape[0] = height;
    shape
}

/// The elements, row after row.
fn into_elements<T, D: Dimension>(part: Array<T, D>) -> Vec<T> {
    let len = part.len();
    if !part.is_standard_layout() {
        return part.into_iter().collect();
    }
    let (mut elements, start) = part.into_raw_vec_and_offset();
    // An array may have been cut out of a larger array, which is still around it.
    elements.truncate(start.unwrap_or(0) + len);
    elements.drain(..start.unwrap_or(0));
    elements
}
