//! How the outputs of the chunks meet in one output of the same type.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::OsString;
use std::hash::{BuildHasher, Hash};
use std::mem;

use super::lists::List;

/// A type whose values can be joined, in order, into one value of the same type.
///
/// These types implement `Flatten`:
///
/// - the collections of the standard library, `String`, `OsString`, `Box<[T]>` and `Box<str>`
/// - `()`
/// - tuples of two to twelve of these
/// - `Option` and `Result` of these
/// - with the feature `ndarray`, the arrays of that crate
///
/// Of equal keys in a map, the later chunk's value wins, as with [`Extend::extend`].
///
/// Implement `Flatten` for a type of your own to use that type with
/// [`flatten`](crate::Parallel::flatten) or the attribute's `merge = flatten`.
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
///     fn append(&mut self, later: Self) {
///         for (bin, count) in self.0.iter_mut().zip(later.0) {
///             *bin += count;
///         }
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
#[doc(alias = "Extend")]
#[doc(alias = "monoid")]
#[doc(alias = "join")]
#[diagnostic::on_unimplemented(
    message = "the outputs of type `{Self}` cannot be joined into one",
    label = "no way to join two of these is known",
    note = "return a `Vec` or another collection, use `merge = per_chunk` to get one output per chunk or `reduce = ..` to combine them, or implement `parallelize::Flatten`"
)]
pub trait Flatten: Sized {
    /// Adds `later`, the output of later chunks.
    ///
    /// The calling thread joins outputs while later chunks run.
    fn append(&mut self, later: Self);

    /// Whether [`flatten`](Flatten::flatten) is cheaper than one `append` after the other, because each `append`
    /// copies what is joined.
    #[doc(hidden)]
    const IS_JOINED_AT_ONCE: bool = false;

    /// Joins `parts`, the outputs of consecutive chunks in slice order. There is at least one.
    #[doc(hidden)]
    #[must_use]
    fn flatten(parts: Vec<Self>) -> Self {
        let joined = parts.into_iter().reduce(|mut joined, later| {
            joined.append(later);
            joined
        });
        joined.expect("a call has at least one chunk")
    }

    /// Whether this output makes the outputs of later chunks superfluous, as an error does. No new chunk
    /// starts after an output that fails. That output is appended last.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::Flatten;
    ///
    /// assert!(Err::<Vec<u8>, _>("no file").is_failure());
    /// assert!(!vec![1, 2].is_failure());
    /// ```
    fn is_failure(&self) -> bool {
        false
    }

    /// This output as a list, if workers can join it while other chunks run: in one piece of memory, and
    /// joined by moving bytes. `None` for others, and for failures.
    #[doc(hidden)]
    fn as_list(&mut self) -> Option<&mut dyn List> {
        None
    }
}

impl<T> Flatten for Vec<T> {
    fn append(&mut self, mut later: Self) {
        if self.is_empty() && self.capacity() < later.len() {
            *self = later; // nothing needs to be copied
        } else {
            self.append(&mut later);
        }
    }

    fn flatten(mut parts: Vec<Self>) -> Self {
        let (first, rest) = parts
            .split_first_mut()
            .expect("a call has at least one chunk");
        first.reserve_exact(rest.iter().map(Vec::len).sum());
        for part in rest {
            first.append(part);
        }
        mem::take(first)
    }

    fn as_list(&mut self) -> Option<&mut dyn List> {
        Some(self)
    }
}

impl<T> Flatten for Box<[T]> {
    const IS_JOINED_AT_ONCE: bool = true;

    fn append(&mut self, later: Self) {
        *self = Self::flatten(vec![mem::take(self), later]);
    }

    fn flatten(parts: Vec<Self>) -> Self {
        let parts = parts.into_iter().map(Vec::from).collect();
        Vec::flatten(parts).into_boxed_slice()
    }
}

impl Flatten for Box<str> {
    const IS_JOINED_AT_ONCE: bool = true;

    fn append(&mut self, later: Self) {
        *self = Self::flatten(vec![mem::take(self), later]);
    }

