//! Arrays of the crate `ndarray`: views are cut, and outputs joined, along the first axis.

use ::ndarray::{Array, ArrayView, ArrayViewMut, Axis, Dimension, RemoveAxis};

use crate::flatten::Flatten;
use crate::split::Split;

const ROWS: Axis = Axis(0);

/// Cut along axis 0: a matrix into matrices of whole rows. Nothing is copied, whatever the strides.
///
/// # Examples
///
/// ```
/// use ndarray::{Array2, ArrayView2, array};
/// use parallelize::parallelize;
///
/// #[parallelize(jobs = 2)]
/// fn row_sums(matrix: ArrayView2<'_, i32>) -> Vec<i32> {
///     matrix.outer_iter().map(|row| row.sum()).collect()
/// }
///
/// let matrix: Array2<i32> = array![[1, 2], [3, 4], [5, 6]];
/// assert_eq!(row_sums(matrix.view()), [3, 7, 11]);
/// assert_eq!(row_sums(matrix.t()), [9, 12]); // the sums of the columns
/// ```
impl<T: Sync, D: RemoveAxis> Split for ArrayView<'_, T, D> {
    fn element_count(&self) -> usize {
        rows(self.shape())
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(ROWS, at)
    }
}

/// Cut along axis 0: a matrix into matrices of whole rows, each of which one worker may write to.
///
/// # Examples
///
/// ```
/// use ndarray::{ArrayView1, ArrayViewMut2, array};
/// use parallelize::parallelize;
///
/// /// Multiplies each row by its factor.
/// #[parallelize(zip = factors)]
/// fn scale_rows(mut matrix: ArrayViewMut2<'_, i32>, factors: ArrayView1<'_, i32>) {
///     for (mut row, factor) in matrix.outer_iter_mut().zip(factors) {
///         row *= *factor;
///     }
/// }
///
/// let mut matrix = array![[1, 2], [3, 4]];
/// scale_rows(matrix.view_mut(), array![10, 100].view());
/// assert_eq!(matrix, array![[10, 20], [300, 400]]);
/// ```
impl<T: Send, D: RemoveAxis> Split for ArrayViewMut<'_, T, D> {
    fn element_count(&self) -> usize {
        rows(self.shape())
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(ROWS, at)
    }
}

/// Joined along axis 0: the rows of the first matrix, then those of the second, and so on.
///
/// The array that comes out is in standard layout (row after row), also where those of the chunks are not. The
/// output of a single chunk stays as it is.
///
/// # Panics
///
/// [`flatten`](Flatten::flatten) panics where the outputs differ in another axis than the first.
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

/// How many rows there are; an array with a dynamic number of axes may have none.
fn rows(shape: &[usize]) -> usize {
    *shape
        .first()
        .expect("an array without axes has no rows to cut along or to join")
}

fn joined_shape<T, D: Dimension>(parts: &[Array<T, D>]) -> D {
    let mut shape = parts[0].raw_dim();
    let mut height = 0_usize;
    for (chunk, part) in parts.iter().enumerate() {
        height = height
            .checked_add(rows(part.shape()))
            .expect("fewer than `usize::MAX` rows");
        assert!(
            part.shape()[1..] == parts[0].shape()[1..],
            "the outputs of the chunks cannot be joined along axis 0: the shape of the first is {:?}, that of chunk {} of {} is {:?}, and only the number of rows may differ",
            parts[0].shape(),
            chunk + 1,
            parts.len(),
            part.shape(),
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
    // An array may have been cut out of a larger one, which is still around it.
    elements.truncate(start.unwrap_or(0) + len);
    elements.drain(..start.unwrap_or(0));
    elements
}
