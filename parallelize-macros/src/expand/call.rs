//! The call of the builder.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprPath};

use super::library::Library;
use super::{body, gathered, options, return_type};
use crate::parse::item::Item;
use crate::plan::{Plan, outputs};

/// What folds the outputs. The body says of which type they are: the path of a function that does not fit is at fault, and
/// not the body.
fn reducer(reduce: &Expr, plan: &Plan) -> TokenStream {
    let is_argument = |path: &ExprPath| {
        let mut params = plan.params.iter();
        params.any(|param| path.path.is_ident(&param.name))
    };
    match reduce {
        Expr::Path(path) if !is_argument(path) => {
            let span = Span::mixed_site().located_at(reduce.span());
            quote_spanned!(span=> |a, b| #path(a, b))
        }
        reduce => reduce.to_token_stream(),
    }
}

/// Every token stands where the user would have to change something if it were at fault: a missing
/// bound is reported at the argument or the return type that lacks it.
pub(super) fn expression(item: &Item, plan: &Plan, krate: &Library) -> TokenStream {
    let written = &item.sig.output;
    let span = plan
        .cut()
        .next()
        .map_or_else(Span::mixed_site, body::at_param);
    let inputs: Vec<&Ident> = plan.cut().map(|param| &param.outer).collect();
    let start = match inputs[..] {
        _ if plan.stream.is_some() => quote_spanned!(span=> #krate::stream(#(#inputs)*)),
        [input] => quote_spanned!(span=> #krate::parallel(#input)),
        _ => {
            let zip = Ident::new(&format!("zip{}", inputs.len()), span);
            quote_spanned!(span=> #krate::__private::#zip(#(#inputs),*))
        }
    };
    let calls = options::builder_calls(plan);
    let changes = options::builder_changes(plan);
    let with = gathered::with(plan, krate);
    let name = plan.method(written);
    let span = Span::mixed_site().located_at(outputs::span(&item.sig));
    let method = Ident::new(name, span);
    let body = body::closure(item, plan, krate);
    let reduce = plan.reduce.as_ref().map(|reduce| {
        let reducer = reducer(reduce, plan);
        quote!(, #reducer)
    });
    let run = quote_spanned!(span=> .#method(#body #reduce));
    let failure = plan.write_to_file.as_ref().and_then(|_| {
        let wrapper = return_type::of_wrapper(&plan.outputs, written, krate);
        return_type::failure(&plan.outputs, name, &wrapper, krate)
    });
    quote!(#start #calls #changes #with #run #failure)
}
