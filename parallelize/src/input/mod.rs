//! What is cut: types that split, borrowed collections, tuples of both, and the queues that hand out their
//! chunks.

mod drain;
mod may_cut;
#[cfg(feature = "ndarray")]
mod ndarray;
mod neighbours;
mod overlap;
mod queue;
mod ranges;
mod shared_queue;
mod source;
mod split;
mod split_queue;
mod splitter;
mod str;
mod stream_queue;
mod units;

use std::panic::resume_unwind;

use self::may_cut::MayCut;
pub use self::neighbours::{Neighbours, same};
pub(crate) use self::overlap::with_queue as with_overlapping_queue;
pub use self::overlap::{Overlap, OverlapInput};
pub(crate) use self::queue::{Claim, Queue};
pub use self::ranges::RangeInteger;
pub(crate) use self::source::{Elements, Reading, Source};
pub use self::split::Split;
use self::splitter::AskMayCut;
pub(crate) use self::splitter::{Splitter, UnequalLengths};
pub(crate) use self::stream_queue::StreamQueue;
pub use self::units::Units;
use self::units::equal_lengths;
pub(crate) use self::units::places;
#[cfg(all(parallelize_loom, test))]
pub(crate) use self::{drain::DrainQueue, shared_queue::SharedQueue, split_queue::SplitQueue};
use crate::sys::panics::{Payload, catch, discard_unseen, first_panic};

/// What [`parallel`](crate::parallel()) accepts, handing chunks of type `C` to the body.
///
/// | input | chunks |
/// |---|---|
/// | a type that implements [`Split`] | the same type |
/// | `&Vec<T>`, `&[T; N]` | `&[T]` |
/// | `&mut Vec<T>`, `&mut [T; N]` | `&mut [T]` |
/// | a tuple of two to six of these | tuples of chunks, cut at the same places |
///
/// This trait is sealed. To make a type of your own an input, implement [`Split`].
///
/// # Examples
///
/// ```
/// use parallelize::{Input, parallel};
///
/// fn count<I: Input<C>, C: Send>(input: I) -> usize {
///     parallel(input).chunk_size(1).per_chunk(|_| ()).len()
/// }
///
/// assert_eq!(count(&vec!['a', 'b']), 2);
/// assert_eq!(count(0..3_u32), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be split into chunks",
    label = "cannot be cut into pieces for the workers",
    note = "`&[T]`, `&mut [T]`, `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, `&str`, ranges of integers and tuples of those can be split; implement `parallelize::Split` for other types",
    note = "an annotated function's first argument is the one that is cut: name another one in `split`",
    note = "an iterator is read as a stream: take `impl Iterator<Item = T>`, or call `parallelize::stream`",
    note = "a shared slice needs `T: Sync`, a mutable slice or a `Vec` needs `T: Send`"
)]
pub trait Input<C>: sealed::Input<C> {
    #[doc(hidden)]
    fn into_chunk(self) -> C;

    #[doc(hidden)]
    fn splitter() -> Splitter<C>;
}

mod sealed {
    use super::Split;

    /// Keeps `Input` inside this crate.
    #[diagnostic::on_unimplemented(
        message = "`parallelize::Input` cannot be implemented outside `parallelize`",
        label = "implement `parallelize::Split` for `{Self}` instead"
    )]
    pub trait Input<C> {}

    #[diagnostic::do_not_recommend]
    impl<S: Split> Input<S> for S {}
    impl<'a, T: Sync> Input<&'a [T]> for &'a Vec<T> {}
    impl<'a, T: Send> Input<&'a mut [T]> for &'a mut Vec<T> {}
    impl<'a, T: Sync, const N: usize> Input<&'a [T]> for &'a [T; N] {}
    impl<'a, T: Send, const N: usize> Input<&'a mut [T]> for &'a mut [T; N] {}
}

/// The methods of an input that is its own chunk, of type `$chunk`. Each `impl` is written out: the compiler
/// shows the `impl`s to callers whose input is none.
macro_rules! into_itself {
    ($chunk:ty) => {
        fn into_chunk(self) -> $chunk {
            self
        }

        fn splitter() -> Splitter<$chunk> {
            <$chunk as Split>::splitter()
        }
    };
}

impl<S: Split> Input<S> for S {
    into_itself!(S);
}

impl<'a, T: Sync> Input<&'a [T]> for &'a Vec<T> {
    into_itself!(&'a [T]);
}

impl<'a, T: Send> Input<&'a mut [T]> for &'a mut Vec<T> {
    into_itself!(&'a mut [T]);
}

impl<'a, T: Sync, const N: usize> Input<&'a [T]> for &'a [T; N] {
    into_itself!(&'a [T]);
}

impl<'a, T: Send, const N: usize> Input<&'a mut [T]> for &'a mut [T; N] {
    into_itself!(&'a mut [T]);
}

macro_rules! tuple {
    ($(($input:ident $chunk:ident $value:ident $early:ident $late:ident $place:ident))*) => {
        impl<$($input: Input<$chunk>, $chunk: Send),*> sealed::Input<($($chunk,)*)> for ($($input,)*) {}

        impl<$($input, $chunk),*> Input<($($chunk,)*)> for ($($input,)*)
        where
            $($input: Input<$chunk>, $chunk: Send,)*
        {
            fn into_chunk(self) -> ($($chunk,)*) {
                let ($($value,)*) = self;
                ($($value.into_chunk(),)*)
            }

            fn splitter() -> Splitter<($($chunk,)*)> {
                let may_cut: AskMayCut<($($chunk,)*)> = |($($value,)*), at, units| {
                    let [$($place),*] = places(at, units);
                    MayCut::Anywhere$(.min($input::splitter().ask($value, $place)))*
                };
                let never_asks = $($input::splitter().never_asks())&&*;
                Splitter::new(
                    |($($value,)*), units| {
                        equal_lengths([$($input::splitter().element_count($value)?),*], units)
                    },
                    |($($value,)*), at, units| {
                        let [$($place),*] = places(at, units);
                        $(let $value = catch(|| $input::splitter().cut($value, $place));)*
                        match ($($value,)*) {
                            ($(Ok(($early, $late)),)*) => (($($early,)*), ($($late,)*)),
                            ($($value,)*) => give_up([$($value.map(drop_pieces)),*]),
                        }
                    },
                    (!never_asks).then_some(may_cut),
                )
            }
        }
    };
}

tuple!((A CA a a1 a2 a3)(B CB b b1 b2 b3));
tuple!((A CA a a1 a2 a3)(B CB b b1 b2 b3)(C CC c c1 c2 c3));
tuple!((A CA a a1 a2 a3)(B CB b b1 b2 b3)(C CC c c1 c2 c3)(D CD d d1 d2 d3));
tuple!((A CA a a1 a2 a3)(B CB b b1 b2 b3)(C CC c c1 c2 c3)(D CD d d1 d2 d3)(E CE e e1 e2 e3));
tuple!((A CA a a1 a2 a3)(B CB b b1 b2 b3)(C CC c c1 c2 c3)(D CD d d1 d2 d3)(E CE e e1 e2 e3)(F CF f f1 f2 f3));

fn drop_pieces<C>((early, late): (C, C)) {
    discard_unseen([early, late]);
}

/// Goes on with the first panic.
fn give_up<const N: usize>(cuts: [Result<(), Payload>; N]) -> ! {
    let panic = cuts.into_iter().fold(Ok(()), first_panic);
    resume_unwind(panic.expect_err("one has panicked"))
}
