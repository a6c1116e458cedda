// Documentation alone, a page a module, so that its examples run as tests.

macro_rules! pages {
    ($($(#[doc = $summary:literal])* $page:ident $($file:literal)+;)*) => {$(
        $(#[doc = $summary])*
        $(
            #[doc = ""]
            #[doc = include_str!($file)]
        )+
        pub mod $page {}
    )*};
}

pages! {
    /// From a plain function to a parallel one.
    first_use "../docs/guide/first_use.md";
    /// What the function returns with the attribute, and how to say otherwise.
    return_type "../docs/guide/return_type.md";
    /// Which functions may be cut into pieces, with examples that keep the law and break it.
    the_law "../docs/guide/the_law.md";
    /// How to choose `jobs`, `chunk_size`, `merge` and `reduce`.
    options "../docs/guide/options.md";
    /// What happens if a chunk fails.
    panics_and_errors "../docs/guide/panics_and_errors.md";
    /// Printing, counters, locks, random numbers, thread-local variables.
    side_effects "../docs/guide/side_effects.md";
    /// Outputs in temporary files: `write_to_file` and `merge = spilled`.
    larger_inputs "../docs/guide/larger_inputs.md";
    larger_than_memory "../docs/guide/larger_than_memory.md";
    /// The option `backend`, and the ranks of an MPI job.
    more_than_one_machine "../docs/guide/more_than_one_machine.md";
    /// Arrays of the crate `ndarray`.
    matrices "../docs/guide/matrices.md";
    /// Parallel calls in bodies of others.
    nested_calls "../docs/guide/nested_calls.md";
    /// How to call a parallel function from `async` code.
    async_callers "../docs/guide/async_callers.md";
    /// How to test that pieces give what the whole gives.
    testing "../docs/guide/testing.md";
    /// Reports, timelines, progress bars and spans: what a call does, and when.
    see_it_work
        "../docs/guide/see_it_work.md"
        "../docs/figures/uneven.svg"
        "../docs/guide/see_it_work_even.md"
        "../docs/figures/even.svg";
    /// What to look at where a call is not as fast as expected.
    performance "../docs/guide/performance.md";
    /// The words of Python's `parallelize`, joblib, OpenMP and rayon, and what they are here.
    coming_from "../docs/guide/coming_from.md";
}
