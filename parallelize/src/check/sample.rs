//! What the checker takes: everything that `parallel` takes, if it can be had again for every run.

use std::fmt::Debug;
use std::ops::Range;

use crate::input::{Input, Split, places};

/// An input that the checker can run a function on again and again.
///
/// - Types that implement [`Split`] and `Clone`: `&[T]`, ranges, `Vec<T>` with `T: Clone`, and types of your own.
/// - `&Vec<T>` and `&[T; N]`.
/// - `&mut [T]`, `&mut Vec<T>` and `&mut [T; N]`: each run gets a copy, and the slice itself stays unchanged. The elements
///   are `Clone + PartialEq + Debug` and borrow nothing (`'static`).
/// - Tuples of two to six of these.
///
/// The compiler finds `Kind`. This trait is sealed: it cannot be implemented outside this crate.
///
/// # Examples
///
/// ```
/// use parallelize::check;
///
/// check(0..10_u32).flatten(|numbers| numbers.collect::<Vec<_>>()).unwrap();
/// check((&[1, 2], &[3, 4])).flatten(|(a, b): (&[u32], &[u32])| vec![(a.len(), b.len()); a.len()]).unwrap_err();
/// ```
#[diagnostic::on_unimplemented(
    message = "the checker cannot run a function on `{Self}` again and again",
    label = "no copies can be made of this, or they cannot be cut",
    note = "it takes `&[T]`, `&mut [T]`, `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, `&str`, ranges of integers, views of arrays, types that are `parallelize::Split + Clone`, and tuples of those",
    note = "the elements of a `Vec` must be `Clone`, those of a mutable slice `Clone + PartialEq + Debug + Send + 'static`"
)]
pub trait Sample<Kind>: sealed::Sample<Kind> {
    /// What the function is called with: a copy of the input, or a piece of one.
    type Chunk<'a>: Input<Self::Chunk<'a>> + Send;

    #[doc(hidden)]
    type Copy;

    #[doc(hidden)]
    fn copy(&self) -> Self::Copy;

    #[doc(hidden)]
    fn lend(copy: &mut Self::Copy) -> Self::Chunk<'_>;

    /// What one run has made of the elements in `range`, and another, if that is not the same. In a tuple the range is
    /// that of the first input, and `units` are the units of all, or none.
    #[doc(hidden)]
    #[must_use]
    fn changes(
        _: &Self::Copy,
        _: &Self::Copy,
        _: &Range<usize>,
        _units: &[usize],
    ) -> Option<[String; 2]> {
        None
    }
}

mod sealed {
    /// Keeps `Sample` inside this crate.
    #[diagnostic::on_unimplemented(
        message = "`parallelize::check::Sample` cannot be implemented outside `parallelize`",
        label = "implement `parallelize::Split` and `Clone` for `{Self}` instead"
    )]
    pub trait Sample<Kind> {}
}

/// The kind of what is handed out as it is, or as a clone.
#[doc(hidden)]
#[derive(Debug)]
pub enum Cloned {}

/// The kind of what is changed in place.
#[doc(hidden)]
#[derive(Debug)]
pub enum Changed {}

#[diagnostic::do_not_recommend]
impl<S: Split + Clone> sealed::Sample<Cloned> for S {}

impl<S: Split + Clone> Sample<Cloned> for S {
    type Chunk<'a> = S;
    type Copy = Option<S>;

    fn copy(&self) -> Option<S> {
        Some(self.clone())
    }

    fn lend(copy: &mut Option<S>) -> S {
        copy.take().expect("a copy is lent once")
    }
}

macro_rules! borrowed {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<'x, T: Sync, $($generics)*> sealed::Sample<Cloned> for &'x $list {}

        impl<'x, T: Sync, $($generics)*> Sample<Cloned> for &'x $list {
            type Chunk<'a> = &'x [T];
            type Copy = &'x [T];

            fn copy(&self) -> &'x [T] {
                self.as_slice()
            }

            fn lend<'a>(copy: &'a mut &'x [T]) -> &'x [T] {
                copy
            }
        }
    )*};
}

borrowed! {
    [] Vec<T>;
    [const N: usize] [T; N];
}

