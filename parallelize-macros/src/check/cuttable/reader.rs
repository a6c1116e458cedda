//! Reads a body from top to bottom, and notes the signs that its result depends on where the input is cut.
//!
//! A small abstract interpretation: each expression gets a [`Value`], which says what it has to do with the
//! input. Names have scopes. What the reader does not know means nothing to it.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Block, Expr, Ident, Lit, Local as Let, Pat, Stmt};

use super::scope::{Changes, Local, Made, Scopes};
use super::sign::{Merging, Rule, Sign};
use super::value::Value;
use super::words::{self, OfLocal};

pub(super) struct Reader<'a> {
    /// The function's own name.
    pub(super) function: &'a Ident,
    pub(super) is_method: bool,
    pub(super) merging: Merging,
    /// Whether outputs are lists, as opposed to `()`.
    pub(super) gives_list: bool,
    /// Functions that the input goes to, where their values are added up.
    pub(super) handed: Vec<(Span, String)>,
    /// Whether the output is a number.
    pub(super) gives_number: bool,
    /// Whether the output is a position, as far as its type and the function's name tell.
    pub(super) is_search: bool,
    /// The names of the arguments.
    pub(super) arguments: Vec<String>,
    pub(super) scopes: Scopes,
    pub(super) signs: Vec<Sign>,
    /// Signs that count if nothing walks through the input.
    pub(super) weak: Vec<Sign>,
    /// Whether the body goes through the input element by element.
    pub(super) is_walked: bool,
    /// Whether what groups of a fixed length leave over is used.
    pub(super) is_rest_used: bool,
    /// Whether a fold begins with an element.
    pub(super) is_seeded: bool,
    /// In how many loops over the input this is, and how many branches deep each of them is.
    pub(super) bases: Vec<usize>,
    pub(super) branches: usize,
    /// The loops around this place: whether each goes over the input.
    pub(super) loops: Vec<bool>,
    pub(super) closures: usize,
    /// In how many assertions this is.
    pub(super) checks: usize,
    /// The local that the current statement assigns to.
    pub(super) assigned: Option<usize>,
    /// Whether nothing uses the value of the next method call.
    pub(super) is_statement: bool,
    /// Whether this is a statement that can only fail: `validate(xs)?;`.
    pub(super) is_validation: bool,
}

