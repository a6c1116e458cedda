//! The names in `zip`.

use syn::Signature;

use crate::diagnostics::Errors;
use crate::parse::options::Options;
use crate::plan::params;

const MOST_ZIPPED: usize = 5;

/// Refuses names that are no further argument, and too many of them.
pub(super) fn check(sig: &Signature, options: &Options, errors: &mut Errors) {
    let zip = &options.zip;
    let mut others = params::collect(sig);
    if others.is_empty() {
        return;
    }
    let split = options.split.as_ref();
    let input = others.remove(params::split_index(&others, split));
    for (position, name) in zip.iter().enumerate() {
        if input.name == *name {
            let why = match split {
                Some(split) if split == name => "is split already",
                _ => "is the first argument, which is cut anyway",
            };
            errors.at(name, format!("`{name}` {why}; name the others"));
        } else if !others.iter().any(|param| param.name == *name) {
            let others = others
                .iter()
                .filter(|param| !zip[..position].contains(&param.name));
            errors.at(name, params::unknown(name, "zip", others));
        } else if zip[..position].contains(name) {
            errors.at(name, format!("`{name}` is named twice in `zip`"));
        }
    }
    if let Some(name) = zip.get(MOST_ZIPPED) {
        errors.at(name, "`zip` takes at most five arguments");
    }
}
