//! The builder of calls whose outputs go to files.

use std::convert::Infallible;
use std::fmt;

use super::directory::{Target, WriteToFile};
use super::run::InFiles;
use super::{Spill, SpillError, Spilled};
use crate::builder::Parallel;
use crate::call::Call;
use crate::output::Flatten;
use crate::sys::names::FunctionName;

/// A call being set up whose outputs go to files; made by [`Parallel::write_to_file`].
///
/// A method returns what the method of [`Parallel`] with the same name returns. The methods `try_*` take a
/// body that can fail.
///
/// # Examples
///
/// ```
/// use parallelize::{SpillError, parallel};
///
/// let call = parallel(&[1_u32, 2]).write_to_file(true); // nothing runs yet
/// assert_eq!(call.flatten(|numbers| numbers.iter().map(|n| n * 2).collect())?, [2, 4]);
/// # Ok::<(), SpillError>(())
/// ```
///
/// # Errors
///
/// All methods return a [`SpillError`] if an output cannot be written, or not be read back. The methods `try_*`
/// return the first error of the body, in slice order, inside `Ok`. No new chunk starts after a failure. The
/// failure of the lowest chunk decides: a panic, an error of the body or a `SpillError`.
///
/// # Panics
///
/// As [`Parallel`] says.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `spilled` or another method runs it"]
pub struct Spilling<'r, C> {
    call: Call<'r, C>,
    target: Target,
}

impl<C> fmt::Debug for Spilling<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spilling")
            .field("options", &self.call.setup.options)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

impl<'r, C> Parallel<'r, C> {
    /// Writes the output of each chunk to a temporary file as soon as the body returns, and reads all outputs back at the
    /// end. While the chunks run, memory holds at most one output per worker.
    ///
    /// `to` is a `bool` or the path of a directory. With `true`, the directory is that of the environment
    /// variable `PARALLELIZE_SPILL_DIR`, else of `TMPDIR`, else `/var/tmp` on Unix (`/tmp` is often
    /// memory), else [`std::env::temp_dir`]. With `false`, outputs stay in memory.
    ///
    /// The files have no name: nothing is left of them, even if the process is killed. Their content is
    /// checksummed. There are at most 32, however many chunks and workers there are.
    ///
    /// Without [`chunk_size`](Parallel::chunk_size), outputs that are joined come from chunks of at most 16,384 elements,
    /// and from at least 64 chunks per worker if there are so many elements. A worker holds the output of one chunk.
    /// One exception: [`jobs(1)`](Parallel::jobs) is one chunk.
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
    #[doc(alias = "out_of_core")]
    #[doc(alias = "spill_to_disk")]
    pub fn write_to_file(self, to: impl WriteToFile) -> Spilling<'r, C> {
        Spilling {
            target: to.target(),
            call: self.0,
        }
    }
}

