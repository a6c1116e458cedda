//! What a call did, for a person who wants to know why the call is not faster.
//!
//! A `recorder` notes chunk by chunk. The [`Report`] is shown as text by `display`, with `advice`, as a picture by
//! `svg`, and as JSON by `json`. `environment` reports the calls whose code does not ask for a report.

mod advice;
mod display;
pub(crate) mod environment;
#[cfg(feature = "serde")]
mod json;
pub(crate) mod recorder;
mod svg;
mod units;

use std::ops::Range;
use std::time::Duration;

use super::ending::Ending;
use super::terminal;
use crate::sys::names::last_segment;

/// What a call did: who ran which chunk, from when to when.
///
/// The option `report`, [`Parallel::report`](crate::Parallel::report) and the environment variable
/// `PARALLELIZE_REPORT` make a report at the end of a call. A printed report looks like this. It ends in a
/// sentence of advice if something can be made better:
///
/// ```text
/// Completed collatz_steps in 0.3497 secs
///   4000000 elements, 34 chunks, 2 workers of 2 jobs
///   worker 0 ████████████████████▉  99.9 %  16 chunks
///   worker 1 ████████████████████▊  99.3 %  18 chunks
///   speed-up 1.99, imbalance 0.3 %, merge 0.1 %
/// ```
///
/// Without a UTF-8 locale in `LC_ALL`, `LC_CTYPE` or `LANG`, bars are made of `#`.
///
/// # Examples
///
/// ```
/// use parallelize::{Report, parallelize};
///
/// fn check(report: &Report) {
///     assert_eq!((report.len, report.chunks.len()), (1000, 4));
///     assert_eq!(report.chunks[1].range, 250..500);
///     assert!(report.chunks_at_once() <= 4.0);
/// }
///
/// #[parallelize(jobs = 4, chunk_size = 250, report = check)]
/// fn squares(numbers: &[u64]) -> Vec<u64> {
///     numbers.iter().map(|n| n * n).collect()
/// }
///
/// let numbers: Vec<u64> = (0..1000).collect();
/// assert_eq!(squares(&numbers)[3], 9);
/// ```
#[doc(alias = "profile")]
#[doc(alias = "timeline")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The path of the function, such as `my_crate::fourth_powers`.
    pub function: &'static str,
    /// How many elements the input had. For a [stream](crate::stream()), how many the chunks that ran had.
    pub len: usize,
    /// How many chunks could be in flight at once. The number of chunks and `PARALLELIZE_JOBS` limit the jobs.
    pub jobs: usize,
    /// The chunks that ran, in slice order. After a failure, or the hit of a search, some are missing.
    pub chunks: Vec<ChunkReport>,
    /// From the end of the last chunk to the end of the call: joining the outputs that are left, `reduce`, or
    /// reading outputs back from files. Workers join lists while other chunks run, and only `elapsed`
    /// includes the time for that.
    pub merge: Duration,
    /// How many bytes went to temporary files.
    pub bytes_spilled: u64,
    /// From the start of the call to its end.
    pub elapsed: Duration,
    /// How the call ended.
    pub ending: Ending,
    /// Whether the input was a stream. Nobody could plan its chunks.
    is_stream: bool,
}

/// One chunk of a call.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
///
/// parallel(&[0; 8]).chunk_size(4).report(|report| {
///     let second = &report.chunks[1];
///     assert_eq!((second.index, second.range.clone()), (1, 4..8));
///     assert!(second.worker < report.jobs);
/// }).per_chunk(|_| ());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChunkReport {
    /// The position of the chunk among all chunks of the call, from 0.
    pub index: usize,
    /// The elements of the chunk, counted in the whole input.
    pub range: Range<usize>,
    /// Which worker ran the chunk, below [`jobs`](Report::jobs). Worker 0 is the calling thread. The others count
    /// from 1, in the order in which they began their first chunk. A thread may leave because there is nothing to do
    /// for a while, and another may take its place: both count as one worker.
    pub worker: usize,
    /// When the body was called, since the start of the call.
    pub start: Duration,
    /// How long the body took.
    pub duration: Duration,
    /// For how much of that the thread was on a processor. The rest is waiting: for a lock, for a device, or for a core
    /// that something else has. `None` if the system does not tell; Linux does.
    pub processor_time: Option<Duration>,
    /// How the body ended.
    pub ending: Ending,
}

impl ChunkReport {
    /// When the body returned, since the start of the call.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///     assert!(report.chunks.iter().all(|chunk| chunk.end() <= report.elapsed));
    /// }).per_chunk(|_| ());
    /// ```
    #[must_use]
    pub fn end(&self) -> Duration {
        self.start + self.duration
    }
}

/// The receiver of a report, as the option `report` names it: the bound tells a closure its argument. The box has
/// the bound, whatever came in, so that a value that lacks it is reported once.
pub fn receiver<F>(to: F) -> Box<dyn Fn(&Report) + Send + Sync>
where
    F: Fn(&Report) + Send + Sync + 'static, // kept by the call, which may be set up on one thread and run on another
{
    Box::new(to)
}

