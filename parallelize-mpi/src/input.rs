//! What a call on several ranks can take: what every rank has, or a part that only one has.

use std::ops::{Deref, DerefMut, Range};

use parallelize::backend::{Cuts, Grain, Options};
use parallelize::{RangeInteger, Split};

use crate::session;

/// A chunk type of inputs that several ranks can share out: a value that every rank has alike, or a
/// [`Sharded`] one.
///
/// Implemented for `&[T]`, `Vec<T>`, ranges of integers, [`Sharded`], and tuples of two to six of those.
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
}

impl<T> RankInput for &[T] {}

impl<T> RankInput for Vec<T> {}

impl<T: RangeInteger> RankInput for Range<T> {}

macro_rules! tuple {
    ($($input:ident)*) => {
        impl<$($input: RankInput),*> RankInput for ($($input,)*) {
            fn total(&self) -> Option<usize> {
                #[allow(non_snake_case)] // the elements are named like their types
                let ($($input,)*) = self;
                same_total(&[$($input.total()),*])
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);

fn same_total(totals: &[Option<usize>]) -> Option<usize> {
    assert!(
        totals.iter().all(|total| *total == totals[0]),
        "the inputs of a tuple that are cut at the same places must all be there on every rank, or all be `Sharded` with the same `total`; these are {totals:?}",
    );
    totals[0]
}

/// An input that no rank has as a whole: each has those elements that it will run, which [`share`] tells.
///
/// It is an input of the builder, and can be the first argument of an annotated function, with a `jobs` or
/// `chunk_size`. Chunks are `Sharded`, too, and give access to their `part` as if they were that.
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
    let cuts = Cuts::new(options, len, Grain::Fine, 1);
    let chunks = cuts.share(session::rank(), session::size());
    cuts.elements(chunks)
}
