//! Inputs that are cut unit for unit: so many elements of one belong to so many of another.

use super::splitter::UnequalLengths;

/// One unit for each input of a tuple `C`, as [`Parallel::units`](crate::Parallel::units) takes them: a tuple of as
/// many numbers.
///
/// This trait is sealed: it cannot be implemented outside this crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are not the units of `{C}`",
    label = "write a tuple with one `usize` for each input of the tuple",
    note = "the units of a single input are all alike: use `multiple_of`"
)]
pub trait Units<C>: sealed::Units {
    #[doc(hidden)]
    fn into_list(self) -> Box<[usize]>;
}

mod sealed {
    /// Keeps `Units` inside this crate.
    #[diagnostic::on_unimplemented(
        message = "`parallelize::Units` cannot be implemented outside `parallelize`",
        label = "only tuples of `usize` are units"
    )]
    pub trait Units {}
}

macro_rules! units {
    ($($chunk:ident $value:ident $unit:ident)*) => {
        impl sealed::Units for ($($unit,)*) {}

        impl<$($chunk),*> Units<($($chunk,)*)> for ($($unit,)*) {
            fn into_list(self) -> Box<[usize]> {
                let ($($value,)*) = self;
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
