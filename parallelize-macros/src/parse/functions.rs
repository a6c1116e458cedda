//! Values that are functions: which literals cannot be meant.

use syn::{Expr, Lit};

use super::values::literal;

/// Refuses literals that fold nothing.
pub(crate) fn check_reduce(value: &Expr) -> syn::Result<()> {
    match literal(value) {
        None => Ok(()),
        Some(_) => Err(syn::Error::new_spanned(
            value,
            "`reduce` is a function of two outputs; write `reduce = |a, b| a + b`, or the path of a function",
        )),
    }
}

/// Refuses literals that cannot be called.
pub(crate) fn check_report(value: &Expr) -> syn::Result<()> {
    match literal(value) {
        None | Some(Lit::Bool(_)) => Ok(()),
        Some(_) => Err(syn::Error::new_spanned(
            value,
            "`report` is `true`, `false`, or a function of a `&parallelize::Report`; write `report = true` to print reports, or `report = |report| ..`",
        )),
    }
}
