//! The names in `zip`.

use syn::{Ident, Signature};

use crate::diagnostics::Errors;
use crate::plan::params::{self, Param};

const MOST_ZIPPED: usize = 5;

/// Refuses names that are no further argument, and too many of them.
pub(super) fn check(sig: &Signature, zip: &[Ident], errors: &mut Errors) {
    let params = params::collect(sig);
    let Some((first, others)) = params.split_first() else {
        return;
    };
    for (position, name) in zip.iter().enumerate() {
        if first.name == *name {
            errors.at(
                name,
                format!("`{name}` is the first argument, which is cut anyway; name the others"),
            );
        } else if !others.iter().any(|param| param.name == *name) {
            let others = others
                .iter()
                .filter(|param| !zip[..position].contains(&param.name));
            errors.at(name, unknown_argument(name, others));
        } else if zip[..position].contains(name) {
            errors.at(name, format!("`{name}` is named twice in `zip`"));
        }
    }
    if let Some(name) = zip.get(MOST_ZIPPED) {
        errors.at(name, "`zip` takes at most five arguments");
    }
}

fn unknown_argument<'a>(name: &Ident, others: impl Iterator<Item = &'a Param>) -> String {
    let names: Vec<String> = others
        .filter(|param| param.is_named)
        .map(|param| format!("`{}`", param.name))
        .collect();
    if names.is_empty() {
        return format!("`{name}` is not an argument, and there is none to name in `zip`");
    }
    format!(
        "`{name}` is not an argument; `zip` can name {}",
        names.join(", ")
    )
}
