//! How one input is cut.

use std::collections::VecDeque;

use super::drain::DrainQueue;
use super::may_cut;
use super::splitter::{AskMayCut, Splitter};
use crate::sys::panics::catch;

/// A value that can be cut into two values of its own kind, one after the other.
///
/// Implemented for `&[T]`, `&mut [T]`, `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, `&str`, and `Range` and `RangeInclusive` of
/// all integers. With the feature `ndarray`, views of that crate's arrays implement `Split`, too. Implement
/// `Split` for a type of your own, and that type can be the first argument of an annotated function or the
/// input of [`parallel`](crate::parallel()).
///
/// Cutting must keep every element, and their order: the first value holds the elements before
/// `at`, the second those from `at` on. A piece whose length is not what the cuts imply makes the
/// call panic. Cut on the calling thread alone: other workers may wait for it, and they may be the
/// ones that rayon, or another annotated function, would want to use.
///
/// # Examples
///
/// A picture, cut between rows:
///
/// ```
/// use parallelize::{Split, parallel};
///
/// struct Rows<'a> {
///     pixels: &'a [u8],
///     width: usize,
/// }
///
/// impl Split for Rows<'_> {
///     fn element_count(&self) -> usize {
///         self.pixels.len() / self.width
///     }
///
///     fn cut(self, at: usize) -> (Self, Self) {
///         let (above, below) = self.pixels.split_at(at * self.width);
///         (Rows { pixels: above, ..self }, Rows { pixels: below, ..self })
///     }
/// }
///
/// let picture = Rows { pixels: &[1; 12], width: 4 };
/// let brightness = parallel(picture).jobs(3).per_chunk(|rows| {
///     rows.pixels.iter().map(|&pixel| u32::from(pixel)).sum::<u32>()
/// });
/// assert_eq!(brightness, [4, 4, 4]);
/// ```
#[doc(alias = "Producer")]
#[doc(alias = "IndexedParallelIterator")]
#[doc(alias = "split_at")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be split into chunks",
    label = "cannot be cut into pieces for the workers",
    note = "`&[T]`, `&mut [T]`, `Vec<T>`, `VecDeque<T>`, `Box<[T]>`, `&str` and ranges of integers can be split; implement `parallelize::Split` for other types"
)]
pub trait Split: Sized + Send {
    /// How many elements there are to share out.
    fn element_count(&self) -> usize;

    /// Cuts `self` into its first `at` elements and the others.
    ///
    /// `at` is at least 1 and less than [`element_count`](Split::element_count).
    fn cut(self, at: usize) -> (Self, Self);

    /// Whether a cut may be at `at`. Where it may not, a call cuts at the next place that is allowed.
    ///
    /// `at` is at least 1 and less than [`element_count`](Split::element_count). The calling thread asks, before any
    /// body runs.
    ///
    /// # Examples
    ///
    /// Events, of which some belong to the one before:
    ///
    /// ```
    /// use parallelize::{Split, parallel};
    ///
    /// struct Events<'a>(&'a [&'a str]);
    ///
    /// impl Split for Events<'_> {
    ///     fn element_count(&self) -> usize {
    ///         self.0.len()
    ///     }
    ///
    ///     fn cut(self, at: usize) -> (Self, Self) {
    ///         let (early, late) = self.0.split_at(at);
    ///         (Events(early), Events(late))
    ///     }
    ///
    ///     fn may_cut(&self, at: usize) -> bool {
    ///         !self.0[at].starts_with(' ')
    ///     }
    /// }
    ///
    /// let events = Events(&["start", " of the engine", "stop", "start"]);
    /// let lengths = parallel(events).jobs(4).per_chunk(|events| events.0.len());
    /// assert_eq!(lengths, [2, 1, 1]);
    /// ```
    #[must_use]
    fn may_cut(&self, at: usize) -> bool {
        let _ = at;
        may_cut::by_default(self)
    }

    /// Whether `may_cut` is always true, so that no call need ask.
    #[doc(hidden)]
    const CUTS_ANYWHERE: bool = false;

    /// How chunks are cut off.
    #[doc(hidden)]
    #[must_use]
    fn splitter() -> Splitter<Self> {
        let may_cut: AskMayCut<Self> = |input, at, _| may_cut::ask(input, at);
        Splitter::new(
            |input, _| Ok(input.element_count()),
            |input, at, _| input.cut(at),
            (!Self::CUTS_ANYWHERE).then_some(may_cut),
        )
    }
}

impl<T: Sync> Split for &[T] {
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at(at)
    }

    fn splitter() -> Splitter<Self> {
        Splitter::shared()
    }
}

impl<T: Send> Split for &mut [T] {
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.split_at_mut(at)
    }
}

impl<T: Send> Split for Vec<T> {
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.split_off(at);
        (self, later)
    }

    fn splitter() -> Splitter<Self> {
        Splitter {
            with_queue: |input, _, plan, lend| {
                let mut queue = DrainQueue::new(input, plan);
                lend(&mut queue);
                catch(|| drop(queue))
            },
            ..Splitter::new(
                |input: &Self, _| Ok(input.len()),
                |input, at, _| input.cut(at),
                None,
            )
        }
    }
}

/// Each cut moves the later half. Halving down to `n` chunks moves an element `log2(n)` times at worst, while other
/// workers wait; a `Vec` moves each element once.
impl<T: Send> Split for VecDeque<T> {
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.split_off(at);
        (self, later)
    }
}

/// Each cut gives both halves an allocation of their own size. Halving down to `n` chunks moves an element `log2(n)`
/// times at worst, while other workers wait; a `Vec` (`boxed.into_vec()`) moves each element once.
impl<T: Send> Split for Box<[T]> {
    const CUTS_ANYWHERE: bool = true;

    fn element_count(&self) -> usize {
        self.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let mut early = self.into_vec();
        let late = early.split_off(at);
        (early.into_boxed_slice(), late.into_boxed_slice())
    }
}
