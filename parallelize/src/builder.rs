//! The public builder: what the attribute expands to, and what people write without it.

mod cut_rules;
mod stream;
mod stream_runs;
mod with;
mod zip;

use std::fmt;
use std::panic::AssertUnwindSafe;

pub use self::stream::{Stream, stream};
pub(crate) use self::with::never;
pub use self::zip::{zip2, zip3, zip4, zip5, zip6};
use crate::call::{Call, Run as _, Setup};
use crate::input::Input;
use crate::observe::Report;
#[cfg(feature = "progress")]
use crate::observe::progress::{Label, Progress};
use crate::output::{
    Consume, First, Flatten, Join, PerChunk, Reduce, Search, TryConsume, TryReduce, UpToFailure,
    all_ok,
};
use crate::plan::Options;
use crate::sys::names::FunctionName;

/// Starts a parallel call over `input`.
///
/// `input` is anything that implements [`Split`](crate::Split), or a reference to a `Vec` or an array. A tuple of up to six of
/// these is cut at the same places. Then come the options, and at the end the method that runs the call. This method says how
/// the outputs of the chunks become one result.
///
/// The body captures the other values that it needs. The workers share these values. So clone inside the body what each chunk
/// changes.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
///
/// let words = ["one", "two", "three", "four"];
/// let lengths: Vec<usize> = parallel(&words)
///     .jobs(2)
///     .flatten(|words| words.iter().map(|word| word.len()).collect());
/// assert_eq!(lengths, [3, 3, 5, 4]);
/// ```
#[doc(alias = "par_iter")]
#[doc(alias = "into_par_iter")]
#[doc(alias = "par_chunks")]
#[doc(alias = "parallel_for")]
#[doc(alias = "map_reduce")]
#[doc(alias = "pool_map")]
#[doc(alias = "pmap")]
#[doc(alias = "joblib")]
#[doc(alias = "ThreadPoolExecutor")]
pub fn parallel<I: Input<C>, C>(input: I) -> Parallel<'static, C> {
    Parallel(Call {
        input: input.into_chunk(),
        setup: Setup {
            splitter: I::splitter(),
            options: Options::default(),
            search: None,
            request: None,
        },
    })
}

/// A call being set up; made by [`parallel`]. `C` is the type of the chunks, and `'r` is how long the rules live that
/// say where a cut may be.
///
/// # Examples
///
/// ```
/// use parallelize::{Parallel, parallel};
///
/// let numbers = [1, 2, 3, 4];
/// let call: Parallel<'_, &[u32]> = parallel(&numbers).jobs(2); // nothing runs yet
/// assert_eq!(call.reduce(|numbers| numbers.iter().sum::<u32>(), |a, b| a + b), 10);
/// ```
///
/// # Panics
///
/// All methods that run the call resume the panic of the lowest chunk that panicked, once running chunks have finished. The
/// methods panic before any body runs in these cases:
///
/// - `chunk_size` is 0, or stands together with `min_len`.
/// - `multiple_of` is 0.
/// - Inputs in a tuple have different lengths.
/// - The environment variable `PARALLELIZE_JOBS` is anything but a positive integer.
/// - The search for places where a cut may be panics: this panic goes on.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `reduce` or another method runs it"]
pub struct Parallel<'r, C>(pub(crate) Call<'r, C>);

impl<C> fmt::Debug for Parallel<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parallel")
            .field("options", &self.0.setup.options)
            .field("request", &self.0.setup.request)
            .finish_non_exhaustive()
    }
}

