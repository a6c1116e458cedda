//! The options that say where pieces may begin and end.

use std::fmt::Debug;
use std::panic::{RefUnwindSafe, UnwindSafe};

use super::Check;
use super::part::Part;
use super::sample::Sample;
use crate::input::{Input, Neighbours, Overlap, OverlapInput, Splitter, Units};
use crate::plan::{Place, Rule, Rules, next_multiple};

/// What cuts the input, in messages.
pub(super) const A_CHECK: &str = "a check";

/// Where the input of a check may be cut.
#[derive(Debug)]
pub(super) struct CutRules<I, K> {
    rules: Rules,
    /// The units of the inputs in a tuple, if they are cut unit for unit.
    units: Box<[usize]>,
    /// The places where a look at the elements allows a cut. `None` without such a look.
    searched: Option<Vec<usize>>,
    widen: Option<Widening<I, K>>,
}

/// How pieces get the elements of their neighbours.
pub(super) type Widening<I, K> = Box<dyn Widen<I, K> + Send + Sync + UnwindSafe + RefUnwindSafe>;

impl<I, K> Default for CutRules<I, K> {
    fn default() -> Self {
        CutRules {
            rules: Rules::default(),
            units: Box::default(),
            searched: None,
            widen: None,
        }
    }
}

impl<I: Sample<K>, K> CutRules<I, K> {
    /// How the input is cut.
    pub(super) fn splitter<'a>(&self) -> Splitter<I::Chunk<'a>> {
        let mut splitter = <I::Chunk<'a> as Input<I::Chunk<'a>>>::splitter();
        splitter.set_units(self.units.clone());
        splitter
    }

    pub(super) fn units(&self) -> &[usize] {
        &self.units
    }

    pub(super) fn overlap(&self) -> [usize; 2] {
        self.rules.overlap().unwrap_or_default()
    }

    pub(super) fn widening(&self) -> Option<&Widening<I, K>> {
        self.widen.as_ref()
    }

    /// Refuses units of 0.
    pub(super) fn check(&self) -> Result<(), String> {
        self.rules.check(A_CHECK)
    }

    /// The places where an input of `len` elements may be cut. `None` if that is anywhere.
    pub(super) fn places(&self, input: &I, len: usize) -> Option<Vec<usize>> {
        let unit = self.rules.unit();
        let splitter = self.splitter();
        let mut copy = input.copy();
        let input = I::lend(&mut copy);
        let has_rule = unit.is_some() || self.searched.is_some();
        if !has_rule && splitter.cuts_anywhere(&input, len) {
            return None;
        }
        let is_allowed = |at: &usize| {
            unit.is_none_or(|unit| next_multiple(unit, *at, len) == Some(*at))
                && splitter.may_cut(&input, *at)
        };
        let searched = self.searched.clone();
        let places = searched.unwrap_or_else(|| (1..len).collect());
        Some(places.into_iter().filter(is_allowed).collect())
    }
}

/// Where the function may be cut, as [`Parallel`](crate::Parallel) has it. Pieces begin and end only there.
impl<I: Sample<K>, K, S> Check<I, K, S> {
    /// Cuts only at multiples of `unit` elements; as [`Parallel::multiple_of`](crate::Parallel::multiple_of).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::check;
    ///
    /// fn pairs(numbers: &[u32]) -> Vec<u32> {
    ///     numbers.chunks_exact(2).map(|pair| pair[0] * pair[1]).collect()
    /// }
    ///
    /// check(&[1, 2, 3, 4]).flatten(pairs).unwrap_err();
    /// check(&[1, 2, 3, 4]).multiple_of(2).flatten(pairs).unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// As the method of `Parallel`.
    #[track_caller]
    pub fn multiple_of(mut self, unit: usize) -> Self {
        self.rules.rules.set(Rule::MultipleOf(unit));
        self
    }

    /// Cuts the inputs of a tuple unit for unit; as [`Parallel::units`](crate::Parallel::units).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::check;
    ///
    /// fn sums((pairs, factors): (&[u32], &[u32])) -> Vec<u32> {
    ///     let pairs = pairs.chunks_exact(2).zip(factors);
    ///     pairs.map(|(pair, factor)| (pair[0] + pair[1]) * factor).collect()
    /// }
    ///
    /// check((&[1, 2, 3, 4, 5, 6], &[1, 10, 100])).units((2, 1)).flatten(sums).unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// As the method of `Parallel`.
    #[track_caller]
    pub fn units<U>(mut self, units: U) -> Self
    where
        for<'a> I::Chunk<'a>: Units<Units = U>,
    {
        let units = <I::Chunk<'_> as Units>::list(units);
        self.rules.rules.set(Rule::Units(units.clone()));
        self.rules.units = units;
        self
    }