    fn flatten(parts: Vec<Self>) -> Self {
        let parts = parts.into_iter().map(String::from).collect();
        String::flatten(parts).into_boxed_str()
    }
}

impl Flatten for OsString {
    fn append(&mut self, later: Self) {
        self.push(later);
    }
}

impl Flatten for String {
    fn append(&mut self, later: Self) {
        if self.is_empty() && self.capacity() < later.len() {
            *self = later; // nothing needs to be copied
        } else {
            self.push_str(&later);
        }
    }

    fn flatten(parts: Vec<Self>) -> Self {
        parts.concat()
    }

    fn as_list(&mut self) -> Option<&mut dyn List> {
        Some(self)
    }
}

/// Types that grow by another value of their own kind, taken whole.
macro_rules! append {
    ($([$($generics:tt)*] $collection:ty;)*) => {$(
        impl<$($generics)*> Flatten for $collection {
            fn append(&mut self, mut later: Self) {
                self.append(&mut later);
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
            fn append(&mut self, later: Self) {
                self.extend(later);
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
    fn append(&mut self, (): Self) {}

    fn as_list(&mut self) -> Option<&mut dyn List> {
        Some(self)
    }
}

impl<T: Flatten> Flatten for Option<T> {
    const IS_JOINED_AT_ONCE: bool = T::IS_JOINED_AT_ONCE;

    fn append(&mut self, later: Self) {
        match (&mut *self, later) {
            (Some(joined), Some(later)) => joined.append(later),
            (Some(_), None) => *self = None,
            (None, _) => {}
        }
    }

    fn flatten(parts: Vec<Self>) -> Self {
        let parts = parts.into_iter().map(|part| part.ok_or(()));
        all_ok(parts).ok().map(T::flatten)
    }

    fn is_failure(&self) -> bool {
        self.as_ref().is_none_or(T::is_failure)
    }

    fn as_list(&mut self) -> Option<&mut dyn List> {
        self.as_mut()?.as_list()
    }
}

impl<T: Flatten, E> Flatten for Result<T, E> {
    const IS_JOINED_AT_ONCE: bool = T::IS_JOINED_AT_ONCE;

    fn append(&mut self, later: Self) {
        match (&mut *self, later) {
            (Ok(joined), Ok(later)) => joined.append(later),
            (Ok(_), error) => *self = error,
            (Err(_), _) => {}
        }
    }

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

/// All values, or the first error. (`collect` leaks the error if dropping the values panics.)
pub(crate) fn all_ok<T, E>(parts: impl IntoIterator<Item = Result<T, E>>) -> Result<Vec<T>, E> {
    let parts = parts.into_iter();
    let mut values = Vec::with_capacity(parts.size_hint().0);
    for part in parts {
        match part {
            Ok(value) => values.push(value),
            Err(error) => {
                drop(values);
                return Err(error);
            }
        }
    }
    Ok(values)
}

macro_rules! tuple {
    ($($part:ident $value:ident)*) => {
        impl<$($part: Flatten),*> Flatten for ($($part,)*) {
            const IS_JOINED_AT_ONCE: bool = $($part::IS_JOINED_AT_ONCE)||*;

            #[allow(non_snake_case)] // later values are named like their types
            fn append(&mut self, ($($part,)*): Self) {
                let ($($value,)*) = self;
                $($value.append($part);)*
            }

            fn flatten(parts: Vec<Self>) -> Self {
                let ($($value,)*): ($(Vec<$part>,)*) = parts.into_iter().collect();
                ($($part::flatten($value),)*)
            }
        }
    };
}

tuple!(A a B b);
tuple!(A a B b C c);
tuple!(A a B b C c D d);
tuple!(A a B b C c D d E e);
tuple!(A a B b C c D d E e F f);
tuple!(A a B b C c D d E e F f G g);
tuple!(A a B b C c D d E e F f G g H h);
tuple!(A a B b C c D d E e F f G g H h I i);
tuple!(A a B b C c D d E e F f G g H h I i J j);
tuple!(A a B b C c D d E e F f G g H h I i J j K k);
tuple!(A a B b C c D d E e F f G g H h I i J j K k L l);
