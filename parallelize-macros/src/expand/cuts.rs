//! What the options print that say where a cut may be.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;

use super::body::one_or_tuple;
use super::options::{binding, value_of};
use crate::parse::cuts::{CutRule, CutValue};
use crate::parse::options::Count;
use crate::parse::values::literal;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::syntax::mentions;

/// The values that cannot stand where they are used: they are computed before the arguments move.
pub(super) fn bindings(plan: &Plan) -> TokenStream {
    let mut bindings = TokenStream::new();
    let mut bind = |binding: Ident, value: TokenStream| {
        bindings.extend(quote_spanned!(binding.span()=> let #binding = #value;));
    };
    for rule in &plan.cuts {
        match &rule.value {
            CutValue::One(value) if stands_in_place(value) => {}
            CutValue::One(value) => bind(
                binding(&rule.name.to_string(), value),
                value.to_token_stream(),
            ),
            CutValue::Units(units) if all_in_place(units) => {}
            CutValue::Units(units) => {
                bind(located(rule, &rule.name.to_string()), values(units, plan));
            }
            CutValue::Sides(sides) => {
                let sides = sides.iter().filter(|side| !stands_in_place(&side.value));
                for Count { name, value } in sides {
                    bind(binding(&name.to_string(), value), value.to_token_stream());
                }
            }
        }
    }
    bindings
}

/// Calls of the builder.
pub(super) fn builder_calls(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    plan.cuts.iter().map(|rule| {
        let name = rule.name.to_string();
        let (method, values) = match &rule.value {
            CutValue::One(value) if is_closure(value) => (&*name, value.to_token_stream()),
            CutValue::One(value) => (&*name, value_of(&name, value)),
            CutValue::Units(units) => {
                let method = match units[..] {
                    [_] => &*name,
                    _ => "units",
                };
                if all_in_place(units) {
                    (method, values(units, plan))
                } else {
                    (method, located(rule, &name).to_token_stream())
                }
            }
            CutValue::Sides(sides) => {
                let is_before = |side: &&Count| side.name == "before";
                let before = side(sides.iter().find(is_before));
                let after = side(sides.iter().find(|side| !is_before(side)));
                (&*name, quote!(#before, #after))
            }
        };
        let method = located(rule, method);
        quote_spanned!(method.span()=> .#method(#values))
    })
}

fn side(given: Option<&Count>) -> TokenStream {
    match given {
        None => quote!(0),
        Some(side) => value_of(&side.name.to_string(), &side.value),
    }
}

/// The unit of the one argument that is cut, or a tuple with one for each of them, in their order.
fn values(units: &[Count], plan: &Plan) -> TokenStream {
    let unit_of = |param: &Param| units.iter().find(|unit| unit.name == param.name);
    let units = plan.cut().filter_map(unit_of);
    let values: Vec<TokenStream> = units.map(|unit| unit.value.to_token_stream()).collect();
    one_or_tuple(Span::mixed_site(), &values)
}

/// A name that stands where the option does.
fn located(rule: &CutRule, name: &str) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(rule.name.span()))
}

/// Whether a rule may look at the argument while the call runs. (What the rule does with a number or a delimiter is
/// over before the arguments move.)
pub(super) fn looks_at(param: &Param, plan: &Plan) -> bool {
    let rules = plan.cuts.iter().filter(|rule| rule.name == "chunk_by");
    let mut values = rules.flat_map(CutRule::values);
    values.any(|value| mentions(value.to_token_stream(), &param.name))
}

/// Whether it makes no difference when the value is computed.
fn stands_in_place(value: &Expr) -> bool {
    literal(value).is_some() || is_closure(value)
}

fn all_in_place(units: &[Count]) -> bool {
    units.iter().all(|unit| stands_in_place(&unit.value))
}

/// A closure is not bound to a name first, as the types of its parameters are those that the builder asks for.
fn is_closure(value: &Expr) -> bool {
    match value {
        Expr::Paren(paren) => is_closure(&paren.expr),
        value => matches!(value, Expr::Closure(_)),
    }
}
