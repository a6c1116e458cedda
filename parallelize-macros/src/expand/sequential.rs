//! The original function under another name, and its call on a chunk.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{GenericParam, Receiver, ReceiverKind, Safety, Signature, Type};

use super::body::{self, at_param};
use crate::parse::item::Item;
use crate::parse::values::Sequential;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::plan::roles::{Gathering, Role};
use crate::plan::streams::Batch;
use crate::plan::writers::Naming;
use crate::syntax::{last_name, mentions, peel};

/// The original function, with a signature that is possible. Only one function can have a symbol's name.
pub(super) fn function(item: &Item, sig: &Signature, plan: &Plan) -> Option<TokenStream> {
    let name = &plan.sequential.as_ref()?.name;
    let Item {
        vis, defaultness, ..
    } = item;
    let body = body::preceded(body::uses_by_options(plan), item.body.as_ref());
    let body = body.map_or_else(|| quote!(;), ToTokens::into_token_stream);
    let attrs = item.attrs.iter().filter(|attr| !names_symbol(attr));
    let mut sig = sig.clone();
    sig.ident = name.clone();
    Some(quote! {
        #(#attrs)*
        #vis #defaultness #sig #body
    })
}

/// `#[no_mangle]` and `#[export_name]`, also inside `unsafe(..)`.
fn names_symbol(attr: &syn::Attribute) -> bool {
    let tokens = attr.meta.to_token_stream().to_string();
    let tokens = tokens
        .trim_start_matches("unsafe")
        .trim_start_matches([' ', '(']);
    tokens.starts_with("no_mangle") || tokens.starts_with("export_name")
}

/// The option, if the closure over a chunk calls that function. A batch lives too short to be lent for a lifetime that
/// the signature names.
pub(super) fn called(plan: &Plan) -> Option<&Sequential> {
    let names_lifetime = |input: &Param| match peel(&input.ty) {
        Type::Reference(reference) => plan.stream.is_some() && reference.lifetime.is_some(),
        _ => false,
    };
    let sequential = plan.sequential.as_ref();
    sequential.filter(|_| !plan.cut().any(names_lifetime))
}

/// The body of the closure over a chunk: the original function has the only copy of what the user wrote.
pub(super) fn call(item: &Item, plan: &Plan, sequential: &Sequential) -> TokenStream {
    let span = Span::mixed_site().located_at(sequential.name.span());
    let mut copies = TokenStream::new();
    let mut params: Vec<&Param> = plan.params.iter().collect();
    params.sort_by_key(|param| param.position);
    let arguments: Vec<TokenStream> = params
        .into_iter()
        .map(|param| argument(param, plan, &mut copies))
        .collect();
    let receiver = item.sig.receiver().map(|it| receiver(it, span));
    let arguments = receiver.into_iter().chain(arguments);
    let path = path(item, sequential, span);
    let types = type_arguments(&item.sig, plan, span);
    let call = quote_spanned!(span=> #path #types(#(#arguments),*));
    if let Safety::Unsafe(_) = item.sig.safety {
        quote_spanned!(span=> { #copies unsafe { #call } })
    } else {
        quote_spanned!(span=> { #copies #call })
    }
}

fn argument(param: &Param, plan: &Plan, copies: &mut TokenStream) -> TokenStream {
    let (span, fresh, captured) = (at_param(param), &param.fresh, &param.captured);
    match (&param.role, &plan.stream) {
        (Role::Cut, Some(Batch::Lent(_))) => quote_spanned!(span=> &mut #fresh),
        (Role::Cut, Some(Batch::Boxed(_, new))) => quote_spanned!(span=> #new(#fresh)),
        (Role::Cut | Role::Gathered(_), _) => fresh.to_token_stream(),
        (Role::Cloned | Role::Shared, _) => quote_spanned!(span=> #captured.get()),
        (Role::Scratch, _) => {
            let copy = format_ident!("copy_of_{}", fresh);
            copies.extend(quote_spanned!(span=> let mut #copy = #captured.get();));
            quote_spanned!(span=> #captured.lend(&mut #copy))
        }
    }
}

/// `self` as each chunk can have it.
fn receiver(receiver: &Receiver, span: Span) -> TokenStream {
    let this = receiver.self_token;
    match &receiver.kind {
        ReceiverKind::Typed(_, ty) if is_owner(ty) => quote_spanned!(span=> #this.clone()),
        _ => this.to_token_stream(),
    }
}

fn is_owner(ty: &Type) -> bool {
    matches!(peel(ty), Type::Path(path) if last_name(path) != "Pin")
}

/// The path to the original function: an associated function is none of the module's.
fn path(item: &Item, sequential: &Sequential, span: Span) -> TokenStream {
    let name = &sequential.name;
    let is_associated = sequential.of.is_some()
        || item.sig.receiver().is_some()
        || mentions(item.sig.to_token_stream(), "Self")
        || item.body.iter().any(|body| names_self(body.stream()));
    if is_associated {
        quote_spanned!(span=> Self::#name)
    } else {
        name.to_token_stream()
    }
}

/// Whether `Self` stands in tokens, and not in an item among these that has a `Self` of its own.
fn names_self(tokens: TokenStream) -> bool {
    let mut is_in_item = false;
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => {
            let begins = ["impl", "trait", "struct", "enum", "union"];
            is_in_item |= begins.iter().any(|keyword| ident == keyword);
            ident == "Self" && !is_in_item
        }
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace => {
            !std::mem::take(&mut is_in_item) && names_self(group.stream())
        }
        TokenTree::Group(group) => !is_in_item && names_self(group.stream()),
        TokenTree::Punct(punct) => {
            is_in_item &= punct.as_char() != ';';
            false
        }
        TokenTree::Literal(_) => false,
    })
}

/// The type parameters as they stand, because not all can be inferred. A chunk of a stream, and a buffer to write to,
/// have types of their own.
fn type_arguments(sig: &Signature, plan: &Plan, span: Span) -> Option<TokenStream> {
    let is_replaced = |name: &Ident| {
        let is_stream = plan.stream.is_some();
        let mut cut = plan.cut().filter(|_| is_stream);
        let mut written = plan
            .gathered()
            .filter_map(|(_, gathering)| match gathering {
                Gathering::Write(writer) => Some(&writer.naming),
                Gathering::Append | Gathering::Fold(_) => None,
            });
        cut.any(|input| mentions(input.ty.to_token_stream(), name))
            || written.any(|naming| matches!(naming, Naming::Parameter(it) if it == name))
    };
    let params = sig.generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) if is_replaced(&param.ident) => Some(quote_spanned!(span=> _)),
        GenericParam::Type(param) => Some(param.ident.to_token_stream()),
        GenericParam::Const(param) => Some(param.ident.to_token_stream()),
        GenericParam::Lifetime(_) => None,
    });
    let params: Vec<TokenStream> = params.collect();
    (!params.is_empty()).then(|| quote_spanned!(span=> ::<#(#params),*>))
}
