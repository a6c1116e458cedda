//! The options that name arguments: `split`, `zip`, `append`, `scratch` and `reduce(..)`.

use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, Path, Token};

use super::values::{self, Key};

/// An argument that chunks add to, as `append` names it.
pub(crate) struct Appended {
    pub(crate) name: Ident,
    /// The trait of a writer whose type does not tell: `out as io::Write`.
    pub(crate) bound: Option<Path>,
}

/// An argument whose values a function folds, as `reduce(..)` names both.
pub(crate) struct Folded {
    pub(crate) name: Ident,
    pub(crate) function: Expr,
}

/// `split = name`.
pub(super) fn split(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<Ident> {
    values::equals(key, input)?;
    let message = "`split` takes the name of the argument to split: `split = a`";
    input.parse().map_err(values::reworded(message))
}

/// `name = a` or `name(a, b)`.
pub(super) fn names(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    let name = key.name;
    let message =
        format!("`{name}` takes the names of arguments; write `{name} = a` or `{name}(a, b)`");
    one_or_several(key, input, Ident::parse, &message)
}

/// As `names`, each with or without the trait of a writer.
pub(super) fn append(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<Vec<Appended>> {
    let one = |input: ParseStream<'_>| {
        let name = input.parse()?;
        let is_writer = input.parse::<Option<Token![as]>>()?.is_some();
        let bound = is_writer.then(|| Path::parse_mod_style(input));
        let bound = bound.transpose()?;
        Ok(Appended { name, bound })
    };
    let message = "`append` takes the names of arguments; write `append = a` or `append(a, b)`, and for a writer `append(a as std::io::Write)`";
    one_or_several(key, input, one, message)
}

/// `reduce(a = f, b = g)`.
pub(super) fn folds(input: ParseStream<'_>) -> syn::Result<Vec<Folded>> {
    let one = |input: ParseStream<'_>| {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let function = values::ungrouped(input.parse()?);
        Ok(Folded { name, function })
    };
    let message = "`reduce(..)` takes arguments, each with the function that folds the chunks' values; write `reduce(stats = Stats::merge)`; a function for the outputs stands behind `=`: `reduce = f`";
    values::several(input, one, message)
}

fn one_or_several<T>(
    key: &Key<'_>,
    input: ParseStream<'_>,
    one: fn(ParseStream<'_>) -> syn::Result<T>,
    message: &str,
) -> syn::Result<Vec<T>> {
    if input.peek(syn::token::Paren) {
        return values::several(input, one, message);
    }
    values::equals(key, input)?;
    Ok(vec![one(input).map_err(values::reworded(message))?])
}
