//! Running a call whose outputs go to files.

use std::panic::resume_unwind;
use std::path::Path;

use super::directory::{Target, WriteToFile, default_directory};
use super::error::{Action, Origin};
use super::files::{Files, Segment, WriteError};
use super::spilling::Spilling;
use super::{Spill, SpillError, Spilled};
use crate::args::{Supply, With};
use crate::builder::Parallel;
use crate::chunk::current_chunk;
use crate::flatten::Flatten;
use crate::merge::{Merge, all_ok};
use crate::options::{Grain, Plan};
use crate::unwind::catch_beside;
use crate::watch::Watching;

/// The name of the function that a call stands for.
type Name = fn() -> &'static str;

impl<C, S: Supply> Spilling<C, With<S>> {
    pub(super) fn flatten_named<U, E, F>(
        self,
        function: Name,
        body: &F,
    ) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill + Send,
        E: Send,
        F: Fn(C, S::Args) -> Result<Vec<U>, E> + Sync,
    {
        let Target::Files(directory) = self.target else {
            let merge = Merge::joined();
            return Ok(self.call.run_named(function, &merge, body).joined());
        };
        let (plan, call) = self.call.planned(Grain::Spilled, function);
        in_files(call, plan, &directory, function, body, write_items)?
            .unless_failed(Written::into_vec)
    }

    pub(super) fn spilled_named<U, E, F>(
        self,
        function: Name,
        body: &F,
    ) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C, S::Args) -> Result<Vec<U>, E> + Sync,
    {
        let (plan, call) = self.call.planned(Grain::Spilled, function);
        spilled(call, plan, &self.target, function, body)
    }

    pub(super) fn per_chunk_named<R, E, F>(
        self,
        function: Name,
        body: &F,
    ) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill + Send,
        E: Send,
        F: Fn(C, S::Args) -> Result<R, E> + Sync,
    {
        match self.target {
            Target::Memory => {
                let outputs = self
                    .call
                    .run_named(function, &Merge::apart(Result::is_err), body);
                Ok(all_ok(outputs.each()))
            }
            Target::Files(directory) => {
                whole(self.call, &directory, function, Grain::Coarse, body)?
                    .unless_failed(Written::into_vec)
            }
        }
    }

    pub(super) fn join_named<R, F>(self, function: Name, body: &F) -> Result<R, SpillError>
    where
        R: Flatten + Spill + Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        let Target::Files(directory) = self.target else {
            let merge = Merge::joined();
            return Ok(self.call.run_named(function, &merge, body).joined());
        };
        let body = |chunk, args| judged(body(chunk, args));
        let outcome = whole(self.call, &directory, function, Grain::Spilled, &body)?;
        outcome.written.joined(outcome.failure)
    }

    pub(super) fn try_join_named<R, E, F>(
        self,
        function: Name,
        body: &F,
    ) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send,
        E: Send,
        F: Fn(C, S::Args) -> Result<R, E> + Sync,
    {
        let Target::Files(directory) = self.target else {
            let merge = Merge::joined();
            return Ok(self.call.run_named(function, &merge, body).joined());
        };
        let body = |chunk, args| match body(chunk, args) {
            Ok(output) => judged(output).map_err(Ok),
            Err(error) => Err(Err(error)),
        };
        let Outcome { written, failure } =
            whole(self.call, &directory, function, Grain::Spilled, &body)?;
        match failure.transpose() {
            Ok(failure) => written.joined(failure).map(Ok),
            Err(error) => {
                let error = written.watching.end_beside(error, true);
                Ok(Err(error))
            }
        }
    }
}

/// Runs a call, or a portion of one, and leaves its outputs in files.
pub(crate) fn spilled<C, S, U, E, F>(
    call: Parallel<C, With<S>>,
    plan: Plan,
    to: &impl WriteToFile,
    function: Name,
    body: &F,
) -> Result<Result<Spilled<U>, E>, SpillError>
where
    S: Supply,
    U: Spill,
    E: Send,
    F: Fn(C, S::Args) -> Result<Vec<U>, E> + Sync,
{
    let directory = match to.target() {
        Target::Files(directory) => directory,
        Target::Memory => default_directory(),
    };
    in_files(call, plan, &directory, function, body, write_items)?
        .unless_failed(Written::into_spilled)
}

fn write_items<U: Spill>(files: &Files, items: Vec<U>) -> Result<Segment, WriteError> {
    files.write_items(items)
}

/// An output, as an error where it is a failure.
fn judged<R: Flatten>(output: R) -> Result<R, R> {
    match catch_beside(output, R::is_failure) {
        Ok((output, false)) => Ok(output),
        Ok((failure, true)) => Err(failure),
        Err(payload) => resume_unwind(payload),
    }
}

