//! From a counterexample to a small one.

use std::fmt::Debug;
use std::iter;
use std::ops::Range;

use super::counterexample::{Counterexample, Difference};
use super::law::{Law, Run};
use super::part::Part;
use super::sample::Sample;
use crate::sys::panics::catch;

/// Of up to so many steps from place to place, all parts are tried.
const FEW: usize = 48;

impl<I: Sample<K>, K, R: Debug> Law<'_, I, K, R> {
    /// A smaller one that breaks the law in the same respect.
    pub(super) fn shrink(&self, found: Counterexample) -> Counterexample {
        if found.cuts.is_empty() {
            return found;
        }
        let smallest = match self.steps() {
            steps @ ..=FEW => self.smallest(0..steps, found.difference),
            _ => None,
        };
        smallest.unwrap_or_else(|| self.leave_out(found))
    }

    fn leave_out(&self, found: Counterexample) -> Counterexample {
        let difference = found.difference;
        let smaller_one = |found: &Counterexample| {
            let found = Part::new(found.range.clone(), &found.cuts);
            let found = found.map(|element| self.step(element));
            smaller(&found).into_iter().find_map(|part| {
                let part = part.map(|step| self.element(step));
                let whole = self.if_it_returns(part.range.clone())?;
                let found = self.breach(&whole, &part)?;
                (found.difference == difference).then_some(found)
            })
        };
        let mut small = found;
        while let Some(next) = smaller_one(&small) {
            small = next;
        }
        let left = self.step(small.range.start)..self.step(small.range.end);
        let mut few = few(&left).into_iter();
        let smallest = few.find_map(|range| self.smallest(range, difference));
        smallest.unwrap_or(small)
    }

    /// The first of the shortest parts of some few steps that break the law with one cut.
    fn smallest(&self, within: Range<usize>, difference: Difference) -> Option<Counterexample> {
        let mut parts = (2..=within.len()).flat_map(|len| {
            let starts = within.start..=within.end - len;
            starts.map(move |start| start..start + len)
        });
        parts.find_map(|range| {
            let whole = self.element(range.start)..self.element(range.end);
            let whole = self.if_it_returns(whole)?;
            (range.start + 1..range.end).find_map(|at| {
                let part = Part::new(range.clone(), &[at]).map(|step| self.element(step));
                let found = self.breach(&whole, &part)?;
                (found.difference == difference).then_some(found)
            })
        })
    }

    /// What the function does on these elements at once, if it does not panic.
    fn if_it_returns(&self, range: Range<usize>) -> Option<Run<R, I::Copy>> {
        catch(|| self.at_once(range)).ok()
    }
}

/// All steps that are left or, if they are more than some few, those at either end.
fn few(left: &Range<usize>) -> [Range<usize>; 2] {
    let Range { start, end } = *left;
    let few = FEW.min(end - start);
    [start..start + few, end - few..end]
}

/// Ways to leave something out. Where merging is associative, a part cut in several places that keeps
/// the law without its last piece breaks it with its last cut alone: so one cut remains.
fn smaller(found: &Part) -> Vec<Part> {
    let part = |start, end, cuts: &[usize]| Part::new(start..end, cuts);
    let Range { start, end } = found.range;
    let cuts = &*found.cuts;
    let (first, last) = (cuts[0], cuts[cuts.len() - 1]);
    let mut parts = Vec::new();
    if cuts.len() > 1 {
        parts.push(part(start, last, &cuts[..cuts.len() - 1]));
        parts.extend(cuts.iter().rev().map(|&cut| part(start, end, &[cut])));
        parts.extend((0..cuts.len()).map(|index| {
            let (early, late) = cuts.split_at(index);
            part(start, end, &[early, &late[1..]].concat())
        }));
    }
    let behind = |len| part(start, last + len, cuts);
    let before = |len| part(first - len, end, cuts);
    parts.extend(less(end - last).map(behind));
    parts.extend(less(first - start).map(before));
    parts.extend(short(end - last).map(behind));
    parts.extend(short(first - start).map(before));
    parts
}

/// Lengths that an end of so many steps could have instead: less by a half, by a quarter, and so on to 1.
fn less(len: usize) -> impl Iterator<Item = usize> {
    let steps = iter::successors(Some(len / 2), |step| Some(step / 2));
    let steps = steps.take_while(|&step| step > 0);
    steps.map(move |step| len - step)
}

/// Short ones.
fn short(len: usize) -> impl Iterator<Item = usize> {
    1..len.min(129)
}
