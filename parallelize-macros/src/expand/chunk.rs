//! How the body gets its chunk.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};

use super::body::{at_param, bound_to};
use super::sequential;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::plan::streams::Batch;

/// What the closure binds for a chunk: the written pattern, unless the body binds that.
pub(super) fn pattern(param: &Param, plan: &Plan) -> TokenStream {
    let fresh = &param.fresh;
    match plan.stream {
        Some(Batch::Owned) | None if sequential::called(plan).is_some() => fresh.to_token_stream(),
        Some(Batch::Lent(_)) => quote_spanned!(at_param(param)=> mut #fresh),
        Some(Batch::Owned) | None if param.levels.is_empty() => param.pattern.to_token_stream(),
        _ => fresh.to_token_stream(),
    }
}

/// What the body binds, because lint levels need a `let` to stand on, or because the body gets a batch of a stream by
/// reference or in a box.
pub(super) fn binding(param: &Param, plan: &Plan) -> Option<TokenStream> {
    let (span, fresh) = (at_param(param), &param.fresh);
    match &plan.stream {
        Some(Batch::Lent(object)) => {
            let lent = quote_spanned!(span=> &mut #fresh);
            Some(bound_to(param, object.as_deref(), &lent))
        }
        Some(Batch::Boxed(ty, new)) => {
            let boxed = quote_spanned!(span=> #new(#fresh));
            Some(bound_to(param, Some(ty), &boxed))
        }
        Some(Batch::Owned) | None if param.levels.is_empty() => None,
        Some(Batch::Owned) | None => Some(bound_to(param, None, &fresh.to_token_stream())),
    }
}
