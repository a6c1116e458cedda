//! Small tools for tokens and types that several stages use.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{
    Attribute, GenericArgument, Generics, PathArguments, Type, TypeParamBound, TypePath,
    WherePredicate,
};

/// A type without the parentheses and the invisible groups that `macro_rules` puts around it.
pub(crate) fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peel(&group.elem),
        Type::Paren(paren) => peel(&paren.elem),
        _ => ty,
    }
}

/// The same tokens, located elsewhere.
pub(crate) fn respan(tokens: &TokenStream, span: Span) -> TokenStream {
    let located = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.clone().into_iter().map(located).collect()
}

/// Tokens as a person writes them.
pub(crate) fn text(tokens: impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, plain) in [
        ("& ", "&"),
        ("< ", "<"),
        (" <", "<"),
        (" >", ">"),
        (" ,", ","),
        (" ;", ";"),
        (" :: ", "::"),
        (":: ", "::"),
        ("[ ", "["),
        (" ]", "]"),
        ("( ", "("),
        (" )", ")"),
        ("' ", "'"),
        ("- >", " ->"),
        ("* ", "*"),
    ] {
        text = text.replace(spaced, plain);
    }
    text
}

/// Whether `name` occurs in `tokens`.
pub(crate) fn mentions(tokens: TokenStream, name: &(impl ToString + ?Sized)) -> bool {
    let name = name.to_string();
    let name = name.trim_start_matches("r#");
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident.unraw() == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

/// Whether tokens name an argument, also in a format string. Behind a dot or a path stands something else.
pub(crate) fn uses(tokens: TokenStream, name: &Ident) -> bool {
    let mut is_member = false;
    tokens.into_iter().any(|token| {
        let follows = std::mem::take(&mut is_member);
        match token {
            TokenTree::Ident(ident) => ident == *name && !follows,
            TokenTree::Group(group) => uses(group.stream(), name),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let ends = [":", "}"].map(|end| format!("{{{name}{end}"));
                ends.iter().any(|placeholder| text.contains(placeholder))
            }
            TokenTree::Punct(punct) => {
                is_member = ['.', ':'].contains(&punct.as_char());
                false
            }
        }
    })
}

/// Whether this is the attribute of this crate, by its usual name.
pub(crate) fn is_this(attr: &Attribute) -> bool {
    let last = attr.path().segments.last();
    last.is_some_and(|last| last.ident == "parallelize")
}

/// The last segment of a path.
pub(crate) fn last_name(path: &TypePath) -> String {
    let last = path.path.segments.last();
    last.map(|last| last.ident.to_string()).unwrap_or_default()
}

/// The first type argument of the last path segment.
pub(crate) fn type_argument(path: &TypePath) -> Option<&Type> {
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

/// The bounds of the function's own type parameter `ty`, inline and in the `where` clause.
pub(crate) fn bounds_of_parameter<'a>(
    ty: &Type,
    generics: &'a Generics,
) -> Vec<&'a TypeParamBound> {
    let name = ty.to_token_stream().to_string();
    let inline = generics
        .type_params()
        .filter(|param| param.ident == name)
        .flat_map(|param| &param.bounds);
    let clauses = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let in_clauses = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate)
            if predicate.bounded_ty.to_token_stream().to_string() == name =>
        {
            Some(&predicate.bounds)
        }
        _ => None,
    });
    inline.chain(in_clauses.flatten()).collect()
}
