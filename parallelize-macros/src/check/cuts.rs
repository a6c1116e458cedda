//! The options that say where a cut may be, against the arguments that are cut.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Lit, Type, TypePath};

use super::strings::is_str;
use crate::diagnostics::Errors;
use crate::parse::cuts::{CutRule, CutValue};
use crate::parse::options::{Count, Options};
use crate::parse::values::literal;
use crate::plan::Plan;
use crate::plan::params::{self, Param};
use crate::syntax::{last_name, mentions, peel, text, type_argument};

/// Checks what does not depend on which argument is split.
pub(super) fn check(options: &Options, plan: &Plan, errors: &mut Errors) {
    for rule in &options.cuts {
        match &rule.value {
            CutValue::Units(units) => check_units(rule, units, plan, errors),
            CutValue::One(value) if rule.name == "chunk_by" => check_closure(value, plan, errors),
            CutValue::One(_) | CutValue::Sides(_) => {}
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
            check_borrowed(value, &input.ty, errors);
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

/// Refuses a closure that uses an argument which is moved before the closure runs.
fn check_closure(value: &Expr, plan: &Plan, errors: &mut Errors) {
    let Expr::Closure(closure) = value else {
        return;
    };
    for param in plan.cut().filter(|param| is_moved(&param.ty)) {
        let is_bound = mentions(closure.inputs.to_token_stream(), &param.name);
        let used = used_value(closure.body.to_token_stream(), &param.name);
        if let (false, Some(used)) = (is_bound, used) {
            errors.at(
                used,
                format!(
                    "`{name}` is cut before `chunk_by` runs; compute beforehand what `chunk_by` needs: `chunk_by = {{ let n = {name}.len(); move |a, b| .. }}`",
                    name = param.name
                ),
            );
        }
    }
}

/// Whether a value of the type, as far as the type tells, is gone once it is handed on.
fn is_moved(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(reference) => reference.mutability.is_some(),
        Type::Path(path) => matches!(
            last_name(path).as_str(),
            "Vec" | "VecDeque" | "Box" | "Range" | "RangeInclusive"
        ),
        _ => false,
    }
}

/// Where tokens use a variable, if nothing among them can be another one of that name.
fn used_value(tokens: TokenStream, name: &Ident) -> Option<Ident> {
    let mut used = None;
    let mut before = None;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if ident == "let" || ident == "match" || ident == "for" => {
                return None;
            }
            TokenTree::Ident(ident) if ident == name && before != Some('.') => {
                used.get_or_insert_with(|| ident.clone());
            }
            TokenTree::Group(group) => used = used.or(used_value(group.stream(), name)),
            _ => {}
        }
        before = match token {
            TokenTree::Punct(punct) => Some(punct.as_char()),
            _ => None,
        };
    }
    used
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
            "chunks that overlap share elements, and those of a `{}` belong to one chunk; take `{shared}`{results}",
            text(ty)
        ),
    );
}

/// Refuses literals that no element of the input can be equal to, as far as types are written.
fn check_delimiter(value: &Expr, input: &Type, errors: &mut Errors) {
    let (Some(elements), Some(literal)) = (Elements::of(input), literal(value)) else {
        return;
    };
    let character = character(literal);
    let (kind, written, example) = match (elements, literal) {
        (Elements::Chars, Lit::Char(_)) | (Elements::Bytes, Lit::Byte(_) | Lit::Int(_)) => return,
        (Elements::Chars, _) => ("char", character.map(|c| format!("{c:?}")), r"'\n'"),
        (Elements::Bytes, _) => {
            let byte = character.filter(char::is_ascii);
            ("u8", byte.map(|c| format!("b{c:?}")), r"b'\n'")
        }
    };
    let instead = match (written, character) {
        (Some(written), _) => format!("write `{written}`"),
        (None, Some(wide)) => format!(
            "{wide:?} takes {} of them; take a `&str`, or write one byte, like `{example}`",
            wide.len_utf8()
        ),
        (None, None) => format!("write one, like `{example}`"),
    };
    let input = text(input);
    errors.at(
        value,
        format!("the delimiter of a `{input}` is a `{kind}`; {instead}"),
    );
}

/// Refuses a delimiter among elements that borrow. The call keeps the delimiter, and asks whether elements are bytes,
/// which only types that borrow nothing can tell.
fn check_borrowed(value: &Expr, input: &Type, errors: &mut Errors) {
    if let Some(element) = element(input).filter(|element| borrows(element.to_token_stream())) {
        errors.at(
            value,
            format!(
                "a delimiter cannot borrow, as `{}` does; write `chunk_by = |a, _| *a != {}`",
                text(element),
                text(value)
            ),
        );
    }
}

/// Whether a type names a lifetime, or has one that is left out, other than `'static`.
fn borrows(ty: TokenStream) -> bool {
    let mut tokens = ty.into_iter().peekable();
    let mut borrows = false;
    while let Some(token) = tokens.next() {
        match token {
            // Lifetimes of a function's arguments are none of the type's.
            TokenTree::Ident(ident) if ident == "fn" || ident == "for" || ident == "dyn" => {
                return false;
            }
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                let is_named =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'');
                borrows |= !is_named;
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                let is_static =
                    matches!(tokens.peek(), Some(TokenTree::Ident(name)) if name == "static");
                borrows |= !is_static;
            }
            TokenTree::Group(group) => borrows |= self::borrows(group.stream()),
            _ => {}
        }
    }
    borrows
}

/// The type of the elements, if the type tells.
fn element(input: &Type) -> Option<&Type> {
    let slice = |ty| match peel(ty) {
        Type::Slice(slice) => Some(&*slice.elem),
        _ => None,
    };
    match peel(input) {
        Type::Reference(reference) => slice(&reference.elem),
        Type::Path(path) => match (last_name(path).as_str(), type_argument(path)?) {
            ("Vec" | "VecDeque", element) => Some(element),
            ("Box", content) => slice(content),
            _ => None,
        },
        _ => None,
    }
}

/// What an input consists of, if the type tells.
enum Elements {
    Chars,
    Bytes,
}

impl Elements {
    fn of(input: &Type) -> Option<Self> {
        if is_str(input) {
            return Some(Elements::Chars);
        }
        let is_byte = matches!(peel(element(input)?), Type::Path(TypePath { path, .. }) if path.is_ident("u8"));
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
