//! The builder of calls whose outputs go to files.

use std::convert::Infallible;
use std::fmt;

use super::directory::{Target, WriteToFile};
use super::run::InFiles;
use super::{Spill, SpillError, Spilled};
use crate::builder::Parallel;
use crate::call::Call;
use crate::output::{Flatten, Join, TryPerChunk};
use crate::plan::Grain;
use crate::sys::names::FunctionName;

/// A call being set up whose outputs go to files; made by [`Parallel::write_to_file`].
///
/// All methods return what those of [`Parallel`] do that have the same name, or a [`SpillError`] where
/// an output cannot be written or not be read back. No new chunk starts after such a failure, and that
/// of the lowest chunk is returned, be it a panic, an error of the body or a `SpillError`.
///
/// # Panics
///
/// As [`Parallel`] says.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `spilled` or another method runs it"]
pub struct Spilling<C> {
    call: Call<C>,
    target: Target,
}

impl<C> fmt::Debug for Spilling<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spilling")
            .field("options", &self.call.options)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

impl<C> Parallel<C> {
    /// Writes the output of each chunk to a temporary file as soon as it is there, and reads them back
    /// when all have been written: while the chunks run, memory holds no more than one output a worker.
    ///
    /// `to` is a `bool` or the path of a directory. With `true`, the directory is that of the environment
    /// variable `PARALLELIZE_SPILL_DIR`, else of `TMPDIR`, else `/var/tmp` on Unix (`/tmp` is often
    /// memory), else [`std::env::temp_dir`]. With `false`, outputs stay in memory.
    ///
    /// The files have no name: nothing is left of them, even if the process is killed. Their content is
    /// checksummed. There are at most 32, however many chunks and workers there are.
    ///
    /// Without [`jobs`](Parallel::jobs) and [`chunk_size`](Parallel::chunk_size), outputs that are joined
    /// come from chunks of at most 16,384 elements, and at least 64 a worker where there are so many
    /// elements: a worker holds the output of one.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// # fn main() -> Result<(), SpillError> {
    /// let lines: Vec<String> = parallel(0..1000_usize)
    ///     .write_to_file(true)
    ///     .flatten(|numbers| numbers.map(|n| format!("line {n}")).collect())?;
    /// assert_eq!(lines[999], "line 999");
    /// # Ok(())
    /// # }
    /// ```
    pub fn write_to_file(self, to: impl WriteToFile) -> Spilling<C> {
        Spilling {
            target: to.target(),
            call: self.0,
        }
    }
}

