//! A call over an input, whose workers write their outputs.

use std::ops::ControlFlow::{self, Continue};

use super::error::{Action, SpillError};
use super::files::Files;
use super::run::{Destination, Failure, InFiles, ToFiles, stay};
use super::segment::Segment;
use super::{Spill, Spilled};
use crate::call::Call;
use crate::observe::Observation;
use crate::output::Finish;
use crate::plan::{Chunk, Grain, Plan, current_chunk};

/// A chunk's output in a file, or why no file has the output.
type Output<E> = Result<Segment, Failure<E>>;

impl<C> InFiles<Call<'_, C>> {
    /// Leaves the outputs of the chunks of a plan, of which the input holds the elements, in the files.
    pub(crate) fn spilled_by<U, E, F>(
        self,
        plan: &Plan,
        body: &F,
    ) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        let to = Destination {
            function: self.function,
            directory: self.target.directory(),
        };
        run(self.call, plan, &to, body, stay)
    }
}

impl<C> ToFiles for Call<'_, C> {
    #[track_caller]
    fn to_files<O, E, F, T>(
        mut self,
        grain: Grain,
        to: Destination,
        body: &F,
        read: impl FnOnce(Result<Spilled<O::Item>, SpillError>, Option<E>) -> Result<T, SpillError>,
    ) -> Result<T, SpillError>
    where
        O: IntoIterator<Item: Spill>,
        E: Send,
        F: Fn(C) -> Result<O, E> + Sync,
    {
        match self.setup.plan(&self.input, grain, to.function) {
            Ok(plan) => run(self, &plan, &to, body, read),
            Err(refusal) => self.setup.give_up(self.input, refusal),
        }
    }
}

/// As `to_files`, by a plan of which the input holds the elements.
fn run<C, O, E, F, T>(
    call: Call<'_, C>,
    plan: &Plan,
    to: &Destination,
    body: &F,
    read: impl FnOnce(Result<Spilled<O::Item>, SpillError>, Option<E>) -> Result<T, SpillError>,
) -> Result<T, SpillError>
where
    O: IntoIterator<Item: Spill>,
    E: Send,
    F: Fn(C) -> Result<O, E> + Sync,
{
    let origin = |chunks| to.origin(Some(chunks));
    let files = Files::new(&to.directory)
        .map_err(|cause| SpillError::new(origin(0), None, (Action::Create, cause)))?;
    let body = |chunk| {
        let output = body(chunk).map_err(Failure::Body)?;
        files.write_items(output).map_err(|failure| {
            let chunk = current_chunk(); // in a check, one of the check's pieces
            let count = chunk.as_ref().and_then(Chunk::count);
            let index = chunk.map(|chunk| chunk.index());
            let origin = origin(count.unwrap_or(plan.count()));
            Failure::Spill(SpillError::new(origin, index, failure))
        })
    };
    let finish = ReadBack {
        outputs: Vec::new(),
        read: |outputs: Vec<Output<E>>| {
            let origin = origin(outputs.len());
            let mut segments = Vec::with_capacity(outputs.len());
            let mut failure = None;
            for output in outputs {
                match output {
                    Ok(segment) => segments.push(segment),
                    Err(Failure::Body(body)) => failure = Some(body), // it is the last
                    Err(Failure::Spill(error)) => return (0, Err(error)),
                }
            }
            let bytes = segments.iter().map(Segment::bytes).sum();
            (bytes, read(Spilled::new(origin, segments), failure))
        },
    };
    call.run_plan(plan, to.function, &body, finish)
}

/// Finishes a call when what it has written is read back.
struct ReadBack<E, Read> {
    /// Up to and with the first failure.
    outputs: Vec<Output<E>>,
    /// Makes the result, and tells how many bytes were written.
    read: Read,
}

impl<E, T, Read> Finish<Output<E>> for ReadBack<E, Read>
where
    Read: FnOnce(Vec<Output<E>>) -> (u64, Result<T, SpillError>),
{
    type Result = Result<T, SpillError>;

    const GRAIN: Grain = Grain::Spilled;

    fn is_failure(output: &Output<E>) -> bool {
        output.is_err()
    }

    fn batch(&self) -> usize {
        usize::MAX
    }

    fn take(&mut self, output: Output<E>) -> ControlFlow<()> {
        self.outputs.push(output);
        Continue(())
    }

    fn finish(mut self, failure: Option<Output<E>>, observation: &mut Observation) -> Self::Result {
        self.outputs.extend(failure);
        let (bytes, result) = (self.read)(self.outputs);
        observation.spilled(bytes);
        if result.is_err() {
            observation.fail();
        }
        result
    }
}
