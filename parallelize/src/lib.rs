#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod argument;
pub mod backend;
mod builder;
mod call;
pub mod check;
mod input;
#[cfg(all(parallelize_loom, test))]
mod models;
mod observe;
mod output;
mod plan;
#[cfg(feature = "write_to_file")]
mod spill;
mod sys;
mod threads;

/// Runs a function in parallel over the slice that is its first argument.
///
/// The function keeps its name, visibility, attributes, documentation, generics and `where` clause.
/// Its body becomes a call of the builder [`parallel`], in words: split the first argument, run the
/// original body on every chunk, merge the outputs in slice order. `fn f(xs: &[u64], k: u64) ->
/// Vec<u64>` with `jobs = 6` becomes
///
/// ```text
/// fn f(xs: &[u64], k: u64) -> Vec<u64> {
///     let k = an argument that can be captured;
///     ::parallelize::parallel(xs)
///         .jobs(6)
///         .flatten(|xs| -> Vec<u64> {
///             let k = a clone of k;
///             the original body
///         })
/// }
/// ```
///
/// The body captures all other arguments in the same way. There may be any number.
///
/// # What the function must be like
///
/// Running it on the pieces and merging must be the same as running it on the whole. The compiler
/// cannot see whether it is; [`guide::the_law`] has examples that keep that law and break it, and the module
/// [`check`](mod@check) tries it out in tests. In particular, a second slice that belongs to the first one is given whole to every chunk unless it is
/// named in `zip`, and positions count from the chunk's start ([`current_chunk`] tells where that is).
///
/// The first argument that is not a receiver implements [`Split`]. Every other argument is `Clone + Sync`. Each
/// chunk gets its own clone, made by the worker that runs the chunk; an only chunk gets the argument itself. A
/// reference `&U` is shared and needs `U: Sync`, as does `&self`. The output is `Send`. An empty slice is one
/// empty chunk: the body runs once.
///
/// # Return type
///
/// | written | with the attribute |
/// |---|---|
/// | `Vec<U>`, `()`, nothing | the same; joined in slice order |
/// | `Result<Vec<U>, E>`, `Result<(), E>` | the same; the first error in slice order wins |
/// | `Result<R, E>` of another `R` | `Result<Vec<R>, E>`, one output per chunk |
/// | another `R` | `Vec<R>`, one output per chunk |
///
/// The type is judged by its last path segment as it is written. A function whose type changes and
/// that calls itself is refused. In a trait impl the new type must be the trait's.
///
/// # Options
///
/// **`jobs`**: how many chunks there are, and how many run at once.
///
/// ```
/// # use parallelize::parallelize;
/// #[parallelize(jobs = 4)]
/// fn shout(words: &[&str]) -> Vec<String> {
///     words.iter().map(|word| word.to_uppercase()).collect()
/// }
///
/// // An expression can use the arguments, and `self`.
/// #[parallelize(jobs = threads)]
/// fn squares(numbers: Vec<i64>, threads: usize) -> Vec<i64> {
///     numbers.into_iter().map(|n| n * n).collect()
/// }
///
/// assert_eq!(shout(&["a", "b"]), ["A", "B"]);
/// assert_eq!(squares(vec![1, -2], 2), [1, 4]);
/// ```
///
/// **`chunk_size`**: how many elements each chunk has. **`min_len`**: the least number.
///
/// ```
/// # use parallelize::parallelize;
/// #[parallelize(chunk_size = 2)]
/// fn chunk_sums(numbers: &[u32]) -> u32 {
///     numbers.iter().sum()
/// }
///
/// #[parallelize(min_len = 1000)]
/// fn negated(numbers: &[i32]) -> Vec<i32> {
///     numbers.iter().map(|n| -n).collect()
/// }
///
/// assert_eq!(chunk_sums(&[1, 2, 3, 4, 5]), [3, 7, 5]);
/// assert_eq!(negated(&[1, 2]), [-1, -2]); // one chunk, on this thread
/// ```
///
/// **`zip`**: arguments to cut together with the first one.
///
/// ```
/// # use parallelize::parallelize;
/// #[parallelize(zip(weights, out))]
/// fn weighted(values: &[f64], weights: &[f64], out: &mut [f64], scale: f64) {
///     for ((value, weight), out) in values.iter().zip(weights).zip(out) {
///         *out = value * weight * scale;
///     }
/// }
///
/// let mut out = [0.0; 2];
/// weighted(&[1.0, 2.0], &[0.5, 0.25], &mut out, 4.0);
/// assert_eq!(out, [2.0, 2.0]);
/// ```
///
/// **`merge`** and **`reduce`**: what becomes of the outputs; one of them at most.
///
/// ```
/// # use parallelize::parallelize;
/// #[parallelize(jobs = 2, merge = flatten)]
/// fn initials(words: &[&str]) -> String {
///     words.iter().filter_map(|word| word.chars().next()).collect()
/// }
///
/// #[parallelize(jobs = 2, merge = per_chunk)]
/// fn evens(numbers: &[u8]) -> Vec<u8> {
///     numbers.iter().copied().filter(|n| n % 2 == 0).collect()
/// }
///
/// #[parallelize(jobs = 2, reduce = |a, b| a + b)]
/// fn total(numbers: &[&str]) -> Result<u32, std::num::ParseIntError> {
///     let mut total = 0;
///     for number in numbers {
///         total += number.parse::<u32>()?;
///     }
///     Ok(total)
/// }
///
/// assert_eq!(initials(&["one", "two", "three"]), "ott");
/// assert_eq!(evens(&[1, 2, 3, 4]), [vec![2], vec![4]]);
/// assert_eq!(total(&["1", "20", "300"]), Ok(321));
/// assert!(total(&["1", "x"]).is_err());
/// ```
///
/// **`report`**: what is told at the end of the call. With `true`, a [`Report`] is printed to stderr; anything
/// else is called with a `&Report`, like the argument of [`Parallel::report`].
///
/// ```
/// # use parallelize::{Report, parallelize};
/// fn check(report: &Report) {
///     assert_eq!((report.name(), report.chunks.len()), ("cubes", 2));
/// }
///
/// #[parallelize(jobs = 2, report = check)]
/// fn cubes(numbers: &[u64]) -> Vec<u64> {
///     numbers.iter().map(|n| n * n * n).collect()
/// }
///
/// assert_eq!(cubes(&[1, 2, 3]), [1, 8, 27]);
/// ```
///
/// **`progress`** (feature `progress`): a bar on stderr while the call runs. `true` takes the function's name,
/// a string is the label; an expression of either type can use the arguments.
///
#[cfg_attr(feature = "progress", doc = "```")]
#[cfg_attr(not(feature = "progress"), doc = "```ignore")]
/// # use parallelize::parallelize;
/// #[parallelize(progress = format!("{} numbers", numbers.len()))]
/// fn halves(numbers: Vec<f64>) -> Vec<f64> {
///     numbers.into_iter().map(|n| n / 2.0).collect()
/// }
///
/// assert_eq!(halves(vec![1.0, 3.0]), [0.5, 1.5]);
/// ```
///
/// **`sequential`**: a name for the original function, which stays available under it.
///
/// ```
/// # use parallelize::parallelize;
/// #[parallelize(sequential = lengths_seq)]
/// fn lengths(words: &[String]) -> Vec<usize> {
///     words.iter().map(String::len).collect()
/// }
///
/// let words = ["a".to_owned(), "bc".to_owned()];
/// assert_eq!(lengths(&words), lengths_seq(&words));
/// ```
///
/// **`write_to_file`**: a `bool`, or the path of a directory. Unless it is `false`, the output of each chunk
/// is written to a temporary file as soon as it is there, and read back when all are written. The
/// outputs must be [`Spill`](https://docs.rs/parallelize/latest/parallelize/trait.Spill.html), and the result is what it is without the option. **`merge = spilled`** leaves
/// them in the files: the function returns a [`Spilled<U>`](https://docs.rs/parallelize/latest/parallelize/struct.Spilled.html) in place of a `Vec<U>`.
///
#[cfg_attr(feature = "write_to_file", doc = "```")]
#[cfg_attr(not(feature = "write_to_file"), doc = "```compile_fail")]
/// # use parallelize::parallelize;
/// use parallelize::{SpillError, Spilled};
///
/// // The type stays `Vec<String>`.
/// #[parallelize(write_to_file = std::env::temp_dir())]
/// fn labels(numbers: &[u64]) -> Vec<String> {
///     numbers.iter().map(|n| format!("number {n}")).collect()
/// }
///
/// // With the attribute: `-> Result<Spilled<u64>, SpillError>`.
/// #[parallelize(merge = spilled)]
/// fn squares(numbers: &[u64]) -> Vec<u64> {
///     numbers.iter().map(|n| n * n).collect()
/// }
///
/// // With the attribute: `-> std::io::Result<Spilled<u64>>`.
/// #[parallelize(merge = spilled)]
/// fn lengths(paths: &[&str]) -> std::io::Result<Vec<u64>> {
///     paths.iter().map(|path| Ok(std::fs::metadata(path)?.len())).collect()
/// }
///
/// # fn main() -> Result<(), SpillError> {
/// assert_eq!(labels(&[7, 8]), ["number 7", "number 8"]);
/// let squares: Spilled<u64> = squares(&[1, 2, 3])?;
/// assert_eq!(squares.iter().sum::<Result<u64, _>>()?, 14);
/// assert!(lengths(&["no such file"]).is_err());
/// # Ok(())
/// # }
/// ```
///
/// What goes wrong with files is a [`SpillError`](https://docs.rs/parallelize/latest/parallelize/struct.SpillError.html). A function that returns `Result<_, E>` returns it if `E`
/// implements `From<std::io::Error>`, inside of such, or `From<SpillError>`; others panic with it. These options are the feature
/// `write_to_file`, which is on by default.
///
/// **`backend`**: the path of an engine that runs the call in place of the threads of this process, such as
/// `parallelize_mpi::Mpi` of the crate [`parallelize-mpi`](https://docs.rs/parallelize-mpi): the ranks of an MPI job. It is a constant or a unit struct
/// that implements [`Backend`](backend::Backend), and says what inputs and outputs it takes. Not with `write_to_file` and
/// `merge = spilled`.
///
/// ```
/// # use parallelize::parallelize;
/// use parallelize::backend::Threads;
///
/// #[parallelize(jobs = 2, backend = Threads)] // as without it
/// fn signs(numbers: &[i32]) -> Vec<i32> {
///     numbers.iter().map(|n| n.signum()).collect()
/// }
///
/// assert_eq!(signs(&[-5, 0, 3]), [-1, 0, 1]);
/// ```
///
/// **`crate`**: the path of this library, for crates that re-export it.
///
/// # Panics
///
/// The panic of the lowest chunk that panicked goes on in the caller, once the chunks that were
/// running have finished. A `chunk_size` that is 0 at run time panics, and so do arguments named in
/// `zip` whose lengths differ from the first argument's, a `SpillError` that the return type has no place
/// for, and a value of the environment variable
/// `PARALLELIZE_JOBS` that is no number of at least 1.
pub use parallelize_macros::parallelize;

