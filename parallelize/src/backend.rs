//! Engines other than the threads of this process: what they implement, and what they are built from.
//!
//! A [`Backend`] turns a call that is set up into a call of its own. Choose one by `.backend(..)` of the builder, or by the
//! option `backend = path` of the attribute:
//!
//! ```
//! use parallelize::backend::Threads;
//! use parallelize::{parallel, parallelize};
//!
//! // Another backend would stand here; this is the default.
//! #[parallelize(jobs = 2, backend = Threads)]
//! fn doubled(numbers: &[u32]) -> Vec<u32> {
//!     numbers.iter().map(|n| n * 2).collect()
//! }
//!
//! assert_eq!(doubled(&[1, 2, 3]), [2, 4, 6]);
//! assert_eq!(parallel(&[1, 2, 3]).jobs(2).backend(Threads).per_chunk(<[u32]>::len), [2, 1]);
//! ```
//!
//! The crate `parallelize-mpi` has one for several machines. The rest of this module is for authors of backends. A
//! backend decides which chunks this process runs, has a [`Portion`] run them, and brings the outputs of all
//! processes together.

#[cfg(feature = "write_to_file")]
mod bytes;
#[doc(hidden)]
pub mod collected;

use std::fmt;
use std::ops::Range;

#[cfg(feature = "write_to_file")]
pub use self::bytes::{decode, decode_all, encode};
use crate::builder::Parallel;
use crate::call::Call;
#[doc(hidden)]
pub use crate::output::collect::{Collect, Parts, with_parts};
use crate::output::{First, Search, UpToFailure};
use crate::plan::Plan;
pub use crate::plan::{Grain, Options};
use crate::sys::names::FunctionName;
use crate::threads;

/// An engine that runs calls.
///
/// # Examples
///
/// ```
/// use std::convert::Infallible;
/// use parallelize::backend::{Backend, Grain, Portion};
/// use parallelize::{Parallel, parallel};
///
/// /// Runs the share of the first of two processes.
/// struct FirstOfTwo;
///
/// struct Call<'r, C>(Parallel<'r, C>);
///
/// impl Backend for FirstOfTwo {
///     type Call<'r, C> = Call<'r, C>;
///
///     fn take<C>(self, call: Parallel<'_, C>) -> Call<'_, C> {
///         Call(call)
///     }
/// }
///
/// impl<C> Call<'_, C> {
///     fn per_chunk<R: Send, F: Fn(C) -> R + Sync>(self, body: F) -> Vec<R> {
///         let body = |chunk| Ok::<R, Infallible>(body(chunk));
///         let portion = Portion::of(self.0, &body);
///         let cuts = portion.cuts(Grain::Coarse, 2);
///         let share = cuts.share(0, 2);
///         let outputs = portion.restrict(&cuts, share.clone()).run(&cuts, share, &body);
///         outputs.into_iter().map(|Ok(output)| output).collect()
///     }
/// }
///
/// let sums = parallel(&[1, 2, 3, 4]).chunk_size(1).backend(FirstOfTwo).per_chunk(|chunk| chunk[0]);
/// assert_eq!(sums, [1, 2]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a backend",
    label = "does not implement `parallelize::backend::Backend`",
    note = "leave the option out to use the threads of this process"
)]
pub trait Backend {
    /// A call in the hands of this backend. It has the methods that run a call: `flatten`, `per_chunk`,
    /// `try_per_chunk`, `first`, `reduce` and `try_reduce`, as [`Parallel`] has them.
    type Call<'r, C>;

    /// Takes a call that is set up, with its options.
    fn take<C>(self, call: Parallel<'_, C>) -> Self::Call<'_, C>;
}

/// The threads of this process.
///
/// # Examples
///
/// ```
/// use parallelize::backend::Threads;
/// use parallelize::parallel;
///
/// assert_eq!(parallel(&[1, 2, 3]).jobs(3).backend(Threads).per_chunk(<[u32]>::len), [1, 1, 1]);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Threads;

impl Backend for Threads {
    type Call<'r, C> = Parallel<'r, C>;