impl Reader<'_> {
    pub(super) fn sign(&mut self, rule: Rule, span: Span, what: impl Into<String>) {
        self.advise(rule, span, what, None);
    }

    pub(super) fn advise(
        &mut self,
        rule: Rule,
        span: Span,
        what: impl Into<String>,
        advice: Option<String>,
    ) {
        if self.checks == 0 || rule == Rule::Paired {
            self.signs.push(Sign {
                rule,
                span,
                what: what.into(),
                advice,
            });
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.bases.len()
    }

    /// A sign that counts if nothing walks through the input.
    pub(super) fn weak(&mut self, rule: Rule, span: Span, what: &str) {
        self.weak.push(Sign {
            rule,
            span,
            what: what.to_owned(),
            advice: None,
        });
    }

    /// What a local holds, if that matters.
    pub(super) fn resolve(&self, value: Value) -> Value {
        match value {
            Value::Local(index) => match &self.scopes.locals[index].value {
                Value::Plain => Value::Local(index),
                held => held.clone(),
            },
            value => value,
        }
    }

    /// Reads an expression whose value goes into something that is not followed.
    pub(super) fn consume(&mut self, expr: &Expr) -> Value {
        let value = self.eval(expr);
        self.flag(&value, expr.span());
        value
    }

    pub(super) fn flag(&mut self, value: &Value, span: Span) {
        match value {
            Value::Position { origin, .. } => {
                let what = if origin.is_some() { "`enumerate`" } else { "this position" };
                self.sign(Rule::Positions, origin.unwrap_or(span), what);
            }
            Value::Length { span, .. } if self.merging == Merging::Joined => {
                self.sign(Rule::Length, *span, "the length");
            }
            Value::Total { span, name } if self.merging == Merging::Joined => {
                self.sign(Rule::Whole, *span, format!("`{name}`"));
            }
            Value::Tuple(values) => values.iter().for_each(|value| self.flag(value, span)),
            Value::Local(index) => self.read(*index, span),
            _ => {}
        }
    }

    pub(super) fn block(&mut self, block: &Block) -> Value {
        self.scopes.open();
        let value = self.statements(&block.stmts);
        self.scopes.close();
        value
    }

    pub(super) fn statements(&mut self, statements: &[Stmt]) -> Value {
        let mut value = Value::Plain;
        for statement in statements {
            value = Value::Plain;
            match statement {
                Stmt::Local(local) => self.let_statement(local),
                Stmt::Item(_) => {}
                Stmt::Expr(expr, None) => value = self.eval(expr),
                Stmt::Expr(expr, Some(_)) => {
                    self.is_statement = matches!(expr, Expr::MethodCall(_));
                    self.is_validation = matches!(expr, Expr::Try(_));
                    self.eval(expr);
                    self.is_statement = false;
                    self.is_validation = false;
                }
                Stmt::Macro(call) => value = self.macro_call(&call.mac),
            }
        }
        value
    }

    fn let_statement(&mut self, local: &Let) {
        let Some(init) = &local.init else {
            return self.bind(&local.pat, Value::Plain, Made::Other);
        };
        let is_seed = self.merging == Merging::Folded && has_mut(&local.pat);
        let before = self.signs.len();
        let value = self.eval(&init.expr);
        let is_first = |sign: &Sign| sign.rule == Rule::Ends && !sign.what.contains("last");
        if is_seed && self.signs.len() > before && self.signs[before..].iter().all(is_first) {
            self.signs.truncate(before);
            self.is_seeded = true;
        }
        if let Some((_, diverge)) = &init.diverge {
            self.branch(|reader| reader.eval(diverge));
        }
        let value = match value {
            // A copy of a plain local is a value of its own.
            Value::Local(index) if !matches!(*init.expr, Expr::Reference(_)) => {
                self.read(index, init.expr.span());
                Value::Plain
            }
            value => value,
        };
        self.bind(&local.pat, value, made(&init.expr));
    }

    /// Binds the names of a pattern to the parts of a value.
    pub(super) fn bind(&mut self, pat: &Pat, value: Value, made: Made) {
        match pat {
            Pat::Ident(pat) => {
                let name = pat.ident.to_string();
                if let Some((_, inner)) = &pat.subpat {
                    self.bind(inner, value.clone(), made);
                }
                if pat.mutability.is_some() && pat.by_ref.is_none() {
                    let is_as_long = matches!(value, Value::Derived);
                    self.declare(name, pat.ident.span(), value, made, is_as_long);
                } else {
                    self.scopes.bind(name, value);
                }
            }
            Pat::Tuple(pat) => self.bind_all(pat.elems.iter(), value),
            Pat::TupleStruct(pat) if pat.elems.len() == 1 => self.bind(&pat.elems[0], value, made),
            Pat::TupleStruct(pat) => self.bind_all(pat.elems.iter(), Value::Plain),
            Pat::Reference(pat) => self.bind(&pat.pat, value, made),
            Pat::Paren(pat) => self.bind(&pat.pat, value, made),
            Pat::Type(pat) => self.bind(&pat.pat, value, made),
            Pat::Guard(pat) => {
                self.bind(&pat.pat, value, made);
                self.branch(|reader| reader.consume(&pat.guard));
            }
            Pat::Or(pat) => pat
                .cases
                .iter()
                .for_each(|case| self.bind(case, value.clone(), made)),
            Pat::Struct(pat) => pat
                .fields
                .iter()
                .for_each(|field| self.bind(&field.pat, Value::Plain, made)),
            Pat::Slice(pat) => {
                let is_input = matches!(self.resolve(value), Value::Input);
                if is_input && pat.elems.iter().any(|elem| !matches!(elem, Pat::Rest(_))) {
                    self.sign(Rule::Ends, pat.span(), "this pattern");
                }
                let rest = if is_input { Value::Part } else { Value::Plain };
                for elem in &pat.elems {
                    let is_rest = matches!(elem, Pat::Ident(elem) if elem.subpat.is_some());
                    let value = if is_rest { rest.clone() } else { Value::Plain };
                    self.bind(elem, value, Made::Other);
                }
            }
            _ => {}
        }
    }

    fn bind_all<'p>(&mut self, pats: impl ExactSizeIterator<Item = &'p Pat>, value: Value) {
        let parts = match value {
            Value::Tuple(parts) if parts.len() == pats.len() => parts,
            _ => vec![Value::Plain; pats.len()],
        };
        for (pat, part) in pats.zip(parts) {
            self.bind(pat, part, Made::Other);
        }
    }

    pub(super) fn declare(&mut self, name: String, span: Span, value: Value, made: Made, is_as_long: bool) {
        let depth = self.depth();
        self.scopes.declare(Local {
            name,
            span,
            depth,
            value,
            made,
            is_argument: false,
            is_as_long,
            is_returned: false,
            changes: Changes::default(),
        });
    }

    /// Reads what may run or not.
    pub(super) fn branch<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.branches += 1;
        let value = read(self);
        self.branches -= 1;
        value
    }

    /// Reads what runs for each item of a walk through the input.
    pub(super) fn each<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.is_walked = true;
        self.branches += 1;
        self.bases.push(self.branches);
        for local in &mut self.scopes.locals {
            local.changes.is_fresh = false;
        }
        let value = read(self);
        for local in &mut self.scopes.locals {
            local.changes.is_fresh = false;
        }
        self.bases.pop();
        self.branches -= 1;
        value
    }

    pub(super) fn read(&mut self, index: usize, span: Span) {
        let is_assigned = self.assigned == Some(index);
        let depth = self.depth();
        let local = &mut self.scopes.locals[index];
        let changes = &mut local.changes;
        if depth > local.depth {
            if !changes.is_fresh && !is_assigned {
                changes.read.get_or_insert(span);
            }
        } else if changes.is_set {
            changes.read_after.get_or_insert(span);
        }
    }

    /// The local is set to something, at this place of the body.
    pub(super) fn set(&mut self, index: usize) {
        let depth = self.depth();
        let local = &mut self.scopes.locals[index];
        if depth > local.depth {
            local.changes.is_set = true;
            if self.bases[local.depth] == self.branches {
                local.changes.is_fresh = true;
            }
        } else {
            local.changes.is_set_outside = true;
        }
    }

    /// A method that changes or reads a local.
    pub(super) fn local_method(&mut self, index: usize, method: &Ident, is_statement: bool) {
        let span = method.span();
        let name = method.to_string();
        let is_inside = self.depth() > self.scopes.locals[index].depth;
        let mut kind = words::of_local(&name);
        if kind == Some(OfLocal::Grow) && name == "insert" && !is_statement {
            kind = Some(OfLocal::Look);
        }
        let changes = &mut self.scopes.locals[index].changes;
        match kind {
            Some(OfLocal::Grow) if is_inside => changes.is_grown = true,
            Some(OfLocal::Grow) => {
                changes.grown_outside.get_or_insert((span, name));
            }
            Some(OfLocal::Reset) => self.set(index),
            Some(OfLocal::Take) => {
                self.read(index, span);
                let is_fresh = self.scopes.locals[index].changes.is_fresh;
                self.set(index);
                self.scopes.locals[index].changes.is_fresh = is_fresh;
            }
            Some(OfLocal::LookAtEnd) if is_inside && !changes.is_fresh => {
                changes.looked_at.get_or_insert((span, name));
            }
            Some(OfLocal::Look) => {
                if is_inside && !changes.is_fresh {
                    changes.looked_up.get_or_insert((span, name));
                }
                self.read(index, span);
            }
            Some(OfLocal::LookAtEnd | OfLocal::Read) => self.read(index, span),
            None if is_inside => {
                if !changes.is_fresh {
                    changes.called.get_or_insert(span);
                }
            }
            None => changes.is_set_outside = true,
        }
    }
}

