//! The names in `zip`.

use syn::Signature;

use crate::diagnostics::Errors;
use crate::parse::options::Options;
use crate::plan::params;

const MOST_ZIPPED: usize = 5;

/// Refuses names that are no further argument, or several, and too many of them.
pub(super) fn check(sig: &Signature, options: &Options, errors: &mut Errors) {
    let zip = &options.zip;
    let params = params::collect(sig);
    if params.is_empty() {
        return;
    }
    let split = options.split.as_ref();
    let input = params::split_index(&params, split);
    for (position, name) in zip.iter().enumerate() {
        if let Some(message) = params::ambiguous(name, "zip", &params) {
            errors.at(name, message);
        } else if params[input].is_called(name) {
            let why = match split {
                Some(split) if split == name => "is split already",
                _ => "is the first argument, which is cut anyway",
            };
            errors.at(name, format!("`{name}` {why}; name the others"));
        } else if !params.iter().any(|param| param.is_called(name)) {
            let (before, behind) = (&params[..input], &params[input + 1..]);
            let others = before.iter().chain(behind);
            let others = others.filter(|param| !zip[..position].contains(&param.name));
            errors.at(name, params::unknown(name, "zip", others));
        } else if zip[..position].contains(name) {
            errors.at(name, format!("`{name}` is named twice in `zip`"));
        }
    }
    if let Some(name) = zip.get(MOST_ZIPPED) {
        errors.at(name, "`zip` takes at most five arguments");
    }
}
