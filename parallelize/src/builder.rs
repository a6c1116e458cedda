//! The public builder: what the attribute expands to, and what people write without it.

use std::fmt;
use std::panic::AssertUnwindSafe;

use crate::args::{And, Push, Supply, Together, With};
use crate::engine::Cutter;
use crate::input::Input;
use crate::options::Options;
#[cfg(feature = "progress")]
use crate::progress::{Label, Progress};
use crate::report::Report;
use crate::watch::Wishes;

/// Starts a parallel call over `input`.
///
/// `input` is anything that implements [`Split`](crate::Split), a reference to a `Vec` or an array,
/// or a tuple of up to six of those, which are cut at the same places. Then come the options, the
/// other arguments ([`with`](Parallel::with)), and at the end the method that runs the call and
/// says how the outputs of the chunks become one result.
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
pub fn parallel<I: Input<C>, C>(input: I) -> Parallel<C> {
    Parallel {
        input: input.into_chunk(),
        cutter: I::cutter(),
        options: Options::default(),
        wishes: None,
        args: (),
    }
}

/// A call being set up; made by [`parallel`].
///
/// `C` is the type of the chunks. `A` says whether the body takes other arguments: for `()` it is
/// called with the chunk alone, after [`with`](Parallel::with) with the chunk and the arguments. What
/// else `A` can be is not part of the public interface.
///
/// # Panics
///
/// All methods that run the call resume the panic of the lowest chunk that panicked, once the
/// chunks that were running have finished. They panic for a `chunk_size` of 0, for `chunk_size`
/// together with `min_len`, for inputs in a tuple whose lengths differ, and for a value of the
/// environment variable `PARALLELIZE_JOBS` that is no number of at least 1.
#[must_use = "a call does nothing until `flatten`, `per_chunk`, `try_per_chunk`, `reduce` or `try_reduce` runs it"]
pub struct Parallel<C, A = ()> {
    pub(crate) input: C,
    pub(crate) cutter: Cutter<C>,
    pub(crate) options: Options,
    pub(crate) wishes: Option<Box<Wishes>>,
    pub(crate) args: A,
}

impl<C, A> fmt::Debug for Parallel<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parallel")
            .field("options", &self.options)
            .field("wishes", &self.wishes)
            .finish_non_exhaustive()
    }
}

/// Options.
impl<C, A> Parallel<C, A> {
    /// How many chunks there are, and how many can be in flight at once; 0 for as many as the
    /// current rayon pool has threads.
    ///
    /// Lengths differ by at most one element, longer chunks first; no chunk is empty unless the
    /// input is. More jobs than cores make sense where the body waits, for the network or a disk.
    ///
    /// Without `jobs` and [`chunk_size`](Parallel::chunk_size), [`flatten`](Parallel::flatten) cuts
    /// into several chunks a worker, of unequal lengths, and wakes helpers only if that is worth it;
    /// the other methods cut into one chunk a worker. See
    /// [`what_it_costs`](crate::what_it_costs).
    ///
    /// The calling thread is one of the workers. The others are threads of the current rayon pool
    /// and, where that has not enough free of this library's calls, threads of the library, which
    /// are kept for later calls. Each of those is a rayon pool of its own with one thread: rayon
    /// used in the body stays on it. While something other than calls of this library blocks threads
    /// of the pool, fewer chunks may be in flight.
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.options.jobs = jobs;
        self
    }

    /// How many elements each chunk has; the last one has the rest.
    ///
    /// [`jobs`](Parallel::jobs) then only limits how many chunks are in flight at once.
    pub fn chunk_size(mut self, chunk_size: usize) -> Self {
        self.options.chunk_size = Some(chunk_size);
        self
    }

    /// Makes no chunk shorter than so many elements, unless the input is.
    ///
    /// An input shorter than twice that runs whole, on the calling thread.
    pub fn min_len(mut self, min_len: usize) -> Self {
        self.options.min_len = min_len;
        self
    }

    /// Calls `to` with a [`Report`] when the call ends: who ran which chunk, and when.
    ///
    /// That is on the calling thread, when outputs have been merged, and also where the call ends with an
    /// error or a panic: [`Report::ending`] tells. (A panic of `to` goes on in the caller, unless one is
    /// on its way already.) A call that ends before any chunk could start, by a panic or
    /// because no temporary file can be made, has no report.
    ///
    /// Without this, [`print_report`](Parallel::print_report) and the environment variable
    /// `PARALLELIZE_REPORT` no clock is read for a report and nothing noted.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let doubled: Vec<u32> = parallel(&[1, 2, 3, 4])
    ///     .jobs(2)
    ///     .report(|report| assert_eq!(report.chunks[1].range, 2..4))
    ///     .flatten(|numbers| numbers.iter().map(|n| n * 2).collect());
    /// assert_eq!(doubled, [2, 4, 6, 8]);
    /// ```
    pub fn report<F>(mut self, to: F) -> Self
    where
        F: Fn(&Report) + Send + Sync + 'static, // kept by the call, which may be set up on one thread and run on another
    {
        self.wishes.get_or_insert_default().receiver = Some(AssertUnwindSafe(Box::new(to)));
        self
    }

    /// Shows a bar on stderr while the call runs: `true` with the function's name, a string with that as
    /// the label, `false` not.
    ///
    /// It counts the elements of the chunks that are done; [`progress`](crate::progress) says more.
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
    #[cfg(feature = "progress")]
    pub fn progress(mut self, progress: impl Progress) -> Self {
        let label = progress.label();
        if self.wishes.is_some() || !matches!(label, Label::Nothing) {
            self.wishes.get_or_insert_default().progress = label;
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
    pub fn print_report(mut self) -> Self {
        self.wishes.get_or_insert_default().print = true;
        self
    }
}

impl<C> Parallel<C> {
    /// Hands `args` to the body, a clone for every chunk.
    ///
    /// With a single chunk nothing is cloned. To share a value instead, pass a reference to it.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let scaled: Vec<u64> = parallel(&[1, 2, 3])
    ///     .with((10, 7))
    ///     .flatten(|numbers, (factor, offset)| numbers.iter().map(|n| n * factor + offset).collect());
    /// assert_eq!(scaled, [17, 27, 37]);
    /// ```
    pub fn with<A>(self, args: A) -> Parallel<C, With<Together<A>>>
    where
        A: Clone + Send, // each chunk gets its own clone, on the thread that runs the chunk
    {
        Parallel {
            input: self.input,
            cutter: self.cutter,
            options: self.options,
            wishes: self.wishes,
            args: With(Together::new(args)),
        }
    }
}

impl<C, S: Supply> Parallel<C, With<S>> {
    /// Hands one more argument to the body: `arg` is a tuple of one.
    ///
    /// It is added to the tuple that the body gets, which can have twelve elements.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let scaled: Vec<u64> = parallel(&[1, 2, 3])
    ///     .with((10,))
    ///     .and((7,))
    ///     .flatten(|numbers, (factor, offset)| numbers.iter().map(|n| n * factor + offset).collect());
    /// assert_eq!(scaled, [17, 27, 37]);
    /// ```
    pub fn and<A>(self, arg: (A,)) -> Parallel<C, With<And<S, A>>>
    where
        (A,): Clone + Send, // each chunk gets its own clone, on the thread that runs the chunk
        S::Args: Push<A>,
    {
        let With(first) = self.args;
        let last = Together::new(arg);
        Parallel {
            input: self.input,
            cutter: self.cutter,
            options: self.options,
            wishes: self.wishes,
            args: With(And { first, last }),
        }
    }
}
