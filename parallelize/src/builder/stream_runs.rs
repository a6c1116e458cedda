//! The methods that run a call over a stream.

use std::vec;

use super::Stream;
use crate::call::Run;
use crate::output::{
    Consume, Finish, First, Flatten, Join, PerChunk, Reduce, Search, TryConsume, TryReduce,
    UpToFailure, all_ok,
};
use crate::sys::names::FunctionName;

/// Running the call. [`Stream`] says what holds for all methods.
impl<I: Iterator> Stream<I> {
    /// Runs `body` on every batch and joins the outputs in order.
    ///
    /// For a `Result` or an `Option` the first `Err` or `None` in order is the result, and nothing is read after one.
    ///
    /// # Examples
    ///
    /// ```
    /// let doubled: Vec<u32> = parallelize::stream(1..=3).flatten(|numbers| numbers.map(|n| n * 2).collect());
    /// assert_eq!(doubled, [2, 4, 6]);
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Stream`] says.
    #[doc(alias = "map")]
    #[doc(alias = "flat_map")]
    #[doc(alias = "collect")]
    #[track_caller]
    pub fn flatten<R, F>(self, body: F) -> R
    where
        R: Flatten + Send, // joined by the caller, after the workers have sent it
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
    {
        self.run(&body, Join::new())
    }

    /// Runs `body` on every batch and returns its outputs, one per batch, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// let sums = parallelize::stream(1..=5).chunk_size(2).per_chunk(|numbers| numbers.sum::<u32>());
    /// assert_eq!(sums, [3, 7, 5]);
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Stream`] says.
    #[track_caller]
    pub fn per_chunk<R, F>(self, body: F) -> Vec<R>
    where
        R: Send,                                   // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
    {
        self.run(&body, PerChunk::new())
    }

    /// Runs `body` on every batch and returns its outputs, one per batch, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// let words = ["1", "2", "x", "4"];
    /// let parsed = parallelize::stream(words)
    ///     .chunk_size(2)
    ///     .try_per_chunk(|words| words.map(|word| word.parse::<u32>()).sum::<Result<u32, _>>());
    /// assert!(parsed.is_err());
    /// ```
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
        T: Send,                                              // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(vec::IntoIter<I::Item>) -> Result<T, E> + Sync, // shared by all workers, with what it captures
    {
        all_ok(self.run(&body, UpToFailure::new()))
    }

    /// Runs `body` on the batches until one hits, and returns the first hit in order: the first `Some` of an `Option`, or
    /// the first `true` of a `bool`. Without a hit, the result is `None` or `false`.
    ///
    /// Nothing is read after a hit.
    ///
    /// # Examples
    ///
    /// ```
    /// // An endless stream.
    /// let square = parallelize::stream(1_u64..).first(|mut numbers| numbers.find(|n| n * n > 1_000_000));
    /// assert_eq!(square, Some(1001));
    /// ```
    ///
    /// # Panics
    ///
    /// As [`Stream`] says, unless a batch before the one that panics hits.
    #[doc(alias = "find_first")]
    #[doc(alias = "find_any")]
    #[doc(alias = "any")]
    #[track_caller]
    pub fn first<R, F>(self, body: F) -> R
    where
        R: Search + Send,                          // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
    {
        self.run(&body, First)
    }

    /// Runs `body` on every batch and folds the outputs with `combine`, from left to right in order, on the calling thread,
    /// while later batches run.
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
    /// As [`Stream`] says. A panic of `combine` ends the call: the stream may have no other end.
    #[doc(alias = "fold")]
    #[doc(alias = "aggregate")]
    #[doc(alias = "sum")]
    #[track_caller]
    pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
    where
        R: Send,                                   // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
        G: FnMut(R, R) -> R,
    {
        self.run(&body, Reduce::new(combine))
    }

    /// As [`reduce`](Stream::reduce), for a body that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// let words = ["1", "2", "3"];
    /// let total = parallelize::stream(words)
    ///     .try_reduce(|words| words.map(|word| word.parse::<u32>()).sum::<Result<u32, _>>(), |a, b| a + b);
    /// assert_eq!(total, Ok(6));
    /// ```
    ///
    /// # Errors
    ///
    /// The first error in order. Nothing is read after it.
    ///
    /// # Panics
    ///
    /// As [`reduce`](Stream::reduce) says.
    #[track_caller]
    pub fn try_reduce<T, E, F, G>(self, body: F, combine: G) -> Result<T, E>
    where
        T: Send,                                              // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(vec::IntoIter<I::Item>) -> Result<T, E> + Sync, // shared by all workers, with what it captures
        G: FnMut(T, T) -> T,
    {
        self.run(&body, TryReduce::new(combine))
    }

    /// Runs `body` on every batch and calls `sink` with each output, in order, on the calling thread, while later batches
    /// run.
    ///
    /// A slow sink holds up reading. `sink` gets an output before the iterator is asked for an element, if the output is
    /// there by then. Neither `sink` nor what it captures needs to be `Send`.
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
    /// As [`Stream`] says. `sink` gets the outputs of all batches before a panic, of a body or of the iterator. After a panic
    /// of `sink` nothing is read.
    #[doc(alias = "for_each")]
    #[doc(alias = "imap_unordered")]
    #[doc(alias = "as_completed")]
    #[track_caller]
    pub fn consume<R, F, S>(self, body: F, sink: S)
    where
        R: Send,                                   // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
        S: FnMut(R),
    {
        self.run(&body, Consume(sink));
    }

    /// As [`consume`](Stream::consume), with a sink that can fail.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::{self, Write};
    ///
    /// let mut out = Vec::new();
    /// parallelize::stream(1..=3).try_consume(
    ///     |numbers| numbers.map(|n| format!("{n}\n")).collect::<String>(),
    ///     |lines| out.write_all(lines.as_bytes()),
    /// )?;
    /// assert_eq!(out, b"1\n2\n3\n");
    /// # Ok::<(), io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first error of `sink`. Nothing is read after it, and `sink` is not called again.
    ///
    /// # Panics
    ///
    /// As [`consume`](Stream::consume) says.
    #[track_caller]
    pub fn try_consume<R, E, F, S>(self, body: F, sink: S) -> Result<(), E>
    where
        R: Send,                                   // the workers send it to the caller
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync, // shared by all workers, with what it captures
        S: FnMut(R) -> Result<(), E>,
    {
        self.run(&body, TryConsume::new(sink))
    }

    #[track_caller]
    fn run<R, F, S>(self, body: &F, finish: S) -> S::Result
    where
        R: Send,
        F: Fn(vec::IntoIter<I::Item>) -> R + Sync,
        S: Finish<R>,
    {
        self.0.run_as(FunctionName::of::<F>(), body, finish)
    }
}
