//! The path of the library.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use crate::parse::item::Item;
use crate::plan::Plan;
use crate::syntax::respan;

/// The path, as the user wrote it, or where an error about the first argument is shown.
pub(super) struct Library {
    path: TokenStream,
    is_written: bool,
}

impl Library {
    pub(super) fn of(item: &Item, plan: &Plan) -> Self {
        if let Some(path) = &plan.crate_path {
            return Library {
                path: path.to_token_stream(),
                is_written: true,
            };
        }
        let first = plan.params.first().map(|first| first.name.span());
        let span = first.unwrap_or_else(|| item.sig.ident.span());
        Library {
            path: respan(&quote!(::parallelize), span),
            is_written: false,
        }
    }

    /// The path of an item, for an error about what stands at `span`. A path that the user wrote stays where it is: if
    /// it leads nowhere, that is one error.
    pub(super) fn at(&self, item: &TokenStream, span: Span) -> TokenStream {
        let path = &self.path;
        if self.is_written {
            let item = respan(&quote!(::#item), span);
            return quote!(#path #item);
        }
        respan(&quote!(#path::#item), span)
    }
}

impl ToTokens for Library {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.path.to_tokens(tokens);
    }
}
