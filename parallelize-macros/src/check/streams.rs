//! A stream as the argument to split: what does not go with it, and what the body cannot have of it.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    GenericArgument, Generics, PathArguments, TraitBound, Type, TypeParamBound, WherePredicate,
};

use crate::diagnostics::Errors;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::parse::values::literal;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::plan::roles::Role;
use crate::plan::streams::{self, Batch, bounds_of_iterator, name};
use crate::syntax::{last_name, peel, text};

/// Checks a function whose argument to split is a stream.
pub(super) fn check(input: &Param, item: &Item, options: &Options, errors: &mut Errors) {
    check_options(input, options, errors);
    let generics = &item.sig.generics;
    let element = streams::iterator(&input.ty, generics).and_then(streams::element);
    let element = element.map_or_else(|| "T".to_owned(), text);
    let of_input = bounds_of_iterator(&input.ty, generics);
    for bound in of_input
        .into_iter()
        .chain(bounds_of_into_iter(&input.ty, generics))
    {
        if let TypeParamBound::Trait(bound) = bound {
            check_bound(bound, &element, errors);
        }
    }
    let is_object = match peel(&input.ty) {
        Type::Reference(reference) => matches!(peel(&reference.elem), Type::TraitObject(_)),
        ty => !matches!(Batch::of(ty, generics), Some(Batch::Owned)),
    };
    if !is_object {
        check_elements(input, generics, errors);
    }
    let parameter = match peel(&input.ty) {
        Type::Reference(reference) => peel(&reference.elem),
        ty => ty,
    };
    if let (Type::Path(path), Some(body)) = (parameter, &item.body) {
        if let Some(parameter) = path.path.get_ident() {
            check_body(parameter, body.stream(), errors);
        }
    }
}

/// Refuses options for inputs that are cut.
fn check_options(input: &Param, options: &Options, errors: &mut Errors) {
    let length = options.counts.iter().find(|count| count.name == "min_len");
    let length = length.and_then(|length| literal(&length.value)).map(text);
    let length = length.unwrap_or_else(|| "1000".to_owned());
    let chunk_size =
        format!("write `chunk_size`, the number of elements per batch: `chunk_size = {length}`");
    for (option, instead) in [
        (
            "zip",
            "zip both in the caller, and take pairs: `impl Iterator<Item = (A, B)>`",
        ),
        ("min_len", &*chunk_size),
        (
            "multiple_of",
            "write `chunk_size` with a multiple of the unit, or make each group one element",
        ),
        ("chunk_by", "make each run one element"),
        (
            "delimiter",
            "make each record one element, as `BufRead::lines` does",
        ),
        (
            "overlap",
            "make each element hold its neighbours, or take a slice `&[T]`",
        ),
        (
            "backend",
            "leave `backend` out, or take a slice `&[T]` or a `Vec<T>`",
        ),
    ] {
        if let Some(name) = options.name_of(option) {
            let stream = if input.is_named {
                format!("`{}`", input.name)
            } else {
                "the first argument".to_owned()
            };
            errors.at(
                name,
                format!(
                    "`{option}` is for inputs that are cut, and {stream} is a stream; {instead}"
                ),
            );
        }
    }
}

/// Refuses bounds by which a body would ask a batch for what only the stream has.
fn check_bound(bound: &TraitBound, element: &str, errors: &mut Errors) {
    let what = match name(bound).as_str() {
        "DoubleEndedIterator" => "end",
        "ExactSizeIterator" => "length",
        "IntoIterator" => return check_into_iter(bound, element, errors),
        _ => return,
    };
    errors.at(
        &bound.path,
        format!(
            "the body sees one batch at a time, and the {what} of a batch is not the stream's; take an `Iterator<Item = {element}>`, or a slice `&[{element}]`"
        ),
    );
}

/// The bounds of `I::IntoIter` in the `where` clause, for an argument of type `I`.
fn bounds_of_into_iter<'a>(
    ty: &Type,
    generics: &'a Generics,
) -> impl Iterator<Item = &'a TypeParamBound> {
    let iterator = text(peel(ty));
    let projections = [
        format!("{iterator}::IntoIter"),
        format!("<{iterator} as IntoIterator>::IntoIter"),
    ];
    let clause = generics.where_clause.iter();
    let predicates = clause.flat_map(|clause| &clause.predicates);
    predicates
        .filter_map(move |predicate| match predicate {
            WherePredicate::Type(of) if projections.contains(&text(&of.bounded_ty)) => Some(of),
            _ => None,
        })
        .flat_map(|of| &of.bounds)
}

/// Likewise for `IntoIterator<IntoIter: DoubleEndedIterator>`.
fn check_into_iter(bound: &TraitBound, element: &str, errors: &mut Errors) {
    let last = bound.path.segments.last();
    let Some(PathArguments::AngleBracketed(arguments)) = last.map(|last| &last.arguments) else {
        return;
    };
    for argument in &arguments.args {
        let GenericArgument::Constraint(constraint) = argument else {
            continue;
        };
        for bound in &constraint.bounds {
            match bound {
                TypeParamBound::Trait(bound) if constraint.ident == "IntoIter" => {
                    check_bound(bound, element, errors);
                }
                _ => {}
            }
        }
    }
}

/// Refuses a stream that says nothing of its elements: they are sent to workers.
fn check_elements(input: &Param, generics: &Generics, errors: &mut Errors) {
    let Some(bound) = streams::iterator(&input.ty, generics) else {
        return;
    };
    let parameter = match peel(&input.ty) {
        Type::Reference(reference) => text(&reference.elem),
        ty => text(ty),
    };
    let clause = generics.where_clause.to_token_stream();
    let named = occurrences(clause, &parameter);
    if !streams::says_elements(bound) && !named.iter().any(|(_, is_elements)| *is_elements) {
        let bound = &bound.path;
        errors.at(
            bound,
            format!(
                "the elements of a stream are sent to workers; say what the elements are: `{}<Item = T>`, of a type that is `Send`",
                text(bound)
            ),
        );
    }
}

