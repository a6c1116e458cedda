//! How one input is cut.

use std::ops::Range;

use crate::engine::{self, Cutter};

/// A value that can be cut into two values of its own kind, one after the other.
///
/// Implemented for `&[T]`, `&mut [T]`, `Vec<T>` and `Range` of `usize`, `u32`, `u64`, `i32` and
/// `i64`, and, with the feature `ndarray`, for views of that crate's arrays. Implement it for a type of
/// your own, and that type can be the first argument of an annotated function or the input of
/// [`parallel`](crate::parallel()).
///
/// Cutting must keep every element, and their order: the first value holds the elements before
/// `at`, the second those from `at` on. A piece whose length is not what the cuts imply makes the
/// call panic. Cut on the calling thread alone: other workers may wait for it, and they may be the
/// ones that rayon, or another annotated function, would want to use.
///
/// # Examples
///
/// A picture, cut between rows:
///
/// ```
/// use parallelize::{Split, parallel};
///
/// struct Rows<'a> {
///     pixels: &'a [u8],
///     width: usize,
/// }
///
/// impl Split for Rows<'_> {
///     fn element_count(&self) -> usize {
///         self.pixels.len() / self.width
///     }
///
///     fn cut(self, at: usize) -> (Self, Self) {
///         let (above, below) = self.pixels.split_at(at * self.width);
///         (Rows { pixels: above, ..self }, Rows { pixels: below, ..self })
///     }
/// }
///
/// let picture = Rows { pixels: &[1; 12], width: 4 };
/// let brightness = parallel(picture).jobs(3).per_chunk(|rows| {
///     rows.pixels.iter().map(|&pixel| u32::from(pixel)).sum::<u32>()
/// });
/// assert_eq!(brightness, [4, 4, 4]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be split into chunks",
    label = "cannot be cut into pieces for the workers",
    note = "`&[T]`, `&mut [T]`, `Vec<T>` and ranges of integers can be split; implement `parallelize::Split` for other types"
)]
pub trait Split: Sized + Send {
    /// How many elements there are to share out.
    fn element_count(&self) -> usize;

    /// Cuts `self` into its first `at` elements and the others.
    ///
    /// `at` is at least 1 and less than [`element_count`](Split::element_count).
    fn cut(self, at: usize) -> (Self, Self);

    /// How chunks are cut off.
    #[doc(hidden)]
    #[must_use]
    fn cutter() -> Cutter<Self> {
        Cutter {
            element_count: |input| Ok(input.element_count()),
            cut: Self::cut,
            drive: engine::drive,
        }
    }
}

impl<T: Sync> Split for &[T] {
    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(at)
    }
}

impl<T: Send> Split for &mut [T] {
    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at_mut(at)
    }
}

impl<T: Send> Split for Vec<T> {
    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.split_off(at);
        (self, later)
    }

    fn cutter() -> Cutter<Self> {
        Cutter {
            element_count: |input| Ok(input.len()),
            cut: Self::cut,
            drive: engine::drive_vec,
        }
    }
}

impl<T: RangeInteger> Split for Range<T> {
    fn element_count(&self) -> usize {
        T::distance(self.start, self.end)
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let middle = T::advance(self.start, at);
        (self.start..middle, middle..self.end)
    }
}

/// An integer that a range to be split can run over: `usize`, `u32`, `u64`, `i32` or `i64`.
///
/// This trait is sealed: it cannot be implemented outside this crate.
#[diagnostic::on_unimplemented(
    message = "a range of `{Self}` cannot be split into chunks",
    label = "use a range of `usize`, `u32`, `u64`, `i32` or `i64`"
)]
pub trait RangeInteger: Copy + Send + sealed::Sealed {
    #[doc(hidden)]
    fn distance(start: Self, end: Self) -> usize;

    #[doc(hidden)]
    fn advance(start: Self, by: usize) -> Self;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! range_integer {
    ($($integer:ident)*) => {$(
        impl sealed::Sealed for $integer {}

        impl RangeInteger for $integer {
            fn distance(start: Self, end: Self) -> usize {
                if start >= end {
                    return 0;
                }
                usize::try_from(end.abs_diff(start))
                    .expect("a range longer than `usize::MAX` cannot be split")
            }

            // Wrapping makes the sum right for signed types too: two's complement.
            #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
            fn advance(start: Self, by: usize) -> Self {
                start.wrapping_add(by as $integer)
            }
        }
    )*};
}

range_integer!(usize u32 u64 i32 i64);
