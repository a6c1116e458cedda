//! Values that are the same up to rounding.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};

/// Values that can be compared up to a tolerance, by [`close`](super::Check::close).
///
/// | type | two values are close if |
/// |---|---|
/// | `f64`, `f32` | `\|a - b\| <= tolerance * max(1, \|a\|, \|b\|)`; NaN is close to NaN, and an infinity to itself |
/// | `Vec`, slices, arrays, `VecDeque`, `LinkedList` | they have the same length, and all elements are close |
/// | `Option`, tuples of up to 12, `Box`, references | their contents are close |
/// | `Result` | both values are close, or both errors are equal |
/// | `HashMap`, `BTreeMap` | they have the same keys, and the values are close |
/// | integers, `bool`, `char`, `()`, `String`, `str`, `HashSet`, `BTreeSet` | they are equal |
/// | `ndarray::Array` (feature `ndarray`) | they have the same shape, and all elements are close |
///
/// # Examples
///
/// Implement this trait for outputs of your own, field by field:
///
/// ```
/// use parallelize::check;
/// use parallelize::check::Close;
///
/// #[derive(Debug)]
/// struct Stats {
///     sum: f64,
///     count: usize,
/// }
///
/// impl Close for Stats {
///     fn is_close(&self, other: &Self, tolerance: f64) -> bool {
///         self.sum.is_close(&other.sum, tolerance) && self.count == other.count
///     }
/// }
///
/// fn stats(numbers: &[f64]) -> Stats {
///     Stats { sum: numbers.iter().sum(), count: numbers.len() }
/// }
///
/// fn add(a: Stats, b: Stats) -> Stats {
///     Stats { sum: a.sum + b.sum, count: a.count + b.count }
/// }
///
/// check(&[0.1, 0.2, 0.3]).close(1e-9).reduce(stats, add).unwrap();
/// ```
#[diagnostic::on_unimplemented(
    message = "`close` cannot compare values of type `{Self}`",
    label = "whether two values of type `{Self}` are close is not known",
    note = "implement `parallelize::check::Close` for `{Self}`, or use `.same_by(|a, b| ..)` or `.same_printed()` instead of `.close(..)`"
)]
pub trait Close {
    /// Whether the two are the same up to `tolerance`.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::check::Close;
    ///
    /// assert!(0.3_f64.is_close(&(0.1 + 0.2), 1e-9));
    /// assert!(!1.0_f64.is_close(&1.1, 1e-9));
    /// ```
    fn is_close(&self, other: &Self, tolerance: f64) -> bool;
}

impl Close for f64 {
    fn is_close(&self, other: &f64, tolerance: f64) -> bool {
        let (a, b) = (*self, *other);
        if a.is_finite() && b.is_finite() {
            (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0)
        } else {
            a.total_cmp(&b).is_eq() || (a.is_nan() && b.is_nan())
        }
    }
}

impl Close for f32 {
    fn is_close(&self, other: &f32, tolerance: f64) -> bool {
        f64::from(*self).is_close(&f64::from(*other), tolerance)
    }
}

macro_rules! equal {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> Close for $type {
            fn is_close(&self, other: &Self, _: f64) -> bool {
                self == other
            }
        }
    )*};
}

equal! {
    [] bool; [] char; [] String; [] str;
    [] u8; [] u16; [] u32; [] u64; [] u128; [] usize;
    [] i8; [] i16; [] i32; [] i64; [] i128; [] isize;
    [T: PartialEq] BTreeSet<T>;
    [T: Eq + Hash, S: BuildHasher] HashSet<T, S>;
}

impl Close for () {
    fn is_close(&self, (): &(), _: f64) -> bool {
        true
    }
}

macro_rules! list {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        impl<T: Close, $($generics)*> Close for $list {
            fn is_close(&self, other: &Self, tolerance: f64) -> bool {
                self.len() == other.len()
                    && self.iter().zip(other).all(|(a, b)| a.is_close(b, tolerance))
            }
        }
    )*};
}

list! {
    [] [T];
    [] Vec<T>;
    [] VecDeque<T>;
    [] LinkedList<T>;
    [const N: usize] [T; N];
}

impl<T: Close + ?Sized> Close for &T {
    fn is_close(&self, other: &Self, tolerance: f64) -> bool {
        T::is_close(self, other, tolerance)
    }
}

impl<T: Close + ?Sized> Close for Box<T> {
    fn is_close(&self, other: &Self, tolerance: f64) -> bool {
        T::is_close(self, other, tolerance)
    }
}

impl<T: Close> Close for Option<T> {
    fn is_close(&self, other: &Self, tolerance: f64) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => a.is_close(b, tolerance),
            (a, b) => a.is_none() && b.is_none(),
        }
    }
}

// Errors are equal, not close: a foreign error could not implement `Close`, and few hold a float.
impl<T: Close, E: PartialEq> Close for Result<T, E> {
    fn is_close(&self, other: &Self, tolerance: f64) -> bool {
        match (self, other) {
            (Ok(a), Ok(b)) => a.is_close(b, tolerance),
            (Err(a), Err(b)) => a == b,
            _ => false,
        }
    }
}

impl<K: PartialEq, V: Close> Close for BTreeMap<K, V> {
    fn is_close(&self, other: &Self, tolerance: f64) -> bool {
        let mut entries = self.iter().zip(other);
        self.len() == other.len()
            && entries
                .all(|((key, a), (other_key, b))| key == other_key && a.is_close(b, tolerance))
    }
}

impl<K: Eq + Hash, V: Close, S: BuildHasher> Close for HashMap<K, V, S> {
    fn is_close(&self, other: &Self, tolerance: f64) -> bool {
        self.len() == other.len()
            && self.iter().all(|(key, a)| {
                let in_other = other.get(key);
                in_other.is_some_and(|b| a.is_close(b, tolerance))
            })
    }
}

macro_rules! tuple {
    ($($part:ident $index:tt)*) => {
        impl<$($part: Close),*> Close for ($($part,)*) {
            fn is_close(&self, other: &Self, tolerance: f64) -> bool {
                true $(&& self.$index.is_close(&other.$index, tolerance))*
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0 B 1);
tuple!(A 0 B 1 C 2);
tuple!(A 0 B 1 C 2 D 3);
tuple!(A 0 B 1 C 2 D 3 E 4);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
tuple!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);

#[cfg(feature = "ndarray")]
impl<T: Close, D: ndarray::Dimension> Close for ndarray::Array<T, D> {
    fn is_close(&self, other: &Self, tolerance: f64) -> bool {
        self.shape() == other.shape()
            && self
                .iter()
                .zip(other)
                .all(|(a, b)| a.is_close(b, tolerance))
    }
}
