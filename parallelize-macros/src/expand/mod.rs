//! The last stage, which cannot fail: the wrapper, as a person would have written it.

mod body;
mod call;
mod chunk;
mod cuts;
mod expectations;
mod gathered;
mod options;
mod return_type;
mod sequential;
mod warnings;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{FnArg, Pat, PatIdent, Signature, Type};

use crate::diagnostics::Warning;
use crate::parse::item::Item;
use crate::parse::values::Sequential;
use crate::plan::Plan;
use crate::plan::outputs::Unmergeable;
use crate::plan::params::Param;
use crate::syntax::{is_this, peel, respan};

pub(crate) fn wrapper(item: &Item, plan: &Plan, warnings: &[Warning]) -> TokenStream {
    let Item {
        vis, defaultness, ..
    } = item;
    let attrs = expectations::relaxed(&item.attrs, sequential::called(plan).is_some());
    let krate = library(item, plan);
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
    let sequential = sequential::function(item, plan);
    let warnings = warnings::uses(warnings);
    // Clippy can be told to ask for a `return`, and says of none of a macro's that it is needless.
    let mut body = Group::new(
        Delimiter::Brace,
        quote!(#warnings #(#moved)* #options #(#captures)* return #call;),
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

/// The function as far as it can be emitted beside errors: callers find it, with the type that
/// they will see, and the body is still checked: unless it calls its function, whose changed type would raise
/// errors of its own.
pub(crate) fn placeholder(item: &Item, plan: &Plan, calls_itself: bool) -> TokenStream {
    let Item {
        vis, defaultness, ..
    } = item;
    // An error elsewhere is no reason for a lint to be missed.
    let mut attrs = expectations::relaxed(&item.attrs, true);
    attrs.retain(|attr| !is_this(attr));
    let krate = library(item, plan);
    let has_other = |it: &&Sequential| it.name != item.sig.ident;
    let sequential = plan.sequential.as_ref().filter(has_other);
    let sequential = sequential.and_then(|_| sequential::function(item, plan));
    let is_async = item.sig.asyncness.is_some();
    let unsized_output = match Unmergeable::of(&item.sig.output) {
        Some(Unmergeable::Unsized(ty)) => Some(ty),
        _ => None,
    };
    let mut sig = item.sig.clone();
    let body = match &item.body {
        None => quote!(;),
        // The other function has the body.
        Some(_)
            if (sequential.is_some() || calls_itself || unsized_output.is_some()) && !is_async =>
        {
            sig = signature(&item.sig, plan, |param| &param.fresh);
            sig.output = match (unsized_output, &sig.output) {
                (Some(Type::Slice(slice)), _) => {
                    let element = &slice.elem;
                    syn::parse_quote!(-> #krate::__private::Vec<#element>)
                }
                (Some(object), _) => syn::parse_quote!(-> *const #object),
                (None, written) => return_type::of_wrapper(&plan.outputs, written, &krate),
            };
            quote!({ loop {} })
        }
        Some(body) if plan.outputs.change_type() && !is_async => {
            let written = return_type::written(&sig);
            sig.output = return_type::of_wrapper(&plan.outputs, &sig.output, &krate);
            let uses = body::uses_by_options(plan);
            quote!({
                #(#uses)*
                #krate::__private::check(move || #written #body);
                loop {}
            })
        }
        Some(body) => body::preceded(body::uses_by_options(plan), Some(body)).to_token_stream(),
    };
    sig.variadic = None;
    // No argument can be a slice by value, which is one more error.
    for arg in &mut sig.inputs {
        match arg {
            FnArg::Typed(param) if matches!(peel(&param.ty), Type::Slice(_)) => {
                let ty = &param.ty;
                *param.ty = syn::parse_quote!(&#ty);
            }
            _ => {}
        }
    }
    // Lints about unused functions are silent about a name of the macro's.
    let name = &mut sig.ident;
    name.set_span(Span::call_site().located_at(name.span()));
    quote! {
        #(#attrs)*
        #vis #defaultness #sig #body
        #sequential
    }
}

/// The path of the library. One that the user wrote is shown where it is written, if it leads nowhere.
fn library(item: &Item, plan: &Plan) -> TokenStream {
    if let Some(path) = &plan.crate_path {
        return path.to_token_stream();
    }
    let first = plan.params.first().map(|first| first.name.span());
    let span = first.unwrap_or_else(|| item.sig.ident.span());
    respan(&quote!(::parallelize), span)
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