    fn take<C>(self, call: Parallel<'_, C>) -> Parallel<'_, C> {
        call
    }
}

impl<'r, C> Parallel<'r, C> {
    /// Has the call run by another engine than the threads of this process. The methods that follow
    /// are those of the backend.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::Threads;
    /// use parallelize::parallel;
    ///
    /// let sums = parallel(&[1, 2, 3]).jobs(3).backend(Threads).per_chunk(|chunk| chunk[0] + 1);
    /// assert_eq!(sums, [2, 3, 4]);
    /// ```
    pub fn backend<B: Backend>(self, backend: B) -> B::Call<'r, C> {
        backend.take(self)
    }
}

/// The call, cut into `jobs` equal chunks however its outputs are merged. Without `jobs` nothing changes.
///
/// A backend needs such cuts if each process holds its part of the input. The same part then suits every merge.
///
/// # Examples
///
/// ```
/// use parallelize::backend::evenly;
/// use parallelize::parallel;
///
/// let call = evenly(parallel(0..100_u32).jobs(2));
/// assert_eq!(call.flatten(|chunk| vec![chunk.len()]), [50, 50]);
/// ```
pub fn evenly<C>(mut call: Parallel<'_, C>) -> Parallel<'_, C> {
    call.0.setup.options.is_even = true;
    call
}

/// How many workers a call without `jobs` has on this thread: the size of the current rayon pool.
///
/// # Examples
///
/// ```
/// assert!(parallelize::backend::workers() >= 1);
/// ```
#[must_use]
pub fn workers() -> usize {
    threads::available()
}

/// Where a call is cut.
///
/// # Examples
///
/// ```
/// use parallelize::backend::{Cuts, Grain, Options};
///
/// let cuts = Cuts::new(&Options::default().chunk_size(4), 10, Grain::Fine, 2);
/// assert_eq!((cuts.count(), cuts.elements(0..2)), (3, 0..8));
/// ```
#[derive(Clone, Debug)]
pub struct Cuts(Plan);

impl Cuts {
    /// The cuts of an input of `len` elements. The same arguments give the same cuts in all processes.
    ///
    /// If the options are [automatic](Options::are_automatic), the cuts are for `workers` workers. Use
    /// [`Grain::Fine`] for outputs that are joined, and for a search. Use [`Grain::Reduced`] for outputs that are reduced.
    /// Use [`Grain::Coarse`] for outputs that the caller sees one by one. A call then equals one without a backend.
    ///
    /// If a [`check`](mod@crate::check) runs on this thread, there is one chunk.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Cuts, Grain, Options};
    ///
    /// let cuts = Cuts::new(&Options::default().chunk_size(4), 10, Grain::Fine, 2);
    /// assert_eq!(cuts.elements(2..3), 8..10);
    /// ```
    ///
    /// # Panics
    ///
    /// As the call would: for a `chunk_size` or `multiple_of` of 0, and for `chunk_size` together with `min_len`.
    ///
    /// If the cuts depend on the elements ([`Options::are_searched`]). [`Portion::cuts`] looks at the elements.
    #[must_use]
    #[track_caller]
    pub fn new(options: &Options, len: usize, grain: Grain, workers: usize) -> Self {
        assert!(
            !options.are_searched(),
            "the cuts depend on the elements: take the cuts of the portion"
        );
        allowed(options.check(FunctionName::from_path(|| "the call")));
        Cuts(options.plan(len, grain, || workers.max(1), None))
    }

    /// How many chunks there are, at least 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Cuts, Grain, Options};
    ///
    /// let cuts = Cuts::new(&Options::default().chunk_size(4), 10, Grain::Fine, 2);
    /// assert_eq!(cuts.count(), 3);
    /// ```
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// The elements of these chunks, counted in the whole input.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Cuts, Grain, Options};
    ///
    /// let cuts = Cuts::new(&Options::default().chunk_size(4), 10, Grain::Fine, 2);
    /// assert_eq!(cuts.elements(1..3), 4..10);
    /// ```
    ///
    /// # Panics
    ///
    /// If there are no such chunks.
    #[must_use]
    pub fn elements(&self, chunks: Range<usize>) -> Range<usize> {
        self.part(chunks).elements()
    }

    fn part(&self, chunks: Range<usize>) -> Plan {
        let count = self.count();
        assert!(
            chunks.start <= chunks.end && chunks.end <= count,
            "there are {count} chunks, and no chunks {chunks:?}"
        );
        self.0.part(chunks)
    }

    /// The chunks that process `index` of `processes` runs: contiguous, in the order of the processes, and
    /// as near to its share of the elements as whole chunks allow.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Cuts, Grain, Options};
    ///
    /// let cuts = Cuts::new(&Options::default().chunk_size(4), 10, Grain::Fine, 2);
    /// assert_eq!((cuts.share(0, 2), cuts.share(1, 2)), (0..1, 1..3));
    /// ```
    ///
    /// # Panics
    ///
    /// Unless `index < processes`.
    #[must_use]
    pub fn share(&self, index: usize, processes: usize) -> Range<usize> {
        assert!(
            index < processes,
            "there are {processes} processes and no process {index}"
        );
        self.0.boundaries().share(index, processes)
    }
}

/// Some chunks of a call, to be run by the threads of this process.
///
/// # Examples
///
/// ```
/// use parallelize::backend::{Grain, Portion};
/// use parallelize::parallel;
///
/// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
/// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
/// let cuts = portion.cuts(Grain::Coarse, 1);
/// let second = portion.restrict(&cuts, 1..2);
/// assert_eq!(second.run(&cuts, 1..2, &body), [Ok(1)]);
/// ```
#[must_use = "nothing runs before `run`"]
pub struct Portion<'r, C> {
    call: Parallel<'r, C>,
    function: FunctionName,
}

impl<C> fmt::Debug for Portion<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Portion")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

impl<'r, C> Portion<'r, C> {
    /// The whole call, as a portion of itself. Messages and reports name the function that the body stands in.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// assert_eq!(portion.element_count(), 3);
    /// ```
    pub fn of<F>(call: Parallel<'r, C>, _body: &F) -> Self {
        Portion {
            call,
            function: FunctionName::of::<F>(),
        }
    }

