//! The options that say where a cut may be, against the arguments that are cut.

use syn::{Expr, Lit, Type, TypePath};

use crate::diagnostics::Errors;
use crate::parse::cuts::{CutRule, CutValue};
use crate::parse::options::{Count, Options};
use crate::parse::values::literal;
use crate::plan::Plan;
use crate::plan::params::{self, Param};
use crate::syntax::{last_name, peel, text, type_argument};

/// Checks what does not depend on which argument is split.
pub(super) fn check(options: &Options, plan: &Plan, errors: &mut Errors) {
    for rule in &options.cuts {
        if let CutValue::Units(units) = &rule.value {
            check_units(rule, units, plan, errors);
        }
    }
}

/// Checks the rules against the argument that is split.
pub(super) fn check_input(input: &Param, options: &Options, errors: &mut Errors) {
    if options.gives("overlap") {
        check_shared(&input.ty, errors);
    }
    if let Some(rule) = options.cut_rule("delimiter") {
        if let CutValue::One(value) = &rule.value {
            check_delimiter(value, &input.ty, errors);
        }
    }
}

/// Each argument that is cut has a unit, and nothing else has.
fn check_units(rule: &CutRule, units: &[Count], plan: &Plan, errors: &mut Errors) {
    let mut are_arguments = true;
    for (position, unit) in units.iter().enumerate() {
        let name = &unit.name;
        if let Some(message) = params::ambiguous(name, "multiple_of", &plan.params) {
            are_arguments = false;
            errors.at(name, message);
        } else if units[..position].iter().any(|other| other.name == *name) {
            errors.at(name, format!("`{name}` is named twice in `{}`", rule.name));
        } else if plan.captured().any(|param| param.is_called(name)) {
            errors.at(
                name,
                format!("`{name}` is not cut; name `{name}` in `zip` as well, or remove its unit"),
            );
        } else if !plan.cut().any(|param| param.is_called(name)) {
            are_arguments = false;
            errors.at(name, params::unknown(name, "multiple_of", plan.cut()));
        }
    }
    for param in plan.cut().filter(|_| are_arguments) {
        let name = &param.name;
        if units.iter().any(|unit| unit.name == *name) {
            continue;
        }
        let message = if param.is_named {
            format!("`{name}` is cut as well; add its unit, like `{name} = 3`")
        } else {
            "the argument that is split has no name to give a unit to; replace its pattern with a name".to_owned()
        };
        errors.at(&rule.name, message);
    }
}

/// Refuses inputs whose elements two chunks cannot both have.
fn check_shared(ty: &Type, errors: &mut Errors) {
    let shared = match peel(ty) {
        Type::Reference(reference) if reference.mutability.is_some() => {
            match peel(&reference.elem) {
                Type::Slice(slice) => format!("&{}", text(slice)),
                _ => return,
            }
        }
        Type::Path(path) => match (last_name(path).as_str(), type_argument(path)) {
            ("Vec" | "VecDeque", Some(element)) => format!("&[{}]", text(element)),
            ("Box", Some(slice)) if matches!(peel(slice), Type::Slice(_)) => {
                format!("&{}", text(slice))
            }
            (name, Some(_)) if name.starts_with("ArrayViewMut") => {
                text(path).replacen("ArrayViewMut", "ArrayView", 1)
            }
            _ => return,
        },
        _ => return,
    };
    let results = match peel(ty) {
        Type::Reference(_) => ", and write to an argument named in `zip`",
        _ => "",
    };
    errors.at(
        ty,
        format!(
            "chunks that overlap share elements, and the elements of a `{}` belong to one chunk; take `{shared}`{results}",
            text(ty)
        ),
    );
}

/// Refuses literals that no element of the input can be equal to, as far as types are written.
fn check_delimiter(value: &Expr, input: &Type, errors: &mut Errors) {
    let Some(literal) = literal(value) else {
        return;
    };
    let fitting = match (Elements::of(input), literal) {
        (Some(Elements::Chars), Lit::Char(_))
        | (Some(Elements::Bytes), Lit::Byte(_) | Lit::Int(_))
        | (None, _) => return,
        (Some(Elements::Chars), literal) => {
            let written = character(literal).map(|c| format!("{c:?}"));
            let written = written.unwrap_or_else(|| r"'\n'".to_owned());
            format!(
                "the delimiter of a `{}` is a `char`; write `{written}`",
                text(input)
            )
        }
        (Some(Elements::Bytes), literal) => {
            let byte = character(literal).filter(char::is_ascii);
            let written = byte.map_or_else(|| r"b'\n'".to_owned(), |c| format!("b{c:?}"));
            format!(
                "the delimiter of a `{}` is a `u8`; write `{written}`",
                text(input)
            )
        }
    };
    errors.at(value, fitting);
}

/// What an input consists of, if the type tells.
enum Elements {
    Chars,
    Bytes,
}

impl Elements {
    fn of(input: &Type) -> Option<Self> {
        let element = match peel(input) {
            Type::Reference(reference) => match peel(&reference.elem) {
                Type::Slice(slice) => &slice.elem,
                Type::Path(path) if last_name(path) == "str" => return Some(Elements::Chars),
                _ => return None,
            },
            Type::Path(path) => match (last_name(path).as_str(), type_argument(path)?) {
                ("Vec" | "VecDeque", element) => element,
                ("Box", slice) => match peel(slice) {
                    Type::Slice(slice) => &slice.elem,
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        };
        let is_byte =
            matches!(peel(element), Type::Path(TypePath { path, .. }) if path.is_ident("u8"));
        is_byte.then_some(Elements::Bytes)
    }
}

/// The one character that a literal stands for.
fn character(literal: &Lit) -> Option<char> {
    let text = match literal {
        Lit::Char(lit) => return Some(lit.value()),
        Lit::Byte(lit) => return Some(lit.value().into()),
        Lit::Str(lit) => lit.value(),
        Lit::ByteStr(lit) => lit.value().into_iter().map(char::from).collect(),
        _ => return None,
    };
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
