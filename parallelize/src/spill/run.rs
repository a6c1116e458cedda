//! Running a call whose outputs go to files.

use std::panic::resume_unwind;
use std::path::PathBuf;

use super::directory::Target;
use super::error::Origin;
use super::{Spill, SpillError, Spilled};
use crate::call::Run;
use crate::output::{Flatten, Join, UpToFailure, all_ok};
use crate::plan::Grain;
use crate::sys::names::FunctionName;
use crate::sys::panics::catch_beside;

/// A call, or a portion of one, whose outputs go to files. Each `flatten`, `join` and `per_chunk` runs in memory
/// if that is the target.
pub(crate) struct InFiles<K> {
    pub(crate) call: K,
    pub(crate) target: Target,
    pub(crate) function: FunctionName,
}

/// A call that can write its outputs to files.
pub(crate) trait ToFiles: Run {
    /// Runs the call and writes the items of its outputs. `read` makes the result of what is written before the first
    /// failure of the body, and that failure.
    #[track_caller]
    fn to_files<O, E, F, T>(
        self,
        grain: Grain,
        to: Destination,
        body: &F,
        read: impl FnOnce(Result<Spilled<O::Item>, SpillError>, Option<E>) -> Result<T, SpillError>,
    ) -> Result<T, SpillError>
    where
        O: IntoIterator<Item: Spill>,
        E: Send,
        F: Fn(Self::Chunk) -> Result<O, E> + Sync;
}

/// Where the outputs of a function go.
pub(crate) struct Destination {
    pub(super) function: FunctionName,
    pub(super) directory: PathBuf,
}

impl Destination {
    /// Outputs of a call of so many chunks. `None` for a stream.
    pub(super) fn origin(&self, chunks: Option<usize>) -> Origin {
        Origin::Call {
            function: self.function.path(),
            chunks,
            directory: self.directory.as_path().into(),
        }
    }
}

/// Why no file has the output of a chunk.
pub(super) enum Failure<E> {
    Body(E),
    Spill(SpillError),
}

impl<K: ToFiles> InFiles<K> {
    /// Leaves the outputs, joined in order, in the files.
    #[track_caller]
    pub(super) fn spilled<U, E, F>(self, body: &F) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(K::Chunk) -> Result<Vec<U>, E> + Sync,
    {
        let (call, to) = self.destined();
        call.to_files(Grain::Spilled, to, body, stay)
    }

    /// Joins the outputs, which are lists that are written item by item.
    #[track_caller]
    pub(super) fn flatten<U, E, F>(self, body: &F) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill + Send,
        E: Send,
        F: Fn(K::Chunk) -> Result<Vec<U>, E> + Sync,
    {
        if let Target::Memory = self.target {
            return Ok(self.call.run_as(self.function, body, Join::new()));
        }
        let (call, to) = self.destined();
        call.to_files(Grain::Spilled, to, body, into_vec)
    }

    /// One output per chunk, each written as a whole.
    #[track_caller]
    pub(super) fn per_chunk<R, E, F>(self, body: &F) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill + Send,
        E: Send,
        F: Fn(K::Chunk) -> Result<R, E> + Sync,
    {
        if let Target::Memory = self.target {
            let outputs = self.call.run_as(self.function, body, UpToFailure::new());
            return Ok(all_ok(outputs));
        }
        let body = |chunk| body(chunk).map(|output| [output]);
        let (call, to) = self.destined();
        call.to_files(Grain::Coarse, to, &body, into_vec)
    }

    /// Joins the outputs, each of which is written as a whole.
    #[track_caller]
    pub(super) fn join<R, E, F>(self, body: &F) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send,
        E: Send,
        F: Fn(K::Chunk) -> Result<R, E> + Sync,
    {
        if let Target::Memory = self.target {
            return Ok(self.call.run_as(self.function, body, Join::new()));
        }
        // An output that is a failure joins the others, and goes to no file.
        let body = |chunk| match catch_beside(body(chunk).map_err(Err)?, R::is_failure) {
            Ok((output, false)) => Ok([output]),
            Ok((failure, true)) => Err(Ok(failure)),
            Err(payload) => resume_unwind(payload),
        };
        let (call, to) = self.destined();
        call.to_files(Grain::Spilled, to, &body, |spilled, failure| {
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

    /// The call, and where its outputs go.
    fn destined(self) -> (K, Destination) {
        let to = Destination {
            function: self.function,
            directory: self.target.directory(),
        };
        (self.call, to)
    }
}

/// Leaves the outputs in the files.
pub(super) fn stay<U, E>(
    spilled: Result<Spilled<U>, SpillError>,
    failure: Option<E>,
) -> Result<Result<Spilled<U>, E>, SpillError> {
    failure.map_or_else(|| spilled.map(Ok), |failure| Ok(Err(failure)))
}

fn into_vec<U: Spill, E>(
    spilled: Result<Spilled<U>, SpillError>,
    failure: Option<E>,
) -> Result<Result<Vec<U>, E>, SpillError> {
    failure.map_or_else(|| spilled?.into_vec().map(Ok), |failure| Ok(Err(failure)))
}
