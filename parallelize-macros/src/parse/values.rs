//! The values of options: how they are read, and which literals cannot be meant.

use proc_macro2::Group;
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{BinOp, Expr, ExprBinary, ExprLit, ExprUnary, Ident, Lit, Path, Token, UnOp};

use super::rules::Rule;
use crate::diagnostics::{Errors, guess};

/// An option whose value is read.
pub(crate) struct Key<'a> {
    pub(crate) name: &'a Ident,
    /// The option with a value, for messages.
    pub(crate) example: &'static str,
}

#[derive(Clone, Copy)]
pub(crate) enum Merge {
    Flatten,
    PerChunk,
    First,
    Spilled,
}

/// Whether the crate can write files.
const WRITES_FILES: bool = cfg!(any(feature = "write_to_file", test));

const MISSING_FILES: &str = "needs the feature `write_to_file` of `parallelize`, which is on by default; enable the feature: `features = [\"write_to_file\"]`";

pub(super) fn equals(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<()> {
    let (name, example) = (key.name, key.example);
    if !is_at_end(input) && !input.peek(Token![=]) {
        return Err(input.error(format!("expected `=`, as in `{example}`")));
    }
    let equals: Option<Token![=]> = input.parse()?;
    if equals.is_none() || is_at_end(input) {
        let message = format!("`{name}` needs a value: `{example}`");
        return Err(syn::Error::new_spanned(name, message));
    }
    Ok(())
}

/// Any expression, without the invisible groups around it.
pub(crate) fn expression(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<Expr> {
    equals(key, input)?;
    let value = input.parse().map_err(|error| incomplete(error, key.name))?;
    Ok(ungrouped(value))
}

/// The expression in the invisible groups that `macro_rules` puts around its fragments.
pub(crate) fn ungrouped(mut value: Expr) -> Expr {
    while let Expr::Group(group) = value {
        value = *group.expr;
    }
    value
}

/// An expression that ends too early has no token to point at but the option's name.
fn incomplete(error: syn::Error, name: &Ident) -> syn::Error {
    if error.to_string().starts_with("unexpected end of input") {
        return syn::Error::new_spanned(name, format!("the value of `{name}` is not complete"));
    }
    error
}

/// What parentheses hold between commas, and at least one of it.
pub(super) fn several<T>(
    input: ParseStream<'_>,
    one: fn(ParseStream<'_>) -> syn::Result<T>,
    message: &str,
) -> syn::Result<Vec<T>> {
    let inside = |input: ParseStream<'_>| {
        let content;
        let parentheses = syn::parenthesized!(content in input);
        if content.is_empty() {
            return Err(syn::Error::new(parentheses.span.open(), message));
        }
        content.parse_terminated(one, Token![,])
    };
    // Of a fork: what stays unread there is no error of its own.
    let parsed = inside(&input.fork());
    input.parse::<Group>()?;
    Ok(parsed.map_err(reworded(message))?.into_iter().collect())
}

/// `allow(a, b)`.
pub(crate) fn allow(
    key: &Key<'_>,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<Vec<Rule>> {
    let all = Rule::ALL.map(Rule::name);
    let list = format!("the warnings are `{}`", all.join("`, `"));
    let message = format!(
        "`allow` takes the names of warnings: `{}`; {list}",
        key.example
    );
    if !input.peek(syn::token::Paren) {
        return Err(syn::Error::new(key.name.span(), message));
    }
    let group: Group = input.parse()?;
    let names = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(group.stream());
    let mut rules = Vec::new();
    for name in names.map_err(reworded(&message))? {
        let written = name.to_string();
        if let Some(rule) = Rule::named(&written) {
            rules.push(rule);
            continue;
        }
        let mean = guess(&written, &all).map(|rule| format!("did you mean `{rule}`?"));
        let instead = mean.as_ref().unwrap_or(&list);
        errors.at(&name, format!("there is no warning `{written}`; {instead}"));
    }
    Ok(rules)
}

pub(crate) fn merge(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<Merge> {
    let value = expression(key, input)?;
    match value.to_token_stream().to_string().as_str() {
        "flatten" => Ok(Merge::Flatten),
        "per_chunk" => Ok(Merge::PerChunk),
        "first" => Ok(Merge::First),
        "spilled" if !WRITES_FILES => Err(syn::Error::new_spanned(
            value,
            format!("`merge = spilled` {MISSING_FILES}"),
        )),
        "spilled" => Ok(Merge::Spilled),
        _ => Err(syn::Error::new_spanned(
            value,
            "`merge` is `flatten`, `per_chunk`, `first` or `spilled`; `merge = flatten` joins the outputs into one; `merge = per_chunk` gives a `Vec` with one output per chunk; `merge = first` gives the first `Some` or `true`; `merge = spilled` leaves the outputs in files",
        )),
    }
}

/// The name of the original function.
#[derive(Clone)]
pub(crate) struct Sequential {
    pub(crate) name: Ident,
    /// The `Self` before the name, which tells an associated function from a free one.
    pub(crate) of: Option<Token![Self]>,
}

pub(crate) fn sequential(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<Sequential> {
    let message = "`sequential` takes a name for the original function; write `sequential = name`, or `sequential = Self::name`";
    equals(key, input)?;
    let of: Option<Token![Self]> = input.parse()?;
    if of.is_some() {
        input.parse::<Token![::]>().map_err(reworded(message))?;
    }
    let name = input.parse().map_err(reworded(message))?;
    Ok(Sequential { name, of })
}

pub(crate) fn crate_path(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<Path> {
    let message = "`crate` takes the path of the library: `crate = other::parallelize`";
    equals(key, input)?;
    Path::parse_mod_style(input).map_err(reworded(message))
}

pub(crate) fn backend(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<Path> {
    match expression(key, input)? {
        Expr::Path(value) if value.attrs.is_empty() && value.qself.is_none() => Ok(value.path),
        value => Err(syn::Error::new_spanned(
            value,
            "`backend` takes the path of a backend: `backend = parallelize_mpi::Mpi`",
        )),
    }
}

pub(super) fn reworded(message: &str) -> impl Fn(syn::Error) -> syn::Error {
    move |error| syn::Error::new(error.span(), message)
}

/// Whether a number can be 0, and what to do instead if not.
pub(crate) enum Zero {
    Fine,
    Refused(&'static str),
}

/// Refuses literals that cannot be a number of chunks or elements. `name` is what the number is, for messages.
pub(crate) fn check_number(
    name: &str,
    example: &str,
    zero: &Zero,
    value: &Expr,
) -> syn::Result<()> {
    let is_literal = |expr: &Expr| matches!(expr, Expr::Lit(_));
    let is_zero = |expr: &Expr| match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(lit), ..
        }) => lit.base10_digits().bytes().all(|digit| digit == b'0'),
        _ => false,
    };
    let message = match (value, zero) {
        (value, Zero::Refused(instead)) if is_zero(value) => {
            format!("{name} cannot be 0; {instead}write a number of at least 1")
        }
        (
            Expr::Lit(ExprLit {
                lit: Lit::Int(lit), ..
            }),
            _,
        ) => match lit.suffix() {
            "" | "usize" => return Ok(()),
            _ => format!("{name} is a `usize`; write `{}`", lit.base10_digits()),
        },
        (
            Expr::Unary(ExprUnary {
                op: UnOp::Neg(_),
                expr,
                ..
            }),
            zero,
        ) if is_literal(expr) => {
            let least = usize::from(matches!(zero, Zero::Refused(_)));
            format!("{name} cannot be negative; write a number of at least {least}")
        }
        (literal, _) if is_literal(literal) => format!(
            "{name} is a number; write an integer or an expression of type `usize`, like `{example}`"
        ),
        _ => return Ok(()),
    };
    Err(syn::Error::new_spanned(value, message))
}

/// Refuses literals that say neither whether nor where.
pub(crate) fn check_write_to_file(key: &Key<'_>, value: &Expr) -> syn::Result<()> {
    if literal(value).is_some() && !is_bool_or_text(value) {
        return Err(syn::Error::new_spanned(
            value,
            "`write_to_file` is `true`, `false` or a directory; write `write_to_file = \"dir\"` or an expression that gives a `bool` or a path",
        ));
    }
    if !WRITES_FILES && !is_false(value) {
        return Err(syn::Error::new_spanned(
            key.name,
            format!("`write_to_file` {MISSING_FILES}"),
        ));
    }
    Ok(())
}

/// Refuses literals that are no label.
pub(crate) fn check_progress(key: &Key<'_>, value: &Expr) -> syn::Result<()> {
    if literal(value).is_some() && !is_bool_or_text(value) {
        return Err(syn::Error::new_spanned(
            value,
            "`progress` is `true`, `false` or a label; write `progress = \"Label\"` or an expression that gives a `bool` or a string",
        ));
    }
    if !cfg!(any(feature = "progress", test)) && !is_false(value) {
        return Err(syn::Error::new_spanned(
            key.name,
            "`progress` needs the feature `progress` of `parallelize`; enable it: `features = [\"progress\"]`",
        ));
    }
    Ok(())
}

pub(crate) fn literal(value: &Expr) -> Option<&Lit> {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        _ => None,
    }
}

/// Whether a value is a `bool` by its look: `cfg!(..)`, or an expression of logic.
pub(crate) fn is_condition(value: &Expr) -> bool {
    match value {
        Expr::Macro(call) => {
            let last = call.mac.path.segments.last();
            last.is_some_and(|last| last.ident == "cfg")
        }
        Expr::Unary(ExprUnary { op, .. }) => matches!(op, UnOp::Not(_)),
        Expr::Binary(ExprBinary { op, .. }) => matches!(
            op,
            BinOp::And(_)
                | BinOp::Or(_)
                | BinOp::Eq(_)
                | BinOp::Ne(_)
                | BinOp::Lt(_)
                | BinOp::Le(_)
                | BinOp::Gt(_)
                | BinOp::Ge(_)
        ),
        Expr::Paren(value) => is_condition(&value.expr),
        _ => false,
    }
}

pub(crate) fn is_false(value: &Expr) -> bool {
    matches!(literal(value), Some(Lit::Bool(lit)) if !lit.value)
}

fn is_bool_or_text(value: &Expr) -> bool {
    matches!(literal(value), Some(Lit::Bool(_) | Lit::Str(_)))
}

/// Whether an option ends here.
pub(crate) fn is_at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}