/// Options.
impl<C> Parallel<'_, C> {
    /// How many chunks can be in flight at once; 0 for as many as the current rayon pool has threads.
    ///
    /// More jobs than cores make sense if the body waits, for the network or a disk.
    ///
    /// [`per_chunk`](Parallel::per_chunk) and [`try_per_chunk`](Parallel::try_per_chunk) cut into one chunk per job. Lengths
    /// differ by at most one element, longer chunks first. The other methods cut finer, so that uneven work balances: into
    /// several chunks per job, which get shorter. [The guide](crate::guide::tuning#how-jobs-cuts) has the numbers. No
    /// chunk is empty unless the input is.
    ///
    /// Without `jobs` and [`chunk_size`](Parallel::chunk_size), a call has as many chunks per worker. Methods that cut finer
    /// then wake helpers only if enough work is left. See [`what_it_costs`](crate::what_it_costs).
    ///
    /// The calling thread is one of the workers. With `jobs` the others are threads of the library, which are kept for
    /// later calls. So all jobs are in flight, whatever the pool does. [With rayon](crate::guide::threads_and_rayon#with-rayon) says
    /// what bodies may do with rayon there. With [`chunk_size`](Parallel::chunk_size) alone they are threads of the library
    /// too, no more at once than the pool has threads. With neither, they are threads of the current rayon pool, as far as
    /// these are free.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let squares = parallel(0..1000_u64).jobs(8).flatten(|numbers| numbers.map(|n| n * n).collect::<Vec<_>>());
    /// assert_eq!(squares[999], 998_001);
    /// ```
    #[doc(alias = "n_jobs")]
    #[doc(alias = "num_threads")]
    #[doc(alias = "max_workers")]
    #[doc(alias = "workers")]
    #[doc(alias = "parallelism")]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.0.setup.options.jobs = jobs;
        self
    }

    /// How many elements each chunk has; the last one has the rest.
    ///
    /// [`jobs`](Parallel::jobs) then only limits how many chunks are in flight at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let lengths = parallel(&[1, 2, 3, 4, 5]).chunk_size(2).per_chunk(<[u32]>::len);
    /// assert_eq!(lengths, [2, 2, 1]);
    /// ```
    #[doc(alias = "batch_size")]
    #[doc(alias = "chunksize")]
    #[doc(alias = "block_size")]
    #[doc(alias = "schedule")]
    pub fn chunk_size(mut self, chunk_size: usize) -> Self {
        self.0.setup.options.chunk_size = Some(chunk_size);
        self
    }

    /// How many elements each chunk has at least, unless the input is shorter.
    ///
    /// An input shorter than twice this number runs whole, on the calling thread.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let lengths = parallel(&[1, 2, 3, 4, 5]).jobs(4).min_len(2).per_chunk(<[u32]>::len);
    /// assert_eq!(lengths, [3, 2]);
    /// ```
    #[doc(alias = "grain_size")]
    #[doc(alias = "grainsize")]
    #[doc(alias = "with_min_len")]
    #[doc(alias = "cutoff")]
    pub fn min_len(mut self, min_len: usize) -> Self {
        self.0.setup.options.min_len = min_len;
        self
    }

    /// Calls `to` with a [`Report`] when the call ends: who ran which chunk, and when.
    ///
    /// `to` runs on the calling thread, after the outputs have been merged. A call that ends with an error or a panic has a
    /// report as well: [`Report::ending`] tells. A panic of `to` goes on in the caller, unless another panic is on its way
    /// already. A call that ends before any chunk could start has no report, for instance if no temporary file can be made.
    ///
    /// Without this method, [`print_report`](Parallel::print_report) and the environment variable `PARALLELIZE_REPORT`, no
    /// call reads a clock for a report or notes anything.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let doubled: Vec<u32> = parallel(&[1, 2, 3, 4])
    ///     .chunk_size(2)
    ///     .report(|report| assert_eq!(report.chunks[1].range, 2..4))
    ///     .flatten(|numbers| numbers.iter().map(|n| n * 2).collect());
    /// assert_eq!(doubled, [2, 4, 6, 8]);
    /// ```
    #[doc(alias = "stats")]
    #[doc(alias = "profile")]
    #[doc(alias = "timing")]
    pub fn report<F>(mut self, to: F) -> Self
    where
        F: Fn(&Report) + Send + Sync + 'static, // kept by the call, which may be set up on one thread and run on another
    {
        self.0.setup.request.get_or_insert_default().receiver =
            Some(AssertUnwindSafe(Box::new(to)));
        self
    }

    /// Shows a bar on stderr while the call runs. With `true`, the label is the function's name. A string is the label. With
    /// `false` there is no bar.
    ///
    /// The bar counts the elements of the chunks that are done; [`progress`](crate::progress) says more.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let lengths: Vec<usize> = parallel(&["a", "bc"])
    ///     .progress("Measuring")
    ///     .flatten(|words| words.iter().map(|word| word.len()).collect());
    /// assert_eq!(lengths, [1, 2]);
    /// ```
    #[doc(alias = "tqdm")]
    #[doc(alias = "progress_bar")]
    #[cfg(feature = "progress")]
    pub fn progress(mut self, progress: impl Progress) -> Self {
        let label = progress.label();
        if self.0.setup.request.is_some() || !matches!(label, Label::Nothing) {
            self.0.setup.request.get_or_insert_default().progress = label;
        }
        self
    }

    /// Prints a [`Report`] to stderr when the call ends.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// // Completed main in 0.0001 secs
    /// //   4 elements, 2 chunks, 2 workers of 2 jobs
    /// //   ..
    /// let lengths = parallel(&[1, 2, 3, 4]).jobs(2).print_report().per_chunk(<[u32]>::len);
    /// assert_eq!(lengths, [2, 2]);
    /// ```
    #[doc(alias = "verbose")]
    pub fn print_report(mut self) -> Self {
        self.0.setup.request.get_or_insert_default().print = true;
        self
    }

    /// For the attribute's `report = cfg!(..)`.
    #[doc(hidden)]
    pub fn print_report_if(self, is_wanted: bool) -> Self {
        if is_wanted { self.print_report() } else { self }
    }
}