macro_rules! changed {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, $($generics)*> sealed::Sample<Changed> for &mut $list {}

        impl<T, $($generics)*> Sample<Changed> for &mut $list
        where
            T: Clone + PartialEq + Debug + Send + 'static,
        {
            type Chunk<'a> = &'a mut [T];
            type Copy = Vec<T>;

            fn copy(&self) -> Vec<T> {
                self.to_vec()
            }

            fn lend(copy: &mut Vec<T>) -> &mut [T] {
                copy
            }

            fn changes(
                one: &Vec<T>,
                other: &Vec<T>,
                range: &Range<usize>,
                _: &[usize],
            ) -> Option<[String; 2]> {
                let part = |copy: &Vec<T>| format!("{:?}", &copy[range.clone()]);
                (one != other).then(|| [part(one), part(other)])
            }
        }
    )*};
}

changed! {
    [] [T];
    [] Vec<T>;
    [const N: usize] [T; N];
}

macro_rules! tuple {
    ($(($input:ident $kind:ident $value:ident $other:ident $start:ident $end:ident))*) => {
        #[diagnostic::do_not_recommend]
        impl<$($input: Sample<$kind>, $kind),*> sealed::Sample<($($kind,)*)> for ($($input,)*) {}

        impl<$($input, $kind),*> Sample<($($kind,)*)> for ($($input,)*)
        where
            $($input: Sample<$kind>,)*
        {
            type Chunk<'a> = ($($input::Chunk<'a>,)*);
            type Copy = ($($input::Copy,)*);

            fn copy(&self) -> Self::Copy {
                let ($($value,)*) = self;
                ($($value.copy(),)*)
            }

            fn lend(($($value,)*): &mut Self::Copy) -> Self::Chunk<'_> {
                ($($input::lend($value),)*)
            }

            fn changes(
                ($($value,)*): &Self::Copy,
                ($($other,)*): &Self::Copy,
                range: &Range<usize>,
                units: &[usize],
            ) -> Option<[String; 2]> {
                let [$($start),*] = places(range.start, units);
                let [$($end),*] = places(range.end, units);
                None$(.or_else(|| $input::changes($value, $other, &($start..$end), &[])))*
            }
        }
    };
}

tuple!((A KA a a1 a2 a3)(B KB b b1 b2 b3));
tuple!((A KA a a1 a2 a3)(B KB b b1 b2 b3)(C KC c c1 c2 c3));
tuple!((A KA a a1 a2 a3)(B KB b b1 b2 b3)(C KC c c1 c2 c3)(D KD d d1 d2 d3));
tuple!((A KA a a1 a2 a3)(B KB b b1 b2 b3)(C KC c c1 c2 c3)(D KD d d1 d2 d3)(E KE e e1 e2 e3));
tuple!((A KA a a1 a2 a3)(B KB b b1 b2 b3)(C KC c c1 c2 c3)(D KD d d1 d2 d3)(E KE e e1 e2 e3)(F KF f f1 f2 f3));

#[cfg(feature = "ndarray")]
mod arrays {
    use std::fmt::Debug;
    use std::ops::Range;

    use ndarray::{Array, ArrayViewMut, Axis, RemoveAxis, Slice};

    use super::{Changed, Sample, sealed};

    #[diagnostic::do_not_recommend]
    impl<T, D> sealed::Sample<Changed> for ArrayViewMut<'_, T, D> {}

    impl<T, D> Sample<Changed> for ArrayViewMut<'_, T, D>
    where
        T: Clone + PartialEq + Debug + Send + 'static,
        D: RemoveAxis,
    {
        type Chunk<'a> = ArrayViewMut<'a, T, D>;
        type Copy = Array<T, D>;

        fn copy(&self) -> Array<T, D> {
            self.to_owned()
        }

        fn lend(copy: &mut Array<T, D>) -> ArrayViewMut<'_, T, D> {
            copy.view_mut()
        }

        fn changes(
            one: &Array<T, D>,
            other: &Array<T, D>,
            range: &Range<usize>,
            _: &[usize],
        ) -> Option<[String; 2]> {
            // As lists of elements: `Debug` of an array adds its shape, and leaves out elements.
            let part = |copy: &Array<T, D>| {
                let rows = copy.slice_axis(Axis(0), Slice::from(range.clone()));
                let rows = rows.outer_iter().map(|row| row.iter().cloned().collect());
                format!("{:?}", rows.collect::<Vec<Vec<T>>>())
            };
            (one != other).then(|| [part(one), part(other)])
        }
    }
}
