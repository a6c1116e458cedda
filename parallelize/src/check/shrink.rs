//! From a counterexample to a small one.

use std::fmt::Debug;
use std::iter;

use super::counterexample::Counterexample;
use super::law::Law;
use super::part::Part;
use super::sample::Sample;
use crate::unwind::catch;

/// In a part of up to so many elements, all smaller parts are tried.
const FEW: usize = 48;

impl<I: Sample<K>, K, R: Debug> Law<'_, I, K, R> {
    /// Leaves out what can be left out, as long as the law is broken in the same respect.
    pub(super) fn shrink(&self, found: Counterexample) -> Counterexample {
        if found.cuts.is_empty() {
            return found;
        }
        let mut small = found;
        loop {
            let next = smaller(&small).find_map(|part| self.again(&small, &part));
            match next {
                Some(next) => small = next,
                None => break,
            }
        }
        self.smallest(&small).unwrap_or(small)
    }

    fn again(&self, found: &Counterexample, part: &Part) -> Option<Counterexample> {
        let whole = catch(|| self.at_once(part.range.clone())).ok()?;
        let again = self.breach(&whole, part)?;
        (again.difference == found.difference).then_some(again)
    }

    /// The first of the shortest parts that break the law with one cut, if these elements are few.
    fn smallest(&self, found: &Counterexample) -> Option<Counterexample> {
        let within = found.range.clone();
        if within.len() > FEW {
            return None;
        }
        let parts = (2..=within.len()).flat_map(|len| {
            let starts = within.start..=within.end - len;
            starts.map(move |start| start..start + len)
        });
        parts.into_iter().find_map(|range| {
            let whole = catch(|| self.at_once(range.clone())).ok()?;
            (range.start + 1..range.end).find_map(|at| {
                let part = Part {
                    range: range.clone(),
                    cuts: vec![at],
                };
                let again = self.breach(&whole, &part)?;
                (again.difference == found.difference).then_some(again)
            })
        })
    }
}

/// Ways to leave something out. Where merging is associative, a part cut in several places that keeps
/// the law without its last piece breaks it with its last cut alone: so one cut remains.
fn smaller(found: &Counterexample) -> impl Iterator<Item = Part> {
    let part = |start: usize, end: usize, cuts: &[usize]| Part {
        range: start..end,
        cuts: cuts.to_vec(),
    };
    let (start, end) = (found.range.start, found.range.end);
    let cuts = &*found.cuts;
    let (first, last) = (cuts[0], cuts[cuts.len() - 1]);
    let has_several = cuts.len() > 1;

    let pieces = has_several.then(|| {
        let without_last = part(start, last, &cuts[..cuts.len() - 1]);
        let without_first = part(first, end, &cuts[1..]);
        [without_last, without_first]
    });
    let one_cut = cuts.iter().rev().filter(move |_| has_several);
    let one_cut = one_cut.map(move |&cut| part(start, end, &[cut]));
    let fewer_cuts = (0..cuts.len())
        .filter(move |_| has_several)
        .map(move |index| {
            let (early, late) = cuts.split_at(index);
            part(start, end, &[early, &late[1..]].concat())
        });
    let behind = halvings(end - last - 1).map(move |less| part(start, end - less, cuts));
    let before = halvings(first - start - 1).map(move |less| part(start + less, end, cuts));
    let ends = behind.chain(before);
    pieces
        .into_iter()
        .flatten()
        .chain(one_cut)
        .chain(fewer_cuts)
        .chain(ends)
}

/// `most`, half of it, a quarter, and so on to 1.
fn halvings(most: usize) -> impl Iterator<Item = usize> {
    iter::successors(Some(most), |less| Some(less / 2)).take_while(|&less| less > 0)
}
