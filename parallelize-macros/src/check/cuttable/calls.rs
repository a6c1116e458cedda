//! Calls of functions and closures.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprClosure};

use super::expressions::unwrapped;
use super::reader::{Output, Reader};
use super::scope::{Made, Whose};
use super::sign::{Merging, Sign};
use super::value::Value;
use crate::parse::rules::Rule;

impl Reader<'_> {
    pub(super) fn call(&mut self, call: &ExprCall) -> Value {
        let name = match &*call.func {
            Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            callee => {
                self.eval(callee);
                None
            }
        };
        let name = name.unwrap_or_default();
        let values: Vec<Value> = call.args.iter().map(|arg| self.eval(arg)).collect();
        let values: Vec<Value> = values
            .into_iter()
            .map(|value| self.resolve(value))
            .collect();
        let is_own = matches!(&*call.func, Expr::Path(path) if path.path.segments.len() == 1
            || path.path.segments.first().is_some_and(|first| first.ident == "Self"));
        if is_own && *self.about.function == name {
            if let Some(Value::Input | Value::Part) = values.first() {
                let span = call.func.span();
                self.recursion(span);
                return Value::Plain;
            }
        }
        match (name.as_str(), &values[..]) {
            ("Some" | "Ok" | "Box" | "Reverse" | "Wrapping", [value]) => {
                return value.clone();
            }
            ("Borrowed" | "Owned" | "drop" | "black_box" | "size_of_val" | "forget", _) => {
                return Value::Plain;
            }
            ("min" | "max", [one, other]) => {
                self.measured(one, other, call.args.span());
                return one.clone().combined(other.clone());
            }
            ("zip" | "cmp" | "partial_cmp" | "eq" | "zip_eq", [one, other]) => {
                self.measured(one, other, call.args.span());
                return self.zipped(one, other, &call.args[1]);
            }
            ("from" | "from_iter", [value @ (Value::Input | Value::Derived | Value::Walk(_))]) => {
                if let Value::Walk(item) = value {
                    self.flag(&item.clone(), call.func.span());
                }
                self.found.is_walked = true;
                return Value::Derived;
            }
            _ => {}
        }
        let has_closure = call
            .args
            .iter()
            .any(|arg| matches!(unwrapped(arg), Expr::Closure(_)));
        let is_capacity = matches!(
            name.as_str(),
            "with_capacity" | "repeat" | "repeat_n" | "with_capacity_in"
        );
        // A function of two lists mostly goes through both.
        let is_paired = values.iter().any(|value| matches!(value, Value::Other(_)))
            && self.about.merging == Merging::Folded;
        let is_raw = call.args.iter().any(is_pointer);
        if matches!(name.as_str(), "take" | "replace" | "swap") {
            for arg in &call.args {
                if let Some(index) = self.reference_root(arg) {
                    self.reset(index);
                }
            }
        }
        for (arg, value) in call.args.iter().zip(&values) {
            if is_capacity || (is_raw && matches!(value, Value::Length { .. })) {
                continue;
            }
            self.argument(arg, value);
            if matches!(value, Value::Walk(_))
                && !has_closure
                && self.about.merging == Merging::Joined
            {
                self.hand_over(&Value::Input, arg, &name);
            }
            if is_paired && matches!(value, Value::Input) {
                self.sign(Rule::Whole, unwrapped(arg).span(), format!("`{name}`"));
            } else {
                self.hand_over(value, arg, &name);
            }
        }
        Value::Plain
    }

    fn recursion(&mut self, span: Span) {
        let what = format!(
            "`{}` calls itself on its chunk, which is cut once more",
            self.about.function
        );
        self.sign(Rule::Unused, span, what);
    }

    /// What is handed to a function that is not known.
    pub(super) fn argument(&mut self, arg: &Expr, value: &Value) {
        if let (Expr::Reference(reference), Some(index)) =
            (unwrapped_once(arg), self.reference_root(arg))
        {
            if reference.mutability.is_some() {
                self.lend(index, arg.span());
                return;
            }
        }
        self.give_out(value, arg.span());
        match value {
            Value::Local(index) if self.scopes.locals[*index].of == Whose::Caller => {
                self.lend(*index, arg.span());
            }
            value => self.flag(value, arg.span()),
        }
    }

    fn give_out(&mut self, value: &Value, span: Span) {
        match value {
            Value::Local(index) => {
                let changes = &mut self.scopes.locals[*index].changes;
                changes.given_out.get_or_insert(span);
            }
            Value::Tuple(parts) => parts.iter().for_each(|part| self.give_out(part, span)),
            _ => {}
        }
    }

    fn reference_root(&self, arg: &Expr) -> Option<usize> {
        match unwrapped_once(arg) {
            Expr::Reference(reference) => self.root(&reference.expr),
            _ => None,
        }
    }

    /// `&mut local`: the callee may read and change the local. A list that was empty grows.
    fn lend(&mut self, index: usize, span: Span) {
        let local = &self.scopes.locals[index];
        let is_inside = self.depth() > local.depth;
        match local.made {
            Made::Empty if is_inside => self.scopes.locals[index].changes.is_grown = true,
            Made::Empty if local.of == Whose::Caller && !self.about.cuts.keep_units() => {
                let what = format!("what `{}` gets here", local.name);
                let changes = &mut self.scopes.locals[index].changes;
                changes.grown_outside.get_or_insert((span, what));
            }
            Made::Empty | Made::Array => {}
            _ if is_inside => {
                self.read(index, span);
                let is_fresh = self.scopes.locals[index].changes.is_fresh;
                self.set(index);
                self.scopes.locals[index].changes.is_fresh = is_fresh;
                self.may_reset(index);
            }
            _ => self.scopes.locals[index].changes.is_set_outside = true,
        }
    }

    /// The input goes whole to `callee`.
    pub(super) fn hand_over(&mut self, value: &Value, arg: &Expr, callee: &str) {
        match value {
            Value::Input | Value::Part
                if *self.about.function == callee && self.about.is_method =>
            {
                self.recursion(arg.span());
            }
            Value::Input => {
                let span = unwrapped(arg).span();
                // What a function gives for each chunk may well be what is folded.
                let is_sum = self.about.output != Output::Answer
                    && !self.about.is_search
                    && self.about.merging == Merging::Folded;
                if !self.here.loops.is_empty() && self.here.closures == 0 {
                    // Again and again: from one position after the other.
                    self.sign(Rule::Whole, span, format!("`{callee}`"));
                } else if self.here.is_validation {
                    self.weak(Rule::Whole, span, &format!("`{callee}`"));
                } else if is_sum {
                    self.found.handed.push(Sign {
                        rule: Rule::Whole,
                        span,
                        what: format!("`{callee}`"),
                        advice: None,
                    });
                } else {
                    self.sign(Rule::Whole, span, format!("`{callee}`"));
                }
            }
            Value::Tuple(values) if values.iter().any(|value| matches!(value, Value::Input)) => {
                self.sign(Rule::Whole, arg.span(), format!("`{callee}`"));
            }
            _ => {}
        }
    }

    /// Reads a closure whose argument is `item`; `is_each` says that it runs for each item of a walk.
    pub(super) fn closure(&mut self, closure: &ExprClosure, item: Value, is_each: bool) -> Value {
        self.here.closures += 1;
        self.here.is_validation = false;
        self.here.loops.push(false);
        self.scopes.open();
        let read = |reader: &mut Self| {
            match (closure.inputs.len(), item) {
                (1, item) => reader.bind(&closure.inputs[0], item, Made::Other),
                (count, Value::Tuple(parts)) if parts.len() == count => {
                    for (pat, part) in closure.inputs.iter().zip(parts) {
                        reader.bind(pat, part, Made::Other);
                    }
                }
                _ => {
                    for pat in &closure.inputs {
                        reader.bind(pat, Value::Plain, Made::Other);
                    }
                }
            }
            let value = reader.eval(&closure.body);
            if let Value::Local(index) = value {
                reader.read(index, closure.body.span());
                return Value::Plain;
            }
            value
        };
        let value = if is_each {
            self.each(read)
        } else {
            self.branch(read)
        };
        self.scopes.close();
        self.here.loops.pop();
        self.here.closures -= 1;
        value
    }
}

/// `xs.as_ptr()`, and what is made of the pointer.
fn is_pointer(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            call.method == "as_ptr" || call.method == "as_mut_ptr" || is_pointer(&call.receiver)
        }
        Expr::Cast(cast) => is_pointer(&cast.expr),
        Expr::Paren(inner) => is_pointer(&inner.expr),
        _ => false,
    }
}

fn unwrapped_once(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => unwrapped_once(&inner.expr),
        Expr::Group(inner) => unwrapped_once(&inner.expr),
        expr => expr,
    }
}
