//! Expressions, one kind after the other.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprBinary, ExprForLoop, ExprIf, ExprIndex, ExprRange, ExprWhile, Lit, Pat, RangeLimits};

use super::reader::Reader;
use super::scope::Made;
use super::sign::{Merging, Rule};
use super::value::Value;

impl Reader<'_> {
    /// Reads an expression, and says what its value is.
    pub(super) fn eval(&mut self, expr: &Expr) -> Value {
        let is_statement = std::mem::take(&mut self.is_statement);
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
            Expr::MethodCall(call) => self.method_call(call, is_statement),
            Expr::Call(call) => self.call(call),
            Expr::Macro(call) => self.macro_call(&call.mac),
            Expr::Index(index) => self.index(index),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Range(range) => self.range(range),
            Expr::ForLoop(loop_) => self.for_loop(loop_),
            Expr::While(loop_) => self.while_loop(loop_),
            Expr::Loop(loop_) => {
                self.loops.push(false);
                self.branch(|reader| reader.block(&loop_.body));
                self.loops.pop();
                Value::Plain
            }
            Expr::If(branches) => self.if_else(branches),
            Expr::Let(inner) => {
                let value = self.eval(&inner.expr);
                self.bind(&inner.pat, value, Made::Other);
                Value::Plain
            }
            Expr::Match(inner) => {
                let value = self.eval(&inner.expr);
                if let Value::Length { span, .. } = value {
                    self.weak(Rule::Length, span, "the length");
                }
                let mut result = Value::Plain;
                for arm in &inner.arms {
                    self.scopes.open();
                    self.bind(&arm.pat, value.clone(), Made::Other);
                    result = self.branch(|reader| reader.eval(&arm.body));
                    self.scopes.close();
                }
                result
            }
            Expr::Block(inner) => self.block(&inner.block),
            Expr::Unsafe(inner) => self.block(&inner.block),
            Expr::TryBlock(inner) => self.block(&inner.block),
            Expr::Async(inner) => self.block(&inner.block),
            Expr::Const(inner) => self.block(&inner.block),
            Expr::Closure(closure) => {
                self.closure(closure, Value::Plain, false);
                Value::Plain
            }
            Expr::Assign(assign) => {
                self.assigned = self.root(&assign.left);
                let value = self.eval(&assign.right);
                if !matches!(value, Value::Length { .. }) {
                    self.flag(&value, assign.right.span());
                }
                let assigned = self.assigned.take().filter(|_| matches!(*assign.left, Expr::Path(_)));
                self.place(&assign.left, false);
                if let Some(index) = assigned {
                    let reads_itself = mentions(assign.right.to_token_stream(), &self.scopes.locals[index].name);
                    let local = &mut self.scopes.locals[index];
                    local.changes.is_replaced |= local.changes.is_fresh && !reads_itself;
                }
                Value::Plain
            }
            Expr::Return(inner) => {
                let value = inner.expr.as_ref().map_or(Value::Plain, |expr| self.eval(expr));
                self.leave(&value, inner.expr.as_deref(), inner.span());
                Value::Plain
            }
            Expr::Break(inner) => {
                if let Some(expr) = &inner.expr {
                    self.consume(expr);
                }
                let is_walk = inner.label.is_none() && self.loops.last() == Some(&true);
                if is_walk && self.merging == Merging::Joined {
                    self.sign(Rule::Ends, inner.span(), "`break`");
                }
                Value::Plain
            }
            Expr::Tuple(tuple) => Value::Tuple(tuple.elems.iter().map(|elem| self.eval(elem)).collect()),
            Expr::Array(array) => {
                array.elems.iter().for_each(|elem| {
                    self.consume(elem);
                });
                Value::Plain
            }
            Expr::Repeat(repeat) => {
                self.consume(&repeat.expr);
                Value::Plain
            }
            Expr::Struct(fields) => {
                for field in &fields.fields {
                    let value = self.eval(&field.expr);
                    self.hand_over(&value, &field.expr, "a struct");
                }
                Value::Plain
            }
            Expr::Field(field) => {
                let value = self.eval(&field.base);
                match value {
                    Value::Local(index) => {
                        self.read(index, field.span());
                        Value::Plain
                    }
                    value @ Value::Total { .. } => value,
                    Value::Tuple(parts) => match &field.member {
                        syn::Member::Unnamed(at) => parts.into_iter().nth(at.index as usize).unwrap_or(Value::Plain),
                        syn::Member::Named(_) => Value::Plain,
                    },
                    _ => Value::Plain,
                }
            }
            _ => Value::Plain,
        }
    }

    fn name(&mut self, name: &str) -> Value {
        let value = self.scopes.find(name).cloned().unwrap_or(Value::Plain);
        self.is_rest_used |= matches!(value, Value::Rest);
        if let Value::Total { span, name } = &value {
            // Something of the whole chunk, in what is done with each element.
            if self.depth() > 0 && self.merging != Merging::Apart {
                self.sign(Rule::Whole, *span, format!("`{name}`"));
            }
        }
        value
    }

    /// The local that a place belongs to.
    pub(super) fn root(&self, place: &Expr) -> Option<usize> {
        match place {
            Expr::Path(path) => match self.scopes.find(&path.path.get_ident()?.to_string())? {
                Value::Local(index) => Some(*index),
                _ => None,
            },
            Expr::Field(field) => self.root(&field.base),
            Expr::Unary(unary) => self.root(&unary.expr),
            Expr::Paren(paren) => self.root(&paren.expr),
            Expr::Index(index) => self.root(&index.expr),
            _ => None,
        }
    }

    /// The left side of an assignment; `is_update` says that the old value counts.
    fn place(&mut self, place: &Expr, is_update: bool) {
        match place {
            Expr::Index(index) => {
                let base = self.eval(&index.expr);
                let at = self.eval(&index.index);
                let is_along = matches!(at, Value::Position { is_moved: false, .. });
                match base {
                    Value::Local(local) if is_along && self.scopes.locals[local].is_as_long => {}
                    Value::Local(local) if self.scopes.locals[local].is_input() => {
                        self.at(&Value::Input, &at, index);
                    }
                    Value::Local(local) => {
                        self.flag(&at, index.index.span());
                        if self.depth() > self.scopes.locals[local].depth {
                            self.scopes.locals[local].changes.scattered.get_or_insert(index.index.span());
                            if is_update {
                                self.set(local);
                            }
                        }
                    }
                    base => {
                        self.at(&base, &at, index);
                    }
                }
            }
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.place(elem, is_update)),
            place => {
                if let Some(index) = self.root(place) {
                    if is_update || !matches!(place, Expr::Path(_)) {
                        // What was there before counts.
                        let is_fresh = self.scopes.locals[index].changes.is_fresh;
                        self.set(index);
                        self.scopes.locals[index].changes.is_fresh = is_fresh;
                    } else {
                        self.set(index);
                    }
                } else {
                    self.eval(place);
                }
            }
        }
    }

    fn binary(&mut self, binary: &ExprBinary) -> Value {
        match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                self.consume(&binary.left);
                self.branch(|reader| reader.consume(&binary.right));
                Value::Plain
            }
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                self.compare(binary);
                Value::Plain
            }
            BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_) => {
                self.assigned = self.root(&binary.left);
                self.consume(&binary.right);
                self.assigned = None;
                self.place(&binary.left, true);
                Value::Plain
            }
            op => {
                let left = self.eval(&binary.left);
                let right = self.eval(&binary.right);
                for (value, side) in [(&left, &binary.left), (&right, &binary.right)] {
                    if let Value::Local(index) = value {
                        self.read(*index, side.span());
                    }
                }
                let (left, right) = (self.resolve(left), self.resolve(right));
                let is_divided = matches!(op, BinOp::Div(_) | BinOp::Rem(_));
                match right {
                    // An average of averages is none.
                    Value::Length { span, .. } if is_divided && self.merging != Merging::Apart => {
                        self.sign(Rule::Length, span, "the length");
                        Value::Plain
                    }
                    right => left.combined(right),
                }
            }
        }
    }

    fn compare(&mut self, binary: &ExprBinary) {
        let (left, right) = (self.eval(&binary.left), self.eval(&binary.right));
        let (left, right) = (self.resolve(left), self.resolve(right));
        let is_equality = matches!(binary.op, BinOp::Eq(_) | BinOp::Ne(_));
        for (one, other, this, that) in [
            (&left, &right, &binary.left, &binary.right),
            (&right, &left, &binary.right, &binary.left),
        ] {
            match one {
                Value::Length { span, is_plain } => {
                    if let Value::OtherLength(argument) = other {
                        self.paired(*argument, that.span());
                    } else if is_zero(that) || matches!(other, Value::Length { .. } | Value::Position { .. }) {
                    } else if !is_plain && contains_remainder(this) {
                        self.sign(Rule::Groups, *span, "the length");
                    } else if is_equality || (!is_plain && self.depth() > 0 && self.merging != Merging::Apart) {
                        self.sign(Rule::Length, *span, "the length");
                    } else {
                        self.weak(Rule::Length, *span, "the length");
                    }
                }
                Value::OtherLength(_) => {}
                value => self.flag(value, this.span()),
            }
        }
    }


    fn range(&mut self, range: &ExprRange) -> Value {
        let start = range.start.as_ref().map(|start| self.eval(start));
        let end = range.end.as_ref().map(|end| self.eval(end));
        let begins_at_zero = range.start.as_deref().is_none_or(is_zero);
        let is_positional = |value: &Option<Value>| matches!(value, Some(Value::Position { .. }));
        let is_half_open = matches!(range.limits, RangeLimits::HalfOpen(_));
        match (&start, &end) {
            (Some(_), Some(Value::Length { .. })) if is_positional(&start) => Value::walk_of(Value::Position {
                origin: None,
                is_moved: true,
            }),
            (Some(_), Some(Value::Length { span, is_plain })) => {
                if *is_plain && !begins_at_zero && is_half_open {
                    let what = "a loop that leaves out the first elements";
                    let start = range.start.as_ref().map_or(*span, |start| start.span());
                    if !(self.is_seeded && self.merging == Merging::Folded) {
                        self.sign(Rule::Ends, start, what);
                    }
                }
                Value::walk_of(Value::position())
            }
            _ => Value::Tuple(vec![start.unwrap_or(Value::Plain), end.unwrap_or(Value::Plain)]),
        }
    }

    fn index(&mut self, index: &ExprIndex) -> Value {
        let base = self.eval(&index.expr);
        let at = self.eval(&index.index);
        if let Value::Local(local) = base {
            self.read(local, index.span());
        }
        if let Value::Local(local) = at {
            self.read(local, index.index.span());
        }
        let base = self.resolve(base);
        let at = self.resolve(at);
        self.at(&base, &at, index)
    }

    /// `base[at]`.
    fn at(&mut self, base: &Value, at: &Value, index: &ExprIndex) -> Value {
        let written = unwrapped(&index.index);
        match base {
            Value::Input | Value::Derived => self.element_at(base, at, written),
            Value::Other(argument) => {
                let is_along = match at {
                    Value::Position { .. } => true,
                    Value::Tuple(bounds) => bounds.iter().any(|bound| matches!(bound, Value::Position { .. })),
                    _ => false,
                };
                if is_along {
                    self.paired(*argument, index.expr.span());
                }
                if matches!(written, Expr::Range(_)) {
                    if let Value::Tuple(bounds) = at {
                        if bounds.iter().any(|bound| matches!(bound, Value::Length { .. })) {
                            self.paired(*argument, index.expr.span());
                        }
                    }
                    return base.clone();
                }
                Value::Plain
            }
            Value::Local(local) if self.scopes.locals[*local].is_as_long => Value::Plain,
            Value::Part => Value::Plain,
            _ => {
                self.flag(at, index.index.span());
                Value::Plain
            }
        }
    }

    /// An element, or a part, of what is cut.
    pub(super) fn element_at(&mut self, base: &Value, at: &Value, written: &Expr) -> Value {
        let span = written.span();
        if let Expr::Range(range) = written {
            return self.part(base, at, range);
        }
        match at {
            Value::Position { is_moved: false, .. } => self.is_walked = true,
            Value::Position { .. } => self.sign(Rule::Neighbours, span, "an element beside this one"),
            Value::Length { .. } => self.sign(Rule::Ends, span, "the last element"),
            _ if matches!(written, Expr::Lit(_)) => self.sign(Rule::Ends, span, "this element"),
            _ => self.sign(Rule::Positions, span, "this position"),
        }
        Value::Plain
    }

    fn part(&mut self, base: &Value, at: &Value, range: &ExprRange) -> Value {
        let (start, end) = (range.start.as_deref(), range.end.as_deref());
        let ends_whole = match (end, at) {
            (None, _) => true,
            (_, Value::Tuple(bounds)) => {
                matches!(bounds.get(1), Some(Value::Length { is_plain: true, .. }))
            }
            (_, Value::Walk(_)) => true,
            _ => false,
        };
        let ends_shortened = matches!(at, Value::Tuple(bounds) if matches!(bounds.get(1), Some(Value::Length { .. })));
        if start.is_none_or(is_zero) && (ends_whole || ends_shortened) {
            return base.clone();
        }
        let is_constant = |bound: Option<&Expr>| bound.is_none_or(|bound| matches!(bound, Expr::Lit(_)));
        if is_constant(start) && (is_constant(end) || ends_whole || ends_shortened) {
            if self.is_seeded && self.merging == Merging::Folded && ends_whole {
                return base.clone();
            }
            self.sign(Rule::Ends, range.span(), "a part from an end");
        } else {
            self.sign(Rule::Neighbours, range.span(), "a part by position");
        }
        Value::Part
    }

    fn if_else(&mut self, branches: &ExprIf) -> Value {
        self.scopes.open();
        // A call that fails for one chunk fails as a whole.
        let is_check = fails(&branches.then_branch);
        self.checks += usize::from(is_check);
        self.consume(&branches.cond);
        self.checks -= usize::from(is_check);
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

    fn for_loop(&mut self, loop_: &ExprForLoop) -> Value {
        let over = self.eval(&loop_.expr);
        let over = self.resolve(over);
        let item = match over {
            Value::Walk(item) => Some(*item),
            Value::Input | Value::Derived => Some(Value::Plain),
            _ => None,
        };
        self.loops.push(item.is_some());
        self.scopes.open();
        match item {
            Some(item) => self.each(|reader| {
                reader.bind(&loop_.pat, item, Made::Other);
                reader.block(&loop_.body);
            }),
            None => self.branch(|reader| {
                reader.bind(&loop_.pat, Value::Plain, Made::Other);
                reader.block(&loop_.body);
            }),
        }
        self.scopes.close();
        self.loops.pop();
        Value::Plain
    }

    fn while_loop(&mut self, loop_: &ExprWhile) -> Value {
        self.scopes.open();
        if let Some(counter) = self.counter(&loop_.cond) {
            let before = std::mem::replace(&mut self.scopes.locals[counter].value, Value::position());
            self.loops.push(true);
            let is_stepped = steps_by_one(&loop_.body, &self.scopes.locals[counter].name);
            if !is_stepped {
                self.sign(Rule::Neighbours, loop_.cond.span(), "a loop with steps of its own");
            }
            let changes = self.scopes.locals[counter].changes.clone();
            self.each(|reader| reader.block(&loop_.body));
            self.loops.pop();
            self.scopes.locals[counter].value = before;
            self.scopes.locals[counter].changes = changes;
        } else {
            let item = self.next_item(&loop_.cond);
            self.loops.push(item.is_some());
            match (item, &*loop_.cond) {
                (Some(item), Expr::Let(cond)) => self.each(|reader| {
                    reader.bind(&cond.pat, item, Made::Other);
                    reader.block(&loop_.body);
                }),
                _ => {
                    self.consume(&loop_.cond);
                    self.branch(|reader| {
                        reader.block(&loop_.body);
                    });
                }
            }
            self.loops.pop();
        }
        self.scopes.close();
        Value::Plain
    }

    /// The local of `while i < xs.len()`.
    fn counter(&mut self, cond: &Expr) -> Option<usize> {
        let Expr::Binary(ExprBinary {
            left,
            op: BinOp::Lt(_) | BinOp::Ne(_),
            right,
            ..
        }) = cond
        else {
            return None;
        };
        let Value::Local(counter) = self.eval(left) else {
            return None;
        };
        let end = self.eval(right);
        matches!(self.resolve(end), Value::Length { is_plain: true, .. }).then_some(counter)
    }

    /// The items of a loop that takes one after the other: `while let Some(x) = walk.next()`,
    /// `while let [first, rest @ ..] = xs` or `while let Some((first, rest)) = xs.split_first()`.
    fn next_item(&mut self, cond: &Expr) -> Option<Value> {
        let Expr::Let(cond) = cond else { return None };
        if let Pat::Slice(pat) = &*cond.pat {
            let takes_one = pat.elems.len() == 2 && matches!(&pat.elems[1], Pat::Ident(rest) if rest.subpat.is_some());
            let value = self.eval(&cond.expr);
            return (takes_one && matches!(self.resolve(value), Value::Input)).then_some(Value::Plain);
        }
        let Expr::MethodCall(call) = &*cond.expr else {
            return None;
        };
        let Pat::TupleStruct(pat) = &*cond.pat else {
            return None;
        };
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
        if self.merging != Merging::Joined {
            if let (Value::Input, Some(expr)) = (value, expr) {
                self.sign(Rule::Whole, expr.span(), "the result");
            }
            return self.flag_positions(value, expr.map_or(span, Spanned::span));
        }
        if let Value::Input = value {
            self.is_walked = true;
        }
        if self.depth() > 0 && self.closures == 0 && !expr.is_some_and(is_failure) {
            self.sign(Rule::Ends, span, "`return`");
        }
    }

    /// A position as the result, which is the chunk's own.
    fn flag_positions(&mut self, value: &Value, span: proc_macro2::Span) {
        match value {
            Value::Position { .. } => self.flag(value, span),
            Value::Tuple(values) => values.iter().for_each(|value| self.flag_positions(value, span)),
            _ => {}
        }
    }
}

