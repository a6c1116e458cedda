//! The options that say where a cut may be.

use std::panic::AssertUnwindSafe;

use super::Parallel;
use crate::input::{Neighbours, OverlapInput, Units, with_overlapping_queue};
use crate::plan::Rule;

/// Where a cut may be. Without these options, that is anywhere.
///
/// Each boundary moves up to the next place where a cut is allowed, and boundaries that meet are one. A chunk that
/// becomes shorter than [`min_len`](Parallel::min_len) is joined to the chunk before it. The calling thread finds all
/// places before any body runs.
impl<'r, C> Parallel<'r, C> {
    /// Cuts only at multiples of `unit` elements: pixels, rows of a flat matrix, what a body takes with
    /// [`chunks_exact`](slice::chunks_exact).
    ///
    /// A rest that is shorter than a unit stays with the last whole unit.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let rgb = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    /// let grey: Vec<u8> = parallel(&rgb)
    ///     .jobs(2)
    ///     .multiple_of(3)
    ///     .flatten(|rgb| rgb.chunks_exact(3).map(|pixel| pixel.iter().sum::<u8>() / 3).collect());
    /// assert_eq!(grey, [2, 5, 8]);
    /// ```
    ///
    /// # Panics
    ///
    /// Together with [`chunk_by`](Parallel::chunk_by), [`delimiter`](Parallel::delimiter) or [`units`](Parallel::units).
    /// The call panics if `unit` is 0.
    #[doc(alias = "align")]
    #[doc(alias = "chunks_exact")]
    #[track_caller]
    pub fn multiple_of(mut self, unit: usize) -> Self {
        self.0.setup.options.rules_mut().set(Rule::MultipleOf(unit));
        self
    }

    /// Cuts the inputs of a tuple unit for unit: the first unit of the one belongs to the first unit of the other.
    ///
    /// The lengths of the inputs are the same number of whole units. All else counts the elements of the first
    /// input: [`chunk_size`](Parallel::chunk_size), [`min_len`](Parallel::min_len) and
    /// [`current_chunk`](crate::current_chunk()).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let rgb = [1, 2, 3, 4, 5, 6];
    /// let mut rgba = [0; 8];
    /// parallel((&rgb, &mut rgba)).jobs(2).units((3, 4)).flatten(|(rgb, rgba)| {
    ///     for (from, to) in rgb.chunks_exact(3).zip(rgba.chunks_exact_mut(4)) {
    ///         to[..3].copy_from_slice(from);
    ///         to[3] = 255;
    ///     }
    /// });
    /// assert_eq!(rgba, [1, 2, 3, 255, 4, 5, 6, 255]);
    /// ```
    ///
    /// # Panics
    ///
    /// Together with [`chunk_by`](Parallel::chunk_by), [`delimiter`](Parallel::delimiter) or
    /// [`multiple_of`](Parallel::multiple_of). The call panics if a unit is 0, and if the lengths are not the same number of
    /// whole units.
    #[track_caller]
    pub fn units(mut self, units: C::Units) -> Self
    where
        C: Units,
    {
        let units = C::list(units);
        let rule = Rule::Units(units.clone());
        self.0.setup.options.rules_mut().set(rule);
        self.0.setup.splitter.set_units(units);
        self
    }

    /// Cuts only between neighbours for which `same` is false, as [`slice::chunk_by`] does: groups and runs stay whole.
    ///
    /// `same` is called with two neighbouring elements, in order. Those of a `&str` are characters. In a tuple they are
    /// elements of the first input. A call does not ask about all neighbours: only from a boundary on to the next place
    /// where a cut is allowed.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let visits = [("ann", 3), ("ann", 5), ("bob", 1), ("cy", 2), ("cy", 4)];
    /// let totals: Vec<(&str, u32)> = parallel(&visits)
    ///     .jobs(4)
    ///     .chunk_by(|a, b| a.0 == b.0)
    ///     .flatten(|visits| {
    ///         let users = visits.chunk_by(|a, b| a.0 == b.0);
    ///         users.map(|user| (user[0].0, user.iter().map(|visit| visit.1).sum())).collect()
    ///     });
    /// assert_eq!(totals, [("ann", 8), ("bob", 1), ("cy", 6)]);
    /// ```
    ///
    /// # Panics
    ///
    /// Together with [`multiple_of`](Parallel::multiple_of), [`units`](Parallel::units),
    /// [`delimiter`](Parallel::delimiter) or [`overlap`](Parallel::overlap). The call resumes a panic of `same`.
    #[doc(alias = "group_by")]
    #[track_caller]
    pub fn chunk_by<F>(mut self, same: F) -> Self
    where
        C: Neighbours,
        F: Fn(&C::Element, &C::Element) -> bool + Send + Sync + 'r, // kept by the call, which may run on another thread
    {
        self.0.setup.options.rules_mut().set(Rule::ChunkBy);
        self.0.setup.search = Some(AssertUnwindSafe(Box::new(
            move |input: &C, splitter, mut places| {
                places.find(|&at| {
                    splitter.may_cut(input, at) && !input.neighbours(at, |a, b| same(a, b))
                })
            },
        )));
        self
    }

