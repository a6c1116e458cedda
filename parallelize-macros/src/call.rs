//! The wrapper's body: the call of the builder, and the closure that has the original body.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, Pat, Safety, Signature};

use crate::item::Item;
use crate::options::Count;
use crate::params::Param;
use crate::plan::Plan;
use crate::return_type;
use crate::syntax::{mentions, respan};
use crate::{files, fragments};

/// Tuples of more elements than this implement none of the standard traits.
const LONGEST_TUPLE: usize = 12;

/// Options are evaluated before the arguments move. A literal can stand where it is used.
pub(crate) fn option_bindings(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let computed = plan.counts.iter().filter(|count| !is_literal(&count.value));
    let counts = computed.map(|count| {
        let (binding, value) = (count_value(count), &count.value);
        quote!(let #binding = #value;)
    });
    let target = plan.write_to_file.as_ref();
    let target = target.filter(|value| !files::is_literal(value));
    let label = plan.seen.binding(&plan.krate);
    let counts = counts.chain(label);
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
    let (args, seen) = (args(&plan.cloned), plan.seen.calls());
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
    quote!(#krate::#parallel #(#counts)* #seen #args #files #backend #run #failure)
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

/// The arguments to clone, each handed over by itself: a missing bound is then reported at it.
fn args(cloned: &[Param]) -> TokenStream {
    if cloned.len() > LONGEST_TUPLE {
        let args = nested_tuple(Span::mixed_site(), &names(cloned));
        return quote!(.with(#args));
    }
    let args = cloned.iter().enumerate().map(|(position, param)| {
        let (span, name) = (at_param(param), &param.name);
        let method = Ident::new(if position == 0 { "with" } else { "and" }, span);
        quote_spanned!(span=> .#method((#name,)))
    });
    args.collect()
}

fn at_param(param: &Param) -> Span {
    Span::mixed_site().located_at(param.name.span())
}

/// The original body as a closure over the chunk and the other arguments.
fn closure(item: &Item, plan: &Plan) -> TokenStream {
    let span = closure_span(&item.sig);
    let chunk = tuple_unless_single(span, plan.cut.iter().map(binding));
    let args = (!plan.cloned.is_empty()).then(|| {
        let bindings: Vec<TokenStream> = plan.cloned.iter().map(binding).collect();
        let bindings = nested_tuple(span, &bindings);
        quote!(, #bindings)
    });
    let output = return_type::written(&item.sig);
    let body = closure_body(item, plan);
    quote_spanned!(span=> |#chunk #args| #output #body)
}

/// The closure captures nothing but `self`: if it cannot be shared, that is why.
fn closure_span(sig: &Signature) -> Span {
    match sig.receiver() {
        Some(receiver) => Span::mixed_site().located_at(receiver.self_token.span),
        None => Span::mixed_site().located_at(return_type::span(sig)),
    }
}

fn closure_body(item: &Item, plan: &Plan) -> TokenStream {
    let params = plan.cut.iter().chain(&plan.cloned);
    let attributed = params.filter(|param| !param.attrs.is_empty());
    let lets = attributed.map(|param| {
        let (attrs, pattern, fresh) = (&param.attrs, &param.pattern, &param.fresh);
        quote!(#(#attrs)* let #pattern = #fresh;)
    });
    let mut first: Vec<TokenStream> = lets.collect();
    first.extend(uses_by_options(plan));
    let body = &item.body;
    match item.sig.safety {
        Safety::Unsafe(_) => quote!({ #(#first)* unsafe #body }),
        _ => preceded(first, body.as_ref()).to_token_stream(),
    }
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
    let params = plan.cut.iter().chain(&plan.cloned);
    let used = params.filter(|param| is_used_by_option(param, plan));
    used.map(|param| {
        let name = &param.name;
        quote_spanned!(at_param(param)=> let _ = &#name;)
    })
}

/// What the closure binds: the written pattern, unless attributes need a `let` to stand on.
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

fn names(params: &[Param]) -> Vec<TokenStream> {
    let names = params.iter().map(|param| param.name.to_token_stream());
    names.collect()
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

/// A tuple, or a tuple of tuples where one would be too long.
fn nested_tuple(span: Span, values: &[TokenStream]) -> TokenStream {
    if values.len() <= LONGEST_TUPLE {
        return quote_spanned!(span=> (#(#values,)*));
    }
    let groups = values.chunks(LONGEST_TUPLE);
    let groups: Vec<TokenStream> = groups.map(|group| nested_tuple(span, group)).collect();
    nested_tuple(span, &groups)
}
