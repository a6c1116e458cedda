//! What options print: bindings of their values, and calls of the builder.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::cuts;
use super::library::Library;
use crate::parse::values::{is_condition, is_false, literal};
use crate::plan::Plan;

/// What the value of an option is bound to: of a type, or made by a function of the library.
enum Made {
    Of(TokenStream),
    By(TokenStream, TokenStream),
}

/// Options are computed before the arguments move. A literal can stand where it is used.
pub(super) fn bindings(plan: &Plan, krate: &Library) -> TokenStream {
    let mut bindings = TokenStream::new();
    let mut bind = |name: &str, value: &Expr, made: Made| {
        if literal(value).is_some() {
            return;
        }
        let binding = binding(name, value);
        let span = binding.span();
        bindings.extend(match made {
            // With the type, a value of another one is at fault by itself.
            Made::Of(ty) => {
                let ty = krate.at(&quote!(__private::#ty), span);
                quote_spanned!(span=> let #binding: #ty = #value;)
            }
            Made::By(function, value) => {
                let function = krate.at(&quote!(__private::#function), span);
                quote_spanned!(span=> let #binding = #function(#value);)
            }
        });
    };
    for count in &plan.counts {
        bind(
            &count.name.to_string(),
            &count.value,
            Made::Of(quote!(usize)),
        );
    }
    if let Some(value) = &plan.observed.report {
        let made = if is_condition(value) {
            Made::Of(quote!(bool))
        } else {
            Made::By(quote!(report), value.to_token_stream())
        };
        bind("report", value, made);
    }
    if let Some(value) = &plan.observed.progress {
        bind("progress", value, Made::By(quote!(label), borrowed(value)));
    }
    if let Some(value) = &plan.write_to_file {
        let made = Made::By(quote!(target), borrowed(value));
        bind("write_to_file", value, made);
    }
    bindings.extend(cuts::bindings(plan, krate));
    bindings
}

/// A reference to a value, which is put together where the value stands.
fn borrowed(value: &Expr) -> TokenStream {
    // In the user's place, as the value is.
    let span = value.span();
    let and = syn::Token![&](span);
    let whole = match value {
        Expr::Binary(_) | Expr::Cast(_) | Expr::Range(_) | Expr::Closure(_) | Expr::Assign(_) => {
            let mut whole = Group::new(Delimiter::Parenthesis, value.to_token_stream());
            whole.set_span(span);
            whole.to_token_stream()
        }
        value => value.to_token_stream(),
    };
    quote!(#and #whole)
}

/// Calls of the builder that make chunks and observe them.
pub(super) fn builder_calls(plan: &Plan) -> TokenStream {
    let counts = plan.counts.iter().map(|count| {
        let span = Span::mixed_site().located_at(count.name.span());
        let method = Ident::new(&count.name.to_string(), span);
        let value = value_of(&count.name.to_string(), &count.value);
        quote_spanned!(span=> .#method(#value))
    });
    let report = plan.observed.report.iter().filter(|value| !is_false(value));
    let report = report.map(|value| {
        let (span, receiver) = (span(value), binding("report", value));
        if literal(value).is_some() {
            quote_spanned!(span=> .print_report())
        } else if is_condition(value) {
            quote_spanned!(span=> .print_report_if(#receiver))
        } else {
            quote_spanned!(span=> .report(#receiver))
        }
    });
    let progress = plan
        .observed
        .progress
        .iter()
        .filter(|value| !is_false(value));
    let progress = progress.map(|value| {
        let label = value_of("progress", value);
        quote_spanned!(span(value)=> .progress(#label))
    });
    let cuts = cuts::builder_calls(plan);
    counts.chain(cuts).chain(report).chain(progress).collect()
}

/// Calls of the builder that another builder answers.
pub(super) fn builder_changes(plan: &Plan) -> TokenStream {
    let files = plan.write_to_file.iter().map(|value| {
        let target = value_of("write_to_file", value);
        quote_spanned!(span(value)=> .write_to_file(#target))
    });
    let backend = plan.backend.iter().map(|path| {
        let span = Span::mixed_site().located_at(path.span());
        quote_spanned!(span=> .backend(#path))
    });
    files.chain(backend).collect()
}

pub(super) fn value_of(name: &str, value: &Expr) -> TokenStream {
    match literal(value) {
        Some(_) => value.to_token_stream(),
        None => binding(name, value).to_token_stream(),
    }
}

pub(super) fn binding(name: &str, value: &Expr) -> Ident {
    Ident::new(name, span(value))
}

fn span(value: &Expr) -> Span {
    Span::mixed_site().located_at(value.span())
}
