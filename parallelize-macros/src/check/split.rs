//! The name in `split`.

use syn::{Ident, Signature};

use crate::diagnostics::Errors;
use crate::plan::params;

/// Refuses a name that is no further argument, or several. Tells whether it is known which argument is split.
pub(super) fn check(sig: &Signature, split: Option<&Ident>, errors: &mut Errors) -> bool {
    let params = params::collect(sig);
    let (Some(name), Some((first, others))) = (split, params.split_first()) else {
        return true;
    };
    if let Some(message) = params::ambiguous(name, "split", &params) {
        errors.at(name, message);
        return false;
    }
    if first.is_called(name) {
        errors.at(
            name,
            format!("`{name}` is the first argument, which is split anyway; leave `split` out"),
        );
        return true;
    }
    let is_argument = others.iter().any(|param| param.is_called(name));
    if !is_argument {
        let message = params::unknown(name, "split", others);
        errors.at(name, message);
    }
    is_argument
}