    /// Cuts only behind elements that are equal to `delimiter`: lines and records stay whole.
    ///
    /// The delimiter of a `&str` is a `char`. In a tuple it is an element of the first input.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let text = b"one\ntwo\nthree\n";
    /// let lengths: Vec<usize> = parallel(text)
    ///     .jobs(3)
    ///     .delimiter(b'\n')
    ///     .flatten(|lines| lines.split_inclusive(|&b| b == b'\n').map(|line| line.len()).collect());
    /// assert_eq!(lengths, [4, 4, 6]);
    /// ```
    ///
    /// # Panics
    ///
    /// Together with [`multiple_of`](Parallel::multiple_of), [`units`](Parallel::units),
    /// [`chunk_by`](Parallel::chunk_by) or [`overlap`](Parallel::overlap).
    #[doc(alias = "separator")]
    #[doc(alias = "split_on")]
    #[doc(alias = "lines")]
    #[track_caller]
    pub fn delimiter(mut self, delimiter: C::Element) -> Self
    where
        C: Neighbours,
        C::Element: PartialEq + Send + Sync + 'static, // borrowed elements: use `chunk_by(|a, _| *a != delimiter)`
    {
        self.0.setup.options.rules_mut().set(Rule::Delimiter);
        self.0.setup.search = Some(AssertUnwindSafe(Box::new(move |input: &C, _, places| {
            input.next_behind(places, &delimiter)
        })));
        self
    }

    /// Gives each chunk the `before` elements before it and the `after` elements behind it as well, if the input has them.
    ///
    /// The chunk is one slice with these elements, and nothing is copied. [`current_chunk`](crate::current_chunk()) tells which
    /// elements are the chunk's own (`range`), and how many come before and after these. In a tuple, the first input is cut
    /// with overlap, and the others without.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{current_chunk, parallel};
    ///
    /// let heights = [1, 2, 4, 8, 16];
    /// let rises: Vec<i32> = parallel(&heights)
    ///     .jobs(2)
    ///     .overlap(0, 1)
    ///     .flatten(|heights| heights.windows(2).map(|pair| pair[1] - pair[0]).collect());
    /// assert_eq!(rises, [1, 2, 4, 8]);
    ///
    /// // Each element becomes the highest of those around it.
    /// let mut highest = [0; 5];
    /// parallel((&heights, &mut highest)).jobs(2).overlap(1, 1).flatten(|(heights, highest)| {
    ///     let before = current_chunk().map_or(0, |chunk| chunk.before());
    ///     for (at, highest) in highest.iter_mut().enumerate() {
    ///         let at = before + at;
    ///         let around = &heights[at.saturating_sub(1)..heights.len().min(at + 2)];
    ///         *highest = *around.iter().max().unwrap();
    ///     }
    /// });
    /// assert_eq!(highest, [2, 4, 8, 16, 16]);
    /// ```
    ///
    /// # Panics
    ///
    /// Together with [`chunk_by`](Parallel::chunk_by) or [`delimiter`](Parallel::delimiter).
    #[doc(alias = "halo")]
    #[doc(alias = "stencil")]
    #[doc(alias = "windows")]
    #[doc(alias = "ghost")]
    #[track_caller]
    pub fn overlap(mut self, before: usize, after: usize) -> Self
    where
        C: OverlapInput,
    {
        self.0.setup.options.rules_mut().set_overlap(before, after);
        self.0.setup.splitter.with_queue = with_overlapping_queue();
        self
    }
}
