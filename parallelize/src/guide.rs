// Documentation alone, a page a module, so that its examples run as tests.

/// The pages in reading order. Each ends with links to its neighbours.
macro_rules! pages {
    (@from $before:tt) => {};
    (@from ($($before:ident)?)
        $(#[doc = $summary:literal])* $page:ident $($file:literal)+;
        $($(#[doc = $next_summary:literal])* $next:ident $($next_file:literal)+; $($rest:tt)*)?
    ) => {
        $(#[doc = $summary])*
        $(
            #[doc = ""]
            #[doc = include_str!($file)]
        )+
        #[doc = ""]
        #[doc = "---"]
        $(#[doc = concat!("← [`", stringify!($before), "`](crate::guide::", stringify!($before), ") ·")])?
        #[doc = "[Guide](crate::guide)"]
        $(#[doc = concat!("· [`", stringify!($next), "`](crate::guide::", stringify!($next), ") →")])?
        pub mod $page {}

        $(pages! {
            @from ($page)
            $(#[doc = $next_summary])* $next $($next_file)+; $($rest)*
        })?
    };
    ($($pages:tt)*) => { pages! { @from () $($pages)* } };
}

pages! {
    /// From a plain function to a parallel one.
    first_use
        "../docs/guide/first_use.md"
        "../docs/guide/first_use_figure.md"
        "../docs/figures/how_a_call_works.svg";
    /// Which option a function needs.
    options "../docs/guide/options.md";
    /// The one condition that a function must meet, and the warnings about it.
    the_law "../docs/guide/the_law.md";
    /// Where a cut may be: lines, groups, pixels, neighbours.
    cuts "../docs/guide/cuts.md";
    /// How outputs become one result.
    combining_outputs "../docs/guide/combining_outputs.md";
    /// Further `&mut` arguments: `zip`, `append`, `reduce`, `scratch`.
    mutable_arguments "../docs/guide/mutable_arguments.md";
    /// Iterators as inputs, of any length.
    streams "../docs/guide/streams.md";
    /// Outputs in temporary files: `write_to_file` and `merge = spilled`.
    larger_than_memory "../docs/guide/larger_than_memory.md";
    /// What happens when a chunk fails, and how to cancel a call.
    panics_and_errors "../docs/guide/panics_and_errors.md";
    /// Printing, counters, locks, random numbers, thread-local variables.
    shared_state "../docs/guide/shared_state.md";
    /// How to test that chunks give what the whole input gives.
    testing "../docs/guide/testing.md";
    /// Reports, timelines, progress bars and spans.
    progress_and_reports
        "../docs/guide/progress_and_reports.md"
        "../docs/figures/progress.svg"
        "../docs/guide/progress_and_reports_bars.md"
        "../docs/figures/uneven.svg"
        "../docs/guide/progress_and_reports_even.md"
        "../docs/figures/even.svg";
    /// How to make a call faster.
    tuning "../docs/guide/tuning.md";
    /// Which threads run the bodies, and what bodies may do on them.
    threads_and_rayon "../docs/guide/threads_and_rayon.md";
    /// Calls from `async` code.
    async_callers "../docs/guide/async_callers.md";
    /// Arrays of the crate `ndarray`.
    ndarray "../docs/guide/ndarray.md";
    /// The option `backend`, and the ranks of an MPI job.
    mpi "../docs/guide/mpi.md";
    /// Python, joblib, `concurrent.futures`, OpenMP, TBB, Julia and rayon, side by side with this library.
    coming_from "../docs/guide/coming_from.md";
    /// Recipes of at most 15 lines.
    cookbook "../docs/guide/cookbook.md";
    /// Frequent questions, and what to do when something looks wrong.
    faq "../docs/guide/faq.md";
}
