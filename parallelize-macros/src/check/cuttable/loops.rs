//! Branches and loops, and what leaves them.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprForLoop, ExprIf, ExprWhile, Pat, Stmt};

use super::expressions::unwrapped;
use super::reader::Reader;
use super::scope::Made;
use super::sign::Merging;
use super::value::Value;
use crate::parse::rules::Rule;
use crate::syntax::mentions;

impl Reader<'_> {
    pub(super) fn if_else(&mut self, branches: &ExprIf) -> Value {
        self.scopes.open();
        // A call that fails for one chunk fails as a whole.
        let is_check = fails(&branches.then_branch);
        self.here.guards += usize::from(is_check);
        self.condition(&branches.cond);
        self.here.guards -= usize::from(is_check);
        let value = self.branch(|reader| reader.block(&branches.then_branch));
        self.scopes.close();
        match &branches.else_branch {
            Some((_, other)) => {
                let other = self.branch(|reader| reader.eval(other));
                match value {
                    Value::Plain => other,
                    value => value,
                }
            }
            None => Value::Plain,
        }
    }

    fn condition(&mut self, cond: &Expr) {
        self.here.conditions += 1;
        self.consume(cond);
        self.here.conditions -= 1;
    }

    pub(super) fn for_loop(&mut self, each: &ExprForLoop) {
        let over = self.eval(&each.expr);
        let over = self.resolve(over);
        let item = match over {
            Value::Walk(item) => Some(*item),
            Value::Input | Value::Derived => Some(Value::Element),
            _ => None,
        };
        if let (None, Some(local)) = (&item, self.root(unwrapped(&each.expr))) {
            self.read(local, each.expr.span());
        }
        self.here.loops.push(item.is_some());
        self.scopes.open();
        match item {
            Some(item) => self.each(|reader| {
                reader.found.is_empty_left_out |= !reader.found.empty.is_empty()
                    && mentions(each.body.to_token_stream(), "is_empty");
                reader.bind(&each.pat, item, Made::Other);
                reader.block(&each.body);
            }),
            None => self.branch(|reader| {
                reader.bind(&each.pat, Value::Plain, Made::Other);
                reader.block(&each.body);
            }),
        }
        self.scopes.close();
        self.here.loops.pop();
    }

    pub(super) fn while_loop(&mut self, each: &ExprWhile) {
        self.scopes.open();
        if let Some(counter) = self.counter(&each.cond) {
            self.counted(each, counter);
        } else {
            let item = self.next_item(&each.cond);
            let shrinks = item.is_none() && self.shrinks(&each.body);
            self.here.loops.push(item.is_some() || shrinks);
            if let (Some(item), Expr::Let(cond)) = (item, &*each.cond) {
                self.each(|reader| {
                    reader.bind(&cond.pat, item, Made::Other);
                    reader.block(&each.body);
                });
            } else if shrinks {
                self.shrinking(|reader| {
                    reader.condition(&each.cond);
                    reader.block(&each.body);
                });
            } else {
                self.condition(&each.cond);
                self.branch(|reader| reader.block(&each.body));
            }
            self.here.loops.pop();
        }
        self.scopes.close();
    }

    /// `loop { let Some(x) = walk.next() else { break }; .. }`: the items of the walk.
    pub(super) fn next_statement(&mut self, body: &Block) -> Option<Value> {
        let Some(Stmt::Local(first)) = body.stmts.first() else {
            return None;
        };
        let init = first.init.as_ref().filter(|init| init.diverge.is_some())?;
        let Expr::MethodCall(call) = &*init.expr else {
            return None;
        };
        if call.method != "next" || !is_simple(&call.receiver) {
            return None;
        }
        let walk = self.eval(&call.receiver);
        match self.resolve(walk) {
            Value::Walk(item) => Some(*item),
            _ => None,
        }
    }

    pub(super) fn taking_loop(&mut self, body: &Block) {
        let (Some(item), Some(Stmt::Local(first))) =
            (self.next_statement(body), body.stmts.first())
        else {
            return;
        };
        self.here.loops.push(true);
        self.scopes.open();
        self.each(|reader| {
            reader.bind(&first.pat, item, Made::Other);
            reader.statements(&body.stmts[1..]);
        });
        self.scopes.close();
        self.here.loops.pop();
    }

    /// The items of a loop that takes one after the other: `while let Some(x) = walk.next()`,
    /// `while let [first, rest @ ..] = xs` or `while let Some((first, rest)) = xs.split_first()`.
    fn next_item(&mut self, cond: &Expr) -> Option<Value> {
        let Expr::Let(cond) = cond else { return None };
        if let Pat::Slice(pat) = &*cond.pat {
            let takes_one = pat.elems.len() == 2
                && matches!(&pat.elems[1], Pat::Ident(rest) if rest.subpat.is_some());
            if !is_simple(&cond.expr) {
                return None;
            }
            let value = self.eval(&cond.expr);
            return (takes_one && matches!(self.resolve(value), Value::Input))
                .then_some(Value::Plain);
        }
        let Expr::MethodCall(call) = &*cond.expr else {
            return None;
        };
        let Pat::TupleStruct(pat) = &*cond.pat else {
            return None;
        };
        if !is_simple(&call.receiver) {
            return None;
        }
        let receiver = self.eval(&call.receiver);
        match self.resolve(receiver) {
            Value::Walk(item) if call.method == "next" => Some(*item),
            Value::Input if call.method == "split_first" || call.method == "split_first_mut" => {
                matches!(pat.elems.first(), Some(Pat::Tuple(_))).then_some(Value::Plain)
            }
            _ => None,
        }
    }

    /// A `return`, or the value at the end of the body.
    pub(super) fn leave(&mut self, value: &Value, expr: Option<&Expr>, span: proc_macro2::Span) {
        if let Value::Local(index) = value {
            self.scopes.locals[*index].is_returned = true;
        }
        if self.about.merging != Merging::Joined {
            if let (Value::Input, Some(expr)) = (value, expr) {
                self.sign(Rule::Whole, expr.span(), "the result");
            }
            if let Value::Length {
                span,
                is_plain: false,
            } = value
            {
                self.sign(Rule::Length, *span, "`len`");
            }
            return self.flag_positions(value, expr.map_or(span, Spanned::span));
        }
        if let Value::Input = value {
            self.found.is_walked = true;
        }
        if self.depth() > 0 && self.here.closures == 0 && !expr.is_some_and(is_failure) {
            self.sign(Rule::Ends, span, "`return`");
        }
    }

    /// A position as the result, which is the chunk's own.
    fn flag_positions(&mut self, value: &Value, span: proc_macro2::Span) {
        match value {
            Value::Position(_) => self.flag(value, span),
            Value::Tuple(values) => values
                .iter()
                .for_each(|value| self.flag_positions(value, span)),
            _ => {}
        }
    }
}

/// A name, or a method of one that takes no arguments.
pub(super) fn is_simple(expr: &Expr) -> bool {
    match unwrapped(expr) {
        Expr::Path(_) => true,
        Expr::MethodCall(call) => {
            call.args.is_empty() && matches!(unwrapped(&call.receiver), Expr::Path(_))
        }
        _ => false,
    }
}

/// Whether a block ends with an error or a panic.
fn fails(block: &Block) -> bool {
    let Some(Stmt::Expr(last, _)) = block.stmts.last() else {
        return matches!(block.stmts.last(), Some(Stmt::Macro(call)) if is_failure_macro(&call.mac));
    };
    match last {
        Expr::Return(inner) => inner.expr.as_deref().is_some_and(is_failure),
        Expr::Macro(call) => is_failure_macro(&call.mac),
        last => is_failure(last),
    }
}

fn is_failure_macro(call: &syn::Macro) -> bool {
    call.path.segments.last().is_some_and(|last| {
        last.ident == "panic"
            || last.ident == "bail"
            || last.ident == "unreachable"
            || last.ident == "todo"
    })
}

fn is_failure(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == "Err")),
        Expr::Path(path) => path.path.is_ident("None"),
        _ => false,
    }
}
