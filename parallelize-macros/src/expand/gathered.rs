//! The arguments that the chunks' values go into: `append` and `reduce(..)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, Type};

use super::body::{self, at_param};
use crate::parse::item::Item;
use crate::plan::Plan;
use crate::plan::roles::Gathering;
use crate::plan::writers::{Naming, Writer};
use crate::syntax::{mentions, respan};

/// The builder's method that takes them, each spanned at itself: a missing bound is then reported there.
pub(super) fn with(plan: &Plan, krate: &TokenStream) -> Option<TokenStream> {
    let (first, _) = plan.gathered().next()?;
    let arguments = plan.gathered().map(|(param, gathering)| {
        let (span, name) = (at_param(param), &param.name);
        let library = respan(&quote!(#krate::__private), span);
        match gathering {
            Gathering::Append => quote_spanned!(span=> #library::append(#name)),
            Gathering::Write(writer) => {
                let object = object(&writer.bound, span);
                quote_spanned!(span=> #library::write::<#object, _>(#name))
            }
            Gathering::Fold(function) => quote_spanned!(span=> #library::fold(#name, #function)),
        }
    });
    Some(quote_spanned!(at_param(first)=> .with((#(#arguments,)*))))
}

/// A trait as a type. (Of `dyn ::path`, edition 2015 makes one path.)
fn object(bound: &Path, span: Span) -> TokenStream {
    match bound.leading_colon {
        Some(_) => quote_spanned!(span=> dyn (#bound)),
        None => quote_spanned!(span=> dyn #bound),
    }
}

/// What the closure binds for a chunk.
pub(super) fn pattern(plan: &Plan) -> Option<TokenStream> {
    let (first, _) = plan.gathered().next()?;
    let patterns = plan.gathered().map(|(param, gathering)| {
        let is_typed = written_type(gathering).is_some();
        if is_typed {
            param.fresh.to_token_stream()
        } else {
            body::binding(param)
        }
    });
    Some(quote_spanned!(at_param(first)=> (#(#patterns,)*)))
}

/// What the body binds, because the closure could not.
pub(super) fn bindings(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    plan.gathered().filter_map(|(param, gathering)| {
        let ty = written_type(gathering);
        let is_bound = ty.is_some() || !param.attrs.is_empty();
        is_bound.then(|| body::bound_to(param, ty, &param.fresh.to_token_stream()))
    })
}

/// The type that makes a buffer what the body expects.
fn written_type(gathering: &Gathering) -> Option<&Type> {
    match gathering {
        Gathering::Write(Writer {
            naming: Naming::Object(ty),
            ..
        }) => Some(ty),
        _ => None,
    }
}

/// In the body, the type parameter of a writer is the type of the buffer.
pub(super) fn type_parameters(item: &Item, plan: &Plan, krate: &TokenStream) -> Vec<TokenStream> {
    let names = |name: &Ident| {
        let body = item.body.as_ref();
        body.is_some_and(|body| mentions(body.stream(), name))
    };
    let writers = plan
        .gathered()
        .filter_map(|(param, gathering)| match gathering {
            Gathering::Write(Writer {
                bound,
                naming: Naming::Parameter(name),
            }) if names(name) => Some((param, bound, name)),
            _ => None,
        });
    let mut types: Vec<(&Ident, TokenStream)> = Vec::new();
    for (param, bound, name) in writers {
        // Two writers can be of one type.
        if types.iter().all(|(other, _)| *other != name) {
            let span = at_param(param);
            let object = object(bound, span);
            let written = respan(&quote!(#krate::__private::Written), span);
            let alias = quote_spanned!(span=>
                #[allow(dead_code)]
                type #name = <#object as #written>::Buffer;
            );
            types.push((name, alias));
        }
    }
    types.into_iter().map(|(_, alias)| alias).collect()
}
