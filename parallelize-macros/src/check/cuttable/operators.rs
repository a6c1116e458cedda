//! Operators: assignments, comparisons and arithmetic.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprAssign, ExprBinary, UnOp};

use super::expressions::{is_zero, unwrapped};
use super::reader::Reader;
use super::scope::Whose;
use super::sign::Merging;
use super::value::Value;
use crate::parse::rules::Rule;
use crate::syntax::mentions;

impl Reader<'_> {
    pub(super) fn assign(&mut self, assign: &ExprAssign) {
        self.here.assigned = self.root(&assign.left);
        let value = self.eval(&assign.right);
        let assigned = self.here.assigned.take();
        let is_kept = self.about.cuts.keep_units()
            && matches!(*assign.left, Expr::Path(_))
            && matches!(self.resolve(value.clone()), Value::Position(_));
        if let (Some(index), true) = (assigned, is_kept) {
            self.read_locals(&value, assign.right.span());
            self.scopes.locals[index].changes.is_position = true;
        } else if !matches!(value, Value::Length { .. }) {
            self.here.assigned = assigned;
            self.flag(&value, assign.right.span());
            self.here.assigned = None;
        }
        let reads_itself = assigned.is_some_and(|index| {
            mentions(
                assign.right.to_token_stream(),
                &self.scopes.locals[index].name,
            )
        });
        self.place(&assign.left, reads_itself);
        if let Some(index) = assigned.filter(|_| comes_back(&assign.right)) {
            self.scopes.locals[index].changes.is_reset |= self.depth() > 0;
        }
        if let (Some(index), Expr::Path(_)) = (assigned, &*assign.left) {
            let local = &mut self.scopes.locals[index];
            local.changes.is_replaced |= local.changes.is_fresh && !reads_itself;
        }
    }

    pub(super) fn binary(&mut self, binary: &ExprBinary) -> Value {
        match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                self.consume(&binary.left);
                self.branch(|reader| reader.consume(&binary.right));
                Value::Plain
            }
            BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_) => {
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
                let assigned = self.root(&binary.left);
                self.here.assigned = assigned;
                self.consume(&binary.right);
                self.here.assigned = None;
                self.place(&binary.left, true);
                if let Some(index) = assigned {
                    let changes = &mut self.scopes.locals[index].changes;
                    changes.is_raised |= matches!(binary.op, BinOp::AddAssign(_));
                    changes.is_lowered |= matches!(binary.op, BinOp::SubAssign(_));
                    // What is opened is closed again.
                    changes.is_reset |= (changes.is_raised && changes.is_lowered)
                        || matches!(binary.op, BinOp::RemAssign(_));
                }
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
                match (op, &left) {
                    (BinOp::Sub(_), Value::Position(at)) => return self.difference(*at, &right),
                    // The place in a group.
                    (BinOp::Rem(_) | BinOp::BitAnd(_), Value::Position(_))
                        if self.about.cuts.are_multiples && !self.found.has_units =>
                    {
                        return Value::Plain;
                    }
                    (BinOp::Mul(_) | BinOp::Shl(_), _) => return left.combined(right).strided(),
                    _ => {}
                }
                match right {
                    // An average of averages is none.
                    Value::Length { span, .. }
                        if is_divided && self.about.merging != Merging::Apart =>
                    {
                        self.sign(Rule::Length, span, "`len`");
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
        if let (Value::Position(_), other) | (other, Value::Position(_)) = (&left, &right) {
            if self.about.cuts.keep_units()
                && matches!(
                    other,
                    Value::Local(_) | Value::Position(_) | Value::Length { .. }
                )
            {
                return;
            }
        }
        // A position in the whole input, compared with the end of a chunk.
        let is_end = self.about.knows_chunk
            && self.depth() > 0
            && (is_equality || !is_plain(&left) || !is_plain(&right));
        for (one, other, this, that) in [
            (&left, &right, &binary.left, &binary.right),
            (&right, &left, &binary.right, &binary.left),
        ] {
            match one {
                Value::Length { span, is_plain } => {
                    if let Value::OtherLength(argument) = other {
                        self.paired(*argument, that.span());
                    } else if is_zero(that)
                        || matches!(other, Value::Length { .. })
                        || (matches!(other, Value::Position(_)) && !is_end)
                    {
                    } else if !is_plain && contains_remainder(this) {
                        self.sign(Rule::Groups, *span, "`len`");
                    } else if is_equality
                        || (!is_plain && self.depth() > 0 && self.about.merging != Merging::Apart)
                    {
                        self.sign(Rule::Length, *span, "`len`");
                    } else {
                        self.weak(Rule::Length, *span, "`len`");
                    }
                }
                Value::OtherLength(_) => {}
                // The highest so far, say.
                Value::Local(index) if self.scopes.locals[*index].of == Whose::Fold => {}
                value => self.flag(value, this.span()),
            }
        }
    }
}

/// Whether a value is no length, or the length itself.
fn is_plain(value: &Value) -> bool {
    !matches!(
        value,
        Value::Length {
            is_plain: false,
            ..
        }
    )
}

/// `!state`, or `(state + 1) % 3`: what comes back to where it began.
fn comes_back(value: &Expr) -> bool {
    matches!(unwrapped(value), Expr::Unary(not) if matches!(not.op, UnOp::Not(_)))
        || contains_remainder(value)
}

fn contains_remainder(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => {
            matches!(binary.op, BinOp::Rem(_))
                || contains_remainder(&binary.left)
                || contains_remainder(&binary.right)
        }
        Expr::Paren(inner) => contains_remainder(&inner.expr),
        _ => false,
    }
}
