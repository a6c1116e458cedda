//! The original body as a closure over the chunk, and what the closure captures.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Generics, Pat, Signature, Type};

use super::library::Library;
use super::{chunk, cuts, gathered, return_type, sequential};
use crate::fragments;
use crate::parse::item::Item;
use crate::plan::params::Param;
use crate::plan::roles::Role;
use crate::plan::{Plan, outputs};
use crate::syntax::{mentions, uses};

/// Arguments enter what the body captures, each by itself: a missing bound is then reported at it.
pub(super) fn captures(
    generics: &Generics,
    plan: &Plan,
    krate: &Library,
) -> impl Iterator<Item = TokenStream> {
    plan.captured().map(move |param| {
        let (span, name, captured) = (at_param(param), &param.outer, &param.captured);
        let library = krate.at(&quote!(__private), span);
        // A reference, because a trait in scope could have a `get` that takes all values.
        let value = match param.role {
            Role::Shared => quote_spanned!(span=> shared(#name)),
            Role::Scratch => quote_spanned!(span=> scratch((#name,))),
            _ if cuts::looks_at(param, plan) => quote_spanned!(span=> argument_of((&#name,))),
            _ if is_generic(&param.ty, generics) => quote_spanned!(span=> argument((#name,))),
            _ => quote_spanned!(span=> given((#name,))),
        };
        quote_spanned!(span=> let #captured = &#library::#value;)
    })
}

/// Whether the wrapper moves an argument to a name of its own first: a rule looks at it while the call runs, and the
/// body gets clones. To Clippy, the wrapper would take by value what it never moves.
pub(super) fn is_moved(param: &Param, plan: &Plan) -> bool {
    param.is_named && matches!(param.role, Role::Cloned) && cuts::looks_at(param, plan)
}

/// Those moves.
pub(super) fn moved(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let moved = plan.params.iter().filter(|param| is_moved(param, plan));
    moved.map(|param| {
        let (name, fresh) = (&param.name, &param.fresh);
        quote_spanned!(at_param(param)=> let #name = #fresh;)
    })
}

/// Whether a missing bound of a type can be added to the signature.
fn is_generic(ty: &Type, generics: &Generics) -> bool {
    let names = |name: &str| mentions(ty.to_token_stream(), name);
    let mut params = generics.type_params();
    names("impl") || names("Self") || params.any(|param| names(&param.ident.to_string()))
}

/// The original body as a closure over the chunk, and over what the chunk adds to.
pub(super) fn closure(item: &Item, plan: &Plan, krate: &Library) -> TokenStream {
    let span = closure_span(&item.sig);
    let chunk: Vec<TokenStream> = plan
        .cut()
        .map(|param| chunk::pattern(param, plan))
        .collect();
    let chunk = one_or_tuple(span, &chunk);
    let output = return_type::written(&item.sig);
    let gathered = gathered::pattern(plan).map(|pattern| quote_spanned!(span=> , #pattern));
    let body = match sequential::called(plan) {
        Some(sequential) => sequential::call(item, plan, sequential),
        None => closure_body(item, plan, krate),
    };
    quote_spanned!(span=> |#chunk #gathered| #output #body)
}

/// If the closure cannot be shared, `self` is why: whatever else it captures can.
fn closure_span(sig: &Signature) -> Span {
    match sig.receiver() {
        Some(receiver) => Span::mixed_site().located_at(receiver.self_token.span),
        None => Span::mixed_site().located_at(outputs::span(sig)),
    }
}

fn closure_body(item: &Item, plan: &Plan, krate: &Library) -> TokenStream {
    let mut first = gathered::type_parameters(item, plan, krate);
    first.extend(gathered::bindings(plan));
    first.extend(plan.captured().map(|param| {
        let (span, captured) = (at_param(param), &param.captured);
        if !matches!(param.role, Role::Scratch) {
            return bound_to(param, None, &quote_spanned!(span=> #captured.get()));
        }
        let copy = format_ident!("copy_of_{}", param.fresh);
        let bound = bound_to(
            param,
            None,
            &quote_spanned!(span=> #captured.lend(&mut #copy)),
        );
        quote_spanned!(span=> let mut #copy = #captured.get(); #bound)
    }));
    // Behind the other arguments: a boxed stream may come to borrow these.
    first.extend(plan.cut().filter_map(|param| chunk::binding(param, plan)));
    first.extend(uses_by_options(plan));
    preceded(first, item.body.as_ref()).to_token_stream()
}

/// Gives the body a parameter as it was written.
pub(super) fn bound_to(param: &Param, ty: Option<&Type>, value: &TokenStream) -> TokenStream {
    let (span, levels, pattern) = (at_param(param), &param.levels, &param.pattern);
    let ty = ty.map(|ty| quote_spanned!(span=> : #ty));
    quote_spanned!(span=> #(#levels)* let #pattern #ty = #value;)
}

/// The body with statements before its own.
pub(super) fn preceded(
    first: impl IntoIterator<Item = TokenStream>,
    body: Option<&Group>,
) -> Option<Group> {
    let body = body?;
    let mut statements: TokenStream = first.into_iter().collect();
    if statements.is_empty() {
        return Some(body.clone());
    }
    // Not `{ first { body } }`: those braces could be called superfluous, at the user's.
    statements.extend(fragments::keep_together(body.stream()));
    let mut whole = Group::new(Delimiter::Brace, statements);
    whole.set_span(body.span());
    Some(whole)
}

/// An argument that only an option uses is not unused. (Whether the body uses it too is not to be
/// seen: it could stand in a format string.)
pub(super) fn uses_by_options(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let params = plan.params.iter();
    let used = params.filter(|param| is_used_by_option(param, plan));
    used.map(|param| {
        let name = &param.name;
        quote_spanned!(at_param(param)=> let _ = &#name;)
    })
}

fn is_used_by_option(param: &Param, plan: &Plan) -> bool {
    let is_plain = matches!(&param.pattern, Pat::Ident(pattern) if pattern.subpat.is_none());
    let mut values = plan.values();
    is_plain && values.any(|value| uses(value.to_token_stream(), &param.name))
}

pub(super) fn at_param(param: &Param) -> Span {
    Span::mixed_site().located_at(param.name.span())
}

/// One value, or a tuple of several.
pub(super) fn one_or_tuple(span: Span, values: &[TokenStream]) -> TokenStream {
    match values {
        [value] => value.clone(),
        values => quote_spanned!(span=> (#(#values),*)),
    }
}
