//! The options that say where a cut may be.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Expr, Token};

use super::options::Count;
use super::values::{self, Key, Zero};
use crate::diagnostics::Errors;

/// An option that says where a cut may be.
#[derive(Clone)]
pub(crate) struct CutRule {
    pub(crate) name: Ident,
    pub(crate) value: CutValue,
}

#[derive(Clone)]
pub(crate) enum CutValue {
    /// The builder has a method of the option's name, which takes the value.
    One(Box<Expr>),
    /// The arguments that are cut unit for unit, with their units.
    Units(Vec<Count>),
    /// How many elements of its neighbours a chunk has as well: `before`, and `after` or `overlap`.
    Sides(Vec<Count>),
}

impl CutRule {
    fn new(key: &Key<'_>, value: CutValue) -> Self {
        let name = key.name.clone();
        CutRule { name, value }
    }

    /// The expressions in the value.
    pub(crate) fn values(&self) -> Vec<&Expr> {
        match &self.value {
            CutValue::One(value) => vec![value],
            CutValue::Units(counts) | CutValue::Sides(counts) => {
                counts.iter().map(|count| &count.value).collect()
            }
        }
    }
}

/// `multiple_of = n`, or `multiple_of(a = n, b = m)`.
pub(crate) fn multiple_of(
    key: &Key<'_>,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<CutRule> {
    if !input.peek(syn::token::Paren) {
        let value = values::expression(key, input)?;
        let zero = Zero::Refused("leave it out to cut anywhere, or ");
        let name = format!("`{}`", key.name);
        errors.ok(values::check_number(&name, key.example, &zero, &value));
        return Ok(CutRule::new(key, CutValue::One(Box::new(value))));
    }
    let message = "`multiple_of` takes a number, or a unit for each argument that is cut; write `multiple_of = 3` or `multiple_of(a = 3, b = 4)`";
    let units = named_values(input, message)?;
    for Count { name, value } in &units {
        let (name, example) = (format!("the unit of `{name}`"), format!("{name} = 3"));
        errors.ok(values::check_number(
            &name,
            &example,
            &Zero::Refused(""),
            value,
        ));
    }
    Ok(CutRule::new(key, CutValue::Units(units)))
}

/// `chunk_by = |a, b| a == b`.
pub(crate) fn chunk_by(
    key: &Key<'_>,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<CutRule> {
    let value = values::expression(key, input)?;
    let takes_two = match &value {
        Expr::Closure(closure) => closure.inputs.len() == 2,
        value => values::literal(value).is_none(),
    };
    if !takes_two {
        errors.at(
            &value,
            format!(
                "`chunk_by` says whether two neighbours stay together; write a function of both, like `{}`",
                key.example
            ),
        );
    }
    Ok(CutRule::new(key, CutValue::One(Box::new(value))))
}

/// `delimiter = b'\n'`. Which literals can be elements depends on the input.
pub(crate) fn delimiter(key: &Key<'_>, input: ParseStream<'_>) -> syn::Result<CutRule> {
    let value = values::expression(key, input)?;
    Ok(CutRule::new(key, CutValue::One(Box::new(value))))
}

/// `overlap = k`, or `overlap(before = i, after = k)`.
pub(crate) fn overlap(
    key: &Key<'_>,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<CutRule> {
    let sides = if input.peek(syn::token::Paren) {
        let message = "`overlap` takes numbers of elements; write `overlap = 2` or `overlap(before = 1, after = 1)`";
        let sides = named_values(input, message)?;
        for (position, Count { name, .. }) in sides.iter().enumerate() {
            if name != "before" && name != "after" {
                errors.at(name, message);
            } else if sides[..position].iter().any(|side| side.name == *name) {
                errors.at(name, format!("`{name}` is given twice"));
            }
        }
        sides
    } else {
        let value = values::expression(key, input)?;
        let name = key.name.clone();
        vec![Count { name, value }]
    };
    for Count { name, value } in &sides {
        let (name, example) = (format!("`{name}`"), format!("{name} = 1"));
        errors.ok(values::check_number(&name, &example, &Zero::Fine, value));
    }
    Ok(CutRule::new(key, CutValue::Sides(sides)))
}

/// `(a = 1, b = 2)`, and at least one of them.
fn named_values(input: ParseStream<'_>, message: &str) -> syn::Result<Vec<Count>> {
    let one = |input: ParseStream<'_>| {
        let name: Ident = input.parse()?;
        if !input.peek(Token![=]) {
            return Err(syn::Error::new_spanned(name, "expected a value")); // not the end of the list
        }
        input.parse::<Token![=]>()?;
        let value = values::ungrouped(input.parse()?);
        Ok(Count { name, value })
    };
    values::several(input, one, message)
}
