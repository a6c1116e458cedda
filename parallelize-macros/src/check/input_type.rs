//! Which types of a first argument cannot be split, as far as a macro can tell from the name.

use syn::{GenericArgument, PathArguments, Type, TypeParamBound, TypePath, TypeReference};

use crate::diagnostics::Errors;
use crate::plan::params::Param;
use crate::syntax::{peel, text};

/// Refuses a type that is known not to be splittable, at the token to change. Other types may
/// implement `Split`; the compiler finds out.
pub(super) fn check(ty: &Type, errors: &mut Errors) {
    match peel(ty) {
        Type::Reference(reference) => check_reference(reference, errors),
        Type::Path(path) => check_path(path, ty, errors),
        Type::Array(array) => errors.at(
            ty,
            format!(
                "an array cannot be split; take `&[{}]` (callers can pass `&array`)",
                text(&array.elem)
            ),
        ),
        Type::Slice(slice) => errors.at(
            ty,
            format!(
                "a `{}` has no size that is known; take `&[{}]`",
                text(ty),
                text(&slice.elem)
            ),
        ),
        Type::ImplTrait(impl_trait) => {
            for bound in &impl_trait.bounds {
                check_iterator(bound, ty, errors);
            }
        }
        Type::Tuple(_) => errors.at(
            ty,
            "a tuple cannot be split; take the slices as arguments of their own and name the others in `zip`",
        ),
        Type::Ptr(_) | Type::FnPtr(_) | Type::TraitObject(_) => errors.at(
            ty,
            format!("`{}` cannot be split; take a slice `&[T]`", text(ty)),
        ),
        _ => {}
    }
}

/// Refuses a type in `zip` that is known not to be splittable.
pub(super) fn check_zipped(param: &Param, errors: &mut Errors) {
    let is_number = matches!(peel(&param.ty), Type::Path(path) if is_number(path));
    if is_number {
        let (name, ty) = (&param.name, text(&param.ty));
        errors.at(
            &param.ty,
            format!("a `{ty}` cannot be cut; remove `{name}` from `zip`"),
        );
    } else {
        check(&param.ty, errors);
    }
}

fn check_reference(reference: &TypeReference, errors: &mut Errors) {
    let target = peel(&reference.elem);
    let mutability = if reference.mutability.is_some() {
        "mut "
    } else {
        ""
    };
    match target {
        Type::Array(array) => {
            let slice = format!("&{mutability}[{}]", text(&array.elem));
            errors.at(
                target,
                format!(
                    "a `{}` cannot be split; take `{slice}` (callers can still pass `&{mutability}array`)",
                    text(reference)
                ),
            );
        }
        Type::Path(path) => match (last_name(path).as_str(), argument(path)) {
            ("Vec", Some(element)) => {
                let element = text(element);
                errors.at(
                    target,
                    format!(
                        "a `{}` cannot be split; take `&{mutability}[{element}]` (callers can still pass `&{mutability}vec`)",
                        text(reference)
                    ),
                );
            }
            ("str" | "String", None) => string(target, &text(reference), errors),
            ("Array" | "Array1" | "Array2" | "Array3" | "ArrayD", Some(_)) => {
                array_of_ndarray(path, reference, errors);
            }
            _ => {}
        },
        Type::TraitObject(object) => {
            for bound in &object.bounds {
                check_iterator(bound, target, errors);
            }
        }
        _ => {}
    }
}

/// A reference to an array of the crate `ndarray`, which has views for it.
fn array_of_ndarray(path: &TypePath, reference: &TypeReference, errors: &mut Errors) {
    let name = last_name(path);
    let Some(arguments) = path.path.segments.last().map(|last| &last.arguments) else {
        return;
    };
    let (view, method) = match reference.mutability {
        Some(_) => (name.replacen("Array", "ArrayViewMut", 1), "view_mut"),
        None => (name.replacen("Array", "ArrayView", 1), "view"),
    };
    errors.at(
        path,
        format!(
            "a `{}` cannot be split; take `{view}{}` (callers can pass `array.{method}()`), with the feature `ndarray` of `parallelize`",
            text(reference),
            text(arguments),
        ),
    );
}

fn check_path(path: &TypePath, written: &Type, errors: &mut Errors) {
    match (last_name(path).as_str(), argument(path)) {
        ("String", None) => string(written, "String", errors),
        ("Box", Some(content)) => {
            if let Type::TraitObject(object) = peel(content) {
                for bound in &object.bounds {
                    check_iterator(bound, written, errors);
                }
            }
        }
        _ if is_number(path) => errors.at(
            written,
            format!(
                "a `{}` cannot be split; the first argument is the slice to split: move that to the front, or take a range such as `Range<usize>`",
                text(written)
            ),
        ),
        _ => {}
    }
}

/// Whether this is a number, or another single value.
fn is_number(path: &TypePath) -> bool {
    const NUMBERS: [&str; 16] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64", "bool", "char",
    ];
    let ident = path.path.get_ident();
    ident.is_some_and(|ident| NUMBERS.iter().any(|number| ident == number))
}

fn string(tokens: &Type, name: &str, errors: &mut Errors) {
    errors.at(
        tokens,
        format!(
            "a `{name}` cannot be split: a cut could fall into a character; take `&[u8]` (`text.as_bytes()`) or a slice of lines (`&[&str]`)"
        ),
    );
}

fn check_iterator(bound: &TypeParamBound, tokens: &Type, errors: &mut Errors) {
    let TypeParamBound::Trait(bound) = bound else {
        return;
    };
    let name = bound
        .path
        .segments
        .last()
        .map(|last| last.ident.to_string());
    if let Some("Iterator" | "IntoIterator" | "ExactSizeIterator" | "DoubleEndedIterator") =
        name.as_deref()
    {
        errors.at(
            tokens,
            "an iterator cannot be split; take a slice `&[T]` or a `Vec<T>` (callers can `collect`)",
        );
    }
}

fn last_name(path: &TypePath) -> String {
    let last = path.path.segments.last();
    last.map(|last| last.ident.to_string()).unwrap_or_default()
}

/// The first type argument of the last path segment.
fn argument(path: &TypePath) -> Option<&Type> {
    match &path.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    }
}
