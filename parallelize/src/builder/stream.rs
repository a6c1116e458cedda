//! The builder of calls over streams, and its options.

use std::fmt;
use std::panic::AssertUnwindSafe;

use crate::call::StreamCall;
use crate::input::Elements;
use crate::observe::Report;
#[cfg(feature = "progress")]
use crate::observe::progress::{Label, Progress};

/// Starts a parallel call over the elements of an iterator, which may be more than fit into memory.
///
/// The calling thread takes batches of elements from the iterator. Workers run the body on each batch, as a
/// [`vec::IntoIter`](std::vec::IntoIter). The calling thread merges the outputs in order. Neither the iterator nor a sink
/// needs to be `Send`, only the elements and the outputs.
///
/// Then come the options, and at the end the method that runs the call. That method says how the outputs of the batches
/// become one result. [`Stream`] says what holds for all of them.
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
///
/// An element that is a `Result` is the body's business. The body sees the error in order, and may return it:
///
/// ```
/// use std::io::{self, BufRead, Read};
///
/// // The bytes after `three` are no text.
/// let input = b"one\ntwo\nthree\n".chain(&b"\xff\n"[..]);
/// let lengths: io::Result<Vec<usize>> = parallelize::stream(input.lines())
///     .flatten(|lines| lines.map(|line| Ok(line?.len())).collect());
/// assert_eq!(lengths.unwrap_err().kind(), io::ErrorKind::InvalidData);
/// ```
#[doc(alias = "imap")]
#[doc(alias = "apply_async")]
#[doc(alias = "par_bridge")]
#[doc(alias = "pipeline")]
pub fn stream<I>(elements: I) -> Stream<I::IntoIter>
where
    I: IntoIterator,
    I::Item: Send, // sent to the workers
{
    Stream(StreamCall {
        elements: Elements::new(elements.into_iter()),
        jobs: 0,
        chunk_size: None,
        request: None,
    })
}