fn has_mut(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.mutability.is_some(),
        Pat::Tuple(pat) => pat.elems.iter().any(has_mut),
        Pat::Type(pat) => has_mut(&pat.pat),
        Pat::Reference(pat) => has_mut(&pat.pat),
        _ => false,
    }
}

/// What a local begins with.
fn made(init: &Expr) -> Made {
    match init {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => match path.path.segments.last() {
                Some(last) if last.ident == "new" || last.ident == "with_capacity" || last.ident == "default" => {
                    Made::Empty
                }
                Some(last) if last.ident == "from" && path.path.segments.len() > 1 => Made::Filled,
                _ => Made::Other,
            },
            _ => Made::Other,
        },
        Expr::Macro(call) if call.mac.path.is_ident("vec") => {
            if call.mac.tokens.is_empty() {
                Made::Empty
            } else {
                Made::Filled
            }
        }
        Expr::Macro(call) if call.mac.path.is_ident("format") => Made::Filled,
        Expr::Array(_) | Expr::Repeat(_) => Made::Filled,
        Expr::MethodCall(call) if call.method == "to_string" || call.method == "to_owned" => match &*call.receiver {
            Expr::Lit(lit) if matches!(&lit.lit, Lit::Str(text) if text.value().is_empty()) => Made::Empty,
            Expr::Lit(_) => Made::Filled,
            _ => Made::Other,
        },
        Expr::Group(group) => made(&group.expr),
        Expr::Paren(paren) => made(&paren.expr),
        _ => Made::Other,
    }
}
