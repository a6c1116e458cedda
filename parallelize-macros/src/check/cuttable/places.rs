//! Elements and parts by position, and what is assigned to them.

use syn::spanned::Spanned;
use syn::{Expr, ExprIndex, ExprRange, RangeLimits};

use super::expressions::{is_zero, unwrapped};
use super::reader::Reader;
use super::sign::Merging;
use super::value::{Position, Value};
use crate::parse::rules::Rule;

impl Reader<'_> {
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
    pub(super) fn place(&mut self, place: &Expr, is_update: bool) {
        match place {
            Expr::Index(index) => {
                let base = self.eval(&index.expr);
                let at = self.eval(&index.index);
                let at = self.resolve(at);
                let is_along = matches!(at, Value::Position(at) if !at.is_moved);
                match base {
                    Value::Local(local) if is_along && self.scopes.locals[local].is_as_long => {}
                    Value::Local(local) if self.scopes.locals[local].is_input() => {
                        self.at(&Value::Input, &at, index);
                    }
                    Value::Local(local) => {
                        self.flag(&at, index.index.span());
                        if self.depth() > self.scopes.locals[local].depth {
                            self.scopes.locals[local]
                                .changes
                                .scattered
                                .get_or_insert(index.index.span());
                            self.scopes.locals[local].changes.is_marked |=
                                matches!(at, Value::Element);
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
            Expr::Tuple(tuple) => tuple
                .elems
                .iter()
                .for_each(|elem| self.place(elem, is_update)),
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
                    if !is_update {
                        self.reset(index);
                    }
                } else {
                    self.eval(place);
                }
            }
        }
    }

    pub(super) fn range(&mut self, range: &ExprRange) -> Value {
        let start = range.start.as_ref().map(|start| self.eval(start));
        let end = range.end.as_ref().map(|end| self.eval(end));
        let begins_at_zero = range.start.as_deref().is_none_or(is_zero);
        let is_half_open = matches!(range.limits, RangeLimits::HalfOpen(_));
        match (&start, &end) {
            (Some(Value::Position(at)), Some(Value::Length { .. })) => {
                Value::walk_of(Value::moved(Position {
                    origin: None,
                    ..*at
                }))
            }
            (Some(_), Some(Value::Length { span, is_plain })) => {
                if *is_plain && !begins_at_zero && is_half_open {
                    let what = "a loop that leaves out the first elements";
                    let start = range.start.as_ref().map_or(*span, Spanned::span);
                    if !(self.found.is_seeded && self.about.merging == Merging::Folded) {
                        self.sign(Rule::Ends, start, what);
                    }
                }
                Value::walk_of(Value::position())
            }
            _ => Value::pair(start.unwrap_or(Value::Plain), end.unwrap_or(Value::Plain)),
        }
    }

    pub(super) fn index(&mut self, index: &ExprIndex) -> Value {
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
                    Value::Position(_) => true,
                    Value::Tuple(bounds) => bounds
                        .iter()
                        .any(|bound| matches!(bound, Value::Position(_))),
                    _ => false,
                };
                if is_along {
                    self.paired(*argument, index.expr.span());
                }
                if matches!(written, Expr::Range(_)) {
                    if let Value::Tuple(bounds) = at {
                        if bounds
                            .iter()
                            .any(|bound| matches!(bound, Value::Length { .. }))
                        {
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
            Value::Position(at) if !at.is_moved || self.is_in_unit(*at) => {
                self.found.is_walked = true;
            }
            Value::Position(_) => {
                self.sign(Rule::Neighbours, span, "an index beside the loop's own");
            }
            Value::Length { .. } => self.sign(Rule::Ends, span, "the last place"),
            _ if matches!(written, Expr::Lit(_)) => self.sign(Rule::Ends, span, "a fixed place"),
            _ => self.sign(Rule::Positions, span, "this position"),
        }
        Value::Plain
    }

    fn part(&mut self, base: &Value, at: &Value, range: &ExprRange) -> Value {
        let (start, end) = (range.start.as_deref(), range.end.as_deref());
        let ends_whole = match (end, at) {
            (None, _) | (_, Value::Walk(_)) => true,
            (_, Value::Tuple(bounds)) => {
                matches!(bounds.get(1), Some(Value::Length { is_plain: true, .. }))
            }
            _ => false,
        };
        let ends_shortened = matches!(at, Value::Tuple(bounds) if matches!(bounds.get(1), Some(Value::Length { .. })));
        if start.is_none_or(is_zero) && (ends_whole || ends_shortened) {
            return base.clone();
        }
        if self.is_unit(at) {
            self.found.is_walked = true;
            return Value::Part;
        }
        let is_constant =
            |bound: Option<&Expr>| bound.is_none_or(|bound| matches!(bound, Expr::Lit(_)));
        if is_constant(start) && (is_constant(end) || ends_whole || ends_shortened) {
            let is_seeded = self.found.is_seeded && self.about.merging == Merging::Folded;
            let is_answered = self.about.cuts.overlap && (ends_whole || ends_shortened);
            if (is_seeded && ends_whole) || is_answered {
                return base.clone();
            }
            self.sign(Rule::Ends, range.span(), "a part from an end");
        } else {
            self.sign(Rule::Neighbours, range.span(), "a part by position");
        }
        Value::Part
    }
}
