//! Warnings: uses of deprecated items, which are the only ones that a macro can raise on stable Rust.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use crate::diagnostics::Warning;

/// A block for each warning. The compiler calls the item by its path, `function::rule`, and quotes the note.
pub(super) fn uses(warnings: &[Warning]) -> TokenStream {
    let mut tokens = TokenStream::new();
    for Warning { rule, span, note } in warnings {
        let rule = Ident::new(rule, *span);
        tokens.extend(quote_spanned! {*span=>
            {
                #[deprecated(note = #note)]
                const fn #rule() {}
                let _: fn() = #rule;
            }
        });
    }
    tokens
}