/// Runs a call whose outputs are written each as a whole.
fn whole<C, S, R, E, F>(
    call: Parallel<C, With<S>>,
    directory: &Path,
    function: Name,
    grain: Grain,
    body: &F,
) -> Result<Outcome<E>, SpillError>
where
    S: Supply,
    R: Spill,
    E: Send,
    F: Fn(C, S::Args) -> Result<R, E> + Sync,
{
    let write = |files: &Files, output| files.write_items([output]);
    let (plan, call) = call.planned(grain, function);
    in_files(call, plan, directory, function, body, write)
}

/// How the output of a chunk did not get into a file.
enum Failure<E> {
    Body(E),
    Spill(SpillError),
}

/// What came of a call: what was written before the first failure, and that.
struct Outcome<E> {
    written: Written,
    failure: Option<E>,
}

impl<E> Outcome<E> {
    fn unless_failed<T>(
        self,
        read: impl FnOnce(Written) -> Result<T, SpillError>,
    ) -> Result<Result<T, E>, SpillError> {
        match self.failure {
            None => read(self.written).map(Ok),
            Some(failure) => {
                let failure = self.written.watching.end_beside(failure, true);
                Ok(Err(failure))
            }
        }
    }
}

/// What a call has written. It ends when that is where it is wanted.
struct Written {
    origin: Origin,
    segments: Vec<Segment>,
    watching: Watching,
}

impl Written {
    fn into_spilled<U>(self) -> Result<Spilled<U>, SpillError> {
        let spilled = Spilled::new(self.origin, self.segments);
        self.watching.end(spilled.is_err());
        spilled
    }

    fn into_vec<U: Spill>(self) -> Result<Vec<U>, SpillError> {
        let spilled = Spilled::new(self.origin, self.segments);
        let items = spilled.and_then(Spilled::into_vec);
        let has_failed = items.is_err();
        self.watching.end_beside(items, has_failed)
    }

    /// The outputs as one, with one more that is a failure and is not in a file.
    fn joined<R: Flatten + Spill>(self, failure: Option<R>) -> Result<R, SpillError> {
        let has_failed = failure.is_some();
        let spilled = Spilled::new(self.origin, self.segments);
        let read = catch_beside(failure, |_| spilled.and_then(Spilled::into_vec));
        let (failure, parts) = read.unwrap_or_else(|payload| resume_unwind(payload));
        let joined = parts.map(|mut parts: Vec<R>| {
            parts.extend(failure);
            R::flatten(parts)
        });
        let has_failed = has_failed || joined.is_err();
        self.watching.end_beside(joined, has_failed)
    }
}

/// Runs a call and writes its outputs to files: one segment per chunk.
fn in_files<C, S, R, E, F>(
    call: Parallel<C, With<S>>,
    plan: Plan,
    directory: &Path,
    function: Name,
    body: &F,
    write: fn(&Files, R) -> Result<Segment, WriteError>,
) -> Result<Outcome<E>, SpillError>
where
    S: Supply,
    E: Send,
    F: Fn(C, S::Args) -> Result<R, E> + Sync,
{
    let origin = |chunks| Origin::call(function(), chunks, directory);
    let files = Files::new(directory)
        .map_err(|cause| SpillError::new(&origin(0), None, Action::Create, cause))?;
    let run = |chunk, args| {
        let output = body(chunk, args).map_err(Failure::Body)?;
        write(&files, output).map_err(|(action, cause)| {
            let chunk = current_chunk().expect("a body runs in a chunk");
            let origin = origin(chunk.count);
            Failure::Spill(SpillError::new(&origin, Some(chunk.index), action, cause))
        })
    };
    let merge = Merge::apart(Result::is_err);
    let finished = call.run_planned(function, plan, &merge, &run);
    let (outputs, mut watching) = finished.unmerged();
    let chunks = outputs.len();
    let mut segments = Vec::with_capacity(chunks);
    let mut failure = None;
    for output in outputs {
        match output {
            Ok(segment) => segments.push(segment),
            Err(Failure::Body(body)) => failure = Some(body), // it is the last
            Err(Failure::Spill(error)) => {
                watching.end(true);
                return Err(error);
            }
        }
    }
    let bytes = segments.iter().map(|segment| segment.end - segment.start);
    watching.spilled(bytes.sum());
    let origin = origin(chunks);
    let written = Written {
        origin,
        segments,
        watching,
    };
    Ok(Outcome { written, failure })
}
