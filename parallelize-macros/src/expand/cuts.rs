//! What the options print that say where a cut may be.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Index};

use super::body::one_or_tuple;
use super::library::Library;
use super::options::{binding, value_of};
use crate::parse::cuts::{CutRule, CutValue};
use crate::parse::options::Count;
use crate::parse::values::literal;
use crate::plan::Plan;
use crate::plan::params::Param;
use crate::plan::roles::Role;
use crate::syntax::uses;

/// The values that cannot stand where they are used: they are computed before the arguments move.
pub(super) fn bindings(plan: &Plan, krate: &Library) -> TokenStream {
    let mut bindings = TokenStream::new();
    let mut bind = |binding: Ident, value: TokenStream| {
        bindings.extend(quote_spanned!(binding.span()=> let #binding = #value;));
    };
    for rule in &plan.cuts {
        match &rule.value {
            CutValue::One(value) if stands_in_place(value) => {}
            CutValue::One(value) => {
                let binding = binding(&rule.name.to_string(), value);
                if rule.name == "chunk_by" {
                    bind(binding, same(value, plan, krate));
                } else {
                    bind(binding, value.to_token_stream());
                }
            }
            CutValue::Units(units) if all_in_place(units) => {}
            CutValue::Units(units) => {
                let values = values(units, plan, |_, unit| unit.to_token_stream());
                bind(located(rule, &rule.name.to_string()), values);
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
                let print = |position: usize, value: &Expr| {
                    if all_in_place(units) {
                        value.to_token_stream()
                    } else {
                        bound_unit(&name, units.len(), position, value)
                    }
                };
                (method, values(units, plan, print))
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
fn values(
    units: &[Count],
    plan: &Plan,
    print: impl Fn(usize, &Expr) -> TokenStream,
) -> TokenStream {
    let unit_of = |param: &Param| units.iter().find(|unit| unit.name == param.name);
    let units = plan.cut().filter_map(unit_of).enumerate();
    let values: Vec<TokenStream> = units
        .map(|(position, unit)| print(position, &unit.value))
        .collect();
    one_or_tuple(Span::mixed_site(), &values)
}

/// A unit of those that are bound to one name. The unit stands where its value is written: one of another type is refused
/// there.
fn bound_unit(name: &str, count: usize, position: usize, value: &Expr) -> TokenStream {
    let binding = binding(name, value);
    let span = binding.span();
    if count == 1 {
        return binding.to_token_stream();
    }
    let mut index = Index::from(position);
    index.span = span;
    quote_spanned!(span=> #binding.#index)
}

/// The value of `chunk_by`, to be bound to a name.
fn same(value: &Expr, plan: &Plan, krate: &Library) -> TokenStream {
    let span = binding("chunk_by", value).span();
    let name = match value {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    };
    let is_argument = |param: &Param| {
        param.is_named && matches!(param.role, Role::Cloned) && Some(&param.name) == name
    };
    if plan.captured().any(is_argument) {
        // The body gets clones of the argument, and the call looks at the original.
        return quote_spanned!(span=> &#value);
    }
    match plan.cut().next() {
        Some(input) if can_end_in_closure(value) => {
            let (library, input) = (krate.at(&quote!(__private), span), &input.outer);
            quote_spanned!(span=> #library::same(&#input, #value))
        }
        _ => value.to_token_stream(),
    }
}

fn can_end_in_closure(value: &Expr) -> bool {
    match value {
        Expr::Paren(paren) => can_end_in_closure(&paren.expr),
        value => matches!(value, Expr::Block(_) | Expr::Macro(_)),
    }
}

/// A name that stands where the option does.
fn located(rule: &CutRule, name: &str) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(rule.name.span()))
}

/// Whether an option may look at the argument while the call runs: a rule, or what folds outputs. (What a rule does with a
/// number or a delimiter is over before the arguments move.)
pub(super) fn looks_at(param: &Param, plan: &Plan) -> bool {
    let rules = plan.cuts.iter().filter(|rule| rule.name == "chunk_by");
    let rules = rules.flat_map(CutRule::values);
    let mut values = rules.chain(plan.folds());
    values.any(|value| uses(value.to_token_stream(), &param.name))
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
