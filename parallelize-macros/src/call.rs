//! The wrapper's body: the call of the builder, and the closure that has the original body.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, Pat, Safety, Signature, Type};

use crate::item::Item;
use crate::options::Count;
use crate::params::Param;
use crate::plan::Plan;
use crate::return_type;
use crate::syntax::{mentions, peel, respan};
use crate::{files, fragments};

/// Options are evaluated before the arguments move. A literal can stand where it is used.
pub(crate) fn option_bindings(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let computed = plan.counts.iter().filter(|count| !is_literal(&count.value));
    let counts = computed.map(|count| {
        let (binding, value) = (count_value(count), &count.value);
        quote!(let #binding = #value;)
    });
    let target = plan.write_to_file.as_ref();
    let target = target.filter(|value| !files::is_literal(value));
    let counts = counts.chain(plan.seen.bindings(&plan.krate));
    counts.chain(target.map(|value| {
        let (binding, krate) = (target_value(value), &plan.krate);
        let target = respan(&quote!(#krate::__private::target), binding.span());
        let value = borrowed(value);
        quote_spanned!(binding.span()=> let #binding = #target(#value);)
    }))
}

fn borrowed(value: &Expr) -> Expr {
    Expr::Reference(syn::ExprReference {
        attrs: Vec::new(),
        and_token: syn::Token![&](value.span()),
        mutability: None,
        expr: Box::new(value.clone()),
    })
}

/// `write_to_file`, where it is computed.
fn target_value(value: &Expr) -> Ident {
    Ident::new("write_to_file", Span::mixed_site().located_at(value.span()))
}

fn count_value(count: &Count) -> TokenStream {
    let value = &count.value;
    if is_literal(value) {
        return value.to_token_stream();
    }
    let span = Span::mixed_site().located_at(value.span());
    Ident::new(&count.name.to_string(), span).to_token_stream()
}

fn is_literal(value: &Expr) -> bool {
    matches!(
        value,
        Expr::Lit(ExprLit {
            lit: Lit::Int(_),
            ..
        })
    )
}

/// Every token stands where the user would have to change something if it were at fault: a missing
/// bound is reported at the argument or the return type that lacks it.
pub(crate) fn expression(item: &Item, plan: &Plan) -> TokenStream {
    let span = plan.cut.first().map_or_else(Span::mixed_site, at_param);
    let krate = &plan.krate;
    let input = tuple_unless_single(span, plan.cut.iter().map(|param| &param.name));
    let parallel = quote_spanned!(span=> parallel(#input));
    let counts = plan.counts.iter().map(|count| {
        let span = Span::mixed_site().located_at(count.name.span());
        let method = Ident::new(&count.name.to_string(), span);
        let value = count_value(count);
        quote_spanned!(span=> .#method(#value))
    });
    let seen = plan.seen.calls();
    let span = Span::mixed_site().located_at(return_type::span(&item.sig));
    let written = &item.sig.output;
    let name = match plan.write_to_file {
        Some(_) => files::method(&plan.outputs, written),
        None => plan.outputs.method(),
    };
    let method = Ident::new(name, span);
    let body = closure(item, plan);
    let reduce = plan.reduce.as_ref().map(|reduce| quote!(, #reduce));
    let types = plan.outputs.type_arguments(written);
    let run = quote_spanned!(span=> .#method #types (#body #reduce));
    let files = plan.write_to_file.as_ref();
    let failure = files.and_then(|_| files::failure(&plan.outputs, name, &plan.output, krate));
    let files = files.map(write_to_file);
    let backend = plan.backend.as_ref().map(|path| {
        let span = Span::mixed_site().located_at(path.span());
        quote_spanned!(span=> .backend(#path))
    });
    quote!(#krate::#parallel #(#counts)* #seen #files #backend #run #failure)
}

fn write_to_file(value: &Expr) -> TokenStream {
    let span = Span::mixed_site().located_at(value.span());
    let value = if files::is_literal(value) {
        value.to_token_stream()
    } else {
        target_value(value).to_token_stream()
    };
    quote_spanned!(span=> .write_to_file(#value))
}

/// Arguments enter what the body captures, each by itself: a missing bound is then reported at it.
pub(crate) fn captures(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let krate = &plan.krate;
    plan.captured.iter().map(move |param| {
        let (span, name, captured) = (at_param(param), &param.name, &param.captured);
        let library = respan(&quote!(#krate::__private), span);
        // A reference, because a trait in scope could have a `get` that takes all values.
        if is_shared(param) {
            quote_spanned!(span=> let #captured = &#library::shared(#name);)
        } else {
            quote_spanned!(span=> let #captured = &#library::argument((#name,));)
        }
    })
}

/// Whether the type is written as a shared reference.
fn is_shared(param: &Param) -> bool {
    matches!(peel(&param.ty), Type::Reference(reference) if reference.mutability.is_none())
}

fn at_param(param: &Param) -> Span {
    Span::mixed_site().located_at(param.name.span())
}

/// The original body as a closure over the chunk.
fn closure(item: &Item, plan: &Plan) -> TokenStream {
    let span = closure_span(&item.sig);
    let chunk = tuple_unless_single(span, plan.cut.iter().map(binding));
    let output = return_type::written(&item.sig);
    let body = closure_body(item, plan);
    quote_spanned!(span=> |#chunk| #output #body)
}

/// If the closure cannot be shared, `self` is why: whatever else it captures can.
fn closure_span(sig: &Signature) -> Span {
    match sig.receiver() {
        Some(receiver) => Span::mixed_site().located_at(receiver.self_token.span),
        None => Span::mixed_site().located_at(return_type::span(sig)),
    }
}

fn closure_body(item: &Item, plan: &Plan) -> TokenStream {
    let cut = plan.cut.iter().filter(|param| !param.attrs.is_empty());
    let cut = cut.map(|param| bound_to(param, &param.fresh.to_token_stream()));
    let captured = plan.captured.iter().map(|param| {
        let (span, captured) = (at_param(param), &param.captured);
        bound_to(param, &quote_spanned!(span=> #captured.get()))
    });
    let mut first: Vec<TokenStream> = cut.chain(captured).collect();
    first.extend(uses_by_options(plan));
    let body = &item.body;
    match item.sig.safety {
        Safety::Unsafe(_) => quote!({ #(#first)* unsafe #body }),
        _ => preceded(first, body.as_ref()).to_token_stream(),
    }
}

/// Gives the body a parameter as it was written.
fn bound_to(param: &Param, value: &TokenStream) -> TokenStream {
    let (attrs, pattern) = (&param.attrs, &param.pattern);
    quote_spanned!(at_param(param)=> #(#attrs)* let #pattern = #value;)
}

/// The body with statements before its own.
pub(crate) fn preceded(
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
pub(crate) fn uses_by_options(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let params = plan.cut.iter().chain(&plan.captured);
    let used = params.filter(|param| is_used_by_option(param, plan));
    used.map(|param| {
        let name = &param.name;
        quote_spanned!(at_param(param)=> let _ = &#name;)
    })
}

/// What the closure binds for a chunk: the written pattern, unless attributes need a `let` to stand on.
fn binding(param: &Param) -> TokenStream {
    if param.attrs.is_empty() {
        param.pattern.to_token_stream()
    } else {
        param.fresh.to_token_stream()
    }
}

fn is_used_by_option(param: &Param, plan: &Plan) -> bool {
    let is_plain = matches!(&param.pattern, Pat::Ident(pattern) if pattern.subpat.is_none());
    let counts = plan.counts.iter().map(|count| &count.value);
    let values = counts.chain(&plan.reduce).chain(&plan.write_to_file);
    let mut values = values.chain(plan.seen.values());
    is_plain && values.any(|value| mentions(value.to_token_stream(), &param.name))
}

fn tuple_unless_single<T: ToTokens>(
    span: Span,
    values: impl ExactSizeIterator<Item = T>,
) -> TokenStream {
    if values.len() == 1 {
        quote!(#(#values)*)
    } else {
        quote_spanned!(span=> (#(#values),*))
    }
}
