//! The arguments that the chunks' values go into: `append` and `reduce(..)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Pat, Path, Type};

use super::body::{self, at_param};
use super::library::Library;
use super::sequential;
use crate::parse::item::Item;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::plan::roles::Gathering;
use crate::plan::writers::Naming;
use crate::syntax::mentions;

/// The builder's method that takes them, each spanned at itself: a missing bound is then reported there.
pub(super) fn with(plan: &Plan, krate: &Library) -> Option<TokenStream> {
    let (first, _) = plan.gathered().next()?;
    let arguments = plan.gathered().map(|(param, gathering)| {
        let (span, name) = (at_param(param), &param.outer);
        let library = krate.at(&quote!(__private), span);
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
    if bound.leading_colon.is_some() {
        quote_spanned!(span=> dyn (#bound))
    } else {
        quote_spanned!(span=> dyn #bound)
    }
}

/// What the closure binds for a chunk: it takes a tuple apart through a reference.
pub(super) fn pattern(plan: &Plan) -> Option<TokenStream> {
    let (first, _) = plan.gathered().next()?;
    let patterns = plan.gathered().map(|(param, gathering)| {
        if stands_in_tuple(param, gathering) && sequential::called(plan).is_none() {
            param.pattern.to_token_stream()
        } else {
            param.fresh.to_token_stream()
        }
    });
    Some(quote_spanned!(at_param(first)=> (#(#patterns,)*)))
}

/// What the body binds, because the closure could not.
pub(super) fn bindings(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let others = plan
        .gathered()
        .filter(|(param, gathering)| !stands_in_tuple(param, gathering));
    others.map(|(param, gathering)| {
        let fresh = param.fresh.to_token_stream();
        body::bound_to(param, written_type(gathering), &fresh)
    })
}

/// Whether the written pattern means the same behind a reference, and needs neither lint levels nor a type.
fn stands_in_tuple(param: &Param, gathering: &Gathering) -> bool {
    let is_plain = match &param.pattern {
        Pat::Ident(pat) => pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none(),
        _ => false,
    };
    is_plain && param.levels.is_empty() && written_type(gathering).is_none()
}

/// The type that makes a buffer what the body expects.
fn written_type(gathering: &Gathering) -> Option<&Type> {
    match gathering {
        Gathering::Write(writer) => match &writer.naming {
            Naming::Object(ty) => Some(ty),
            Naming::Unnamed | Naming::Parameter(_) => None,
        },
        Gathering::Append | Gathering::Fold(_) => None,
    }
}

/// In the body, the type parameter of a writer is the type of the buffer.
pub(super) fn type_parameters(item: &Item, plan: &Plan, krate: &Library) -> Vec<TokenStream> {
    let names = |name: &Ident| {
        let body = item.body.as_ref();
        body.is_some_and(|body| mentions(body.stream(), name))
    };
    let writers = plan.gathered().filter_map(|(param, gathering)| {
        let Gathering::Write(writer) = gathering else {
            return None;
        };
        match &writer.naming {
            Naming::Parameter(name) if names(name) => Some((param, &writer.bound, name)),
            _ => None,
        }
    });
    let mut types: Vec<(&Ident, TokenStream)> = Vec::new();
    for (param, bound, name) in writers {
        // Two writers can be of one type.
        if types.iter().all(|(other, _)| *other != name) {
            let span = at_param(param);
            let object = object(bound, span);
            let written = krate.at(&quote!(__private::Written), span);
            let alias = quote_spanned!(span=>
                #[allow(dead_code)]
                type #name = <#object as #written>::Buffer;
            );
            types.push((name, alias));
        }
    }
    types.into_iter().map(|(_, alias)| alias).collect()
}