#[allow(clippy::missing_errors_doc)] // the type says it once
impl<'r, C> Spilling<'r, C> {
    /// Runs `body` on every chunk and joins the outputs in order.
    ///
    /// The call writes and reads the outputs item by item.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let doubled = parallel(&[1_u32, 2]).write_to_file(true).flatten(|numbers| numbers.iter().map(|n| n * 2).collect())?;
    /// assert_eq!(doubled, [2, 4]);
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn flatten<U, F>(self, body: F) -> Result<Vec<U>, SpillError>
    where
        U: Spill + Send,           // written to a file and read back
        F: Fn(C) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let Ok(joined) = self.of::<F>().flatten(&infallible(body))?;
        Ok(joined)
    }

    /// As [`flatten`](Spilling::flatten), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::{SpillError, parallel};
    ///
    /// fn parsed(words: &[&str]) -> Result<Vec<u32>, ParseIntError> {
    ///     words.iter().map(|word| word.parse::<u32>()).collect()
    /// }
    ///
    /// let words = ["1", "x", "3"];
    /// assert!(parallel(&words).write_to_file(true).try_flatten(parsed)?.is_err());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn try_flatten<U, E, F>(self, body: F) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill + Send,                      // written to a file and read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.of::<F>().flatten(&body)
    }

    /// Runs `body` on every chunk and leaves the outputs, joined in order, in files.
    ///
    /// With `write_to_file(false)` they are in the files of `write_to_file(true)` all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let doubled = parallel(&[1_u32, 2]).write_to_file(true).spilled(|numbers| numbers.iter().map(|n| n * 2).collect())?;
    /// assert_eq!(doubled.iter().last().unwrap()?, 4);
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn spilled<U, F>(self, body: F) -> Result<Spilled<U>, SpillError>
    where
        U: Spill,                  // written to a file, to be read back
        F: Fn(C) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let Ok(spilled) = self.of::<F>().spilled(&infallible(body))?;
        Ok(spilled)
    }

    /// As [`spilled`](Spilling::spilled), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::{SpillError, parallel};
    ///
    /// fn parsed(words: &[&str]) -> Result<Vec<u32>, ParseIntError> {
    ///     words.iter().map(|word| word.parse::<u32>()).collect()
    /// }
    ///
    /// let words = ["1", "x", "3"];
    /// assert!(parallel(&words).write_to_file(true).try_spilled(parsed)?.is_err());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn try_spilled<U, E, F>(self, body: F) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,                             // written to a file, to be read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.of::<F>().spilled(&body)
    }

    /// Runs `body` on every chunk and joins the outputs, of any type that can be joined, in order.
    ///
    /// Each output is written and read as a whole.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let text: String = parallel(&[1_u32, 2]).write_to_file(true).join(|numbers| numbers.iter().map(|n| n * 2).map(|n| n.to_string()).collect())?;
    /// assert_eq!(text, "24");
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn join<R, F>(self, body: F) -> Result<R, SpillError>
    where
        R: Flatten + Spill + Send, // written to a file, read back, and joined
        F: Fn(C) -> R + Sync,      // shared by all workers, with what it captures (such as `self`)
    {
        let Ok(joined) = self.of::<F>().join(&infallible(body))?;
        Ok(joined)
    }

    /// As [`join`](Spilling::join), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::{SpillError, parallel};
    ///
    /// fn parsed(words: &[&str]) -> Result<Vec<u32>, ParseIntError> {
    ///     words.iter().map(|word| word.parse::<u32>()).collect()
    /// }
    ///
    /// let words = ["1", "x", "3"];
    /// assert!(parallel(&words).write_to_file(true).try_join(parsed)?.is_err());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn try_join<R, E, F>(self, body: F) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send,       // written to a file, read back, and joined
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<R, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.of::<F>().join(&body)
    }

    /// Runs `body` on every chunk and returns its outputs, one per chunk, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let sums = parallel(&[1_u32, 2]).chunk_size(1).write_to_file(true).per_chunk(|numbers| numbers.iter().map(|n| n * 2).sum::<u32>())?;
    /// assert_eq!(sums, [2, 4]);
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn per_chunk<R, F>(self, body: F) -> Result<Vec<R>, SpillError>
    where
        R: Spill + Send,      // written to a file and read back
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let Ok(outputs) = self.of::<F>().per_chunk(&infallible(body))?;
        Ok(outputs)
    }

    /// As [`per_chunk`](Spilling::per_chunk), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::{SpillError, parallel};
    ///
    /// fn parsed(words: &[&str]) -> Result<u32, ParseIntError> {
    ///     words.iter().map(|word| word.parse::<u32>()).sum()
    /// }
    ///
    /// let words = ["1", "x", "3"];
    /// assert!(parallel(&words).write_to_file(true).try_per_chunk(parsed)?.is_err());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn try_per_chunk<R, E, F>(self, body: F) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill + Send,                 // written to a file and read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<R, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.of::<F>().per_chunk(&body)
    }

    /// The call of a body of type `F`.
    fn of<F>(self) -> InFiles<Call<'r, C>> {
        InFiles {
            call: self.call,
            target: self.target,
            function: FunctionName::of::<F>(),
        }
    }
}

/// A body that cannot fail, as one that can.
pub(super) fn infallible<C, R>(
    body: impl Fn(C) -> R + Sync,
) -> impl Fn(C) -> Result<R, Infallible> + Sync {
    move |chunk| Ok(body(chunk))
}
