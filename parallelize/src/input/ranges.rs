//! Ranges of integers as inputs.

use std::ops::{Range, RangeInclusive};

use super::{Split, Splitter};

impl<T: RangeInteger> Split for Range<T> {
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        T::distance(self.start, self.end).expect(TOO_LONG)
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let middle = T::advance(self.start, at);
        (self.start..middle, middle..self.end)
    }

    fn splitter() -> Splitter<Self> {
        Splitter::shared()
    }
}

/// An exhausted range is an empty chunk, as a range that starts behind its end is.
impl<T: RangeInteger> Split for RangeInclusive<T> {
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        if self.is_empty() {
            return 0;
        }
        let before_the_last = T::distance(*self.start(), *self.end());
        let all = before_the_last.and_then(|count| count.checked_add(1));
        all.expect(TOO_LONG)
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (start, end) = self.into_inner();
        // Both are in the range: the later piece has an element, so nothing overflows.
        let (last, first) = (T::advance(start, at - 1), T::advance(start, at));
        (start..=last, first..=end)
    }

    fn splitter() -> Splitter<Self> {
        Splitter::shared()
    }
}

const TOO_LONG: &str = "a range longer than `usize::MAX` cannot be split: call with one part of the range after the other";

/// An integer that a range to be split can run over: `u8` to `u128`, `i8` to `i128`, `usize` or `isize`.
///
/// Elements are counted by a `usize`. So a call over a range of more than `usize::MAX` elements panics: that concerns
/// ranges of `u128` everywhere, and ranges of `u64` on machines of 32 bits.
///
/// This trait is sealed: it cannot be implemented outside this crate.
///
/// # Examples
///
/// ```
/// use parallelize::{RangeInteger, parallel};
///
/// fn chunks<T: RangeInteger>(start: T, end: T) -> usize {
///     parallel(start..end).jobs(2).per_chunk(|_| ()).len()
/// }
///
/// assert_eq!(chunks(1_u8, 100), 2);
/// ```
#[diagnostic::on_unimplemented(
    message = "a range of `{Self}` cannot be split into chunks",
    label = "use a range of integers: `u8` to `u128`, `i8` to `i128`, `usize` or `isize`"
)]
pub trait RangeInteger: Copy + PartialOrd + Send + Sync + sealed::RangeInteger {
    /// How many integers `start..end` has; `None` beyond `usize::MAX`.
    #[doc(hidden)]
    fn distance(start: Self, end: Self) -> Option<usize>;

    #[doc(hidden)]
    fn advance(start: Self, by: usize) -> Self;
}

mod sealed {
    /// Keeps `RangeInteger` inside this crate.
    #[diagnostic::on_unimplemented(
        message = "`parallelize::RangeInteger` cannot be implemented outside `parallelize`",
        label = "only the integers of the language are: `u8` to `u128`, `i8` to `i128`, `usize` and `isize`"
    )]
    pub trait RangeInteger {}
}

macro_rules! range_integer {
    ($($integer:ident)*) => {$(
        impl sealed::RangeInteger for $integer {}

        impl RangeInteger for $integer {
            #[allow(clippy::unnecessary_fallible_conversions)] // of the short types alone
            fn distance(start: Self, end: Self) -> Option<usize> {
                if start >= end {
                    return Some(0);
                }
                usize::try_from(end.abs_diff(start)).ok()
            }

            // Wrapping makes the sum right for signed types too: two's complement.
            #[allow(clippy::cast_lossless, clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
            fn advance(start: Self, by: usize) -> Self {
                start.wrapping_add(by as $integer)
            }
        }
    )*};
}

range_integer!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