    /// Cuts only between neighbours for which `same` is false; as [`Parallel::chunk_by`](crate::Parallel::chunk_by).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::check;
    ///
    /// fn deduplicated(numbers: &[u32]) -> Vec<u32> {
    ///     let mut numbers = numbers.to_vec();
    ///     numbers.dedup();
    ///     numbers
    /// }
    ///
    /// check(&[1, 1, 2, 2]).flatten(deduplicated).unwrap_err();
    /// check(&[1, 1, 2, 2]).chunk_by(|a, b| a == b).flatten(deduplicated).unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// As the method of `Parallel`.
    #[track_caller]
    pub fn chunk_by<E, F>(mut self, same: F) -> Self
    where
        for<'a> I::Chunk<'a>: Neighbours<Element = E>,
        F: Fn(&E, &E) -> bool,
    {
        self.rules.rules.set(Rule::ChunkBy);
        self.search(|before, behind| !same(before, behind))
    }

    /// Cuts only behind elements that are equal to `delimiter`; as
    /// [`Parallel::delimiter`](crate::Parallel::delimiter).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::check;
    ///
    /// fn lines(text: &str) -> Vec<String> {
    ///     text.lines().map(str::to_uppercase).collect()
    /// }
    ///
    /// check("one\ntwo\nthree").flatten(lines).unwrap_err();
    /// check("one\ntwo\nthree").delimiter('\n').flatten(lines).unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// As the method of `Parallel`.
    #[track_caller]
    pub fn delimiter<E>(mut self, delimiter: E) -> Self
    where
        for<'a> I::Chunk<'a>: Neighbours<Element = E>,
        E: PartialEq,
    {
        self.rules.rules.set(Rule::Delimiter);
        self.search(move |before, _| *before == delimiter)
    }

    /// Gives each piece elements of its neighbours; as [`Parallel::overlap`](crate::Parallel::overlap).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::check;
    ///
    /// fn rises(heights: &[i32]) -> Vec<i32> {
    ///     heights.windows(2).map(|pair| pair[1] - pair[0]).collect()
    /// }
    ///
    /// check(&[1, 2, 4, 8]).flatten(rises).unwrap_err();
    /// check(&[1, 2, 4, 8]).overlap(0, 1).flatten(rises).unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// As the method of `Parallel`.
    #[track_caller]
    pub fn overlap(mut self, before: usize, after: usize) -> Self
    where
        for<'a> I::Chunk<'a>: OverlapInput,
    {
        self.rules.rules.set_overlap(before, after);
        self.rules.widen = Some(Box::new(Neighbouring));
        self
    }

    /// Notes the places between neighbours that may be parted.
    fn search<E>(mut self, may_part: impl Fn(&E, &E) -> bool) -> Self
    where
        for<'a> I::Chunk<'a>: Neighbours<Element = E>,
    {
        let mut copy = self.input.copy();
        let input = I::lend(&mut copy);
        let splitter = self.rules.splitter();
        // Inputs of different lengths are for the check to refuse.
        let len = splitter.element_count(&input).unwrap_or_default();
        let places = (1..len).filter(|&at| {
            splitter.may_cut(&input, at) && input.neighbours(at, |a, b| may_part(a, b))
        });
        self.rules.searched = Some(places.collect());
        drop(input);
        self
    }
}

/// Gives pieces the elements of their neighbours. A check asks for no bound on what it cuts, so the bound is behind a
/// trait object.
pub(super) trait Widen<I, K>: Debug {
    /// Cuts a part out of an input of `len` elements, into pieces with their neighbours.
    fn cut_out<'a>(
        &self,
        part: &Part,
        input: I::Chunk<'a>,
        len: usize,
        splitter: &Splitter<I::Chunk<'a>>,
        places: &[Place],
    ) -> Vec<I::Chunk<'a>>
    where
        I: Sample<K>;
}

#[derive(Debug)]
struct Neighbouring;

impl<I: Sample<K>, K> Widen<I, K> for Neighbouring
where
    for<'a> I::Chunk<'a>: OverlapInput,
{
    fn cut_out<'a>(
        &self,
        part: &Part,
        input: I::Chunk<'a>,
        len: usize,
        splitter: &Splitter<I::Chunk<'a>>,
        places: &[Place],
    ) -> Vec<I::Chunk<'a>> {
        let whole = input.first().part(part.range.clone());
        let mut pieces = part.cut_out(input, len, splitter);
        for (piece, place) in pieces.iter_mut().zip(places) {
            *piece.first_mut() = whole.part(place.with_neighbours());
        }
        pieces
    }
}
