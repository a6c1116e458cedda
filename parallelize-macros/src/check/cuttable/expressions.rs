//! Expressions, one kind after the other.

use std::mem;

use syn::spanned::Spanned;
use syn::{Expr, ExprField, ExprMatch, Lit, Member};

use super::reader::{Output, Reader};
use super::scope::Made;
use super::sign::Merging;
use super::value::Value;
use crate::parse::rules::Rule;

/// How deep expressions are read. Generated sums have thousands of terms, each nested in the next.
const MOST_NESTED: usize = 200;

impl Reader<'_> {
    /// Reads an expression, and says what its value is.
    pub(super) fn eval(&mut self, expr: &Expr) -> Value {
        if self.here.nesting == MOST_NESTED {
            self.found.is_walked = true; // who knows
            return Value::Plain;
        }
        self.here.nesting += 1;
        let value = self.value(expr);
        self.here.nesting -= 1;
        value
    }

    fn value(&mut self, expr: &Expr) -> Value {
        let is_statement = mem::take(&mut self.here.is_statement);
        match expr {
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) => self.name(&name.to_string()),
                None => Value::Plain,
            },
            Expr::Paren(inner) => self.eval(&inner.expr),
            Expr::Group(inner) => self.eval(&inner.expr),
            Expr::Reference(inner) => self.eval(&inner.expr),
            Expr::RawAddr(inner) => self.eval(&inner.expr),
            Expr::Cast(inner) => self.eval(&inner.expr),
            Expr::Try(inner) => self.eval(&inner.expr),
            Expr::Await(inner) => self.eval(&inner.base),
            Expr::Unary(inner) => self.eval(&inner.expr),
            Expr::Block(inner) => self.block(&inner.block),
            Expr::Unsafe(inner) => self.block(&inner.block),
            Expr::TryBlock(inner) => self.block(&inner.block),
            Expr::Async(inner) => self.block(&inner.block),
            Expr::Const(inner) => self.block(&inner.block),
            Expr::MethodCall(call) => self.method_call(call, is_statement),
            Expr::Call(call) => self.call(call),
            Expr::Macro(call) => self.macro_call(&call.mac),
            Expr::Index(index) => self.index(index),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Range(range) => self.range(range),
            Expr::If(branches) => self.if_else(branches),
            Expr::Match(branches) => self.match_arms(branches),
            Expr::Field(field) => self.field(field),
            Expr::Tuple(tuple) => {
                Value::tuple(tuple.elems.iter().map(|elem| self.eval(elem)).collect())
            }
            expr => {
                self.effect(expr);
                Value::Plain
            }
        }
    }

    /// Reads an expression whose value does not matter.
    fn effect(&mut self, expr: &Expr) {
        match expr {
            Expr::ForLoop(each) => self.for_loop(each),
            Expr::While(each) => self.while_loop(each),
            Expr::Loop(each) if self.next_statement(&each.body).is_some() => {
                self.taking_loop(&each.body);
            }
            Expr::Loop(each) => {
                self.here.loops.push(false);
                if self.shrinks(&each.body) {
                    self.shrinking(|reader| {
                        reader.block(&each.body);
                    });
                } else {
                    self.branch(|reader| reader.block(&each.body));
                }
                self.here.loops.pop();
            }
            Expr::Let(inner) => {
                let value = self.eval(&inner.expr);
                self.read_locals(&value, inner.expr.span());
                self.bind(&inner.pat, value, Made::Other);
            }
            Expr::Closure(closure) => {
                self.closure(closure, Value::Plain, false);
            }
            Expr::Assign(assign) => self.assign(assign),
            Expr::Return(inner) => {
                let result = inner.expr.as_deref();
                let value = result.map_or(Value::Plain, |expr| self.eval(expr));
                self.leave(&value, result, inner.span());
            }
            Expr::Break(inner) => {
                if let Some(expr) = &inner.expr {
                    self.consume(expr);
                }
                let is_walk = match inner.label {
                    None => self.here.loops.last() == Some(&true),
                    Some(_) => self.here.loops.contains(&true),
                };
                let is_sum =
                    self.about.merging == Merging::Folded && self.about.output == Output::Number;
                if is_walk && (self.about.merging == Merging::Joined || is_sum) {
                    self.sign(Rule::Ends, inner.span(), "`break`");
                }
            }
            Expr::Array(array) => array.elems.iter().for_each(|elem| {
                self.consume(elem);
            }),
            Expr::Repeat(repeat) => {
                self.consume(&repeat.expr);
            }
            Expr::Struct(fields) => {
                for field in &fields.fields {
                    let value = self.eval(&field.expr);
                    self.hand_over(&value, &field.expr, "a struct");
                }
            }
            _ => {}
        }
    }

    pub(super) fn read_locals(&mut self, value: &Value, span: proc_macro2::Span) {
        match value {
            Value::Local(index) => self.read(*index, span),
            Value::Tuple(parts) => parts.iter().for_each(|part| self.read_locals(part, span)),
            _ => {}
        }
    }

    fn match_arms(&mut self, branches: &ExprMatch) -> Value {
        let value = self.eval(&branches.expr);
        self.read_locals(&value, branches.expr.span());
        if let Value::Length { span, .. } = value {
            self.weak(Rule::Length, span, "`len`");
        }
        let mut result = Value::Plain;
        for arm in &branches.arms {
            self.scopes.open();
            self.bind(&arm.pat, value.clone(), Made::Other);
            let made = self.branch(|reader| reader.eval(&arm.body));
            self.scopes.close();
            if matches!(result, Value::Plain) {
                result = made;
            }
        }
        result
    }

    fn field(&mut self, field: &ExprField) -> Value {
        match (self.eval(&field.base), &field.member) {
            (Value::Local(index), _) => {
                self.read(index, field.span());
                Value::Plain
            }
            (value @ Value::Total { .. }, _) => value,
            // The bounds of a range are elements.
            (Value::Walk(_), Member::Named(name)) if name == "start" || name == "end" => {
                self.found.is_walked = true;
                Value::Element
            }
            (Value::Tuple(parts), Member::Unnamed(at)) => parts
                .into_iter()
                .nth(at.index as usize)
                .unwrap_or(Value::Plain),
            _ => Value::Plain,
        }
    }

    fn name(&mut self, name: &str) -> Value {
        let value = self.scopes.find(name).cloned().unwrap_or(Value::Plain);
        self.found.is_rest_used |= matches!(value, Value::Rest) && self.here.checks == 0;
        if let Value::Total { span, name } = &value {
            // Something of the whole chunk, in what is done with each element.
            if self.depth() > 0 && self.about.merging != Merging::Apart {
                self.sign(Rule::Whole, *span, format!("`{name}`"));
            }
        }
        value
    }
}

pub(super) fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => unwrapped(&inner.expr),
        Expr::Group(inner) => unwrapped(&inner.expr),
        Expr::Reference(inner) => unwrapped(&inner.expr),
        expr => expr,
    }
}

pub(super) fn is_zero(expr: &Expr) -> bool {
    matches!(unwrapped(expr), Expr::Lit(lit) if matches!(&lit.lit, Lit::Int(lit) if lit.base10_digits() == "0"))
}
