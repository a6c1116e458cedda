//! The builder of calls over streams.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::vec;

use crate::call::{Run, StreamCall};
use crate::observe::Report;
#[cfg(feature = "progress")]
use crate::observe::progress::{Label, Progress};
use crate::output::{
    Consume, Finish, First, Flatten, Join, PerChunk, Reduce, Search, TryConsume, TryReduce,
    UpToFailure, all_ok,
};
use crate::sys::names::FunctionName;

/// Starts a parallel call over the elements of an iterator, which may be more than fit into memory.
///
/// The calling thread takes batches of elements from the iterator. Workers run the body on each batch, as a
/// [`vec::IntoIter`]. The calling thread merges the outputs in order. Neither the iterator nor a sink needs to be `Send`,
/// only the elements.
///
/// At most two batches per job, and two more, are between the iterator and the merge. So [`reduce`](Stream::reduce) and
/// [`consume`](Stream::consume) need the same memory however long the stream is.
///
/// # Examples
///
/// ```
/// use std::io::{BufRead, Cursor};
///
/// let input = Cursor::new("one\ntwo\nthree\n");
/// let lengths: Vec<usize> = parallelize::stream(input.lines().map_while(Result::ok))
///     .flatten(|lines| lines.map(|line| line.len()).collect());
/// assert_eq!(lengths, [3, 3, 5]);
/// ```
pub fn stream<I: IntoIterator>(elements: I) -> Stream<I::IntoIter> {
    Stream(StreamCall {
        elements: elements.into_iter(),
        jobs: 0,
        chunk_size: None,
        request: None,
    })
}

/// A call over a stream being set up; made by [`stream`].
///
/// The calling thread reads, merges and, if there is nothing to read or to merge, works. It hands on every finished output
/// before it asks the iterator for the next element. While the iterator is asked, outputs wait. So does a failure: the
/// call ends when the iterator answers.
///
/// # Panics
///
/// As [`Parallel`](crate::Parallel) says. A panic of the iterator goes on once running chunks are done, unless a chunk
/// before it fails.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `reduce` or another method runs it"]
pub struct Stream<I>(pub(crate) StreamCall<I>);

impl<I> fmt::Debug for Stream<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("jobs", &self.0.jobs)
            .field("chunk_size", &self.0.chunk_size)
            .field("request", &self.0.request)
            .finish_non_exhaustive()
    }
}

/// Options.
impl<I> Stream<I> {
    /// How many batches can be in flight at once; 0 for as many as the current rayon pool has threads.
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.0.jobs = jobs;
        self
    }

    /// How many elements a batch has; the last one may have fewer.
    ///
    /// Without this option, batches grow from 1 to 1,024 elements. The calling thread waits for as many elements before a
    /// worker gets them, so take 1 if elements come slowly and their outputs are wanted at once.
    pub fn chunk_size(mut self, chunk_size: usize) -> Self {
        self.0.chunk_size = Some(chunk_size);
        self
    }

    /// As [`Parallel::report`](crate::Parallel::report).
    pub fn report<F>(mut self, to: F) -> Self
    where
        F: Fn(&Report) + Send + Sync + 'static,
    {
        let request = self.0.request.get_or_insert_default();
        request.receiver = Some(AssertUnwindSafe(Box::new(to)));
        self
    }

    /// As [`Parallel::print_report`](crate::Parallel::print_report).
    pub fn print_report(mut self) -> Self {
        self.0.request.get_or_insert_default().print = true;
        self
    }

    /// As [`Parallel::progress`](crate::Parallel::progress). If the iterator knows its length by
    /// [`size_hint`](Iterator::size_hint), there is a bar, else a spinner with the number of elements and the rate.
    #[cfg(feature = "progress")]
    #[cfg_attr(docsrs, doc(cfg(feature = "progress")))]
    pub fn progress(mut self, progress: impl Progress) -> Self {
        let label = progress.label();
        if self.0.request.is_some() || !matches!(label, Label::Nothing) {
            self.0.request.get_or_insert_default().progress = label;
        }
        self
    }
}

/// The methods that run the call. Each does as the method of [`Parallel`](crate::Parallel) with its name.
impl<I: Iterator> Stream<I> {
    /// As [`Parallel::flatten`](crate::Parallel::flatten).
    ///
    /// # Panics
    ///
    /// As [`Stream`] says.
    #[track_caller]
    pub fn flatten<R, F>(self, body: F) -> R
    where
        I::Item: Send,                             // sent to the workers
        R: Flatten + Send, // joined by the caller, after the workers have sent it
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
    {
        self.run(&body, Join::new())
    }