impl<C> Spilling<C> {
    /// Runs `body` on every chunk and joins the outputs in order.
    ///
    /// They are written and read item by item.
    ///
    /// # Errors
    ///
    /// See [`SpillError`].
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn flatten<U, F>(self, body: F) -> Result<Vec<U>, SpillError>
    where
        U: Spill + Send,           // written to a file and read back
        F: Fn(C) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let body = |chunk| Ok::<_, Infallible>(body(chunk));
        let joined = self.flatten_as(FunctionName::of::<F>(), &body)?;
        let Ok(joined) = joined;
        Ok(joined)
    }

    /// As [`flatten`](Spilling::flatten), for a body that can fail.
    ///
    /// # Errors
    ///
    /// A [`SpillError`]; inside of `Ok`, the first error in slice order. No new chunk starts
    /// after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_flatten<U, E, F>(self, body: F) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill + Send,                      // written to a file and read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.flatten_as(FunctionName::of::<F>(), &body)
    }

    /// Runs `body` on every chunk and leaves the outputs, joined in order, in files.
    ///
    /// With `write_to_file(false)` they are in the files of `write_to_file(true)` all the same.
    ///
    /// # Errors
    ///
    /// See [`SpillError`].
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn spilled<U, F>(self, body: F) -> Result<Spilled<U>, SpillError>
    where
        U: Spill,                  // written to a file, to be read back
        F: Fn(C) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let body = |chunk| Ok::<_, Infallible>(body(chunk));
        let spilled = self.spilled_as(FunctionName::of::<F>(), &body)?;
        let Ok(spilled) = spilled;
        Ok(spilled)
    }

    /// As [`spilled`](Spilling::spilled), for a body that can fail.
    ///
    /// # Errors
    ///
    /// A [`SpillError`]; inside of `Ok`, the first error in slice order. No new chunk starts
    /// after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_spilled<U, E, F>(self, body: F) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,                             // written to a file, to be read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.spilled_as(FunctionName::of::<F>(), &body)
    }

    /// Runs `body` on every chunk and joins the outputs, of any type that can be joined, in order.
    ///
    /// Each output is written and read as a whole.
    ///
    /// # Errors
    ///
    /// See [`SpillError`].
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn join<R, F>(self, body: F) -> Result<R, SpillError>
    where
        R: Flatten + Spill + Send, // written to a file, read back, and joined
        F: Fn(C) -> R + Sync,      // shared by all workers, with what it captures (such as `self`)
    {
        let body = |chunk| Ok::<_, Infallible>(body(chunk));
        let Ok(joined) = self.join_as(FunctionName::of::<F>(), &body)?;
        Ok(joined)
    }

    /// As [`join`](Spilling::join), for a body that can fail.
    ///
    /// # Errors
    ///
    /// A [`SpillError`]; inside of `Ok`, the first error in slice order. No new chunk starts
    /// after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_join<R, E, F>(self, body: F) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send,       // written to a file, read back, and joined
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<R, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.join_as(FunctionName::of::<F>(), &body)
    }

    /// Runs `body` on every chunk and returns its outputs, one per chunk, in order.
    ///
    /// # Errors
    ///
    /// See [`SpillError`].
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn per_chunk<R, F>(self, body: F) -> Result<Vec<R>, SpillError>
    where
        R: Spill + Send,      // written to a file and read back
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let body = |chunk| Ok::<_, Infallible>(body(chunk));
        let outputs = self.per_chunk_as(FunctionName::of::<F>(), &body)?;
        let Ok(outputs) = outputs;
        Ok(outputs)
    }

    /// As [`per_chunk`](Spilling::per_chunk), for a body that can fail.
    ///
    /// # Errors
    ///
    /// A [`SpillError`]; inside of `Ok`, the first error in slice order. No new chunk starts
    /// after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_per_chunk<R, E, F>(self, body: F) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill + Send,                 // written to a file and read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<R, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.per_chunk_as(FunctionName::of::<F>(), &body)
    }

    fn flatten_as<U, E, F>(
        self,
        function: FunctionName,
        body: &F,
    ) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill + Send,
        E: Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        match self.target {
            Target::Memory => Ok(self.call.run_as(function, body, Join::new())),
            Target::Files(directory) => {
                InFiles::new(self.call, Grain::Spilled, directory, function).flattened(body)
            }
        }
    }

    fn spilled_as<U, E, F>(
        self,
        function: FunctionName,
        body: &F,
    ) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        let plan = self.call.plan(Grain::Spilled, function);
        InFiles::part(self.call, plan, &self.target, function).spilled(body)
    }

    fn per_chunk_as<R, E, F>(
        self,
        function: FunctionName,
        body: &F,
    ) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill + Send,
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        match self.target {
            Target::Memory => Ok(self.call.run_as(function, body, TryPerChunk::new())),
            Target::Files(directory) => {
                InFiles::new(self.call, Grain::Coarse, directory, function).each(body)
            }
        }
    }

    fn join_as<R, E, F>(self, function: FunctionName, body: &F) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send,
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        match self.target {
            Target::Memory => Ok(self.call.run_as(function, body, Join::new())),
            Target::Files(directory) => {
                InFiles::new(self.call, Grain::Spilled, directory, function).joined(body)
            }
        }
    }
}
