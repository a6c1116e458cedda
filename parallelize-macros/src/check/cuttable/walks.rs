//! Methods of an iterator over what is cut.

use proc_macro2::Span;
use syn::{Expr, ExprMethodCall};

use super::answers::leaves_out_empty;
use super::expressions::unwrapped;
use super::lists;
use super::reader::{Output, Reader};
use super::sign::Merging;
use super::value::Value;
use super::words::{self, OfWalk};
use crate::parse::rules::Rule;

impl Reader<'_> {
    /// A method of an iterator over what is cut.
    pub(super) fn walk_method(
        &mut self,
        call: &ExprMethodCall,
        method: &str,
        item: Value,
    ) -> Value {
        let span = call.method.span();
        if method == "size_hint" {
            return Value::Plain; // takes no item
        }
        self.found.is_walked = true;
        self.found.is_empty_left_out |= !self.found.empty.is_empty() && leaves_out_empty(call);
        let Some(kind) = words::of_walk(method) else {
            // Text without the spaces around it, for one.
            self.found.has_units |= lists::gives_units(method);
            self.closures_of(call, &item);
            return Value::walk_of(item);
        };
        self.walk_sign(kind, call, method);
        match kind {
            OfWalk::Enumerate => {
                Value::walk_of(Value::pair(Value::position_of(span, "enumerate"), item))
            }
            OfWalk::Zip => match call.args.first() {
                Some(arg) => {
                    let other = self.eval(arg);
                    let other = self.resolve(other);
                    self.zipped(&Value::walk_of(item), &other, arg)
                }
                None => Value::walk_of(item),
            },
            OfWalk::Fold => self.fold(call, &item),
            OfWalk::Rest => {
                self.found.is_rest_used |= self.here.checks == 0;
                Value::Part
            }
            kind => {
                let made = self.closures_of(call, &item);
                self.walked(kind, span, method, item, made)
            }
        }
    }

    /// What a method gives whose closures have made something of the items.
    fn walked(
        &mut self,
        kind: OfWalk,
        span: Span,
        method: &str,
        item: Value,
        made: Value,
    ) -> Value {
        match kind {
            OfWalk::Map if method == "flatten" => Value::walk_of(Value::Plain),
            OfWalk::Map => Value::walk_of(made),
            OfWalk::Collect => {
                self.flag(&item, span);
                match method {
                    "unzip" | "partition" => Value::pair(Value::Derived, Value::Derived),
                    _ => Value::Derived,
                }
            }
            OfWalk::Each => {
                self.flag_totals(&made);
                Value::Plain
            }
            OfWalk::Total | OfWalk::Count => {
                // What `any` and the like give says nothing of the item.
                if !matches!(method, "any" | "all" | "count" | "len") {
                    self.flag_result(&item, span);
                }
                self.flag_totals(&item);
                let name = method.to_owned();
                Value::Total { span, name }
            }
            OfWalk::Next => {
                if self.about.merging != Merging::Joined {
                    self.flag_result(&item, span);
                }
                item
            }
            OfWalk::Positions => {
                let name = method.to_owned();
                Value::Total { span, name }
            }
            OfWalk::Join => Value::Plain,
            OfWalk::Scan | OfWalk::Neighbours | OfWalk::Groups => Value::walk_of(Value::Plain),
            _ if method == "step_by" => Value::walk_of(item.strided()),
            _ => Value::walk_of(item),
        }
    }

    fn walk_sign(&mut self, kind: OfWalk, call: &ExprMethodCall, method: &str) {
        let span = call.method.span();
        if self.about.is_first {
            if let Some(reduce) = instead_of_first(method) {
                let option = format!("reduce = {reduce}");
                return self.advise(Rule::Whole, span, format!("`{method}`"), Some(option));
            }
        }
        if self.about.searches_batches && self.here.loops.is_empty() {
            if let Some(option) = of_search(method) {
                let what = format!("`{method}`");
                return self.advise(Rule::Ends, span, what, Some(option.to_owned()));
            }
        }
        let is_joined = self.about.merging == Merging::Joined;
        let has_order = self.about.output != Output::Unordered;
        self.found.has_units |= kind == OfWalk::Groups || lists::gives_units(method);
        let rule = match kind {
            OfWalk::Order if is_joined && (has_order || method != "rev") => Rule::Order,
            OfWalk::Scan if is_joined && !self.resets(call) => Rule::Carried,
            OfWalk::Ends if method == "skip" && self.found.is_seeded => return,
            OfWalk::Ends | OfWalk::Neighbours | OfWalk::Next if self.takes_in_unit(kind, call) => {
                return;
            }
            OfWalk::Ends => Rule::Ends,
            OfWalk::Next if is_joined => Rule::Ends,
            OfWalk::Neighbours => Rule::Neighbours,
            OfWalk::Groups => Rule::Groups,
            OfWalk::Runs if is_joined => Rule::Runs,
            OfWalk::Positions => Rule::Positions,
            OfWalk::Chain if has_order && is_joined && !self.flushes(call) => Rule::Once,
            OfWalk::Join if is_joined => Rule::Once,
            _ => return,
        };
        self.sign(rule, span, format!("`{method}`"));
    }

    /// Positions in what one item gives the result.
    fn flag_result(&mut self, item: &Value, span: Span) {
        match item {
            Value::Position(_) => self.flag(item, span),
            Value::Tuple(parts) => parts.iter().for_each(|part| self.flag_result(part, span)),
            _ => {}
        }
    }

    /// Values of all elements in what is made of one.
    fn flag_totals(&mut self, value: &Value) {
        match value {
            Value::Total { span, name } if self.about.merging != Merging::Apart => {
                self.sign(Rule::Whole, *span, format!("`{name}`"));
            }
            Value::Length { .. } => self.flag(value, Span::call_site()),
            _ => {}
        }
    }

    /// How many locals have grown in a loop.
    fn grown(&self) -> usize {
        let locals = self.scopes.locals.iter();
        locals.filter(|local| local.changes.is_grown).count()
    }

    /// A fold gives one value of all items, or a list that its closure makes longer.
    fn fold(&mut self, call: &ExprMethodCall, item: &Value) -> Value {
        let mut args = call.args.iter();
        let Some(init) = args.next() else {
            return Value::Plain;
        };
        self.consume(init);
        let span = call.method.span();
        let is_answered = self.resets(call);
        let grown = self.grown();
        for arg in args {
            if let Expr::Closure(closure) = unwrapped(arg) {
                let made = self.closure(closure, Value::pair(Value::Plain, item.clone()), true);
                self.flag_result(&made, span);
            } else {
                self.consume(arg);
            }
        }
        let is_joined = self.about.merging == Merging::Joined && !is_answered;
        match unwrapped(init) {
            _ if is_joined && self.grown() > grown => {
                self.sign(Rule::Carried, span, format!("`{}`", call.method));
                Value::Plain
            }
            Expr::Tuple(init) if init.elems.is_empty() => Value::Plain,
            Expr::Tuple(_) | Expr::Struct(_) | Expr::Array(_) if is_joined => {
                self.sign(Rule::Carried, span, format!("`{}`", call.method));
                Value::Plain
            }
            init if is_empty_list(init) => Value::Plain,
            _ => Value::Total {
                span,
                name: call.method.to_string(),
            },
        }
    }
}

/// The option that ends a search with its first hit, or makes one answer of the batches' answers.
fn of_search(method: &str) -> Option<&'static str> {
    match method {
        "find" | "find_map" | "any" => Some("merge = first"),
        "all" => Some("reduce = |a, b| a && b"),
        _ => None,
    }
}

/// What folds the outputs of a function whose result is not its first hit.
fn instead_of_first(method: &str) -> Option<&'static str> {
    match method {
        "all" => Some("|a, b| a && b"),
        "rev" | "last" | "rfind" => Some("|a, b| b.or(a)"),
        "max" | "max_by" | "max_by_key" => Some("|a, b| a.max(b)"),
        "min" | "min_by" | "min_by_key" => Some("|a, b| a.min(b)"),
        _ => None,
    }
}

fn is_empty_list(init: &Expr) -> bool {
    match unwrapped(init) {
        Expr::Call(call) => {
            call.args.is_empty()
                || matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == "with_capacity" || last.ident == "Ok"))
        }
        Expr::Macro(call) => call.mac.tokens.is_empty(),
        _ => false,
    }
}
