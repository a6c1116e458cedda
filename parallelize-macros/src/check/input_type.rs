//! Which types of a first argument cannot be split, as far as a macro can tell from the name.

use quote::ToTokens;
use syn::{
    Signature, Type, TypeImplTrait, TypeParamBound, TypePath, TypeReference, TypeTraitObject,
};

use super::pointers::{array_of_ndarray, check_path, not_in_order};
use super::{streams, strings};
use crate::diagnostics::Errors;
use crate::parse::options::Options;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::plan::roles::Role;
use crate::plan::streams::Batch;
use crate::syntax::{last_name, peel, text, type_argument};

/// Refuses an argument to split whose type is known not to be splittable, at the token to change. Other types may
/// implement `Split`; the compiler finds out. Tells whether this can be the argument that was meant.
pub(super) fn check(
    input: &Param,
    sig: &Signature,
    options: &Options,
    plan: &Plan,
    errors: &mut Errors,
) -> bool {
    let others = others(sig, options, plan);
    if let Some(number) = number(&input.ty) {
        let instead = if others.is_empty() {
            "take a slice `&[T]`, or a range such as `Range<usize>`".to_owned()
        } else {
            format!("name the argument to split: {others}")
        };
        errors.at(
            &input.ty,
            format!("a `{number}` cannot be split; {instead}"),
        );
        return others.is_empty();
    }
    if strings::is_str(&input.ty) {
        strings::check(input, options, &others, errors);
    } else {
        let help = if others.is_empty() || is_nearly_list(&input.ty) {
            String::new()
        } else {
            format!("\n\nhelp: or name another argument to split: {others}")
        };
        let says_where = strings::says_where(options);
        errors.with_help(help, |errors| {
            check_type(&input.ty, says_where, errors);
            streams::check_reader(&input.ty, &sig.generics, errors);
        });
    }
    true
}

/// The options that name another argument, of those that can be split.
fn others(sig: &Signature, options: &Options, plan: &Plan) -> String {
    let says_where = strings::says_where(options);
    // A number is split in no case, and so text can be meant that lacks an option yet.
    let is_number = plan
        .cut()
        .next()
        .is_some_and(|input| number(&input.ty).is_some());
    let others = plan.captured().filter_map(|param| {
        let (name, ty) = (&param.name, &param.ty);
        if !param.is_named {
            None
        } else if is_list(ty)
            || is_range(ty)
            || (says_where && strings::is_str(ty))
            || (matches!(param.role, Role::Cloned) && Batch::of(ty, &sig.generics).is_some())
        {
            Some(format!("`split = {name}`"))
        } else if is_number && strings::is_str(ty) {
            Some(format!("`split = {name}, delimiter = '\\n'`"))
        } else {
            None
        }
    });
    let others: Vec<String> = others.filter(|_| options.split.is_none()).collect();
    others.join(" or ")
}

/// `says_where` tells whether an option says where text can be cut.
pub(super) fn check_type(ty: &Type, says_where: bool, errors: &mut Errors) {
    if strings::is_other(ty) {
        strings::check_other(ty, says_where, errors);
        return;
    }
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
        Type::Tuple(tuple) if tuple.elems.is_empty() => {
            errors.at(ty, "`()` has no elements to split; take a slice `&[T]`");
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
        Type::Path(path) => match (last_name(path).as_str(), type_argument(path)) {
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
            ("Array" | "Array1" | "Array2" | "Array3" | "ArrayD", Some(_)) => {
                array_of_ndarray(path, reference, errors);
            }
            _ if reference.mutability.is_none() => {
                not_in_order(path, &Type::Reference(reference.clone()), errors);
            }
            _ => {}
        },
        Type::TraitObject(TypeTraitObject { bounds, .. })
        | Type::ImplTrait(TypeImplTrait { bounds, .. }) => {
            for bound in bounds {
                check_iterator(bound, reference, errors);
            }
        }
        _ => {}
    }
}

/// The name of a type that is a number, or another single value.
pub(super) fn number(ty: &Type) -> Option<String> {
    const NUMBERS: [&str; 16] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64", "bool", "char",
    ];
    match peel(ty) {
        Type::Path(TypePath { path, .. }) => {
            let ident = path.get_ident()?;
            NUMBERS
                .iter()
                .any(|number| ident == number)
                .then(|| text(ty))
        }
        _ => None,
    }
}

/// Whether this is a slice, or a list of its own.
pub(super) fn is_list(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(reference) => matches!(peel(&reference.elem), Type::Slice(_)),
        Type::Path(path) => match last_name(path).as_str() {
            "Vec" | "VecDeque" => true,
            "Box" => type_argument(path).is_some_and(|ty| matches!(peel(ty), Type::Slice(_))),
            name => name.starts_with("ArrayView"),
        },
        _ => false,
    }
}

/// Whether this is a list that only has to be taken in another form, so that it must be the argument that was meant.
fn is_nearly_list(ty: &Type) -> bool {
    match peel(ty) {
        Type::Array(_) | Type::Slice(_) => true,
        Type::Reference(reference) => match peel(&reference.elem) {
            Type::Path(path) => {
                let name = last_name(path);
                name == "Vec" || name.starts_with("Array")
            }
            ty => matches!(ty, Type::Array(_)),
        },
        _ => false,
    }
}

fn is_range(ty: &Type) -> bool {
    matches!(peel(ty), Type::Path(path) if ["Range", "RangeInclusive"].contains(&&*last_name(path)))
}

fn check_iterator(bound: &TypeParamBound, written: impl ToTokens, errors: &mut Errors) {
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
            &written,
            format!(
                "a `{}` cannot be read one element after the other; take `impl Iterator<Item = T>`, by value or by `&mut`, or a slice `&[T]`",
                text(&written)
            ),
        );
    }
}
