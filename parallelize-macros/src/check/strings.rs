//! Text as the argument to split: a `&str` is cut where an option says, and other text not at all.

use syn::{Type, TypeParamBound};

use crate::diagnostics::Errors;
use crate::parse::options::Options;
use crate::plan::params::Param;
use crate::syntax::{last_name, peel, text, type_argument};

/// Whether an option says where text can be cut.
pub(super) fn says_where(options: &Options) -> bool {
    options.gives("delimiter") || options.gives("chunk_by")
}

/// Refuses a `&str` without an option that says where it can be cut.
pub(super) fn check(input: &Param, options: &Options, others: &str, errors: &mut Errors) {
    if says_where(options) {
        return;
    }
    if let Some(option) = ["multiple_of", "overlap"]
        .iter()
        .find_map(|name| options.name_of(name))
    {
        errors.at(
            option,
            format!(
                "`{option}` counts elements, and text is cut at characters; write `delimiter = '\\n'` instead, or take `&[u8]`"
            ),
        );
        return;
    }
    let name = &input.name;
    let or_split = if others.is_empty() || !input.is_named {
        String::new()
    } else {
        format!("\nhelp: or split another argument, and give each chunk all of `{name}`: {others}")
    };
    errors.at(
        &input.ty,
        format!(
            "`{}` cannot be split anywhere: a cut could fall inside a line or a character\n\nhelp: say where it can be cut: `#[parallelize(delimiter = '\\n')]`{or_split}",
            text(&input.ty)
        ),
    );
}

/// Refuses text in another form than `&str`.
pub(super) fn check_other(ty: &Type, says_where: bool, errors: &mut Errors) {
    let and_say = if says_where {
        ""
    } else {
        " and say where it can be cut: `#[parallelize(delimiter = '\\n')]`"
    };
    let article = if matches!(peel(ty), Type::ImplTrait(_)) {
        "an"
    } else {
        "a"
    };
    errors.at(
        ty,
        format!(
            "{article} `{}` cannot be split; take `&str`{and_say}",
            text(ty)
        ),
    );
}

/// Whether this is a `&str`, which is cut where an option says so.
pub(super) fn is_str(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(reference) if reference.mutability.is_none() => {
            matches!(peel(&reference.elem), Type::Path(path) if last_name(path) == "str")
        }
        _ => false,
    }
}

/// Whether this is text in another form: owned, or such that a body could change it.
pub(super) fn is_other(ty: &Type) -> bool {
    let is_string = |ty: &Type| matches!(peel(ty), Type::Path(path) if ["str", "String"].contains(&&*last_name(path)));
    match peel(ty) {
        Type::Reference(reference) => is_string(&reference.elem) && !is_str(ty),
        Type::Path(path) if ["Cow", "Box", "Rc", "Arc"].contains(&&*last_name(path)) => {
            type_argument(path).is_some_and(is_string)
        }
        Type::ImplTrait(ty) => ty.bounds.iter().any(|bound| match bound {
            TypeParamBound::Trait(bound) => text(bound).ends_with("AsRef<str>"),
            _ => false,
        }),
        ty => is_string(ty),
    }
}
