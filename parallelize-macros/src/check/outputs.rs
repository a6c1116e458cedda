//! Outputs that cannot be merged, or cannot go to files.

use syn::{ReturnType, Signature, Type};

use super::signature::ASYNC;
use crate::diagnostics::Errors;
use crate::parse::options::Options;
use crate::parse::values::Merge;
use crate::plan::outputs::{self, Content, Kind, Unmergeable};
use crate::syntax::text;

/// Refuses return types that no merge can produce.
pub(super) fn check_merge(written: &ReturnType, errors: &mut Errors) {
    let (span, message) = match Unmergeable::of(written) {
        None => return,
        Some(Unmergeable::Unsized(ty)) => {
            let instead = match ty {
                Type::Slice(slice) => format!("Vec<{}>", text(&slice.elem)),
                Type::Path(_) => "String".to_owned(),
                _ => format!("Box<{}>", text(ty)),
            };
            let message = format!(
                "a `{}` has no size that is known; return `{instead}`",
                text(ty)
            );
            return errors.at(ty, message);
        }
        Some(Unmergeable::Future(ty)) => return errors.at(ty, ASYNC),
        Some(Unmergeable::Never(span)) => (
            span,
            "a function that never returns has no outputs to merge; return `()`, or do not annotate it",
        ),
        Some(Unmergeable::Impl(span)) => (
            span,
            "an `impl Trait` output cannot be merged: its type has no name; return a concrete type such as `Vec<T>`",
        ),
    };
    errors.push(syn::Error::new(span, message));
}

/// Refuses outputs that do not say whether a search has found something.
pub(super) fn check_search(sig: &Signature, errors: &mut Errors) {
    let instead = match Kind::of(&sig.output) {
        Kind::Other => return, // can be an alias, which the compiler knows
        Kind::Vec => "return `Option<T>` for one element, or leave `merge` out to join `Vec`s",
        Kind::Unit => "return one of them, or leave `merge` out",
        Kind::Result(_) => "return `Option<Result<T, E>>` if the search can fail",
    };
    let message = format!(
        "`merge = first` takes the first `Some` of an `Option`, or `true` of a `bool`; {instead}"
    );
    errors.push(syn::Error::new(outputs::span(sig), message));
}

/// Refuses outputs that cannot go to files, or would gain nothing.
pub(super) fn check_files(sig: &Signature, options: &Options, errors: &mut Errors) {
    let kind = Kind::of(&sig.output);
    let is_spilled = matches!(options.merge, Some(Merge::Spilled));
    if matches!(kind, Kind::Unit | Kind::Result(Content::Unit)) {
        let option = if is_spilled { "merge" } else { "write_to_file" };
        let message =
            "there is nothing to write to a file: the function returns `()`; leave this option out";
        errors.at(options.name_of(option), message);
    } else if is_spilled && !matches!(kind, Kind::Vec | Kind::Result(Content::Vec)) {
        let message = "`merge = spilled` reads outputs item by item, and this type is not written as a list; return `Vec<U>` or `Result<Vec<U>, E>`, written so; for other types there is `write_to_file = true`";
        errors.push(syn::Error::new(outputs::span(sig), message));
    } else if let Some(reference) = outputs::reference(&sig.output) {
        let message = "a reference cannot be read back from a file; return owned values, such as `String` for `&str`";
        errors.push(syn::Error::new(reference, message));
    }
}