/// A call over a stream being set up; made by [`stream`].
///
/// # Batches
///
/// Batches grow from 1 to 512 elements, or have [`chunk_size`](Stream::chunk_size) elements each. Where a batch ends
/// depends on neither the time nor the machine. So [`current_chunk`](crate::current_chunk) says the same in every run. The
/// batch knows its [`index`](crate::Chunk::index) and its [`range`](crate::Chunk::range), but not how many batches there
/// are. A stream without elements has one batch, which is empty.
///
/// # Memory
///
/// At most two batches per job, and two more, are between the iterator and the merge. A slow merge holds up reading, and so
/// does a slow worker. [`reduce`](Stream::reduce), [`first`](Stream::first) and [`consume`](Stream::consume) need the same
/// memory however long the stream is. So do outputs that stay in a file (`spilled`). The results of
/// [`flatten`](Stream::flatten) and [`per_chunk`](Stream::per_chunk) grow with the stream.
///
/// # Latency
///
/// The calling thread reads and merges. With nothing to read or to merge, the calling thread works. If reading a batch took
/// longer than the last body, the calling thread runs the batch before it reads on. Other batches go to helpers: the first
/// ones, and those that wait after a burst.
///
/// The calling thread hands on every finished output before it asks the iterator for an element. Nothing can be handed on
/// while the iterator is asked:
///
/// - An output that is finished meanwhile waits for the answer. An iterator that blocks for a second, for instance on a
///   socket, delays such an output by up to a second.
/// - A failure waits as well. The call ends when the iterator answers, and asks for nothing more. An iterator that blocks for
///   ever blocks the call for ever, even if a body has failed.
/// - An iterator that waits for an output of the same call waits for ever, unless there is one job, and one element per batch.
/// - A body begins when its batch is full. Take a [`chunk_size`](Stream::chunk_size) of 1 if elements come slowly.
///
/// # Failures
///
/// No new batch starts after a failure, and nothing is read. The failure at the lowest position decides: the position of the
/// batch, of the output that is merged, or of the element that the iterator was asked for. So the result is the same in
/// every run. An endless stream works until something fails.
///
/// # Examples
///
/// ```
/// let call = parallelize::stream(1..=100_u32).jobs(2); // nothing is read yet
/// assert_eq!(call.reduce(|numbers| numbers.sum::<u32>(), |a, b| a + b), 5050);
/// ```
///
/// # Panics
///
/// All methods that run the call resume the panic at the lowest position, once running bodies are done. The panic can be one of
/// a body, the merge or the iterator. Batches that were read before a panic of the iterator still run. The methods panic as well for a
/// `chunk_size` of 0, and for a value of the environment variable `PARALLELIZE_JOBS` that is not a positive integer.
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
    ///
    /// The calling thread is one of the workers, except while it asks the iterator. With 0, helpers come if a body takes long
    /// enough to be worth another thread, and if the pool has threads to spare. [`Parallel::jobs`](crate::Parallel::jobs) says which threads those are.
    ///
    /// # Examples
    ///
    /// ```
    /// let squares = parallelize::stream(1..=3).jobs(2).flatten(|numbers| numbers.map(|n| n * n).collect::<Vec<u32>>());
    /// assert_eq!(squares, [1, 4, 9]);
    /// ```
    #[doc(alias = "n_jobs")]
    #[doc(alias = "num_threads")]
    #[doc(alias = "max_workers")]
    #[doc(alias = "workers")]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.0.jobs = jobs;
        self
    }

    /// How many elements a batch has; the last one may have fewer.
    ///
    /// Without this option, batches grow from 1 to 512 elements: 1, 1, 2, 2, 4, 4 and so on. A batch is full before a
    /// worker gets it, so take 1 if elements come slowly and their outputs are wanted at once.
    ///
    /// # Examples
    ///
    /// ```
    /// let lengths = parallelize::stream(0..5).chunk_size(2).per_chunk(|numbers| numbers.count());
    /// assert_eq!(lengths, [2, 2, 1]);
    /// ```
    #[doc(alias = "batch_size")]
    #[doc(alias = "chunksize")]
    #[doc(alias = "buffer_size")]
    pub fn chunk_size(mut self, chunk_size: usize) -> Self {
        self.0.chunk_size = Some(chunk_size);
        self
    }

    /// As [`Parallel::report`](crate::Parallel::report). The report keeps some 100 bytes per batch.
    ///
    /// # Examples
    ///
    /// ```
    /// let lengths = parallelize::stream(0..5)
    ///     .chunk_size(2)
    ///     .report(|report| assert_eq!(report.chunks.len(), 3))
    ///     .per_chunk(|numbers| numbers.count());
    /// assert_eq!(lengths, [2, 2, 1]);
    /// ```
    pub fn report<F>(mut self, to: F) -> Self
    where
        F: Fn(&Report) + Send + Sync + 'static,
    {
        let request = self.0.request.get_or_insert_default();
        request.receiver = Some(AssertUnwindSafe(Box::new(to)));
        self
    }

    /// As [`Parallel::print_report`](crate::Parallel::print_report).
    ///
    /// # Examples
    ///
    /// ```
    /// let count = parallelize::stream(0..5).print_report().reduce(|numbers| numbers.count(), |a, b| a + b);
    /// assert_eq!(count, 5);
    /// ```
    pub fn print_report(mut self) -> Self {
        self.0.request.get_or_insert_default().print = true;
        self
    }

    /// For the attribute's `report = cfg!(..)`.
    #[doc(hidden)]
    pub fn print_report_if(self, is_wanted: bool) -> Self {
        if is_wanted { self.print_report() } else { self }
    }

    /// As [`Parallel::progress`](crate::Parallel::progress). If the iterator's [`size_hint`](Iterator::size_hint) is exact,
    /// there is a bar, else a spinner with the number of elements and the rate.
    ///
    /// # Examples
    ///
    /// ```
    /// let count = parallelize::stream(0..1000)
    ///     .progress("Counting")
    ///     .reduce(|numbers| numbers.count(), |a, b| a + b);
    /// assert_eq!(count, 1000);
    /// ```
    #[doc(alias = "tqdm")]
    #[doc(alias = "progress_bar")]
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
