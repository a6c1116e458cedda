//! One trial of the law: a function on a part of the input, at once and in pieces.

use std::fmt::Debug;
use std::ops::Range;

use super::counterexample::{Counterexample, Difference};
use super::part::Part;
use super::sample::Sample;
use super::splits;
use crate::input::Input;
use crate::input::UnequalLengths;
use crate::plan::Place;
use crate::sys::panics::{Payload, catch};

/// What is claimed of a function.
pub(super) struct Law<'l, I: Sample<K> + 'l, K: 'l, R> {
    input: I,
    len: usize,
    function: &'l dyn for<'c> Fn(I::Chunk<'c>) -> R,
    merge: Merge<'l, R>,
    same: &'l dyn Fn(&R, &R) -> bool,
}

/// How the outputs of pieces meet.
pub(super) struct Merge<'l, R> {
    /// Whether no later piece runs.
    pub(super) is_failure: fn(&R) -> bool,
    pub(super) merge: &'l dyn Fn(Vec<R>) -> R,
}

/// What a run leaves: its output, and what has become of its copy of the input.
pub(super) struct Run<R, C> {
    output: R,
    copy: C,
}

impl<'l, I: Sample<K> + 'l, K: 'l, R: Debug> Law<'l, I, K, R> {
    #[track_caller]
    pub(super) fn new(
        input: I,
        function: &'l dyn for<'c> Fn(I::Chunk<'c>) -> R,
        merge: Merge<'l, R>,
        same: &'l dyn Fn(&R, &R) -> bool,
    ) -> Self {
        let mut copy = input.copy();
        let splitter = <I::Chunk<'_> as Input<I::Chunk<'_>>>::splitter();
        let len = match (splitter.element_count)(&I::lend(&mut copy)) {
            Ok(len) => len,
            Err(UnequalLengths(one, other)) => panic!(
                "inputs that are cut at the same places have different lengths: {one} and {other} elements"
            ),
        };
        Law {
            input,
            len,
            function,
            merge,
            same,
        }
    }

    /// Tries the splits that belong to the input's length.
    pub(super) fn check(&self) -> Result<(), Counterexample> {
        let range = 0..self.len;
        let whole = self.at_once(range.clone());
        for cuts in splits::of(range.len()) {
            let range = range.clone();
            if let Some(found) = self.breach(&whole, &Part { range, cuts }) {
                return Err(self.shrink(found));
            }
        }
        Ok(())
    }

    /// Runs the function on these elements. A panic goes on.
    pub(super) fn at_once(&self, range: Range<usize>) -> Run<R, I::Copy> {
        let mut copy = self.input.copy();
        let mut outputs = self.outputs(&Part::uncut(range), &mut copy, &mut Stage::Cutting);
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
            Ok(_) if (self.merge.is_failure)(&whole.output) => return None,
            Ok(pieces) => {
                let changes = I::changes(&whole.copy, &pieces.copy, &part.range)?;
                (Difference::Input, changes)
            }
        };
        Some(Counterexample::new(
            self.len,
            part.clone(),
            difference,
            results,
        ))
    }

    /// The error describes a panic.
    fn in_pieces(&self, part: &Part) -> Result<Run<R, I::Copy>, String> {
        let mut copy = self.input.copy();
        let mut stage = Stage::Cutting;
        let merged = catch(|| {
            let outputs = self.outputs(part, &mut copy, &mut stage);
            stage = Stage::Merging;
            (self.merge.merge)(outputs)
        });
        match merged {
            Ok(output) => Ok(Run { output, copy }),
            Err(payload) => Err(stage.describe(payload)),
        }
    }

    /// The outputs of the pieces, up to the first failure.
    fn outputs(&self, part: &Part, copy: &mut I::Copy, stage: &mut Stage) -> Vec<R> {
        let splitter = <I::Chunk<'_> as Input<I::Chunk<'_>>>::splitter();
        let pieces = part.cut_out(I::lend(copy), self.len, splitter);
        let count = pieces.len();
        let mut outputs = Vec::with_capacity(count);
        for (index, (piece, range)) in pieces.into_iter().zip(part.pieces()).enumerate() {
            let place = Place {
                index,
                count,
                start: range.start - part.range.start,
                end: range.end - part.range.start,
                total: part.range.len(),
            };
            *stage = Stage::Running(range);
            let output = place.enter(|| (self.function)(piece));
            let is_failure = (self.merge.is_failure)(&output);
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
