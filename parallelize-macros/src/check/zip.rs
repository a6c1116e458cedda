//! The arguments that `zip` names.

use syn::{Signature, Type};

use super::{input_type, strings};
use crate::diagnostics::Errors;
use crate::parse::options::Options;
use crate::plan::params::{self, Param};
use crate::plan::streams::Batch;
use crate::syntax::{last_name, peel, text, type_argument};

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

/// Refuses a type in `zip` that is known not to be splittable.
pub(super) fn check_type(param: &Param, sig: &Signature, errors: &mut Errors) {
    let name = &param.name;
    if let Some(number) = input_type::number(&param.ty) {
        errors.at(
            &param.ty,
            format!("a `{number}` cannot be cut; remove `{name}` from `zip`"),
        );
    } else if strings::is_str(&param.ty) || strings::is_other(&param.ty) {
        errors.at(
            &param.ty,
            format!("text cannot be cut along: a cut could fall inside a character; take `&[u8]` (`text.as_bytes()`), or name `{name}` in `split`"),
        );
    } else if let Some(slice) = cuttable_part(&param.ty) {
        errors.at(
            &param.ty,
            format!(
                "a `{}` cannot be cut along; write `append = {name}` if the body adds to `{name}`; take `{slice}` if not (callers can still pass `&mut vec`)",
                text(&param.ty)
            ),
        );
    } else if Batch::of(&param.ty, &sig.generics).is_some() {
        errors.at(
            &param.ty,
            "an iterator cannot be cut along; take a slice `&[T]` or a `Vec<T>` (callers can `collect`)",
        );
    } else {
        input_type::check_type(&param.ty, true, errors);
    }
}

/// The slice that can be cut, for a `&mut Vec<T>`.
fn cuttable_part(ty: &Type) -> Option<String> {
    match peel(ty) {
        Type::Reference(reference) if reference.mutability.is_some() => {
            match peel(&reference.elem) {
                Type::Path(path) if last_name(path) == "Vec" => {
                    type_argument(path).map(|element| format!("&mut [{}]", text(element)))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
