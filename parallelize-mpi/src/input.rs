//! What a call on several ranks can take: what every rank has, or a part that only one has.

use std::collections::VecDeque;
use std::ops::{Deref, DerefMut, Range, RangeInclusive};

use parallelize::backend::{Cuts, Grain, Options};
use parallelize::{RangeInteger, Split};

use crate::session;

/// A chunk type of inputs that several ranks can share out: a value that every rank has alike, or a
/// [`Sharded`] one.
///
/// Implemented for `&[T]`, `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, `&str`, ranges of integers, [`Sharded`], and tuples of two
/// to six of those.
/// Implement it for an input type of your own, if what a chunk's body does to it need not be seen by other
/// ranks: not for one that is changed in place.
///
/// ```
/// use parallelize::Split;
/// use parallelize_mpi::RankInput;
///
/// struct Rows<'a>(&'a [f64]);
///
/// impl Split for Rows<'_> {
///     fn element_count(&self) -> usize {
///         self.0.len() / 8
///     }
///
///     fn cut(self, at: usize) -> (Self, Self) {
///         let (above, below) = self.0.split_at(at * 8);
///         (Rows(above), Rows(below))
///     }
/// }
///
/// impl RankInput for Rows<'_> {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the input of a call on several ranks",
    label = "not known to be the same on every rank, or a part of a `Sharded` input",
    note = "what one rank changes in a `&mut [T]`, no other rank would see: take a `&[T]` or a `Vec<T>` and return the new elements",
    note = "implement `parallelize_mpi::RankInput` for a type of your own that every rank has alike"
)]
pub trait RankInput {
    /// How many elements all ranks have together, where this one has only a part of them; `None` where it
    /// has all.
    fn total(&self) -> Option<usize> {
        None
    }

    /// As `total`, if the inputs of a tuple are cut unit for unit. A single input has no units of this kind.
    #[doc(hidden)]
    fn total_in_units(&self, units: &[usize]) -> Option<usize> {
        let _ = units;
        self.total()
    }
}

impl<T> RankInput for &[T] {}

impl<T> RankInput for Vec<T> {}

impl<T> RankInput for VecDeque<T> {}

impl<T> RankInput for Box<[T]> {}

impl RankInput for &str {}

impl<T: RangeInteger> RankInput for Range<T> {}

impl<T: RangeInteger> RankInput for RangeInclusive<T> {}

macro_rules! tuple {
    ($($input:ident)*) => {
        impl<$($input: RankInput),*> RankInput for ($($input,)*) {
            fn total(&self) -> Option<usize> {
                self.total_in_units(&[])
            }

            fn total_in_units(&self, units: &[usize]) -> Option<usize> {
                #[allow(non_snake_case)] // the elements are named like their types
                let ($($input,)*) = self;
                same_total(&[$($input.total()),*], units)
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);

/// The total of the first input, if all have the same number of elements, or of whole units.
fn same_total(totals: &[Option<usize>], units: &[usize]) -> Option<usize> {
    let unit = |input: usize| units.get(input).copied().unwrap_or(1);
    let count = |input: usize| totals[input].map(|total| total / unit(input));
    let is_whole = |input: usize| totals[input].is_none_or(|total| total % unit(input) == 0);
    let are_same = (0..totals.len()).all(|input| count(input) == count(0) && is_whole(input));
    let (same, in_units) = match units {
        [] => ("`total`", String::new()),
        units => ("number of whole units", format!(" in units of {units:?}")),
    };
    assert!(
        are_same,
        "the inputs of a tuple that are cut at the same places must all be there on every rank, or all be `Sharded` with the same {same}; these are {totals:?}{in_units}",
    );
    totals[0]
}

/// An input that no rank has as a whole: each has those elements that it will run, which [`share`] tells.
///
/// It is an input of the builder, and can be the first argument of an annotated function, with a `jobs` or
/// `chunk_size`. Chunks are `Sharded`, too, and give access to their `part` as if they were that.
///
/// Of the rules that say where a cut may be, `multiple_of` alone goes with a `Sharded` input: give [`share`] the same unit.
/// The part of each rank is then whole units, and the last rank has a shorter rest as well. Inputs of a tuple may be cut
/// unit for unit. [`share`] counts the first of them.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
/// use parallelize_mpi::{Mpi, Options, Sharded, share};
///
/// let total = 1_000_000;
/// let range = share(total, &Options::default().chunk_size(1000));
/// let part: Vec<u64> = range.map(|n| n as u64).collect(); // or read from a file
/// let sum = parallel(Sharded { total, part: &part[..] })
///     .chunk_size(1000)
///     .backend(Mpi)
///     .reduce(|chunk| chunk.iter().sum::<u64>(), |a, b| a + b);
/// assert_eq!(sum, 499_999_500_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sharded<P> {
    /// How many elements all ranks have together.
    pub total: usize,
    /// The elements that this rank has.
    pub part: P,
}

impl<P> RankInput for Sharded<P> {
    fn total(&self) -> Option<usize> {
        Some(self.total)
    }
}

impl<P: Split> Split for Sharded<P> {
    const CUTS_ANYWHERE: bool = P::CUTS_ANYWHERE;

    fn element_count(&self) -> usize {
        self.part.element_count()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let total = self.total;
        let (early, late) = self.part.cut(at);
        (
            Sharded { total, part: early },
            Sharded { total, part: late },
        )
    }

    fn may_cut(&self, at: usize) -> bool {
        self.part.may_cut(at)
    }
}

impl<P> Deref for Sharded<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.part
    }
}

impl<P> DerefMut for Sharded<P> {
    fn deref_mut(&mut self) -> &mut P {
        &mut self.part
    }
}

/// The elements of an input of `len` elements that this rank will run, in a call with these options.
///
/// That is a range for each rank, in the order of the ranks; it is empty where there are fewer chunks than
/// ranks. Without a session, or with one rank, it is the whole.
///
/// The same part suits calls with every merge: with a [`Sharded`] input, and for [`keep_local`](crate::Call::keep_local),
/// `jobs = n` cuts into `n` equal chunks.
///
/// # Panics
///
/// Without `jobs` and `chunk_size`: the boundaries would depend on the number of workers that a rank has.
///
/// # Examples
///
/// ```
/// use parallelize_mpi::{Options, share};
///
/// assert_eq!(share(1000, &Options::default().jobs(8)), 0..1000); // with `-n 2`, 0..500 and 500..1000
/// ```
#[must_use]
pub fn share(len: usize, options: &Options) -> Range<usize> {
    assert!(
        !options.are_automatic(),
        "the share of a rank depends on where the input is cut: give `share` the `jobs` or `chunk_size` of the call"
    );
    let cuts = Cuts::new(options, len, Grain::Coarse, 1);
    let chunks = cuts.share(session::rank(), session::size());
    cuts.elements(chunks)
}
