//! Running a call whose outputs go to files.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::path::PathBuf;

use super::directory::{Target, WriteToFile, default_directory};
use super::error::{Action, Origin};
use super::files::{Files, Segment, WriteError};
use super::{Spill, SpillError, Spilled};
use crate::call::Call;
use crate::observe::Observation;
use crate::output::{Finish, Flatten, UpToFailure};
use crate::plan::{Grain, Plan, current_chunk};
use crate::sys::names::FunctionName;
use crate::sys::panics::catch_beside;

/// A call, or a portion of one, whose outputs go to files.
pub(crate) struct InFiles<C> {
    call: Call<C>,
    plan: Plan,
    directory: PathBuf,
    function: FunctionName,
}

/// How the output of a chunk did not get into a file.
enum Failure<E> {
    Body(E),
    Spill(SpillError),
}

/// What a call has written: one segment per chunk.
struct Written {
    origin: Origin,
    segments: Vec<Segment>,
}

impl<C> InFiles<C> {
    pub(super) fn new(
        call: Call<C>,
        grain: Grain,
        directory: PathBuf,
        function: FunctionName,
    ) -> Self {
        InFiles {
            plan: call.plan(grain, function),
            call,
            directory,
            function,
        }
    }

    /// Runs a part of a call, into the files that `to` names.
    pub(crate) fn part(
        call: Call<C>,
        plan: Plan,
        to: &impl WriteToFile,
        function: FunctionName,
    ) -> Self {
        let directory = match to.target() {
            Target::Files(directory) => directory,
            Target::Memory => default_directory(),
        };
        InFiles {
            call,
            plan,
            directory,
            function,
        }
    }

    /// Leaves the outputs, joined in order, in the files.
    pub(crate) fn spilled<U, E, F>(self, body: &F) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        self.run(body, Files::write_items, |written, failure| match failure {
            Some(failure) => Ok(Err(failure)),
            None => written.into_spilled().map(Ok),
        })
    }

    /// Joins the outputs, which are lists that are written item by item.
    pub(super) fn flattened<U, E, F>(self, body: &F) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        self.run(body, Files::write_items, Written::into_vec)
    }

    /// One output per chunk, each written as a whole.
    pub(super) fn each<R, E, F>(self, body: &F) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill,
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        self.run(body, write_whole, Written::into_vec)
    }

    /// Joins the outputs, each of which is written as a whole.
    pub(super) fn joined<R, E, F>(self, body: &F) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send,
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        // An output that is a failure joins the others, and goes to no file.
        let body = |chunk| match catch_beside(body(chunk).map_err(Err)?, R::is_failure) {
            Ok((output, false)) => Ok(output),
            Ok((failure, true)) => Err(Ok(failure)),
            Err(payload) => resume_unwind(payload),
        };
        self.run(&body, write_whole, |written, failure| {
            let failure = match failure.transpose() {
                Ok(failure) => failure,
                Err(error) => return Ok(Err(error)),
            };
            let read = catch_beside(failure, |_| written.into_spilled()?.into_vec());
            let (failure, parts) = read.unwrap_or_else(|payload| resume_unwind(payload));
            let mut parts: Vec<R> = parts?;
            parts.extend(failure);
            Ok(Ok(R::flatten(parts)))
        })
    }

    /// Runs the call and writes its outputs. `read` makes the result of what is written before the first
    /// failure of the body, and that failure.
    fn run<R, E, F, T>(
        self,
        body: &F,
        write: fn(&Files, R) -> Result<Segment, WriteError>,
        read: impl FnOnce(Written, Option<E>) -> Result<T, SpillError>,
    ) -> Result<T, SpillError>
    where
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        let origin = |chunks| Origin::call(self.function.path(), chunks, &self.directory);
        let files = Files::new(&self.directory)
            .map_err(|cause| SpillError::new(&origin(0), None, Action::Create, cause))?;
        let count = self.plan.count();
        let body = |chunk| {
            let output = body(chunk).map_err(Failure::Body)?;
            write(&files, output).map_err(|(action, cause)| {
                let index = current_chunk().map(|chunk| chunk.index());
                Failure::Spill(SpillError::new(&origin(count), index, action, cause))
            })
        };
        let finish = ReadBack {
            written: UpToFailure::new(),
            read: |outputs: Vec<Result<Segment, Failure<E>>>| {
                let mut segments = Vec::with_capacity(outputs.len());
                let mut failure = None;
                let chunks = outputs.len();
                for output in outputs {
                    match output {
                        Ok(segment) => segments.push(segment),
                        Err(Failure::Body(body)) => failure = Some(body), // it is the last
                        Err(Failure::Spill(error)) => return (0, Err(error)),
                    }
                }
                let bytes = segments.iter().map(|segment| segment.end - segment.start);
                let bytes = bytes.sum();
                let origin = origin(chunks);
                (bytes, read(Written { origin, segments }, failure))
            },
        };
        self.call.run_plan(&self.plan, self.function, &body, finish)
    }
}

fn write_whole<R: Spill>(files: &Files, output: R) -> Result<Segment, WriteError> {
    files.write_items([output])
}

impl Written {
    fn into_spilled<U>(self) -> Result<Spilled<U>, SpillError> {
        Spilled::new(self.origin, self.segments)
    }

    fn into_vec<U: Spill, E>(self, failure: Option<E>) -> Result<Result<Vec<U>, E>, SpillError> {
        match failure {
            Some(failure) => Ok(Err(failure)),
            None => self.into_spilled()?.into_vec().map(Ok),
        }
    }
}

/// Finishes a call when what it has written is read back.
struct ReadBack<E, Read> {
    written: UpToFailure<Segment, Failure<E>>,
    /// Makes the result, and tells how many bytes were written.
    read: Read,
}

impl<E, T, Read> Finish<Result<Segment, Failure<E>>> for ReadBack<E, Read>
where
    Read: FnOnce(Vec<Result<Segment, Failure<E>>>) -> (u64, Result<T, SpillError>),
{
    type Result = Result<T, SpillError>;

    const GRAIN: Grain = Grain::Spilled;

    fn is_failure(output: &Result<Segment, Failure<E>>) -> bool {
        output.is_err()
    }

    fn batch(&self) -> usize {
        self.written.batch()
    }

    fn take(&mut self, output: Result<Segment, Failure<E>>) -> ControlFlow<()> {
        self.written.take(output)
    }

    fn take_all(&mut self, outputs: &mut VecDeque<Result<Segment, Failure<E>>>) -> ControlFlow<()> {
        self.written.take_all(outputs)
    }

    fn finish(
        self,
        failure: Option<Result<Segment, Failure<E>>>,
        observation: &mut Observation,
    ) -> Self::Result {
        let outputs = self.written.finish(failure, observation);
        let (bytes, result) = (self.read)(outputs);
        observation.spilled(bytes);
        if result.is_err() {
            observation.fail();
        }
        result
    }
}
