//! Running a call whose outputs go to files.

use std::ops::ControlFlow::{self, Continue};
use std::panic::resume_unwind;

use super::directory::Target;
use super::error::{Action, Fault, Origin};
use super::files::Files;
use super::segment::Segment;
use super::{Spill, SpillError, Spilled};
use crate::call::Call;
use crate::observe::Observation;
use crate::output::{Finish, Flatten, Join, UpToFailure, all_ok};
use crate::plan::{Chunk, Grain, Plan, current_chunk};
use crate::sys::names::FunctionName;
use crate::sys::panics::catch_beside;

/// A call, or a portion of one, whose outputs go to files. Each `flatten`, `join` and `per_chunk` runs in memory
/// if that is the target.
pub(crate) struct InFiles<'r, C> {
    pub(crate) call: Call<'r, C>,
    pub(crate) target: Target,
    pub(crate) function: FunctionName,
}

/// A chunk's output in a file, or why no file has the output.
type Output<E> = Result<Segment, Failure<E>>;

enum Failure<E> {
    Body(E),
    Spill(SpillError),
}

impl<C> InFiles<'_, C> {
    /// The call, and where its input is cut.
    #[track_caller]
    pub(super) fn planned(self, grain: Grain) -> (Self, Plan) {
        match self.call.plan(grain, self.function) {
            Ok(plan) => (self, plan),
            Err(refusal) => self.call.give_up(refusal),
        }
    }

    /// Leaves the outputs, joined in order, in the files.
    pub(crate) fn spilled<U, E, F>(
        self,
        plan: &Plan,
        body: &F,
    ) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        self.run(plan, body, Files::write_items, |spilled, failure| {
            failure.map_or_else(|| spilled.map(Ok), |failure| Ok(Err(failure)))
        })
    }

    /// Joins the outputs, which are lists that are written item by item.
    #[track_caller]
    pub(super) fn flatten<U, E, F>(self, body: &F) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill + Send,
        E: Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        if let Target::Memory = self.target {
            return Ok(self.call.run_as(self.function, body, Join::new()));
        }
        let (call, plan) = self.planned(Grain::Spilled);
        call.run(&plan, body, Files::write_items, into_vec)
    }

    /// One output per chunk, each written as a whole.
    #[track_caller]
    pub(super) fn per_chunk<R, E, F>(self, body: &F) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill + Send,
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        if let Target::Memory = self.target {
            let outputs = self.call.run_as(self.function, body, UpToFailure::new());
            return Ok(all_ok(outputs));
        }
        let (call, plan) = self.planned(Grain::Coarse);
        call.run(&plan, body, write_whole, into_vec)
    }

    /// Joins the outputs, each of which is written as a whole.
    #[track_caller]
    pub(super) fn join<R, E, F>(self, body: &F) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send,
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        if let Target::Memory = self.target {
            return Ok(self.call.run_as(self.function, body, Join::new()));
        }
        // An output that is a failure joins the others, and goes to no file.
        let body = |chunk| match catch_beside(body(chunk).map_err(Err)?, R::is_failure) {
            Ok((output, false)) => Ok(output),
            Ok((failure, true)) => Err(Ok(failure)),
            Err(payload) => resume_unwind(payload),
        };
        let (call, plan) = self.planned(Grain::Spilled);
        call.run(&plan, &body, write_whole, |spilled, failure| {
            let failure = match failure.transpose() {
                Ok(failure) => failure,
                Err(error) => return Ok(Err(error)),
            };
            let read = catch_beside(failure, |_| spilled?.into_vec());
            let (failure, parts) = read.unwrap_or_else(|payload| resume_unwind(payload));
            let mut parts: Vec<R> = parts?;
            parts.extend(failure);
            Ok(Ok(R::flatten(parts)))
        })
    }

    /// Runs the call and writes its outputs. `read` makes the result of what is written before the first
    /// failure of the body, and that failure.
    fn run<R, U, E, F, T>(
        self,
        plan: &Plan,
        body: &F,
        write: fn(&Files, R) -> Result<Segment, Fault>,
        read: impl FnOnce(Result<Spilled<U>, SpillError>, Option<E>) -> Result<T, SpillError>,
    ) -> Result<T, SpillError>
    where
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        let directory = self.target.directory();
        let origin = |chunks| Origin::Call {
            function: self.function.path(),
            chunks,
            directory: directory.as_path().into(),
        };
        let files = Files::new(&directory)
            .map_err(|cause| SpillError::new(origin(0), None, (Action::Create, cause)))?;
        let body = |chunk| {
            let output = body(chunk).map_err(Failure::Body)?;
            write(&files, output).map_err(|failure| {
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
        self.call.run_plan(plan, self.function, &body, finish)
    }
}

fn write_whole<R: Spill>(files: &Files, output: R) -> Result<Segment, Fault> {
    files.write_items([output])
}

fn into_vec<U: Spill, E>(
    spilled: Result<Spilled<U>, SpillError>,
    failure: Option<E>,
) -> Result<Result<Vec<U>, E>, SpillError> {
    failure.map_or_else(|| spilled?.into_vec().map(Ok), |failure| Ok(Err(failure)))
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
