//! Outputs that go to files.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, ExprLit, Lit, ReturnType, Signature};

use crate::diagnostics::Errors;
use crate::options::{Merge, Options};
use crate::return_type::{self, Content, Kind, Outputs};

/// Whether the crate can write files.
pub(crate) const ARE_ENABLED: bool = cfg!(any(feature = "write_to_file", test));

pub(crate) const MISSING_FEATURE: &str = "needs the feature `write_to_file` of `parallelize`, which is on by default; without default features, enable it: `features = [\"write_to_file\"]`";

pub(crate) fn is_false(value: &Expr) -> bool {
    matches!(value, Expr::Lit(ExprLit { lit: Lit::Bool(lit), .. }) if !lit.value)
}

pub(crate) fn is_literal(value: &Expr) -> bool {
    matches!(
        value,
        Expr::Lit(ExprLit {
            lit: Lit::Bool(_) | Lit::Str(_),
            ..
        })
    )
}

/// Refuses literals that say neither whether nor where.
pub(crate) fn check_value(name: &Ident, value: &Expr) -> syn::Result<()> {
    if matches!(value, Expr::Lit(_)) && !is_literal(value) {
        return Err(syn::Error::new_spanned(
            value,
            "`write_to_file` is `true`, `false` or a directory; write `write_to_file = \"dir\"` or an expression that gives a `bool` or a path",
        ));
    }
    if !ARE_ENABLED && !is_false(value) {
        return Err(syn::Error::new_spanned(
            name,
            format!("`write_to_file` {MISSING_FEATURE}"),
        ));
    }
    Ok(())
}

/// What says whether outputs go to files, and where. `None` where they stay in memory in any case.
pub(crate) fn target(options: &Options) -> Option<Expr> {
    let value = options.write_to_file.clone();
    match options.merge {
        Some(Merge::Spilled) => value.or_else(|| Some(syn::parse_quote!(true))),
        _ => value.filter(|value| !is_false(value)),
    }
}

/// Refuses outputs that cannot go to files, or would gain nothing.
pub(crate) fn check(sig: &Signature, options: &Options, errors: &mut Errors) {
    let kind = Kind::of(&sig.output);
    let is_spilled = matches!(options.merge, Some(Merge::Spilled));
    if matches!(kind, Kind::Unit | Kind::Result(Content::Unit)) {
        let option = if is_spilled { "merge" } else { "write_to_file" };
        let message =
            "there is nothing to write to a file: the function returns `()`; leave this option out";
        errors.at(options.name_of(option), message);
    } else if is_spilled && !matches!(kind, Kind::Vec | Kind::Result(Content::Vec)) {
        let message = "`merge = spilled` reads outputs item by item: the function must return `Vec<U>` or `Result<Vec<U>, E>`, written so; for other types there is `write_to_file = true`";
        errors.push(syn::Error::new(return_type::span(sig), message));
    } else if let Some(reference) = return_type::reference(&sig.output) {
        let message = "a reference cannot be read back from a file; return owned values, such as `String` for `&str`";
        errors.push(syn::Error::new(reference, message));
    }
}

/// The builder's method that produces such outputs.
pub(crate) fn method(outputs: &Outputs, written: &ReturnType) -> &'static str {
    match (outputs, Kind::of(written)) {
        (Outputs::Flatten, Kind::Vec) => "flatten",
        (Outputs::Flatten, Kind::Result(Content::Vec)) => "try_flatten",
        (Outputs::Flatten, Kind::Result(_)) => "try_join",
        (Outputs::Flatten, _) => "join",
        _ => outputs.method(),
    }
}

/// What becomes of a `SpillError` in a wrapper whose type has no place for it. (Of an error type it is
/// known only to the compiler whether it is made of `io::Error`s.)
pub(crate) fn failure(
    outputs: &Outputs,
    method: &str,
    wrapper: &ReturnType,
    krate: &TokenStream,
) -> Option<TokenStream> {
    if matches!(outputs, Outputs::Spilled) {
        return None;
    }
    let error = Ident::new("error", Span::mixed_site());
    if !method.starts_with("try_") {
        // A closure, so that the panic is one of this function and not of the library.
        return Some(quote!(.unwrap_or_else(|#error| #error.panic())));
    }
    let ReturnType::Type(_, output) = wrapper else {
        return None;
    };
    Some(quote!(.unwrap_or_else(|#error| #krate::__private::returned!(#error, #output))))
}
