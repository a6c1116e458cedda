//! Inputs that are cut unit for unit: so many elements of one belong to so many of another.

use super::splitter::UnequalLengths;

/// A tuple of inputs, which [`Parallel::units`](crate::Parallel::units) cuts unit for unit.
///
/// This trait is sealed: it cannot be implemented outside this crate.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
///
/// // The units of a tuple of two inputs are two numbers.
/// let lengths = parallel((&[0; 6], &[0; 8])).jobs(2).units((3, 4)).per_chunk(|(a, b): (&[u8], &[u8])| (a.len(), b.len()));
/// assert_eq!(lengths, [(3, 4), (3, 4)]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of inputs, which could be cut unit for unit",
    label = "a single input has one unit: use `multiple_of`"
)]
pub trait Units: sealed::Units {
    /// A tuple with one unit for each input.
    type Units;

    #[doc(hidden)]
    fn list(units: Self::Units) -> Box<[usize]>;
}

mod sealed {
    /// Keeps `Units` inside this crate.
    #[diagnostic::on_unimplemented(
        message = "`parallelize::Units` cannot be implemented outside `parallelize`",
        label = "only tuples of inputs are cut unit for unit"
    )]
    pub trait Units {}
}

macro_rules! units {
    ($($chunk:ident $value:ident $unit:ident)*) => {
        impl<$($chunk),*> sealed::Units for ($($chunk,)*) {}

        impl<$($chunk),*> Units for ($($chunk,)*) {
            type Units = ($($unit,)*);

            fn list(($($value,)*): Self::Units) -> Box<[usize]> {
                Box::new([$($value),*])
            }
        }
    };
}

units!(A a usize B b usize);
units!(A a usize B b usize C c usize);
units!(A a usize B b usize C c usize D d usize);
units!(A a usize B b usize C c usize D d usize E e usize);
units!(A a usize B b usize C c usize D d usize E e usize F f usize);

/// Where each input of a tuple is cut, if the first is cut at `at`.
pub(crate) fn places<const N: usize>(at: usize, units: &[usize]) -> [usize; N] {
    std::array::from_fn(|input| match units.first() {
        None => at,
        Some(first) => at / first * units[input],
    })
}

/// The length of the first input, if all have the same number of elements, or of whole units.
pub(super) fn equal_lengths<const N: usize>(
    lengths: [usize; N],
    units: &[usize],
) -> Result<usize, UnequalLengths> {
    let unit = |input: usize| units.get(input).copied().unwrap_or(1);
    let is_whole = |input: usize| lengths[input] % unit(input) == 0;
    let count = |input: usize| lengths[input] / unit(input);
    let other = (1..N).find(|&input| !is_whole(0) || !is_whole(input) || count(input) != count(0));
    match other {
        None => Ok(lengths[0]),
        Some(other) => Err(UnequalLengths {
            lengths: [lengths[0], lengths[other]],
            units: [unit(0), unit(other)],
            others_agree: (1..N).all(|input| is_whole(input) && count(input) == count(1)),
        }),
    }
}
