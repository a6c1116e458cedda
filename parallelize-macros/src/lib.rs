//! The attribute of the `parallelize` crate, which re-exports and documents it.
//!
//! A straight pipeline, one file a stage: parse the item (`item`), parse the options
//! (`options`), check both into a plan (`plan`), print it (`expand`, `call`). Only the first three
//! can fail, and they report all they find at once.

mod call;
mod closures;
mod diagnostics;
mod expand;
mod files;
mod fragments;
mod input_type;
mod item;
mod options;
mod params;
mod plan;
mod recursion;
mod return_type;
mod rewrite;
mod seen;
mod syntax;
#[cfg(test)]
mod tests;

/// Runs a function in parallel over the slice that is its first argument.
///
/// The documentation is that of the `parallelize` crate, which this attribute is used through.
#[proc_macro_attribute]
pub fn parallelize(
    options: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    rewrite::rewrite(options.into(), &item.into()).into()
}
