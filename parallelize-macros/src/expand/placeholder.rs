//! The function beside errors.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{FnArg, ReturnType, Signature, Type};

use super::library::Library;
use super::{body, expectations, return_type, sequential, signature};
use crate::parse::item::Item;
use crate::parse::values::Sequential;
use crate::plan::Plan;
use crate::plan::outputs::Unmergeable;
use crate::syntax::{is_this, peel};

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
    let krate = Library::of(item, plan);
    let is_async = item.sig.asyncness.is_some();
    let unmergeable = Unmergeable::of(&item.sig.output);
    let is_unsized = matches!(unmergeable, Some(Unmergeable::Unsized(_)));
    // Such a body would raise errors of its own.
    let is_left_out = (calls_itself || is_unsized || item.sig.variadic.is_some()) && !is_async;
    let has_other = |it: &&Sequential| it.name != item.sig.ident;
    let other = plan.sequential.as_ref().filter(has_other);
    let (mut sig, body) = match &item.body {
        None => (item.sig.clone(), quote!(;)),
        // The other function has the body. Of an `impl Trait`, both need one.
        Some(_)
            if is_left_out
                || (other.is_some()
                    && !is_async
                    && !matches!(unmergeable, Some(Unmergeable::Impl(_)))) =>
        {
            let mut sig = empty(item, plan);
            sig.output = return_type::of_wrapper(&plan.outputs, &sig.output, &krate);
            (sig, quote!({ loop {} }))
        }
        Some(body) if plan.outputs.change_type() && !is_async => {
            let mut sig = item.sig.clone();
            let written = return_type::written(&sig);
            sig.output = return_type::of_wrapper(&plan.outputs, &sig.output, &krate);
            let uses = body::uses_by_options(plan);
            let body = quote!({
                #(#uses)*
                #krate::__private::check(move || #written #body);
                loop {}
            });
            (sig, body)
        }
        Some(body) => {
            let body = body::preceded(body::uses_by_options(plan), Some(body));
            (item.sig.clone(), body.to_token_stream())
        }
    };
    make_possible(&mut sig, &krate);
    // Lints about unused functions are silent about a name of the macro's.
    let name = &mut sig.ident;
    name.set_span(Span::call_site().located_at(name.span()));
    let sequential = other.and_then(|other| {
        if is_left_out {
            let mut sig = empty(item, plan);
            sig.ident = other.name.clone();
            make_possible(&mut sig, &krate);
            return Some(quote!(#vis #defaultness #sig { loop {} }));
        }
        let mut sig = item.sig.clone();
        make_possible(&mut sig, &krate);
        sequential::function(item, &sig, plan)
    });
    quote! {
        #(#attrs)*
        #vis #defaultness #sig #body
        #sequential
    }
}

/// The signature for a body that uses no argument.
fn empty(item: &Item, plan: &Plan) -> Signature {
    let mut sig = signature(&item.sig, plan, |param| &param.fresh);
    for arg in &mut sig.inputs {
        if let FnArg::Receiver(receiver) = arg {
            receiver.mutability = None;
        }
    }
    sig
}

/// Replaces what no function can have, which would be one more error.
fn make_possible(sig: &mut Signature, krate: &Library) {
    sig.variadic = None;
    for arg in &mut sig.inputs {
        match arg {
            FnArg::Typed(param) if matches!(peel(&param.ty), Type::Slice(_)) => {
                let ty = &param.ty;
                *param.ty = syn::parse_quote!(&#ty);
            }
            _ => {}
        }
    }
    let output: Option<ReturnType> = match Unmergeable::of(&sig.output) {
        Some(Unmergeable::Unsized(Type::Slice(slice))) => {
            let element = &slice.elem;
            Some(syn::parse_quote!(-> #krate::__private::Vec<#element>))
        }
        Some(Unmergeable::Unsized(object)) => Some(syn::parse_quote!(-> *const #object)),
        _ => None,
    };
    sig.output = output.unwrap_or_else(|| sig.output.clone());
}
