//! The attribute of the `parallelize` crate, which re-exports and documents it.
//!
//! A straight pipeline, a folder a stage: `parse` the item and the options, `plan` what becomes of both, `check`
//! the plan, `expand` it. The first and the third stage can fail, and report all they find at once. A stage uses
//! the stages before it, and `diagnostics`, `syntax` and `fragments`.

mod check;
mod diagnostics;
mod expand;
mod fragments;
mod parse;
mod plan;
mod rewrite;
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