/// Running the call.
impl<C> Parallel<'_, C> {
    /// Runs `body` on every chunk and joins the outputs in order.
    ///
    /// For a `Result` or an `Option` the first `Err` or `None` in slice order is the result, and no
    /// new chunk starts after one.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let doubled: Vec<u32> = parallel(&[1, 2, 3])
    ///     .flatten(|numbers| numbers.iter().map(|n| n * 2).collect());
    /// assert_eq!(doubled, [2, 4, 6]);
    ///
    /// let parsed: Result<Vec<u32>, _> = parallel(&["1", "x", "3"])
    ///     .flatten(|words| words.iter().map(|word| word.parse()).collect());
    /// assert!(parsed.is_err());
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    #[doc(alias = "map")]
    #[doc(alias = "flat_map")]
    #[doc(alias = "collect")]
    #[doc(alias = "concat")]
    #[doc(alias = "starmap")]
    #[track_caller]
    pub fn flatten<R, F>(self, body: F) -> R
    where
        R: Flatten + Send,    // joined by the caller, after the workers have sent it
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.0.run_as(FunctionName::of::<F>(), &body, Join::new())
    }

    /// Runs `body` on every chunk and returns its outputs, one per chunk, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let sums = parallel(&[1, 2, 3, 4]).jobs(2).per_chunk(|chunk| chunk.iter().sum::<u32>());
    /// assert_eq!(sums, [3, 7]);
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    #[doc(alias = "map_partitions")]
    #[track_caller]
    pub fn per_chunk<R, F>(self, body: F) -> Vec<R>
    where
        R: Send,              // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.0
            .run_as(FunctionName::of::<F>(), &body, PerChunk::new())
    }

    /// Runs `body` on every chunk and returns its outputs, one per chunk, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::parallel;
    ///
    /// fn total(words: &[&str]) -> Result<u32, ParseIntError> {
    ///     words.iter().map(|word| word.parse::<u32>()).sum()
    /// }
    ///
    /// assert_eq!(parallel(&["1", "2", "3"]).jobs(3).try_per_chunk(total), Ok(vec![1, 2, 3]));
    /// assert!(parallel(&["1", "x", "3"]).jobs(3).try_per_chunk(total).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// The first error in slice order. No new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    #[track_caller]
    pub fn try_per_chunk<T, E, F>(self, body: F) -> Result<Vec<T>, E>
    where
        T: Send,                         // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        all_ok(
            self.0
                .run_as(FunctionName::of::<F>(), &body, UpToFailure::new()),
        )
    }

    /// Runs `body` on the chunks until one hits, and returns the first hit in slice order: the first `Some` of an
    /// `Option`, or the first `true` of a `bool`. Without a hit, the result is `None` or `false`.
    ///
    /// No new chunk starts after a hit. Chunks that run already finish, and the lowest chunk that hits decides. So the
    /// result is the same in every run, whichever chunk is done first.
    ///
    /// A body that looks for a position counts from the start of its chunk. [`current_chunk`](crate::current_chunk) tells
    /// where that is.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{current_chunk, parallel};
    ///
    /// fn position_of_zero(numbers: &[u32]) -> Option<usize> {
    ///     let i = numbers.iter().position(|n| *n == 0)?;
    ///     Some(current_chunk().map_or(0, |c| c.range().start) + i)
    /// }
    ///
    /// let numbers = [3, 1, 0, 2, 0];
    /// assert_eq!(parallel(&numbers).jobs(2).first(position_of_zero), Some(2));
    /// assert!(parallel(&numbers).first(|numbers| numbers.contains(&3)));
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says, unless a chunk before the one that panics hits.
    #[doc(alias = "find_first")]
    #[doc(alias = "find_any")]
    #[doc(alias = "any")]
    #[doc(alias = "search")]
    #[track_caller]
    pub fn first<R, F>(self, body: F) -> R
    where
        R: Search + Send,     // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.0.run_as(FunctionName::of::<F>(), &body, First)
    }

    /// Runs `body` on every chunk and folds the outputs with `combine`, from left to right in
    /// slice order, on the calling thread.
    ///
    /// If there are many chunks, the calling thread folds outputs while later chunks still run. So not all outputs are in
    /// memory at once.
    ///
    /// There are up to four chunks per worker. If `combine` takes long, as for large maps, fewer chunks may be faster:
    /// [`chunk_size`](Parallel::chunk_size) says how many. [`what_it_costs`](crate::what_it_costs) has measurements.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let longest = parallel(&["a", "bcd", "ef"])
    ///     .reduce(|words| words.iter().map(|word| word.len()).max(), Ord::max);
    /// assert_eq!(longest, Some(3));
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says. A panic of `combine` is the caller's, unless a chunk fails.
    #[doc(alias = "fold")]
    #[doc(alias = "reduction")]
    #[doc(alias = "aggregate")]
    #[doc(alias = "combine")]
    #[doc(alias = "sum")]
    #[track_caller]
    pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
    where
        R: Send,              // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(R, R) -> R,
    {
        self.0
            .run_as(FunctionName::of::<F>(), &body, Reduce::new(combine))
    }

    /// Runs `body` on every chunk and folds the values with `combine`, from left to right in slice
    /// order, on the calling thread.
    ///
    /// If there are many chunks, the calling thread folds values while later chunks still run, even if
    /// one of these fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::parallel;
    ///
    /// fn total(words: &[&str]) -> Result<u32, ParseIntError> {
    ///     words.iter().map(|word| word.parse::<u32>()).sum()
    /// }
    ///
    /// assert_eq!(parallel(&["1", "2", "3"]).try_reduce(total, |a, b| a + b), Ok(6));
    /// assert!(parallel(&["1", "x", "3"]).try_reduce(total, |a, b| a + b).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// The first error in slice order. No new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says. A panic of `combine` is the caller's, unless a chunk fails.
    #[doc(alias = "try_fold")]
    #[track_caller]
    pub fn try_reduce<T, E, F, G>(self, body: F, combine: G) -> Result<T, E>
    where
        T: Send,                         // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(T, T) -> T,
    {
        self.0
            .run_as(FunctionName::of::<F>(), &body, TryReduce::new(combine))
    }

    /// Runs `body` on every chunk and calls `sink` with each output, in slice order, on the calling
    /// thread, while later chunks run.
    ///
    /// While `sink` takes in some outputs, at most eight more per worker wait, besides those of running
    /// chunks. How large an output is depends on [`chunk_size`](Parallel::chunk_size): without it, the first chunks are long.
    /// Helpers leave the call while too many outputs wait, and come back later. So fewer than `jobs` chunks may
    /// be in flight meanwhile, and a body must not wait for a later chunk. Neither `sink` nor
    /// what it captures needs to be `Send`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::Write;
    /// use parallelize::parallel;
    ///
    /// let mut out = std::io::stdout().lock(); // this lock cannot be sent to another thread
    /// parallel(&[1, 2, 3]).chunk_size(1).consume(
    ///     |numbers| format!("{numbers:?}"),
    ///     |text| writeln!(out, "{text}").unwrap(),
    /// );
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says. If a chunk panics, `sink` gets the outputs of all chunks before it. After a
    /// panic of `sink` no new chunk starts. That panic goes on once running chunks are done, and wins
    /// over the panics of these.
    #[doc(alias = "for_each")]
    #[doc(alias = "imap")]
    #[doc(alias = "as_completed")]
    #[track_caller]
    pub fn consume<R, F, S>(self, body: F, sink: S)
    where
        R: Send,              // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        S: FnMut(R),
    {
        self.0.run_as(FunctionName::of::<F>(), &body, Consume(sink));
    }

    /// As [`consume`](Parallel::consume), with a sink that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::ParseIntError;
    /// use parallelize::parallel;
    ///
    /// let mut sum = 0;
    /// let outcome = parallel(&["1", "20", "x", "300"]).chunk_size(1).try_consume(
    ///     |numbers| numbers[0].parse::<u32>(),
    ///     |number| {
    ///         sum += number?;
    ///         Ok::<(), ParseIntError>(())
    ///     },
    /// );
    /// assert!(outcome.is_err());
    /// assert_eq!(sum, 21);
    /// ```
    ///
    /// # Errors
    ///
    /// The first error of `sink`. No new chunk starts after it, and `sink` is not called again.
    ///
    /// # Panics
    ///
    /// As [`consume`](Parallel::consume) says.
    #[doc(alias = "try_for_each")]
    #[track_caller]
    pub fn try_consume<R, E, F, S>(self, body: F, sink: S) -> Result<(), E>
    where
        R: Send,              // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        S: FnMut(R) -> Result<(), E>,
    {
        self.0
            .run_as(FunctionName::of::<F>(), &body, TryConsume::new(sink))
    }
}
