//! Inputs whose neighbouring elements can be looked at, to find out where a cut may be.

use std::any::Any;
use std::collections::VecDeque;
use std::ops::{Range, RangeInclusive};

use super::RangeInteger;

/// An input whose neighbouring elements can be looked at: what [`chunk_by`](crate::Parallel::chunk_by) and
/// [`delimiter`](crate::Parallel::delimiter) take.
///
/// Implemented for slices, `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, ranges of integers and `&str`, whose neighbours are
/// characters. In a tuple, the neighbours are those of the first input. With the feature `ndarray`, views of arrays
/// with one axis have elements as neighbours. Shared views with more axes have rows.
///
/// # Examples
///
/// ```
/// use parallelize::{Neighbours, Split, parallel};
///
/// struct Log<'a>(&'a [(u32, &'a str)]);
///
/// impl Split for Log<'_> {
///     fn element_count(&self) -> usize {
///         self.0.len()
///     }
///
///     fn cut(self, at: usize) -> (Self, Self) {
///         let (early, late) = self.0.split_at(at);
///         (Log(early), Log(late))
///     }
/// }
///
/// impl<'a> Neighbours for Log<'a> {
///     type Element = (u32, &'a str);
///
///     fn neighbours<R>(&self, at: usize, look: impl FnOnce(&Self::Element, &Self::Element) -> R) -> R {
///         look(&self.0[at - 1], &self.0[at])
///     }
/// }
///
/// let log = Log(&[(1, "login"), (1, "logout"), (2, "login"), (3, "login")]);
/// let lengths = parallel(log)
///     .chunk_size(1)
///     .chunk_by(|a, b| a.0 == b.0)
///     .per_chunk(|log| log.0.len());
/// assert_eq!(lengths, [2, 1, 1]);
/// ```
#[diagnostic::on_unimplemented(
    message = "the elements of `{Self}` cannot be compared with their neighbours",
    label = "does not say which elements are neighbours",
    note = "`chunk_by` and `delimiter` take slices, `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, ranges of integers, `&str`, views of arrays (mutable ones with one axis), and tuples that begin with one of those; implement `parallelize::Neighbours` for other types"
)]
pub trait Neighbours {
    /// What is compared.
    type Element;

    /// Calls `look` with the element before the place `at` and the element behind it.
    ///
    /// `at` is at least 1 and less than the number of elements.
    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&Self::Element, &Self::Element) -> R)
    -> R;

    /// The first of `places` that is behind an element equal to `delimiter`.
    #[doc(hidden)]
    fn next_behind(&self, mut places: Range<usize>, delimiter: &Self::Element) -> Option<usize>
    where
        Self::Element: PartialEq + 'static,
    {
        places.find(|&at| self.neighbours(at, |before, _| before == delimiter))
    }
}

/// Gives a closure at the end of a block the types of its parameters, as `chunk_by` would.
pub fn same<C, F>(_input: &C, same: F) -> F
where
    C: Neighbours,
    F: Fn(&C::Element, &C::Element) -> bool,
{
    same
}

macro_rules! slices {
    ($($slice:ty)*) => {$(
        impl<T> Neighbours for $slice {
            type Element = T;

            fn neighbours<R>(&self, at: usize, look: impl FnOnce(&T, &T) -> R) -> R {
                look(&self[at - 1], &self[at])
            }

            fn next_behind(&self, places: Range<usize>, delimiter: &T) -> Option<usize>
            where
                T: PartialEq + 'static,
            {
                let before = &self[places.start - 1..places.end - 1];
                Some(places.start + position(before, delimiter)?)
            }
        }
    )*};
}

slices! { &[T] &mut [T] Vec<T> Box<[T]> }

/// The position of the first element that is equal to `wanted`.
fn position<T: PartialEq + 'static>(elements: &[T], wanted: &T) -> Option<usize> {
    let find_byte: Find<u8> = |bytes, &wanted| memchr::memchr(wanted, bytes);
    // The two types of functions are the same if `T` is `u8`, and only then.
    match (&find_byte as &dyn Any).downcast_ref::<Find<T>>() {
        Some(find) => find(elements, wanted),
        None => elements.iter().position(|element| element == wanted),
    }
}

type Find<T> = fn(&[T], &T) -> Option<usize>;

impl<T> Neighbours for VecDeque<T> {
    type Element = T;

    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&T, &T) -> R) -> R {
        look(&self[at - 1], &self[at])
    }
}

impl<T: RangeInteger> Neighbours for Range<T> {
    type Element = T;

    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&T, &T) -> R) -> R {
        look(&T::advance(self.start, at - 1), &T::advance(self.start, at))
    }
}

impl<T: RangeInteger> Neighbours for RangeInclusive<T> {
    type Element = T;

    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&T, &T) -> R) -> R {
        let start = *self.start();
        look(&T::advance(start, at - 1), &T::advance(start, at))
    }
}

macro_rules! tuple {
    ($first:ident $($other:ident)*) => {
        impl<$first: Neighbours, $($other),*> Neighbours for ($first, $($other),*) {
            type Element = $first::Element;

            fn neighbours<R>(
                &self,
                at: usize,
                look: impl FnOnce(&Self::Element, &Self::Element) -> R,
            ) -> R {
                self.0.neighbours(at, look)
            }

            fn next_behind(&self, places: Range<usize>, delimiter: &Self::Element) -> Option<usize>
            where
                Self::Element: PartialEq + 'static,
            {
                self.0.next_behind(places, delimiter)
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
