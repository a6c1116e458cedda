//! Reads a body from top to bottom, and notes the signs that its result depends on where the input is cut.
//!
//! A small abstract interpretation: each expression gets a [`Value`], which says what it has to do with the
//! input. Names have scopes. What the reader does not know means nothing to it.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Block, Expr, Ident, Local as Let, Stmt};

use super::cuts::Cuts;
use super::patterns::has_mut;
use super::scope::{Made, Scopes, Whose, made};
use super::sign::{Merging, Sign};
use super::value::Value;
use crate::parse::rules::Rule;

/// What is known before the body is read.
#[allow(clippy::struct_excessive_bools)] // each is known or not
pub(super) struct About<'a> {
    /// The function's own name.
    pub(super) function: &'a Ident,
    pub(super) is_method: bool,
    pub(super) merging: Merging,
    /// Whether the first hit of a search is the result.
    pub(super) is_first: bool,
    pub(super) output: Output,
    /// Whether the output is a position, as far as its type and the function's name tell.
    pub(super) is_search: bool,
    /// Whether each batch of a stream is searched by itself: no option says what becomes of the hits.
    pub(super) searches_batches: bool,
    /// Whether the type of the input is not known by its name.
    pub(super) is_own_input: bool,
    /// Whether the body asks for the place of its chunk.
    pub(super) knows_chunk: bool,
    /// The names of the arguments.
    pub(super) arguments: Vec<String>,
    pub(super) cuts: Cuts,
}

/// What an output is, by its written type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// `()`, a map or a set: something without an order.
    Unordered,
    Number,
    /// An `Option` or a `bool`: mostly of searches.
    Answer,
    Other,
}

/// What the reader has found.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // each is found or not
pub(super) struct Found {
    pub(super) signs: Vec<Sign>,
    /// Signs that count if nothing walks through the input.
    pub(super) weak: Vec<Sign>,
    /// Signs that count if nothing leaves out an empty record.
    pub(super) empty: Vec<Sign>,
    /// Functions that the input goes to, and whose values are added up.
    pub(super) handed: Vec<Sign>,
    /// Whether the body goes through the input element by element.
    pub(super) is_walked: bool,
    /// Whether what groups of a fixed length leave over is used.
    pub(super) is_rest_used: bool,
    /// Whether a fold begins with an element.
    pub(super) is_seeded: bool,
    /// Names of what goes in groups, with the length of a group.
    pub(super) groups: Vec<(String, String)>,
    /// Whether the body leaves out what is empty among the items of a walk.
    pub(super) is_empty_left_out: bool,
    /// Whether the body goes from one record, run or group to the next.
    pub(super) has_units: bool,
}

/// Where in the body the reader is.
#[derive(Default)]
pub(super) struct Here {
    /// For each loop over the input around this place, how many branches deep the loop is.
    pub(super) bases: Vec<usize>,
    pub(super) branches: usize,
    /// For each loop around this place, whether it goes over the input.
    pub(super) loops: Vec<bool>,
    pub(super) closures: usize,
    /// How many expressions are around this place.
    pub(super) nesting: usize,
    /// In how many conditions this is.
    pub(super) conditions: usize,
    /// In how many assertions this is.
    pub(super) checks: usize,
    /// In how many conditions this is after which the call fails.
    pub(super) guards: usize,
    /// In how many loops this is that take the input apart from its front.
    pub(super) shrinking: usize,
    /// In how many walks this is that take one element of each group.
    pub(super) strides: usize,
    /// The local that the current statement assigns to.
    pub(super) assigned: Option<usize>,
    /// Whether nothing uses the value of the next method call.
    pub(super) is_statement: bool,
    /// Whether this is a statement that can only fail: `validate(xs)?;`.
    pub(super) is_validation: bool,
}

