//! One trial of the law: a function on a part of the input, at once and in pieces.

use std::fmt::Debug;
use std::ops::Range;

use super::counterexample::{Counterexample, Difference};
use super::part::Part;
use super::sample::Sample;
use super::{printed, splits};
use crate::input::{Input, UnequalLengths};
use crate::plan::Place;
use crate::sys::panics::{Payload, catch};

/// What is claimed of a function.
pub(super) struct Law<'l, I: Sample<K> + 'l, K: 'l, R> {
    pub(super) input: I,
    pub(super) len: usize,
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
#[track_caller]
pub(super) fn len<I: Sample<K>, K>(input: &I) -> usize {
    let splitter = <I::Chunk<'_> as Input<I::Chunk<'_>>>::splitter();
    match splitter.element_count(&I::lend(&mut input.copy())) {
        Ok(len) => len,
        Err(UnequalLengths {
            lengths: [one, other],
            ..
        }) => panic!(
            "inputs that are cut at the same places have different lengths: {one} and {other} elements"
        ),
    }
}

impl<I: Sample<K>, K, R: Debug> Law<'_, I, K, R> {
    /// Tries the splits that belong to the input's length.
    pub(super) fn check(&self) -> Result<(), Counterexample> {
        let range = 0..self.len;
        let whole = self.at_once(range.clone());
        for cuts in splits::of(self.len) {
            let part = Part::new(range.clone(), &cuts);
            if let Some(found) = self.breach(&whole, &part) {
                return Err(self.shrink(found));
            }
        }
        Ok(())
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
                let changes = I::changes(&whole.copy, &pieces.copy, &part.range)?;
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
            Place::whole(part.range.len()).enter_checked_merge(|| (self.merge)(outputs))
        });
        let output = merged.map_err(|payload| stage.describe(payload))?;
        Ok(Run { output, copy })
    }

    /// The outputs of the pieces, up to the first failure.
    fn outputs(&self, part: &Part, copy: &mut I::Copy, stage: &mut Stage) -> Vec<R> {
        let splitter = <I::Chunk<'_> as Input<I::Chunk<'_>>>::splitter();
        let pieces = part.cut_out(I::lend(copy), self.len, &splitter);
        let count = pieces.len();
        let mut outputs = Vec::with_capacity(count);
        for (index, (piece, range)) in pieces.into_iter().zip(part.pieces()).enumerate() {
            let place = Place {
                index,
                count,
                start: range.start - part.range.start,
                end: range.end - part.range.start,
                total: part.range.len(),
                before: 0,
                after: 0,
            };
            *stage = Stage::Running(range);
            let output = place.enter_checked(|| (self.function)(piece));
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