/// Refuses a body that names the type of the stream, which the batches are not of.
fn check_body(parameter: &Ident, body: TokenStream, errors: &mut Errors) {
    let named = occurrences(body, &parameter.to_string());
    if let Some((named, _)) = named.iter().find(|(_, is_elements)| !is_elements) {
        errors.at(
            named,
            format!(
                "the body gets batches of the stream, each a `std::vec::IntoIter` and not `{parameter}`; write `_` here, or leave the type out"
            ),
        );
    }
}

/// Where tokens name a type parameter, and whether each of these places names the type of the elements. Items inside a
/// body have parameters of their own.
fn occurrences(tokens: TokenStream, parameter: &str) -> Vec<(Ident, bool)> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = Vec::new();
    let mut is_in_item = false;
    for (position, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if begins_item(word) => is_in_item = true,
            TokenTree::Group(group) if is_in_item => {
                is_in_item = group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Punct(end) if end.as_char() == ';' => is_in_item = false,
            TokenTree::Group(group) => found.extend(occurrences(group.stream(), parameter)),
            TokenTree::Ident(name)
                if !is_in_item && name == parameter && !continues_path(&tokens[..position]) =>
            {
                found.push((name.clone(), names_elements(&tokens[position + 1..])));
            }
            _ => {}
        }
    }
    found
}

fn begins_item(word: &Ident) -> bool {
    ["fn", "impl", "struct", "enum", "trait", "type"]
        .iter()
        .any(|keyword| word == keyword)
}

/// Whether the name behind these tokens belongs to something else: `a::I`, `'I`.
fn continues_path(before: &[TokenTree]) -> bool {
    match before {
        [.., first, last] if is_punct(last, ':') => is_punct(first, ':'),
        [.., last] => is_punct(last, '\''),
        [] => false,
    }
}

/// `I::Item`, or `I as Iterator` in `<I as Iterator>::Item`.
fn names_elements(after: &[TokenTree]) -> bool {
    match after {
        [TokenTree::Ident(word), ..] => word == "as",
        [colon, last, TokenTree::Ident(item), ..] => {
            is_punct(colon, ':') && is_punct(last, ':') && item == "Item"
        }
        _ => false,
    }
}

fn is_punct(token: &TokenTree, punct: char) -> bool {
    matches!(token, TokenTree::Punct(token) if token.as_char() == punct)
}

/// Refuses a second stream beside the one that is read. Tells whether the argument is one.
pub(super) fn check_other(
    param: &Param,
    plan: &Plan,
    generics: &Generics,
    errors: &mut Errors,
) -> bool {
    let is_second = plan.stream.is_some()
        && matches!(param.role, Role::Cloned)
        && Batch::of(&param.ty, generics).is_some()
        && !can_be_cloned(&param.ty, generics);
    if let (true, Some(input)) = (is_second, plan.params.first()) {
        let elements = |param: &Param| {
            let bound = streams::iterator(&param.ty, generics);
            bound.and_then(streams::element).map(text)
        };
        let (one, other) = match (elements(input), elements(param)) {
            (Some(one), Some(other)) => (one, other),
            _ => ("A".to_owned(), "B".to_owned()),
        };
        let (input, name) = (&input.name, &param.name);
        errors.at(
            &param.ty,
            format!(
                "a call reads one stream, `{input}`, and `{name}` is another one; zip both in the caller, and take `impl Iterator<Item = ({one}, {other})>`; take `{name}: &[{other}]` to give each chunk all of `{name}`"
            ),
        );
    }
    is_second
}

/// Whether an iterator can be given to each chunk, or may be so: a trait of another name may say so.
fn can_be_cloned(ty: &Type, generics: &Generics) -> bool {
    const NO_CLONES: [&str; 12] = [
        "Iterator",
        "IntoIterator",
        "DoubleEndedIterator",
        "ExactSizeIterator",
        "FusedIterator",
        "Send",
        "Sync",
        "Sized",
        "Unpin",
        "UnwindSafe",
        "RefUnwindSafe",
        "Debug",
    ];
    let is_value = matches!(Batch::of(ty, generics), Some(Batch::Owned));
    let mut bounds = bounds_of_iterator(ty, generics).into_iter();
    is_value
        && bounds.any(|bound| match bound {
            TypeParamBound::Trait(bound) => !NO_CLONES.contains(&name(bound).as_str()),
            _ => false,
        })
}

/// Refuses a source of bytes, which says nothing of elements.
pub(super) fn check_reader(ty: &Type, generics: &Generics, errors: &mut Errors) {
    let target = match peel(ty) {
        Type::Reference(reference) => peel(&reference.elem),
        ty => ty,
    };
    let is_named = matches!(target, Type::Path(path) if ["Stdin", "StdinLock", "BufReader"].contains(&&*last_name(path)));
    let mut bounds = bounds_of_iterator(ty, generics).into_iter();
    let reads = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => ["BufRead", "Read"].contains(&&*name(bound)),
        _ => false,
    };
    if is_named || bounds.any(reads) {
        errors.at(
            ty,
            format!(
                "`{}` cannot be split; take the lines of the reader, `impl Iterator<Item = std::io::Result<String>>` (callers can pass `reader.lines()`)",
                text(ty)
            ),
        );
    }
}