pub use crate::builder::{Parallel, parallel};
#[doc(inline)]
pub use crate::check::check;
pub use crate::input::{Input, RangeInteger, Split};
#[cfg(feature = "progress")]
pub use crate::observe::progress;
pub use crate::observe::{ChunkReport, Ending, Report};
pub use crate::output::Flatten;
pub use crate::plan::{Chunk, current_chunk};
#[cfg(feature = "write_to_file")]
pub use crate::spill::{
    Spill, SpillError, Spilled, SpilledIntoIter, SpilledIter, Spilling, WriteToFile,
};

/// What expansions name: the user's crate may have shadowed it, or be without the standard library.
#[doc(hidden)]
pub mod __private {
    pub use std::vec::Vec;

    pub use crate::argument::{argument, shared};
    pub use crate::observe::receiver as report;

    #[cfg(feature = "write_to_file")]
    pub use crate::__returned as returned;
    #[cfg(feature = "write_to_file")]
    pub use crate::spill::expanded::{OrConvert, OrPanic, Refused, target};

    #[cfg(feature = "progress")]
    pub use crate::progress::label;

    /// Lets the compiler check the body of a function that the attribute refuses. (A closure alone
    /// would be taken for one that runs more than once, which not every body can.)
    pub const fn check<R>(body: impl FnOnce() -> R) {
        std::mem::forget(body); // never run: a `const fn` could not drop it
    }
}

/// A guide: from the first use to performance, a page a question.
#[doc = include_str!("../docs/guide/index.md")]
pub mod guide;

/// Every class of compile-time error, why it is one, and the way out.
#[doc = include_str!("../docs/when_it_does_not_compile.md")]
pub mod when_it_does_not_compile {}

/// What holds for every call, and which test shows it.
#[doc = include_str!("../docs/guarantees.md")]
pub mod guarantees {}

/// What a call costs, when it cannot help, and how to choose the options.
#[doc = include_str!("../docs/what_it_costs.md")]
#[doc = ""]
#[doc = include_str!("../docs/figures/speed_up_by_size.svg")]
pub mod what_it_costs {}
