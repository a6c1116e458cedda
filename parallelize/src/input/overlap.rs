//! Inputs whose chunks overlap: each chunk has elements of its neighbours as well, and nothing is copied.

use std::mem;
use std::ops::{Range, RangeInclusive};

use super::queue::{Claim, Queue};
use super::split_queue::SplitQueue;
use super::splitter::WithQueue;
use super::{RangeInteger, Split};
use crate::plan::Place;
use crate::sys::panics::{catch, catch_beside, discard, discard_unseen, first_panic};

/// An input whose elements several chunks can share, so that [`overlap`](crate::Parallel::overlap) can be asked of it.
///
/// Implemented for `&[T]` and ranges of integers, and with the feature `ndarray` for shared views of arrays. Implement
/// it for a type of your own that lends its elements.
///
/// # Examples
///
/// ```
/// use std::ops::Range;
/// use parallelize::{Overlap, Split, current_chunk, parallel};
///
/// /// Heights of a landscape, row by row.
/// struct Rows<'a> {
///     heights: &'a [f32],
///     width: usize,
/// }
///
/// impl Split for Rows<'_> {
///     fn element_count(&self) -> usize {
///         self.heights.len() / self.width
///     }
///
///     fn cut(self, at: usize) -> (Self, Self) {
///         let (above, below) = self.heights.split_at(at * self.width);
///         (Rows { heights: above, ..self }, Rows { heights: below, ..self })
///     }
/// }
///
/// impl Overlap for Rows<'_> {
///     fn part(&self, range: Range<usize>) -> Self {
///         let heights = &self.heights[range.start * self.width..range.end * self.width];
///         Rows { heights, ..*self }
///     }
/// }
///
/// let rows = Rows { heights: &[1.0; 12], width: 3 };
/// let lengths = parallel(rows).jobs(2).overlap(0, 1).per_chunk(|rows| rows.element_count());
/// assert_eq!(lengths, [3, 2]); // the first one has a row of the second
/// ```
#[diagnostic::on_unimplemented(
    message = "the elements of `{Self}` cannot be shared by several chunks",
    label = "does not lend its elements",
    note = "`&[T]`, ranges of integers and shared views of arrays do; implement `parallelize::Overlap` for other types"
)]
pub trait Overlap: Split + Sync {
    /// The elements in `range`, with nothing copied.
    #[must_use]
    fn part(&self, range: Range<usize>) -> Self;
}

impl<T: Sync> Overlap for &[T] {
    fn part(&self, range: Range<usize>) -> Self {
        &self[range]
    }
}

impl<T: RangeInteger> Overlap for Range<T> {
    fn part(&self, range: Range<usize>) -> Self {
        T::advance(self.start, range.start)..T::advance(self.start, range.end)
    }
}

impl<T: RangeInteger> Overlap for RangeInclusive<T> {
    fn part(&self, range: Range<usize>) -> Self {
        let mut part = self.clone();
        if range.end < part.element_count() {
            part = part.cut(range.end).0;
        }
        if range.start > 0 {
            part = part.cut(range.start).1;
        }
        part
    }
}

/// What can be cut with [`overlap`](crate::Parallel::overlap): an input that implements [`Overlap`], or a tuple whose first
/// input does. The other inputs of a tuple are cut without overlap.
///
/// This trait is sealed: it cannot be implemented outside this crate.
///
/// # Examples
///
/// ```
/// use parallelize::{Input, OverlapInput, parallel};
///
/// fn with_next<I: Input<C>, C: OverlapInput>(input: I) -> usize {
///     parallel(input).chunk_size(1).overlap(0, 1).per_chunk(|_| ()).len()
/// }
///
/// assert_eq!(with_next(&[1, 2, 3]), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be cut with `overlap`: chunks that overlap share elements, as those of a `&[T]` can",
    label = "does not lend its elements to several chunks",
    note = "`overlap` takes `&[T]`, ranges of integers, shared views of arrays, and tuples that begin with one of those; implement `parallelize::Overlap` for other types"
)]
pub trait OverlapInput: Send + Sized + sealed::OverlapInput {
    /// The input that is cut with overlap.
    type First: Overlap;

