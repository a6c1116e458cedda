//! Views of arrays of the crate `ndarray`, which are cut along the first axis.

use std::ops::Range;

use ::ndarray::{
    ArrayBase, ArrayView, ArrayViewMut, Axis, Data, Dim, Ix1, IxDynImpl, RemoveAxis, Slice,
};

use super::{Neighbours, Overlap, Split};

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
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        rows(self)
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
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        rows(self)
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(ROWS, at)
    }
}

/// How many rows there are. An array with a dynamic number of axes may have no axis.
fn rows<S: ::ndarray::RawData, D: RemoveAxis>(array: &::ndarray::ArrayBase<S, D>) -> usize {
    *array
        .shape()
        .first()
        .expect("an array without axes has no rows to cut along")
}

impl<T: Sync, D: RemoveAxis> Overlap for ArrayView<'_, T, D> {
    fn part(&self, range: Range<usize>) -> Self {
        self.clone().slice_axis_move(ROWS, Slice::from(range))
    }
}

/// Neighbours are elements.
impl<S: Data> Neighbours for ArrayBase<S, Ix1> {
    type Element = S::Elem;

    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&S::Elem, &S::Elem) -> R) -> R {
        look(&self[at - 1], &self[at])
    }
}

macro_rules! rows {
    ($($axes:ty)*) => {$(
        /// Neighbours are rows.
        impl<'a, T> Neighbours for ArrayView<'a, T, Dim<$axes>> {
            type Element = ArrayView<'a, T, <Dim<$axes> as ::ndarray::Dimension>::Smaller>;

            fn neighbours<R>(
                &self,
                at: usize,
                look: impl FnOnce(&Self::Element, &Self::Element) -> R,
            ) -> R {
                let row = |at| self.clone().index_axis_move(ROWS, at);
                look(&row(at - 1), &row(at))
            }
        }
    )*};
}

rows! { [usize; 2] [usize; 3] [usize; 4] [usize; 5] [usize; 6] IxDynImpl }
