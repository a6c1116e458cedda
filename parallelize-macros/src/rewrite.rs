//! The stages in a row.

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::{self, Errors};
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::plan::Plan;
use crate::{check, expand};

/// What the attribute with these options makes of an item.
pub(crate) fn rewrite(options: TokenStream, tokens: &TokenStream) -> TokenStream {
    let item = match Item::parse(tokens) {
        Ok(item) => item,
        Err(error) => {
            let error = diagnostics::compile_errors(&error);
            return quote!(#error #tokens);
        }
    };
    let mut errors = Errors::default();
    let options = Options::parse(options, &mut errors);
    let plan = Plan::new(&item, &options);
    let calls_itself = check::check(&item, &options, &plan, &mut errors);
    match errors.into_compile_errors() {
        None => {
            let warnings = check::cuttable::warnings(&item, &options, &plan);
            expand::wrapper(&item, &plan, &warnings)
        }
        Some(errors) => {
            let item = expand::placeholder(&item, &plan, calls_itself);
            quote!(#errors #item)
        }
    }
}