impl Report {
    /// The function's name without its path, such as `fourth_powers`.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// fn zeros() {
    ///     parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///         assert_eq!(report.name(), "zeros");
    ///     }).per_chunk(|_| ());
    /// }
    /// zeros();
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        last_segment(self.function)
    }

    /// How many workers ran a chunk, at most [`jobs`](Self::jobs).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///     assert!((1..=2).contains(&report.workers()));
    /// }).per_chunk(|_| ());
    /// ```
    #[must_use]
    pub fn workers(&self) -> usize {
        let busy = self.busy();
        busy.iter().filter(|(chunks, _)| *chunks > 0).count()
    }

    /// How many times as long the computing in the chunks would take on one core:
    ///
    /// `sum of the chunks' processor times / elapsed`
    ///
    /// `None` if the system does not tell the processor time of a thread; Linux does. The speed-up counts bodies alone, and
    /// no time in which they wait. So more jobs than cores are no gain. One exception: chunks that share a memory bus, for
    /// instance, slow each other down and take longer together than one after the other. Then the speed-up promises too
    /// much.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///     if let Some(speedup) = report.speedup() {
    ///         println!("{speedup:.1} times as fast");
    ///     }
    /// }).per_chunk(|_| ());
    /// ```
    #[must_use]
    pub fn speedup(&self) -> Option<f64> {
        Some(ratio(self.processor_time()?, self.elapsed))
    }

    /// How many chunks ran at once, on average, with those that waited:
    ///
    /// `sum of the chunks' durations / elapsed`
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///     assert!(report.chunks_at_once() <= 2.0);
    /// }).per_chunk(|_| ());
    /// ```
    #[must_use]
    pub fn chunks_at_once(&self) -> f64 {
        ratio(self.total(), self.elapsed)
    }

    /// The share of the chunks' time in which they waited, from 0 to 1: for a lock, for a device, or for a core that
    /// something else had. `None` if the system does not tell the processor time of a thread; Linux does.
    ///
    /// `1 - sum of the chunks' processor times / sum of their durations`
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///     assert!(report.waiting().is_none_or(|share| (0.0..=1.0).contains(&share)));
    /// }).per_chunk(|_| ());
    /// ```
    #[must_use]
    pub fn waiting(&self) -> Option<f64> {
        let waited = self.total().saturating_sub(self.processor_time()?);
        Some(ratio(waited, self.total()))
    }

    /// The share of the workers' time that went into bodies, from 0 to 1:
    ///
    /// `sum of the chunks' durations / (elapsed × jobs)`
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///     assert!(report.utilisation() <= 1.0);
    /// }).per_chunk(|_| ());
    /// ```
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.chunks_at_once() / as_f64(self.jobs.max(1))
    }

    /// By how much the busiest worker is above the mean of the workers that ran a chunk. 0 if all are equally busy:
    ///
    /// `longest time of a worker / mean time of a worker - 1`
    ///
    /// The time of a worker is the sum of its chunks' durations. This is the percent imbalance metric of
    /// Pearce et al., 2012.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///     assert!(report.imbalance() >= 0.0);
    /// }).per_chunk(|_| ());
    /// ```
    #[must_use]
    pub fn imbalance(&self) -> f64 {
        let busy = self.busy();
        let longest = busy.iter().map(|(_, time)| *time).max().unwrap_or_default();
        (ratio(longest, self.mean_of_workers()) - 1.0).max(0.0)
    }

    /// Prints the report to stderr.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// parallel(&[0; 8]).chunk_size(4).report(|report| {
    ///     report.print();
    /// }).per_chunk(|_| ());
    /// ```
    pub fn print(&self) {
        // In one piece, so that the reports of several calls do not mix.
        terminal::print(&format!("{self}\n"));
    }

    /// A picture of the call, as an SVG document for a file: time from left to right, a lane per worker, a box per
    /// chunk. Under the mouse, a box names its chunk.
    ///
    /// Chunks of one worker that are too short to be seen share a box.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let sums = parallel(&[1, 2, 3, 4]).jobs(2).report(|report| {
    ///     let svg = report.to_svg();
    ///     assert!(svg.starts_with("<svg") && svg.contains("elements 0..2"));
    /// });
    /// assert_eq!(sums.per_chunk(|numbers| numbers.iter().sum::<u32>()), [3, 7]);
    /// ```
    #[must_use]
    pub fn to_svg(&self) -> String {
        svg::draw(self)
    }

    /// The sum of the chunks' processor times.
    fn processor_time(&self) -> Option<Duration> {
        self.chunks.iter().map(|chunk| chunk.processor_time).sum()
    }

    /// The sum of the chunks' durations.
    fn total(&self) -> Duration {
        self.chunks.iter().map(|chunk| chunk.duration).sum()
    }

    /// The mean time of the workers that ran a chunk.
    fn mean_of_workers(&self) -> Duration {
        self.total().div_f64(as_f64(self.workers().max(1)))
    }

    /// How many chunks each worker ran, and for how long.
    fn busy(&self) -> Vec<(usize, Duration)> {
        let mut busy = vec![(0, Duration::ZERO)];
        for chunk in &self.chunks {
            if busy.len() <= chunk.worker {
                busy.resize(chunk.worker + 1, (0, Duration::ZERO));
            }
            let (chunks, time) = &mut busy[chunk.worker];
            *chunks += 1;
            *time += chunk.duration;
        }
        busy
    }
}

/// `part / whole`, and 0 for no time at all.
fn ratio(part: Duration, whole: Duration) -> f64 {
    if whole.is_zero() {
        0.0
    } else {
        part.as_secs_f64() / whole.as_secs_f64()
    }
}

#[allow(clippy::cast_precision_loss)] // for people to read
fn as_f64(count: usize) -> f64 {
    count as f64
}