    /// As [`Parallel::per_chunk`](crate::Parallel::per_chunk).
    ///
    /// # Panics
    ///
    /// As [`Stream`] says.
    #[track_caller]
    pub fn per_chunk<R, F>(self, body: F) -> Vec<R>
    where
        I::Item: Send,                             // sent to the workers
        R: Send,                                   // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
    {
        self.run(&body, PerChunk::new())
    }

    /// As [`Parallel::try_per_chunk`](crate::Parallel::try_per_chunk).
    ///
    /// # Errors
    ///
    /// The first error in order. Nothing is read after it.
    ///
    /// # Panics
    ///
    /// As [`Stream`] says.
    #[track_caller]
    pub fn try_per_chunk<T, E, F>(self, body: F) -> Result<Vec<T>, E>
    where
        I::Item: Send,                                        // sent to the workers
        T: Send,                                              // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(vec::IntoIter<I::Item>) -> Result<T, E> + Sync, // shared by all workers, with what it captures
    {
        all_ok(self.run(&body, UpToFailure::new()))
    }

    /// As [`Parallel::first`](crate::Parallel::first). Nothing is read after a hit.
    ///
    /// # Panics
    ///
    /// As [`Stream`] says, unless a chunk before the one that panics hits.
    #[track_caller]
    pub fn first<R, F>(self, body: F) -> R
    where
        I::Item: Send,                             // sent to the workers
        R: Search + Send,                          // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
    {
        self.run(&body, First)
    }

    /// As [`Parallel::reduce`](crate::Parallel::reduce).
    ///
    /// # Examples
    ///
    /// ```
    /// let sum = parallelize::stream(1..=1_000_000_u64).reduce(|numbers| numbers.sum::<u64>(), |a, b| a + b);
    /// assert_eq!(sum, 500_000_500_000);
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Stream`] says.
    #[track_caller]
    pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
    where
        I::Item: Send,                             // sent to the workers
        R: Send,                                   // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
        G: FnMut(R, R) -> R,
    {
        self.run(&body, Reduce::new(combine))
    }

    /// As [`Parallel::try_reduce`](crate::Parallel::try_reduce).
    ///
    /// # Errors
    ///
    /// The first error in order. Nothing is read after it.
    ///
    /// # Panics
    ///
    /// As [`Stream`] says.
    #[track_caller]
    pub fn try_reduce<T, E, F, G>(self, body: F, combine: G) -> Result<T, E>
    where
        I::Item: Send,                                        // sent to the workers
        T: Send,                                              // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(vec::IntoIter<I::Item>) -> Result<T, E> + Sync, // shared by all workers, with what it captures
        G: FnMut(T, T) -> T,
    {
        self.run(&body, TryReduce::new(combine))
    }

    /// As [`Parallel::consume`](crate::Parallel::consume). A slow sink holds up reading.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::{BufRead, Cursor, Write};
    ///
    /// let input = Cursor::new("one\ntwo\n");
    /// let mut out = std::io::stdout().lock(); // this lock cannot be sent to another thread
    /// parallelize::stream(input.lines().map_while(Result::ok)).consume(
    ///     |lines| lines.map(|line| line.to_uppercase() + "\n").collect::<String>(),
    ///     |text| out.write_all(text.as_bytes()).unwrap(),
    /// );
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Stream`] and [`Parallel::consume`](crate::Parallel::consume) say.
    #[track_caller]
    pub fn consume<R, F, S>(self, body: F, sink: S)
    where
        I::Item: Send,                             // sent to the workers
        R: Send,                                   // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
        S: FnMut(R),
    {
        self.run(&body, Consume(sink));
    }

    /// As [`Parallel::try_consume`](crate::Parallel::try_consume).
    ///
    /// # Errors
    ///
    /// The first error of `sink`. Nothing is read after it.
    ///
    /// # Panics
    ///
    /// As [`Stream`] and [`Parallel::consume`](crate::Parallel::consume) say.
    #[track_caller]
    pub fn try_consume<R, E, F, S>(self, body: F, sink: S) -> Result<(), E>
    where
        I::Item: Send,                             // sent to the workers
        R: Send,                                   // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
        S: FnMut(R) -> Result<(), E>,
    {
        self.run(&body, TryConsume::new(sink))
    }

    #[track_caller]
    fn run<R, F, S>(self, body: &F, finish: S) -> S::Result
    where
        I::Item: Send,
        R: Send,
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync,
        S: Finish<R>,
    {
        self.0.run_as(FunctionName::of::<F>(), body, finish)
    }
}
