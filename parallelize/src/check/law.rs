//! One trial of the law: a function on a part of the input, at once and in pieces.

use std::fmt::Debug;
use std::ops::Range;

use super::counterexample::{Counterexample, Difference};
use super::part::Part;
use super::rules::{A_CHECK, CutRules};
use super::sample::Sample;
use super::{printed, splits};
use crate::plan::Place;
use crate::sys::panics::{Payload, catch};

/// What is claimed of a function.
pub(super) struct Law<'l, I: Sample<K> + 'l, K: 'l, R> {
    pub(super) input: I,
    pub(super) len: usize,
    /// Where pieces may begin and end, besides the ends of the input. `None` if that is anywhere.
    pub(super) places: Option<Vec<usize>>,
    pub(super) rules: CutRules<I, K>,
    pub(super) function: &'l dyn for<'c> Fn(I::Chunk<'c>) -> R,
    /// Whether no later piece runs.
    pub(super) is_failure: fn(&R) -> bool,
    pub(super) merge: &'l dyn Fn(Vec<R>) -> R,
    pub(super) same: &'l dyn Fn(&R, &R) -> bool,
}

/// What a run leaves: its output, and what has become of its copy of the input.
pub(super) struct Run<R, C> {
    output: R,
    copy: C,
}

/// How many elements an input has.
///
/// # Panics
///
/// If a unit is 0, or inputs of a tuple differ in length.
#[track_caller]
pub(super) fn len<I: Sample<K>, K>(input: &I, rules: &CutRules<I, K>) -> usize {
    let checked = rules.check().and_then(|()| {
        let len = rules.splitter().element_count(&I::lend(&mut input.copy()));
        len.map_err(|unequal| unequal.describe(A_CHECK))
    });
    match checked {
        Ok(len) => len,
        Err(message) => panic!("{message}"),
    }
}

impl<I: Sample<K>, K, R: Debug> Law<'_, I, K, R> {
    /// Tries the splits that belong to the input's length.
    pub(super) fn check(&self) -> Result<(), Counterexample> {
        let whole = self.at_once(0..self.len);
        let steps = self.steps();
        for cuts in splits::of(steps) {
            let part = Part::new(0..steps, &cuts).map(|step| self.element(step));
            if let Some(found) = self.breach(&whole, &part) {
                return Err(self.shrink(found));
            }
        }
        Ok(())
    }

    /// How many pieces there are at most. A step leads from each place where a piece may begin to the next.
    pub(super) fn steps(&self) -> usize {
        let places = self.places.as_ref();
        places.map_or(self.len, |places| places.len() + 1)
    }

    /// The place that so many steps from the start lead to.
    pub(super) fn element(&self, steps: usize) -> usize {
        match (&self.places, steps) {
            (None, steps) => steps,
            (Some(_), 0) => 0,
            (Some(places), steps) => places.get(steps - 1).copied().unwrap_or(self.len),
        }
    }

    /// How many steps from the start lead to a place.
    pub(super) fn step(&self, element: usize) -> usize {
        match &self.places {
            None => element,
            Some(_) if element == 0 => 0,
            Some(places) => places.partition_point(|&place| place < element) + 1,
        }
    }

    /// Runs the function on these elements. A panic goes on.
    pub(super) fn at_once(&self, range: Range<usize>) -> Run<R, I::Copy> {
        let mut copy = self.input.copy();
        let mut outputs = self.outputs(&Part::new(range, &[]), &mut copy, &mut Stage::Cutting);
        let output = outputs.pop().expect("one piece has one output");
        Run { output, copy }
    }

    /// How the pieces differ from the whole, if they do.
    pub(super) fn breach(&self, whole: &Run<R, I::Copy>, part: &Part) -> Option<Counterexample> {
        let text = |output: &R| format!("{output:?}");
        let (difference, results) = match self.in_pieces(part) {
            Err(panic) => (Difference::Panic, [text(&whole.output), panic]),
            Ok(pieces) if !(self.same)(&whole.output, &pieces.output) => {
                let results = [text(&whole.output), text(&pieces.output)];
                (Difference::Output, results)
            }
            Ok(_) if (self.is_failure)(&whole.output) => return None,
            Ok(pieces) => {
                let units = self.rules.units();
                let changes = I::changes(&whole.copy, &pieces.copy, &part.range, units)?;
                (Difference::Input, changes)
            }
        };
        let [whole, pieces] = results;
        let first_difference = match difference {
            Difference::Panic => None,
            Difference::Output | Difference::Input => printed::first_difference(&whole, &pieces),
        };
        Some(Counterexample {
            len: self.len,
            range: part.range.clone(),
            cuts: part.cuts.clone(),
            difference,
            whole,
            pieces,
            first_difference,
        })
    }

    /// The error describes a panic.
    fn in_pieces(&self, part: &Part) -> Result<Run<R, I::Copy>, String> {
        let mut copy = self.input.copy();
        let mut stage = Stage::Cutting;
        let merged = catch(|| {
            let outputs = self.outputs(part, &mut copy, &mut stage);
            stage = Stage::Merging;
            let _inside = Place::whole(part.range.len()).enter_checked_merge();
            (self.merge)(outputs)
        });
        let output = merged.map_err(|payload| stage.describe(payload))?;
        Ok(Run { output, copy })
    }

    /// The outputs of the pieces, up to the first failure.
    fn outputs(&self, part: &Part, copy: &mut I::Copy, stage: &mut Stage) -> Vec<R> {
        let splitter = self.rules.splitter();
        let places: Vec<Place> = part.places(self.rules.overlap()).collect();
        let input = I::lend(copy);
        let pieces = match self.rules.widening() {
            None => part.cut_out(input, self.len, &splitter),
            Some(widening) => widening.cut_out(part, input, self.len, &splitter, &places),
        };
        let mut outputs = Vec::with_capacity(pieces.len());
        for ((piece, place), range) in pieces.into_iter().zip(places).zip(part.pieces()) {
            *stage = Stage::Running(range);
            let output = {
                let _inside = place.enter_checked();
                (self.function)(piece)
            };
            let is_failure = (self.is_failure)(&output);
            outputs.push(output);
            if is_failure {
                break;
            }
        }
        outputs
    }
}

/// What is being done when a panic comes.
enum Stage {
    Cutting,
    Running(Range<usize>),
    Merging,
}

impl Stage {
    fn describe(self, payload: Payload) -> String {
        let message = match payload.downcast::<String>() {
            Ok(message) => *message,
            Err(payload) => match payload.downcast_ref::<&str>() {
                Some(message) => (*message).to_owned(),
                None => "no message".to_owned(),
            },
        };
        match self {
            Stage::Cutting => format!("panic while the input is cut: {message}"),
            Stage::Running(range) => format!("panic in elements {range:?}: {message}"),
            Stage::Merging => format!("panic while the outputs are merged: {message}"),
        }
    }
}
