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
mod seen;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::Errors;
use crate::item::Item;
use crate::options::Options;
use crate::plan::Plan;

/// Runs a function in parallel over the slice that is its first argument.
///
/// The documentation is that of the `parallelize` crate, which this attribute is used through.
#[proc_macro_attribute]
pub fn parallelize(
    options: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    rewrite(options.into(), &item.into()).into()
}

fn rewrite(options: TokenStream, tokens: &TokenStream) -> TokenStream {
    let item = match Item::parse(tokens) {
        Ok(item) => item,
        Err(error) => {
            let error = diagnostics::compile_errors(&error);
            return quote!(#error #tokens);
        }
    };
    let mut errors = Errors::default();
    let options = Options::parse(options, &mut errors);
    let plan = Plan::new(&item, options, &mut errors);
    match errors.into_compile_errors() {
        None => expand::wrapper(&item, &plan),
        Some(errors) => {
            let item = expand::placeholder(&item, &plan);
            quote!(#errors #item)
        }
    }
}
