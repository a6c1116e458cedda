//! The last stage, which cannot fail: the wrapper, as a person would have written it.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, FnArg, Safety, Signature};

use crate::item::Item;
use crate::params::{self, Param};
use crate::plan::Plan;
use crate::{call, return_type};

pub(crate) fn wrapper(item: &Item, plan: &Plan) -> TokenStream {
    let Item {
        attrs,
        vis,
        defaultness,
        ..
    } = item;
    let sig = wrapper_signature(&item.sig, plan);
    let allow = allowed_lints(item, plan);
    let lets = call::option_bindings(plan);
    let captures = call::captures(plan);
    let call = call::expression(item, plan);
    let sequential = plan
        .sequential
        .as_ref()
        .map(|name| sequential(item, plan, name));
    let mut body = Group::new(Delimiter::Brace, quote!(#(#lets)* #(#captures)* #call));
    // Lints of the whole function, such as that for dead code, are silent about one that ends in
    // tokens of a macro.
    if let Some(written) = &item.body {
        body.set_span(written.span());
    }
    quote! {
        #(#attrs)*
        #allow
        #vis #defaultness #sig #body
        #sequential
    }
}

/// The function as far as it can be emitted beside errors: callers find it, with the type that
/// they will see, and the body is still checked.
pub(crate) fn placeholder(item: &Item, plan: &Plan) -> TokenStream {
    let Item {
        attrs,
        vis,
        defaultness,
        ..
    } = item;
    let mut sig = item.sig.clone();
    sig.variadic = None;
    let body = match &item.body {
        None => quote!(;),
        Some(body) if plan.outputs.change_type() && sig.asyncness.is_none() => {
            let written = return_type::written(&sig);
            sig.output = plan.output.clone();
            // A body that calls its function would raise errors about the changed type.
            let krate = &plan.krate;
            let checked = (!plan.calls_itself)
                .then(|| quote!(#krate::__private::check(move || #written #body);));
            quote!({
                #checked
                loop {}
            })
        }
        Some(body) => body.to_token_stream(),
    };
    let sequential = plan
        .sequential
        .as_ref()
        .map(|name| sequential(item, plan, name));
    quote! {
        #(#attrs)*
        #[allow(unused)]
        #vis #defaultness #sig #body
        #sequential
    }
}

fn wrapper_signature(sig: &Signature, plan: &Plan) -> Signature {
    let mut wrapper = sig.clone();
    let mut params = params::collect(sig).into_iter();
    for arg in &mut wrapper.inputs {
        if let FnArg::Typed(_) = arg {
            *arg = params
                .next()
                .map_or_else(|| arg.clone(), |param| param.declaration());
        }
    }
    wrapper.output = plan.output.clone();
    wrapper
}

/// Lints that handing the arguments to the body raises, and the body alone would not.
fn allowed_lints(item: &Item, plan: &Plan) -> Option<TokenStream> {
    let params = || plan.cut.iter().chain(&plan.captured);
    let is_unused = |param: &Param| param.name.to_string().starts_with('_');
    let lints = [
        // Whether the body of an `unsafe fn` is an unsafe block itself depends on the edition.
        matches!(item.sig.safety, Safety::Unsafe(_)).then(|| quote!(unused_unsafe)),
        params()
            .any(is_unused)
            .then(|| quote!(clippy::used_underscore_binding)),
    ];
    let lints: Vec<TokenStream> = lints.into_iter().flatten().collect();
    (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]))
}

/// The original function under another name. Only one function can have a symbol's name.
fn sequential(item: &Item, plan: &Plan, name: &Ident) -> TokenStream {
    let Item {
        vis,
        defaultness,
        body,
        ..
    } = item;
    let body = call::preceded(call::uses_by_options(plan), body.as_ref());
    let body = body.map_or_else(|| quote!(;), Group::into_token_stream);
    let attrs = item.attrs.iter().filter(|attr| !names_symbol(attr));
    let mut sig = item.sig.clone();
    sig.ident = name.clone();
    quote! {
        #(#attrs)*
        #vis #defaultness #sig #body
    }
}

/// `#[no_mangle]` and `#[export_name]`, also inside `unsafe(..)`.
fn names_symbol(attr: &Attribute) -> bool {
    let tokens = attr.meta.to_token_stream().to_string();
    let tokens = tokens
        .trim_start_matches("unsafe")
        .trim_start_matches([' ', '(']);
    tokens.starts_with("no_mangle") || tokens.starts_with("export_name")
}
