//! The builder of calls over streams whose outputs go to a file.

use std::fmt;
use std::vec;

use super::directory::{Target, WriteToFile};
use super::run::InFiles;
use super::spilling::infallible;
use super::{Spill, SpillError, Spilled};
use crate::builder::Stream;
use crate::call::StreamCall;
use crate::output::Flatten;
use crate::sys::names::FunctionName;

/// A call over a stream being set up whose outputs go to a file; made by [`Stream::write_to_file`].
///
/// A method returns what the method of [`Stream`] with the same name returns. The methods `try_*` take a body that can
/// fail.
///
/// # Examples
///
/// ```
/// use parallelize::{SpillError, stream};
///
/// let call = stream([1_u32, 2]).write_to_file(true); // nothing is read yet
/// assert_eq!(call.flatten(|numbers| numbers.map(|n| n * 2).collect())?, [2, 4]);
/// # Ok::<(), SpillError>(())
/// ```
///
/// # Errors
///
/// All methods return a [`SpillError`] if an output cannot be written, or not be read back. The methods `try_*`
/// return the first error of the body, in order, inside `Ok`. Nothing is read after a failure. The failure of the lowest
/// batch decides: a panic, an error of the body or a `SpillError`.
///
/// # Panics
///
/// As [`Stream`] says.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `spilled` or another method runs it"]
pub struct SpillingStream<I> {
    call: StreamCall<I>,
    target: Target,
}

impl<I> fmt::Debug for SpillingStream<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpillingStream")
            .field("jobs", &self.call.jobs)
            .field("chunk_size", &self.call.chunk_size)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

impl<I> Stream<I> {
    /// Writes the outputs to a temporary file as they come, and reads them back when all have been written.
    ///
    /// While the stream is read, memory holds the outputs of the batches that are between the iterator and the merge, and
    /// no more. With [`spilled`](SpillingStream::spilled), the outputs stay in the file: they may be more than memory can
    /// hold, as the stream may.
    ///
    /// Workers encode the outputs, and the calling thread writes them. For `to` and the file,
    /// [`Parallel::write_to_file`](crate::Parallel::write_to_file) says more.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::{BufRead, Cursor};
    ///
    /// # fn main() -> Result<(), parallelize::SpillError> {
    /// let input = Cursor::new("one\ntwo\nthree\n");
    /// let lengths = parallelize::stream(input.lines().map_while(Result::ok))
    ///     .write_to_file(true)
    ///     .spilled(|lines| lines.map(|line| line.len()).collect())?;
    /// let mut sum = 0;
    /// for length in &lengths {
    ///     sum += length?;
    /// }
    /// assert_eq!((lengths.len(), sum), (3, 11));
    /// # Ok(())
    /// # }
    /// ```
    pub fn write_to_file(self, to: impl WriteToFile) -> SpillingStream<I> {
        SpillingStream {
            target: to.target(),
            call: self.0,
        }
    }
}

#[allow(clippy::missing_errors_doc)] // the type says it once
impl<I: Iterator> SpillingStream<I> {
    /// Runs `body` on every batch and joins the outputs in order.
    ///
    /// The call writes and reads the outputs item by item.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, stream};
    ///
    /// let doubled = stream([1_u32, 2]).write_to_file(true).flatten(|numbers| numbers.map(|n| n * 2).collect())?;
    /// assert_eq!(doubled, [2, 4]);
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn flatten<U, F>(self, body: F) -> Result<Vec<U>, SpillError>
    where
        U: Spill + Send,                                // written to a file and read back
        F: Fn(vec::IntoIter<I::Item>) -> Vec<U> + Sync, // shared by all workers, with what it captures
    {
        let Ok(joined) = self.of::<F>().flatten(&infallible(body))?;
        Ok(joined)
    }

    /// As [`flatten`](SpillingStream::flatten), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::{SpillError, stream};
    ///
    /// fn parsed(words: std::vec::IntoIter<&str>) -> Result<Vec<u32>, ParseIntError> {
    ///     words.into_iter().map(|word| word.parse::<u32>()).collect()
    /// }
    ///
    /// let words = ["1", "x", "3"];
    /// assert!(stream(words).write_to_file(true).try_flatten(parsed)?.is_err());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn try_flatten<U, E, F>(self, body: F) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill + Send, // written to a file and read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(vec::IntoIter<I::Item>) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures
    {
        self.of::<F>().flatten(&body)
    }

