//! What `parallel` takes: everything that splits, borrowed collections, and tuples of both.

use std::panic::resume_unwind;

use crate::engine::{self, Cutter, UnequalLengths};
use crate::split::Split;
use crate::unwind::{Payload, catch, discard_unseen, first_panic};

/// What [`parallel`](crate::parallel()) accepts, handing chunks of type `C` to the body.
///
/// That is every type that implements [`Split`] (the chunks are of that type), `&Vec<T>` and
/// `&[T; N]` (the chunks are `&[T]`), `&mut Vec<T>` and `&mut [T; N]` (the chunks are `&mut [T]`),
/// and tuples of two to six of those, which are cut at the same places.
///
/// To make a type of your own an input, implement [`Split`]: this trait cannot be implemented outside
/// this crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be split into chunks",
    label = "cannot be cut into pieces for the workers",
    note = "`&[T]`, `&mut [T]`, `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, ranges of integers and tuples of those can be split; implement `parallelize::Split` for other types",
    note = "an annotated function's first argument is the one that is cut: move a slice to the front",
    note = "a shared slice needs `T: Sync`, a mutable slice or a `Vec` needs `T: Send`"
)]
pub trait Input<C>: sealed::Input<C> {
    #[doc(hidden)]
    fn into_chunk(self) -> C;

    #[doc(hidden)]
    fn cutter() -> Cutter<C>;
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

impl<S: Split> Input<S> for S {
    fn into_chunk(self) -> S {
        self
    }

    fn cutter() -> Cutter<S> {
        <S as Split>::cutter()
    }
}

impl<'a, T: Sync> Input<&'a [T]> for &'a Vec<T> {
    fn into_chunk(self) -> &'a [T] {
        self
    }

    fn cutter() -> Cutter<&'a [T]> {
        <&'a [T] as Split>::cutter()
    }
}

impl<'a, T: Send> Input<&'a mut [T]> for &'a mut Vec<T> {
    fn into_chunk(self) -> &'a mut [T] {
        self
    }

    fn cutter() -> Cutter<&'a mut [T]> {
        <&'a mut [T] as Split>::cutter()
    }
}

impl<'a, T: Sync, const N: usize> Input<&'a [T]> for &'a [T; N] {
    fn into_chunk(self) -> &'a [T] {
        self
    }

    fn cutter() -> Cutter<&'a [T]> {
        <&'a [T] as Split>::cutter()
    }
}

impl<'a, T: Send, const N: usize> Input<&'a mut [T]> for &'a mut [T; N] {
    fn into_chunk(self) -> &'a mut [T] {
        self
    }

    fn cutter() -> Cutter<&'a mut [T]> {
        <&'a mut [T] as Split>::cutter()
    }
}

macro_rules! tuple {
    ($(($input:ident $chunk:ident $value:ident $early:ident $late:ident))*) => {
        impl<$($input: Input<$chunk>, $chunk: Send),*> sealed::Input<($($chunk,)*)> for ($($input,)*) {}

        impl<$($input, $chunk),*> Input<($($chunk,)*)> for ($($input,)*)
        where
            $($input: Input<$chunk>, $chunk: Send,)*
        {
            fn into_chunk(self) -> ($($chunk,)*) {
                let ($($value,)*) = self;
                ($($value.into_chunk(),)*)
            }

            fn cutter() -> Cutter<($($chunk,)*)> {
                Cutter {
                    element_count: |($($value,)*)| {
                        equal_lengths([$(($input::cutter().element_count)($value)?),*])
                    },
                    cut: |($($value,)*), at| {
                        $(let $value = catch(|| ($input::cutter().cut)($value, at));)*
                        match ($($value,)*) {
                            ($(Ok(($early, $late)),)*) => (($($early,)*), ($($late,)*)),
                            ($($value,)*) => give_up([$($value.map(|(early, late)| {
                                discard_unseen(Some(early));
                                discard_unseen(Some(late));
                            })),*]),
                        }
                    },
                    drive: engine::drive,
                }
            }
        }
    };
}

tuple!((A CA a a1 a2)(B CB b b1 b2));
tuple!((A CA a a1 a2)(B CB b b1 b2)(C CC c c1 c2));
tuple!((A CA a a1 a2)(B CB b b1 b2)(C CC c c1 c2)(D CD d d1 d2));
tuple!((A CA a a1 a2)(B CB b b1 b2)(C CC c c1 c2)(D CD d d1 d2)(E CE e e1 e2));
tuple!((A CA a a1 a2)(B CB b b1 b2)(C CC c c1 c2)(D CD d d1 d2)(E CE e e1 e2)(F CF f f1 f2));

/// Goes on with the first panic.
fn give_up<const N: usize>(cuts: [Result<(), Payload>; N]) -> ! {
    let panic = cuts.into_iter().fold(Ok(()), first_panic);
    resume_unwind(panic.expect_err("one has panicked"))
}

fn equal_lengths<const N: usize>(lengths: [usize; N]) -> Result<usize, UnequalLengths> {
    match lengths.iter().find(|&&length| length != lengths[0]) {
        None => Ok(lengths[0]),
        Some(&other) => Err(UnequalLengths(lengths[0], other)),
    }
}