/// Whether a block ends with an error or a panic.
fn fails(block: &syn::Block) -> bool {
    let Some(syn::Stmt::Expr(last, _)) = block.stmts.last() else {
        return matches!(block.stmts.last(), Some(syn::Stmt::Macro(call)) if is_failure_macro(&call.mac));
    };
    match last {
        Expr::Return(inner) => inner.expr.as_deref().is_some_and(is_failure),
        Expr::Macro(call) => is_failure_macro(&call.mac),
        last => is_failure(last),
    }
}

fn is_failure_macro(call: &syn::Macro) -> bool {
    call.path.segments.last().is_some_and(|last| {
        last.ident == "panic" || last.ident == "bail" || last.ident == "unreachable" || last.ident == "todo"
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

pub(super) fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => unwrapped(&inner.expr),
        Expr::Group(inner) => unwrapped(&inner.expr),
        Expr::Reference(inner) => unwrapped(&inner.expr),
        expr => expr,
    }
}

fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

fn is_zero(expr: &Expr) -> bool {
    matches!(unwrapped(expr), Expr::Lit(lit) if matches!(&lit.lit, Lit::Int(lit) if lit.base10_digits() == "0"))
}

fn contains_remainder(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::Rem(_)) || contains_remainder(&binary.left) || contains_remainder(&binary.right)
        }
        Expr::Paren(inner) => contains_remainder(&inner.expr),
        _ => false,
    }
}

/// Whether the loop's body has `i += 1`, and nothing else that sets `i`.
fn steps_by_one(body: &syn::Block, name: &str) -> bool {
    let text = super::flat(quote::ToTokens::to_token_stream(body));
    let count = |pattern: &str| text.matches(&format!(" {name} {pattern} ")).count();
    let ones = count("+ = 1");
    ones > 0 && ones == count("+ =") + count("- =") + count("* =") + count("=") - count("= =")
}