    /// Runs `body` on every batch and leaves the outputs, joined in order, in the file.
    ///
    /// With `write_to_file(false)` they are in the file of `write_to_file(true)` all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, stream};
    ///
    /// let doubled = stream([1_u32, 2]).write_to_file(true).spilled(|numbers| numbers.map(|n| n * 2).collect())?;
    /// assert_eq!(doubled.iter().last().unwrap()?, 4);
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn spilled<U, F>(self, body: F) -> Result<Spilled<U>, SpillError>
    where
        U: Spill,                                       // written to a file, to be read back
        F: Fn(vec::IntoIter<I::Item>) -> Vec<U> + Sync, // shared by all workers, with what it captures
    {
        let Ok(spilled) = self.of::<F>().spilled(&infallible(body))?;
        Ok(spilled)
    }

    /// As [`spilled`](SpillingStream::spilled), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::{SpillError, stream};
    ///
    /// fn parsed(words: std::vec::IntoIter<&str>) -> Result<Vec<u32>, ParseIntError> {
    ///     words.into_iter().map(|word| word.parse::<u32>()).collect()
    /// }
    ///
    /// let words = ["1", "x", "3"];
    /// assert!(stream(words).write_to_file(true).try_spilled(parsed)?.is_err());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn try_spilled<U, E, F>(self, body: F) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill, // written to a file, to be read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(vec::IntoIter<I::Item>) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures
    {
        self.of::<F>().spilled(&body)
    }

    /// Runs `body` on every batch and joins the outputs, of any type that can be joined, in order.
    ///
    /// Each output is written and read as a whole.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, stream};
    ///
    /// let text: String = stream([1_u32, 2]).write_to_file(true).join(|numbers| numbers.map(|n| n * 2).map(|n| n.to_string()).collect())?;
    /// assert_eq!(text, "24");
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn join<R, F>(self, body: F) -> Result<R, SpillError>
    where
        R: Flatten + Spill + Send, // written to a file, read back, and joined
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
    {
        let Ok(joined) = self.of::<F>().join(&infallible(body))?;
        Ok(joined)
    }

    /// As [`join`](SpillingStream::join), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::{SpillError, stream};
    ///
    /// fn parsed(words: std::vec::IntoIter<&str>) -> Result<Vec<u32>, ParseIntError> {
    ///     words.into_iter().map(|word| word.parse::<u32>()).collect()
    /// }
    ///
    /// let words = ["1", "x", "3"];
    /// assert!(stream(words).write_to_file(true).try_join(parsed)?.is_err());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn try_join<R, E, F>(self, body: F) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send, // written to a file, read back, and joined
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(vec::IntoIter<I::Item>) -> Result<R, E> + Sync, // shared by all workers, with what it captures
    {
        self.of::<F>().join(&body)
    }

    /// Runs `body` on every batch and returns its outputs, one per batch, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, stream};
    ///
    /// let sums = stream([1_u32, 2]).chunk_size(1).write_to_file(true).per_chunk(|numbers| numbers.map(|n| n * 2).sum::<u32>())?;
    /// assert_eq!(sums, [2, 4]);
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn per_chunk<R, F>(self, body: F) -> Result<Vec<R>, SpillError>
    where
        R: Spill + Send,                           // written to a file and read back
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
    {
        let Ok(outputs) = self.of::<F>().per_chunk(&infallible(body))?;
        Ok(outputs)
    }

    /// As [`per_chunk`](SpillingStream::per_chunk), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::{SpillError, stream};
    ///
    /// fn parsed(words: std::vec::IntoIter<&str>) -> Result<u32, ParseIntError> {
    ///     words.into_iter().map(|word| word.parse::<u32>()).sum()
    /// }
    ///
    /// let words = ["1", "x", "3"];
    /// assert!(stream(words).write_to_file(true).try_per_chunk(parsed)?.is_err());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[track_caller]
    pub fn try_per_chunk<R, E, F>(self, body: F) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill + Send, // written to a file and read back
        E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(vec::IntoIter<I::Item>) -> Result<R, E> + Sync, // shared by all workers, with what it captures
    {
        self.of::<F>().per_chunk(&body)
    }

    /// The call of a body of type `F`.
    fn of<F>(self) -> InFiles<StreamCall<I>> {
        InFiles {
            call: self.call,
            target: self.target,
            function: FunctionName::of::<F>(),
        }
    }
}
