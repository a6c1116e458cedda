//! The last stage, which cannot fail: the wrapper, as a person would have written it.

mod body;
mod call;
mod chunk;
mod cuts;
mod expectations;
mod gathered;
mod library;
mod options;
mod placeholder;
mod return_type;
mod sequential;
mod warnings;

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::quote;
use syn::{FnArg, Pat, PatIdent, ReturnType, Signature};

use self::library::Library;
use crate::diagnostics::Warning;
use crate::parse::item::Item;
use crate::plan::Plan;
use crate::plan::params::Param;

pub(crate) use placeholder::placeholder;

pub(crate) fn wrapper(item: &Item, plan: &Plan, warnings: &[Warning]) -> TokenStream {
    let Item {
        vis, defaultness, ..
    } = item;
    let attrs = expectations::relaxed(&item.attrs, sequential::called(plan).is_some());
    let krate = Library::of(item, plan);
    let mut sig = signature(&item.sig, plan, |param| {
        if body::is_moved(param, plan) {
            &param.fresh
        } else {
            &param.outer
        }
    });
    sig.output = return_type::of_wrapper(&plan.outputs, &sig.output, &krate);
    let moved = body::moved(plan);
    let options = options::bindings(plan, &krate);
    let captures = body::captures(&item.sig.generics, plan, &krate);
    let call = call::expression(item, plan, &krate);
    let sequential = sequential::function(item, &item.sig, plan);
    let warnings = warnings::uses(warnings);
    // Clippy can be told to ask for a `return`, and says of none of a macro's that it is needless. An attribute below
    // can move the body to a closure that returns something else, if the function returns nothing.
    let call = match sig.output {
        ReturnType::Default => quote!(let () = #call;),
        ReturnType::Type(..) => quote!(return #call;),
    };
    let mut body = Group::new(
        Delimiter::Brace,
        quote!(#warnings #(#moved)* #options #(#captures)* #call),
    );
    // Lints of the whole function, such as that for dead code, are silent about one that ends in
    // tokens of a macro.
    if let Some(written) = &item.body {
        body.set_span(written.span());
    }
    quote! {
        #(#attrs)*
        #vis #defaultness #sig #body
        #sequential
    }
}

/// The signature with names for patterns.
fn signature<'a>(
    written: &Signature,
    plan: &'a Plan,
    name: impl Fn(&'a Param) -> &'a Ident,
) -> Signature {
    let mut sig = written.clone();
    let typed = sig.inputs.iter_mut().filter_map(|arg| match arg {
        FnArg::Typed(param) => Some(param),
        FnArg::Receiver(_) => None,
    });
    for (position, written) in typed.enumerate() {
        let mut params = plan.params.iter();
        if let Some(param) = params.find(|param| param.position == position) {
            written.attrs.clone_from(&param.attrs);
            *written.pat = Pat::Ident(PatIdent {
                attrs: Vec::new(),
                by_ref: None,
                mutability: None,
                ident: name(param).clone(),
                subpat: None,
            });
        }
    }
    sig
}