pub(super) struct Reader<'a> {
    pub(super) about: About<'a>,
    pub(super) scopes: Scopes,
    pub(super) found: Found,
    pub(super) here: Here,
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
        let what = what.into();
        let is_harmless = match rule {
            Rule::Paired | Rule::Ends => false,
            Rule::Whole => self.here.checks + self.here.guards > 0,
            _ => self.here.checks > 0,
        };
        if !is_harmless && !self.is_in_front(rule, &what) {
            self.found.signs.push(Sign {
                rule,
                span,
                what,
                advice,
            });
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.here.bases.len()
    }

    /// A sign that counts if nothing leaves out an empty record.
    pub(super) fn empty_record(&mut self, span: Span, method: &str) {
        self.found.empty.push(Sign {
            rule: Rule::Records,
            span,
            what: format!("`{method}`"),
            advice: None,
        });
    }

    /// A sign that counts if nothing walks through the input.
    pub(super) fn weak(&mut self, rule: Rule, span: Span, what: &str) {
        self.found.weak.push(Sign {
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
            Value::Position(at) => match at.origin {
                Some((span, method)) => self.sign(Rule::Positions, span, format!("`{method}`")),
                None => self.sign(Rule::Positions, span, "this position"),
            },
            Value::Length { span, .. } if self.about.merging == Merging::Joined => {
                self.sign(Rule::Length, *span, "`len`");
            }
            Value::Total { span, name } if self.about.merging == Merging::Joined => {
                self.sign(Rule::Whole, *span, format!("`{name}`"));
            }
            Value::Tuple(values) => values.iter().for_each(|value| self.flag(value, span)),
            Value::Local(index) => {
                self.read(*index, span);
                if let held @ Value::Position(_) = self.scopes.locals[*index].value.clone() {
                    self.flag(&held, span);
                }
            }
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
                    self.here.is_statement = matches!(expr, Expr::MethodCall(_));
                    self.here.is_validation = matches!(expr, Expr::Try(_));
                    self.eval(expr);
                    self.here.is_statement = false;
                    self.here.is_validation = false;
                }
                Stmt::Macro(call) => value = self.macro_call(&call.mac),
            }
        }
        value
    }

    pub(super) fn let_statement(&mut self, local: &Let) {
        let Some(init) = &local.init else {
            return self.bind(&local.pat, Value::Plain, Made::Other);
        };
        let is_seed = self.about.merging == Merging::Folded && has_mut(&local.pat);
        let before = self.found.signs.len();
        let value = self.eval(&init.expr);
        let is_first = |sign: &Sign| sign.rule == Rule::Ends && !sign.what.contains("last");
        if is_seed
            && self.found.signs.len() > before
            && self.found.signs[before..].iter().all(is_first)
        {
            self.found.signs.truncate(before);
            self.found.is_seeded = true;
        }
        if let Some((_, diverge)) = &init.diverge {
            self.branch(|reader| reader.eval(diverge));
        }
        let value = match value {
            // A copy of a plain local is a value of its own.
            Value::Local(index)
                if !matches!(*init.expr, Expr::Reference(_))
                    && self.scopes.locals[index].of != Whose::Caller =>
            {
                self.read(index, init.expr.span());
                match self.scopes.locals[index].value {
                    Value::Position(at) => Value::Position(at),
                    _ => Value::Plain,
                }
            }
            value => value,
        };
        self.bind(&local.pat, value, made(&init.expr));
    }

    /// Reads what may run or not.
    pub(super) fn branch<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.here.branches += 1;
        let value = read(self);
        self.here.branches -= 1;
        value
    }

    /// Reads what runs for each item of a walk through the input.
    pub(super) fn each<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.found.is_walked = true;
        self.here.branches += 1;
        self.here.bases.push(self.here.branches);
        for local in &mut self.scopes.locals {
            local.changes.is_fresh = false;
        }
        let value = read(self);
        let depth = self.here.bases.len() - 1;
        for local in &mut self.scopes.locals {
            local.changes.is_fresh = false;
            if local.made == Made::Empty && local.changes.is_grown && local.depth == depth {
                local.value = Value::Derived;
            }
        }
        self.here.bases.pop();
        self.here.branches -= 1;
        value
    }
}
