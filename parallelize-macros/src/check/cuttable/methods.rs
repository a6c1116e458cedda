//! Calls of methods: by what the receiver is.

use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::expressions::unwrapped;
use super::reader::Reader;
use super::scope::Whose;
use super::sign::Merging;
use super::value::Value;
use super::words;
use crate::parse::rules::Rule;

impl Reader<'_> {
    pub(super) fn method_call(&mut self, call: &ExprMethodCall, is_statement: bool) -> Value {
        let strides = usize::from(call.method == "step_by");
        self.here.strides += strides;
        let receiver = self.eval(&call.receiver);
        self.here.strides -= strides;
        let method = call.method.to_string();
        if let Value::Local(index) = receiver {
            let local = &self.scopes.locals[index];
            if local.of == Whose::Caller && words::empties(&method) {
                self.sign(Rule::Once, call.method.span(), format!("`{method}`"));
            }
            let is_list = !matches!(self.scopes.locals[index].value, Value::Plain);
            let is_extended = words::takes_elements(&method)
                && call.args.iter().any(|arg| self.comes_from_input(arg));
            if is_extended {
                // As a loop over the input would.
                self.scopes.locals[index].changes.is_grown = true;
            } else {
                let adds_rest = self.flushes(call);
                self.local_method(index, &call.method, adds_rest, is_statement);
            }
            if !is_list {
                return self.other_method(call, &method, &receiver);
            }
        }
        match self.resolve(receiver) {
            base @ (Value::Input | Value::Derived) => self.list_method(call, &method, base),
            Value::Walk(item) => self.walk_method(call, &method, *item),
            Value::Part if matches!(method.as_str(), "iter" | "iter_mut" | "into_iter") => {
                Value::Plain
            }
            Value::Other(argument) => self.other_list(call, &method, argument),
            base @ Value::Length { .. } => {
                let mut length = base;
                for arg in &call.args {
                    let value = self.eval(arg);
                    let value = self.resolve(value);
                    self.measured(&length, &value, arg.span());
                    length = length.combined(value);
                }
                if let Value::Length { span, .. } = length {
                    let is_plain = matches!(
                        method.as_str(),
                        "clone" | "into" | "try_into" | "unwrap" | "max"
                    );
                    return Value::Length { span, is_plain };
                }
                length
            }
            Value::OtherLength(argument) => {
                for arg in &call.args {
                    let value = self.eval(arg);
                    let value = self.resolve(value);
                    self.measured(&Value::OtherLength(argument), &value, arg.span());
                }
                Value::OtherLength(argument)
            }
            value @ Value::Total { .. } => {
                self.arguments(call);
                match method.as_str() {
                    "is_some" | "is_none" | "is_empty" => Value::Plain,
                    _ => value,
                }
            }
            Value::Position(at) if is_arithmetic(&method) => {
                let mut other = Value::Plain;
                for arg in &call.args {
                    other = self.eval(arg);
                    self.read_locals(&other, arg.span());
                }
                if method.contains("sub") || method == "abs_diff" {
                    return self.difference(at, &other);
                }
                Value::moved(at)
            }
            value @ Value::Position(_) => {
                self.arguments(call);
                self.flag(&value, call.receiver.span());
                Value::Plain
            }
            value => self.other_method(call, &method, &value),
        }
    }

    pub(super) fn arguments(&mut self, call: &ExprMethodCall) {
        for arg in &call.args {
            let value = self.eval(arg);
            self.argument(arg, &value);
        }
    }

    /// Reads the arguments of a method. Closures among them see `item`. What the last one makes of that is
    /// the result.
    pub(super) fn closures_of(&mut self, call: &ExprMethodCall, item: &Value) -> Value {
        let mut made = Value::Plain;
        for arg in &call.args {
            if let Expr::Closure(closure) = unwrapped(arg) {
                made = self.closure(closure, item.clone(), true);
            } else {
                let value = self.eval(arg);
                self.argument(arg, &value);
            }
        }
        made
    }

    /// A method of something that is not followed.
    pub(super) fn other_method(
        &mut self,
        call: &ExprMethodCall,
        method: &str,
        receiver: &Value,
    ) -> Value {
        let mut result = Value::Plain;
        for arg in &call.args {
            let value = self.eval(arg);
            let value = self.resolve(value);
            match &value {
                Value::Input | Value::Derived | Value::Walk(_) if words::takes_elements(method) => {
                    self.found.is_walked = true;
                    if method == "chain" && self.about.merging == Merging::Joined {
                        self.sign(Rule::Once, call.method.span(), "what `chain` begins with");
                    }
                    if method == "zip" {
                        result = self.zipped(&value, receiver, &call.receiver);
                    } else if let Value::Walk(item) = &value {
                        self.flag(item, arg.span());
                    }
                }
                Value::Length { .. }
                    if matches!(
                        method,
                        "reserve" | "reserve_exact" | "resize" | "take" | "repeat"
                    ) => {}
                _ => {
                    self.argument(arg, &value);
                    self.hand_over(&value, arg, method);
                }
            }
        }
        result
    }

    /// Whether an expression is what is cut, or a chain of methods of that.
    fn comes_from_input(&self, expr: &Expr) -> bool {
        match unwrapped(expr) {
            Expr::MethodCall(call) => self.comes_from_input(&call.receiver),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let value = self.scopes.find(&name.to_string()).cloned();
                let value = value.map(|value| self.resolve(value));
                matches!(value, Some(Value::Input | Value::Derived | Value::Walk(_)))
            }),
            _ => false,
        }
    }

    /// A method of another argument that is a list.
    fn other_list(&mut self, call: &ExprMethodCall, method: &str, argument: usize) -> Value {
        match method {
            "len" => Value::OtherLength(argument),
            "is_empty" | "contains" | "contains_key" => {
                self.arguments(call);
                Value::Plain
            }
            "get" | "get_mut" | "get_unchecked" | "get_unchecked_mut" => {
                if let Some(arg) = call.args.first() {
                    let at = self.eval(arg);
                    if matches!(self.resolve(at), Value::Position(_)) {
                        self.paired(argument, call.receiver.span());
                    }
                }
                Value::Plain
            }
            "zip" | "copy_from_slice" | "clone_from_slice" | "swap_with_slice" | "eq" | "cmp" => {
                let Some(arg) = call.args.first() else {
                    return Value::Plain;
                };
                let value = self.eval(arg);
                match self.resolve(value) {
                    Value::Input | Value::Derived => {
                        self.found.is_walked = true;
                        self.paired(argument, call.receiver.span());
                        Value::walk_of(Value::Plain)
                    }
                    Value::Walk(item) => {
                        self.found.is_walked = true;
                        self.paired(argument, call.receiver.span());
                        Value::walk_of(Value::pair(Value::Plain, *item))
                    }
                    _ => Value::Other(argument),
                }
            }
            "iter" | "iter_mut" | "into_iter" | "as_ref" | "as_mut" | "as_slice"
            | "as_mut_slice" | "copied" | "cloned" | "chunks" | "chunks_exact" | "chunks_mut"
            | "chunks_exact_mut" | "rev" | "skip" | "windows" | "map" => {
                self.arguments(call);
                Value::Other(argument)
            }
            _ => {
                self.other_method(call, method, &Value::Other(argument));
                Value::Plain
            }
        }
    }
}

fn is_arithmetic(method: &str) -> bool {
    ["wrapping_", "saturating_", "checked_", "overflowing_"]
        .iter()
        .any(|prefix| method.starts_with(prefix))
        || matches!(
            method,
            "min" | "max" | "pow" | "abs_diff" | "rem_euclid" | "div_ceil" | "next_multiple_of"
        )
}
