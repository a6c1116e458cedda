//! What is walked or measured along with what is cut.

use proc_macro2::Span;
use syn::Expr;
use syn::spanned::Spanned;

use super::expressions::unwrapped;
use super::reader::Reader;
use super::value::Value;
use crate::parse::rules::Rule;

impl Reader<'_> {
    /// What is cut, walked along with something else.
    pub(super) fn zipped(&mut self, one: &Value, other: &Value, written: &Expr) -> Value {
        if let (Value::Other(argument), Value::Input | Value::Derived | Value::Walk(_)) =
            (one, other)
        {
            self.found.is_walked = true;
            self.paired(*argument, written.span());
            return Value::walk_of(Value::pair(Value::Plain, item_of(other)));
        }
        let is_walk = matches!(one, Value::Input | Value::Derived | Value::Walk(_));
        if !is_walk {
            return Value::Plain;
        }
        self.found.is_walked = true;
        self.along(other, written);
        Value::walk_of(Value::pair(item_of(one), item_of(other)))
    }

    /// Something that is walked along with what is cut.
    pub(super) fn along(&mut self, other: &Value, written: &Expr) {
        match other {
            Value::Other(argument) => self.paired(*argument, written.span()),
            Value::Tuple(bounds)
                if matches!(unwrapped(written), Expr::Range(_))
                    && !matches!(bounds[0], Value::Element | Value::Walk(_)) =>
            {
                self.sign(Rule::Positions, written.span(), "this range");
            }
            Value::Plain if is_field(unwrapped(written)) => {
                self.sign(Rule::Paired, written.span(), "another list");
            }
            _ => {}
        }
    }

    /// The lengths of the input and of another argument meet.
    pub(super) fn measured(&mut self, one: &Value, other: &Value, span: Span) {
        if let (Value::Length { .. }, Value::OtherLength(argument))
        | (Value::OtherLength(argument), Value::Length { .. }) = (one, other)
        {
            self.paired(*argument, span);
        }
    }

    pub(super) fn paired(&mut self, argument: usize, span: Span) {
        let name = self.about.arguments[argument].clone();
        let advice = format!("zip = {name}");
        self.advise(Rule::Paired, span, format!("`{name}`"), Some(advice));
    }
}

fn item_of(value: &Value) -> Value {
    match value {
        Value::Walk(item) => (**item).clone(),
        Value::Input | Value::Derived => Value::Element,
        _ => Value::Plain,
    }
}

/// A field, or an iterator over one.
fn is_field(expr: &Expr) -> bool {
    match expr {
        Expr::Field(_) => true,
        Expr::MethodCall(call) => is_field(unwrapped(&call.receiver)),
        Expr::Index(index) => is_field(unwrapped(&index.expr)),
        _ => false,
    }
}
