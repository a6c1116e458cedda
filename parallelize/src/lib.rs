#![doc = include_str!("../README.md")]
#![doc = ""]
#![doc = include_str!("../docs/pages.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// Examples get no warning that their function cannot be cut, unless they show one.
#![doc(test(attr(deny(deprecated))))]

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

/// Runs a function in parallel over its first argument.
#[doc = ""]
#[doc = include_str!("../docs/attribute/index.md")]
#[cfg_attr(feature = "write_to_file", doc = "")]
#[cfg_attr(feature = "write_to_file", doc = include_str!("../docs/attribute/write_to_file.md"))]
#[cfg_attr(feature = "progress", doc = "")]
#[cfg_attr(feature = "progress", doc = include_str!("../docs/attribute/progress.md"))]
#[doc = ""]
#[doc = include_str!("../docs/attribute/more_options.md")]
#[doc = ""]
#[doc = include_str!("../docs/attribute/signature.md")]
#[doc(alias = "parallel_for")]
#[doc(alias = "omp")]
#[doc(alias = "joblib")]
#[doc(alias = "pmap")]
pub use parallelize_macros::parallelize;

pub use crate::builder::{Parallel, Stream, parallel, stream};
#[doc(inline)]
pub use crate::check::check;
pub use crate::input::{Input, Neighbours, Overlap, OverlapInput, RangeInteger, Split, Units};
#[cfg(feature = "progress")]
pub use crate::observe::progress;
pub use crate::observe::{ChunkReport, Ending, Report};
pub use crate::output::{Flatten, Search};
pub use crate::plan::{Chunk, current_chunk};
#[cfg(feature = "write_to_file")]
pub use crate::spill::{
    Spill, SpillError, Spilled, SpilledIntoIter, SpilledIter, Spilling, SpillingStream, WriteToFile,
};

/// What expansions name: the user's crate may have shadowed it, or be without the standard library.
#[doc(hidden)]
pub mod __private {
    pub use std::primitive::{bool, usize};
    pub use std::vec::Vec;

    pub use crate::argument::{argument, argument_of, given, scratch, shared};
    pub use crate::builder::{zip2, zip3, zip4, zip5, zip6};
    pub use crate::input::same;
    pub use crate::observe::receiver as report;
    pub use crate::output::collect::{Written, append, fold, write};

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
#[doc = ""]
#[doc = include_str!("../docs/guide/index.md")]
pub mod guide;

/// Every class of compile-time error, why it is one, and the way out.
#[doc = ""]
#[doc = include_str!("../docs/when_it_does_not_compile.md")]
pub mod when_it_does_not_compile {}

/// What the compiler can see of functions that cannot be cut, a warning each, and what to write instead.
#[doc = ""]
#[doc = include_str!("../docs/when_it_warns.md")]
pub mod when_it_warns {}

/// What holds for every call, and which test shows it.
#[doc = ""]
#[doc = include_str!("../docs/guarantees.md")]
pub mod guarantees {}

/// What a call costs, when it cannot help, and how to choose the options.
#[doc = ""]
#[doc = include_str!("../docs/what_it_costs.md")]
#[doc = ""]
#[doc = include_str!("../docs/figures/speed_up_by_size.svg")]
pub mod what_it_costs {}
