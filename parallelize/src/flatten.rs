//! How the outputs of the chunks meet in one output of the same type.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::OsString;
use std::hash::{BuildHasher, Hash};

use crate::merge::all_ok;
use crate::moves::List;

/// A type whose values can be joined, in order, into one value of the same type.
///
/// Implemented for `Vec`, `VecDeque`, `LinkedList`, `String`, `OsString`, `HashMap`, `HashSet`, `BTreeMap`,
/// `BTreeSet`, `BinaryHeap`, `Box<[T]>`, `Box<str>`, `()`, tuples of two to twelve of those, and `Option` and
/// `Result` of those; with the feature `ndarray` also for that crate's arrays. Of equal keys in a map
/// the later chunk's value wins, as with [`Extend::extend`]. Implement it for a type of your own to use
/// it with [`flatten`](crate::Parallel::flatten) or the attribute's `merge = flatten`.
///
/// # Examples
///
/// ```
/// use parallelize::{Flatten, parallelize};
///
/// #[derive(Debug, PartialEq)]
/// struct Histogram([u32; 4]);
///
/// impl Flatten for Histogram {
///     fn flatten(parts: Vec<Self>) -> Self {
///         let mut sum = Histogram([0; 4]);
///         for part in parts {
///             for (bin, count) in sum.0.iter_mut().zip(part.0) {
///                 *bin += count;
///             }
///         }
///         sum
///     }
/// }
///
/// #[parallelize(jobs = 2, merge = flatten)]
/// fn histogram(values: &[usize]) -> Histogram {
///     let mut bins = [0; 4];
///     for value in values {
///         bins[value % 4] += 1;
///     }
///     Histogram(bins)
/// }
///
/// assert_eq!(histogram(&[1, 2, 3, 5]), Histogram([0, 2, 1, 1]));
/// ```
#[diagnostic::on_unimplemented(
    message = "the outputs of type `{Self}` cannot be joined into one",
    label = "no way to join two of these is known",
    note = "return a `Vec` or another collection, use `merge = per_chunk` to get one output per chunk or `reduce = ..` to combine them, or implement `parallelize::Flatten`"
)]
pub trait Flatten: Sized {
    /// Joins `parts`, the outputs of consecutive chunks in slice order; there is at least one.
    fn flatten(parts: Vec<Self>) -> Self;

    /// Whether this output makes those of later chunks superfluous, as an error does. No new chunk
    /// starts after one that fails, and `parts` ends with the first failure.
    fn is_failure(&self) -> bool {
        false
    }

    /// This output as a list, where it is one that can be joined while other chunks still run: in
    /// one piece of memory, and joined by moving bytes. `None` for others, and for failures.
    #[doc(hidden)]
    fn as_list(&mut self) -> Option<&mut dyn List> {
        None
    }
}

/// Splits off the first part, to grow it by the others.
fn first_and_rest<T>(parts: Vec<T>) -> (T, std::vec::IntoIter<T>) {
    let mut parts = parts.into_iter();
    let first = parts.next().expect("a call has at least one chunk");
    (first, parts)
}

impl<T> Flatten for Vec<T> {
    fn flatten(parts: Vec<Self>) -> Self {
        let others = parts.iter().skip(1).map(Vec::len).sum();
        let (mut joined, rest) = first_and_rest(parts);
        joined.reserve_exact(others);
        for mut part in rest {
            joined.append(&mut part);
        }
        joined
    }

    fn as_list(&mut self) -> Option<&mut dyn List> {
        Some(self)
    }
}

impl<T> Flatten for Box<[T]> {
    fn flatten(parts: Vec<Self>) -> Self {
        let parts = parts.into_iter().map(Vec::from).collect();
        Vec::flatten(parts).into_boxed_slice()
    }
}

impl Flatten for Box<str> {
    fn flatten(parts: Vec<Self>) -> Self {
        let parts = parts.into_iter().map(String::from).collect();
        String::flatten(parts).into_boxed_str()
    }
}

impl Flatten for OsString {
    fn flatten(parts: Vec<Self>) -> Self {
        let (mut joined, rest) = first_and_rest(parts);
        for part in rest {
            joined.push(part);
        }
        joined
    }
}

impl Flatten for String {
    fn flatten(parts: Vec<Self>) -> Self {
        let others = parts.iter().skip(1).map(String::len).sum();
        let (mut joined, rest) = first_and_rest(parts);
        joined.reserve_exact(others);
        for part in rest {
            joined.push_str(&part);
        }
        joined
    }

    fn as_list(&mut self) -> Option<&mut dyn List> {
        Some(self)
    }
}

/// Types that grow by another value of their own kind, taken whole.
macro_rules! append {
    ($([$($generics:tt)*] $collection:ty;)*) => {$(
        impl<$($generics)*> Flatten for $collection {
            fn flatten(parts: Vec<Self>) -> Self {
                let (mut joined, rest) = first_and_rest(parts);
                for mut part in rest {
                    joined.append(&mut part);
                }
                joined
            }
        }
    )*};
}

append! {
    [T] VecDeque<T>;
    [T] LinkedList<T>;
    [T: Ord] BinaryHeap<T>;
}

/// Types that grow by the elements of another value.
macro_rules! extend {
    ($([$($generics:tt)*] $collection:ty;)*) => {$(
        impl<$($generics)*> Flatten for $collection {
            fn flatten(parts: Vec<Self>) -> Self {
                let (mut joined, rest) = first_and_rest(parts);
                for part in rest {
                    joined.extend(part);
                }
                joined
            }
        }
    )*};
}

extend! {
    [K: Eq + Hash, V, S: BuildHasher] HashMap<K, V, S>;
    [T: Eq + Hash, S: BuildHasher] HashSet<T, S>;
    [K: Ord, V] BTreeMap<K, V>;
    [T: Ord] BTreeSet<T>;
}

impl Flatten for () {
    fn flatten(_: Vec<Self>) -> Self {}

    fn as_list(&mut self) -> Option<&mut dyn List> {
        Some(self)
    }
}

impl<T: Flatten> Flatten for Option<T> {
    fn flatten(parts: Vec<Self>) -> Self {
        let parts = parts.into_iter().map(|part| part.ok_or(()));
        all_ok(parts.collect()).ok().map(T::flatten)
    }

    fn is_failure(&self) -> bool {
        self.as_ref().is_none_or(T::is_failure)
    }

    fn as_list(&mut self) -> Option<&mut dyn List> {
        self.as_mut()?.as_list()
    }
}

impl<T: Flatten, E> Flatten for Result<T, E> {
    fn flatten(parts: Vec<Self>) -> Self {
        all_ok(parts).map(T::flatten)
    }

    fn is_failure(&self) -> bool {
        self.as_ref().map_or(true, T::is_failure)
    }

    fn as_list(&mut self) -> Option<&mut dyn List> {
        self.as_mut().ok()?.as_list()
    }
}

macro_rules! tuple {
    ($($part:ident)*) => {
        impl<$($part: Flatten),*> Flatten for ($($part,)*) {
            #[allow(non_snake_case)] // columns are named like their types
            fn flatten(parts: Vec<Self>) -> Self {
                let ($($part,)*): ($(Vec<$part>,)*) = parts.into_iter().collect();
                ($($part::flatten($part),)*)
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
tuple!(A B C D E F G H I);
tuple!(A B C D E F G H I J);
tuple!(A B C D E F G H I J K);
tuple!(A B C D E F G H I J K L);
