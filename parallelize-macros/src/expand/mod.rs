//! The last stage, which cannot fail: the wrapper, as a person would have written it.

mod body;
mod call;
mod chunk;
mod cuts;
mod gathered;
mod options;
mod return_type;
mod warnings;

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, FnArg, Safety, Signature};

use crate::diagnostics::Warning;
use crate::parse::item::Item;
use crate::plan::Plan;
use crate::plan::params::{self, Param};
use crate::plan::roles::Role;
use crate::syntax::respan;

pub(crate) fn wrapper(item: &Item, plan: &Plan, warnings: &[Warning]) -> TokenStream {
    let Item {
        attrs,
        vis,
        defaultness,
        ..
    } = item;
    let krate = library(item, plan);
    let sig = wrapper_signature(&item.sig, plan, &krate);
    let allow = allowed_lints(item, plan);
    let options = options::bindings(plan, &krate);
    let captures = body::captures(plan, &krate);
    let call = call::expression(item, plan, &krate);
    let sequential = plan
        .sequential
        .as_ref()
        .map(|name| sequential(item, plan, name));
    let warnings = warnings::uses(warnings);
    let mut body = Group::new(
        Delimiter::Brace,
        quote!(#warnings #options #(#captures)* #call),
    );
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
/// they will see, and the body is still checked: unless it calls its function, whose changed type would raise
/// errors of its own.
pub(crate) fn placeholder(item: &Item, plan: &Plan, calls_itself: bool) -> TokenStream {
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
            let krate = library(item, plan);
            sig.output = return_type::of_wrapper(&plan.outputs, &sig.output, &krate);
            let checked =
                (!calls_itself).then(|| quote!(#krate::__private::check(move || #written #body);));
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

/// The path of the library. One that the user wrote is shown where it is written, if it leads nowhere.
fn library(item: &Item, plan: &Plan) -> TokenStream {
    if let Some(path) = &plan.crate_path {
        return path.to_token_stream();
    }
    let first = plan.params.first().map(|first| first.name.span());
    let span = first.unwrap_or_else(|| item.sig.ident.span());
    respan(&quote!(::parallelize), span)
}

fn wrapper_signature(sig: &Signature, plan: &Plan, krate: &TokenStream) -> Signature {
    let mut wrapper = sig.clone();
    let mut params = params::collect(sig).into_iter();
    for arg in &mut wrapper.inputs {
        if let FnArg::Typed(_) = arg {
            if let Some(Param {
                attrs, name, ty, ..
            }) = params.next()
            {
                *arg = syn::parse_quote!(#(#attrs)* #name: #ty);
            }
        }
    }
    wrapper.output = return_type::of_wrapper(&plan.outputs, &sig.output, krate);
    wrapper
}

/// Lints that handing the arguments to the body raises, and the body alone would not.
fn allowed_lints(item: &Item, plan: &Plan) -> Option<TokenStream> {
    let is_unused = |param: &Param| param.name.to_string().starts_with('_');
    let lints = [
        // Whether the body of an `unsafe fn` is an unsafe block itself depends on the edition.
        matches!(item.sig.safety, Safety::Unsafe(_)).then(|| quote!(unused_unsafe)),
        plan.params
            .iter()
            .any(is_unused)
            .then(|| quote!(clippy::used_underscore_binding)),
        // The body gets a clone of an argument that a rule looks at.
        plan.captured()
            .any(|param| matches!(param.role, Role::Cloned) && cuts::looks_at(param, plan))
            .then(|| quote!(clippy::needless_pass_by_value)),
        // The body changes a copy.
        plan.captured()
            .any(|param| matches!(param.role, Role::Scratch))
            .then(|| quote!(clippy::needless_pass_by_ref_mut)),
    ];
    let lints: Vec<TokenStream> = lints.into_iter().flatten().collect();
    (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]))
}

/// The original function under another name. Only one function can have a symbol's name.
fn sequential(item: &Item, plan: &Plan, name: &Ident) -> TokenStream {
    let Item {
        vis, defaultness, ..
    } = item;
    let body = body::preceded(body::uses_by_options(plan), item.body.as_ref());
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