    #[doc(hidden)]
    fn first(&self) -> &Self::First;

    #[doc(hidden)]
    fn first_mut(&mut self) -> &mut Self::First;
}

mod sealed {
    use super::Overlap;

    /// Keeps `OverlapInput` inside this crate.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be cut with `overlap`",
        label = "implement `parallelize::Overlap` for `{Self}` instead"
    )]
    pub trait OverlapInput {}

    #[diagnostic::do_not_recommend]
    impl<S: Overlap> OverlapInput for S {}
}

#[diagnostic::do_not_recommend]
impl<S: Overlap> OverlapInput for S {
    type First = S;

    fn first(&self) -> &S {
        self
    }

    fn first_mut(&mut self) -> &mut S {
        self
    }
}

macro_rules! tuple {
    ($first:ident $($other:ident)*) => {
        impl<$first: OverlapInput, $($other: Send),*> sealed::OverlapInput for ($first, $($other),*) {}

        impl<$first: OverlapInput, $($other: Send),*> OverlapInput for ($first, $($other),*) {
            type First = $first::First;

            fn first(&self) -> &Self::First {
                self.0.first()
            }

            fn first_mut(&mut self) -> &mut Self::First {
                self.0.first_mut()
            }
        }
    };
}

tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);

/// How the queue of an input is made that is cut with overlap. The input is the whole, also if the plan runs a part.
pub(crate) fn with_queue<C: OverlapInput>() -> WithQueue<C> {
    |input, splitter, plan, lend| {
        let len = plan.boundaries().len();
        let (input, whole) = catch_beside(input, |input| input.first().part(0..len))?;
        let own = catch(|| splitter.restrict(input, plan.elements(), len));
        let own = match own {
            Ok(own) => SplitQueue::new(own, splitter, plan),
            Err(payload) => {
                discard_unseen(Some(whole));
                return Err(payload);
            }
        };
        let mut queue = OverlapQueue { whole, own };
        lend(&mut queue);
        first_panic(queue.own.discard(), discard(Some(queue.whole)))
    }
}

/// Chunks with their own elements, which get those of their neighbours when they are claimed.
struct OverlapQueue<'p, C: OverlapInput> {
    /// The input that is cut with overlap.
    whole: C::First,
    own: SplitQueue<'p, C>,
}

impl<C: OverlapInput> Queue<C> for OverlapQueue<'_, C> {
    fn claim(&self) -> Option<Claim<C>> {
        self.own.claim().map(|claim| self.widen(claim))
    }

    fn claim_alone(&mut self) -> Option<Claim<C>> {
        let claim = self.own.claim_alone()?;
        Some(self.widen(claim))
    }

    fn has_more(&self) -> bool {
        self.own.has_more()
    }

    fn stop(&self) {
        self.own.stop();
    }
}

impl<C: OverlapInput> OverlapQueue<'_, C> {
    /// Gives a chunk the elements of its neighbours.
    fn widen(&self, Claim { place, chunk }: Claim<C>) -> Claim<C> {
        let chunk =
            chunk.and_then(
                |mut chunk| match catch(|| self.replace_first(place, &mut chunk)) {
                    Ok(()) => Ok(chunk),
                    Err(payload) => {
                        discard_unseen(Some(chunk));
                        Err(payload)
                    }
                },
            );
        Claim { place, chunk }
    }

    fn replace_first(&self, place: Place, chunk: &mut C) {
        let range = place.with_neighbours();
        let part = self.whole.part(range.clone());
        let actual = part.element_count();
        assert!(
            actual == range.len(),
            "`Overlap::part` of `{}` gave {actual} elements for {range:?}",
            std::any::type_name::<C::First>(),
        );
        drop(mem::replace(chunk.first_mut(), part));
    }
}