    /// The call, to be run as one without a backend.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// assert_eq!(portion.into_call().per_chunk(<[u32]>::len), [2, 1]);
    /// ```
    pub fn into_call(self) -> Parallel<'r, C> {
        self.call
    }

    /// The name of the function.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// assert!(!portion.function().is_empty());
    /// ```
    #[must_use]
    pub fn function(&self) -> &'static str {
        self.function.path()
    }

    /// The options that say where the call is cut.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// assert!(!portion.options().are_automatic());
    /// ```
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.call.0.setup.options
    }

    /// The input, as one chunk.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// assert_eq!(portion.input(), &[1, 2, 3]);
    /// ```
    #[must_use]
    pub fn input(&self) -> &C {
        &self.call.0.input
    }

    /// How many elements the input has.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// assert_eq!(portion.element_count(), 3);
    /// ```
    ///
    /// # Panics
    ///
    /// If the input is a tuple of inputs of different lengths.
    #[must_use]
    #[track_caller]
    pub fn element_count(&self) -> usize {
        let Call { input, setup } = &self.call.0;
        allowed(setup.element_count(input, self.function))
    }

    /// The units of the inputs in a tuple, if the tuple is cut unit for unit; else none.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// assert!(portion.units().is_empty()); // one input
    /// ```
    #[must_use]
    pub fn units(&self) -> &[usize] {
        self.call.0.setup.splitter.units()
    }

    /// The first cut between these chunks that [`Split::may_cut`](crate::Split::may_cut) forbids, counted in the whole input. The
    /// input holds the elements of these chunks.
    ///
    /// [`Portion::cuts`] gives allowed cuts. Ask this of cuts that were made without the input.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// let cuts = portion.cuts(Grain::Coarse, 1);
    /// assert_eq!(portion.forbidden_cut(&cuts, 0..2), None); // a slice can be cut anywhere
    /// ```
    ///
    /// # Panics
    ///
    /// If there are no such chunks. A panic of `may_cut` goes on.
    #[must_use]
    pub fn forbidden_cut(&self, cuts: &Cuts, chunks: Range<usize>) -> Option<usize> {
        let Call { input, setup } = &self.call.0;
        let splitter = &setup.splitter;
        let held = cuts.elements(chunks.clone());
        if splitter.cuts_anywhere(input, held.len()) {
            return None;
        }
        let mut places = chunks.skip(1).map(|chunk| cuts.0.boundaries().start(chunk));
        places.find(|at| !splitter.may_cut(input, at - held.start))
    }

    /// Where the call is cut, if the input is the whole. As [`Cuts::new`], with a look at the elements.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// assert_eq!(portion.cuts(Grain::Coarse, 1).count(), 2);
    /// ```
    ///
    /// # Panics
    ///
    /// As the call would.
    #[must_use]
    #[track_caller]
    pub fn cuts(&self, grain: Grain, workers: usize) -> Cuts {
        let len = self.element_count();
        let Call { input, setup } = &self.call.0;
        Cuts(setup.plan_by_search(input, len, grain, || workers.max(1)))
    }

    /// Drops the elements of all chunks but these. Before, the input is the whole. With overlap, the input stays whole.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// let cuts = portion.cuts(Grain::Coarse, 1);
    /// assert_eq!(portion.restrict(&cuts, 1..2).input(), &[3]);
    /// ```
    ///
    /// # Panics
    ///
    /// If there are no such chunks. A panic of dropping elements, or of [`Split::cut`](crate::Split::cut), goes on.
    pub fn restrict(self, cuts: &Cuts, chunks: Range<usize>) -> Self {
        if cuts.0.has_overlap() {
            return self; // chunks share elements with chunks of other processes
        }
        let (elements, len) = (cuts.elements(chunks), cuts.0.boundaries().len());
        let Call { input, setup } = self.call.0;
        let input = setup.splitter.restrict(input, elements, len);
        Portion {
            call: Parallel(Call { input, setup }),
            ..self
        }
    }

    /// Runs `body` on these chunks, and returns the outputs in slice order. The input holds the elements of these chunks.
    ///
    /// No new chunk starts after an error. The error is then the last output.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.len());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// let cuts = portion.cuts(Grain::Coarse, 1);
    /// assert_eq!(portion.run(&cuts, 0..2, &body), [Ok(2), Ok(1)]);
    /// ```
    ///
    /// # Panics
    ///
    /// With the panic of the lowest chunk that panicked, and if the input holds other elements than these chunks.
    pub fn run<R, E, F>(self, cuts: &Cuts, chunks: Range<usize>, body: &F) -> Vec<Result<R, E>>
    where
        R: Send,
        E: Send,
        F: Fn(C) -> Result<R, E> + Sync,
    {
        let plan = self.plan(cuts, chunks);
        let call = self.call.0;
        call.run_plan(&plan, self.function, body, UpToFailure::new())
    }

    /// As [`run`](Portion::run), for a search: the first hit of these chunks, in slice order. No new chunk starts after
    /// a hit.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| numbers.contains(&3);
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// let cuts = portion.cuts(Grain::Fine, 1);
    /// assert!(portion.first(&cuts, 0..2, &body));
    /// ```
    ///
    /// # Panics
    ///
    /// As [`run`](Portion::run), unless a lower chunk hits.
    pub fn first<R, F>(self, cuts: &Cuts, chunks: Range<usize>, body: &F) -> R
    where
        R: Search + Send,
        F: Fn(C) -> R + Sync,
    {
        let plan = self.plan(cuts, chunks);
        self.call.0.run_plan(&plan, self.function, body, First)
    }

    /// How these chunks are to be run.
    fn plan(&self, cuts: &Cuts, chunks: Range<usize>) -> Plan {
        let plan = cuts.part(chunks.clone());
        let elements = if plan.has_overlap() {
            plan.boundaries().len()
        } else {
            plan.elements().len()
        };
        let held = self.element_count();
        assert!(
            chunks.is_empty() || held == elements,
            "a portion of `{}` holds {held} elements, but chunks {chunks:?} have {elements}: `restrict` it to them",
            self.function,
        );
        plan
    }
}

/// Panics with what is wrong with a call.
#[track_caller]
fn allowed<T>(checked: Result<T, String>) -> T {
    match checked {
        Ok(value) => value,
        Err(message) => panic!("{message}"),
    }
}
