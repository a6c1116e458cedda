//! Methods of what is cut, or of a list made of it.

use syn::{Expr, ExprMethodCall};

use super::expressions::unwrapped;
use super::reader::Reader;
use super::sign::Merging;
use super::value::Value;
use super::words::{self, OfList};
use crate::parse::rules::Rule;
use crate::syntax::text;

impl Reader<'_> {
    /// A method of what is cut, or of a list made of it.
    pub(super) fn list_method(
        &mut self,
        call: &ExprMethodCall,
        method: &str,
        base: Value,
    ) -> Value {
        let Some(kind) = words::of_list(method) else {
            self.arguments(call);
            if matches!(base, Value::Input) {
                self.sign(Rule::Whole, call.method.span(), format!("`{method}`"));
            }
            return Value::Plain;
        };
        match kind {
            OfList::Get => {
                if let Some(arg) = call.args.first() {
                    let at = self.eval(arg);
                    let at = self.resolve(at);
                    self.element_at(&base, &at, unwrapped(arg));
                }
                return Value::Plain;
            }
            OfList::Paired => {
                for arg in &call.args {
                    let value = self.eval(arg);
                    let value = self.resolve(value);
                    self.along(&value, arg);
                }
            }
            OfList::Order if method == "swap" && self.about.cuts.are_multiples => {
                let mut is_in_group = true;
                for arg in &call.args {
                    let at = self.eval(arg);
                    is_in_group &= self.resolve(at).is_strided();
                }
                if is_in_group {
                    self.found.is_walked = true;
                    return Value::Plain;
                }
            }
            // A length there is that of a group.
            OfList::Groups | OfList::GroupsAndRest => call.args.iter().for_each(|arg| {
                self.eval(arg);
            }),
            _ => {
                self.closures_of(call, &Value::Plain);
            }
        }
        if let (OfList::Groups | OfList::GroupsAndRest, Expr::Path(list)) =
            (kind, unwrapped(&call.receiver))
        {
            let length = self.length_of_group(call).unwrap_or_else(|| "4".to_owned());
            self.found.groups.push((text(list), length));
        }
        self.found.is_walked |= goes_through(kind, method);
        self.found.has_units |= gives_units(method);
        self.list_sign(call, kind, method, &base);
        value_of(kind, method, call, base)
    }

    fn list_sign(&mut self, call: &ExprMethodCall, kind: OfList, method: &str, base: &Value) {
        let is_input = matches!(base, Value::Input);
        let is_joined = self.about.merging == Merging::Joined;
        let rule = match kind {
            OfList::Groups | OfList::GroupsAndRest => Rule::Groups,
            OfList::Neighbours => Rule::Neighbours,
            OfList::Runs if is_input || is_joined => Rule::Runs,
            OfList::Records if is_input && !self.keeps_records(call) => Rule::Records,
            OfList::Order if is_joined => Rule::Order,
            OfList::Ends if is_input || self.about.merging != Merging::Apart => Rule::Ends,
            OfList::Positions if is_input => Rule::Positions,
            OfList::Grow if is_joined && self.depth() == 0 && !self.flushes(call) => Rule::Once,
            OfList::Join if is_joined => Rule::Once,
            OfList::Contains if self.depth() > 0 && self.about.merging != Merging::Apart => {
                Rule::Whole
            }
            OfList::Raw if self.about.is_search => {
                return self.weak(Rule::Positions, call.method.span(), method);
            }
            OfList::Raw if method.starts_with("align_to") => {
                return self.weak(Rule::Groups, call.method.span(), method);
            }
            _ => return,
        };
        let advice = self.advice(rule, call);
        if rule == Rule::Records && self.finds_empty_records(call) {
            let span = call.method.span();
            return self.empty_record(span, method);
        }
        self.advise(rule, call.method.span(), format!("`{method}`"), advice);
    }
}

/// Whether a method looks at each element.
fn goes_through(kind: OfList, method: &str) -> bool {
    match kind {
        OfList::Neighbours => method.contains("windows"),
        OfList::Walk
        | OfList::Indices
        | OfList::Each
        | OfList::Copy
        | OfList::Groups
        | OfList::GroupsAndRest
        | OfList::Runs
        | OfList::Records
        | OfList::Contains
        | OfList::Paired
        | OfList::Join => true,
        _ => false,
    }
}

/// Whether a method gives lines, runs or groups one after the other.
pub(super) fn gives_units(method: &str) -> bool {
    match words::of_list(method) {
        Some(OfList::Groups | OfList::GroupsAndRest) => true,
        Some(OfList::Records) => !method.starts_with("trim") && !method.ends_with("split_once"),
        Some(OfList::Runs) => method.contains("_by") && !method.starts_with("dedup"),
        _ => false,
    }
}

/// What a method gives.
fn value_of(kind: OfList, method: &str, call: &ExprMethodCall, base: Value) -> Value {
    let span = call.method.span();
    let walk = Value::walk_of(Value::Element);
    match kind {
        OfList::Same => base,
        OfList::Copy => Value::Derived,
        OfList::Length => Value::Length {
            span,
            is_plain: true,
        },
        OfList::Contains => Value::Total {
            span,
            name: method.to_owned(),
        },
        OfList::Walk | OfList::Runs | OfList::Records | OfList::Groups => walk,
        OfList::Indices => {
            let name = match method {
                "char_indices" => "char_indices",
                _ => "match_indices",
            };
            Value::walk_of(Value::pair(Value::position_of(span, name), Value::Element))
        }
        OfList::GroupsAndRest => match method {
            "as_chunks" | "as_chunks_mut" => Value::pair(walk, Value::Rest),
            "as_rchunks" | "as_rchunks_mut" => Value::pair(Value::Rest, walk),
            _ => walk,
        },
        OfList::Neighbours if method.contains("windows") => walk,
        OfList::Neighbours => Value::pair(Value::Part, Value::Part),
        OfList::Ends if method.starts_with("split_") => Value::pair(Value::Plain, Value::Part),
        _ => Value::Plain,
    }
}
