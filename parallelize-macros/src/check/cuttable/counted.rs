//! Loops that count positions: `while i < xs.len()`.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Block, Expr, ExprBinary, ExprWhile};

use super::loops::is_simple;
use super::reader::Reader;
use super::value::Value;
use crate::parse::rules::Rule;

impl Reader<'_> {
    /// `while i < xs.len()`: in the loop, `i` is a position.
    pub(super) fn counted(&mut self, each: &ExprWhile, counter: usize) {
        let before = self.scopes.locals[counter].clone();
        self.scopes.locals[counter].value = if steps_by_one(&each.body, &before.name) {
            Value::position()
        } else {
            if !self.about.cuts.keep_units() {
                let what = "a loop with steps of its own";
                self.sign(Rule::Neighbours, each.cond.span(), what);
            }
            Value::position().strided()
        };
        self.here.loops.push(true);
        self.each(|reader| reader.block(&each.body));
        self.here.loops.pop();
        self.scopes.locals[counter] = before;
    }

    /// The local of `while i < xs.len()`, or of `while i + 1 < xs.len()`.
    pub(super) fn counter(&mut self, cond: &Expr) -> Option<usize> {
        let Expr::Binary(ExprBinary {
            left,
            op: BinOp::Lt(_) | BinOp::Le(_) | BinOp::Ne(_),
            right,
            ..
        }) = cond
        else {
            return None;
        };
        let (left, right) = (without_constant(left), without_constant(right));
        // What is simple may be read twice: here, and as a part of the condition.
        if !is_simple(left) || !is_simple(right) {
            return None;
        }
        let Value::Local(counter) = self.eval(left) else {
            return None;
        };
        let end = self.eval(right);
        matches!(self.resolve(end), Value::Length { is_plain: true, .. }).then_some(counter)
    }
}

/// Whether the loop's body has `i += 1`, and nothing else that sets `i`.
fn steps_by_one(body: &Block, name: &str) -> bool {
    let text = super::tokens::flat(body.to_token_stream());
    let count = |pattern: &str| text.matches(&format!(" {name} {pattern} ")).count();
    let ones = count("+ = 1");
    // Two steps in one round leave an element out, unless the first of them ends the round.
    let is_once = ones == 1 || text.contains(" continue ");
    ones > 0
        && is_once
        && ones == count("+ =") + count("- =") + count("* =") + count("=") - count("= =")
}

/// `i` of `i + 1` or `i - 1`.
fn without_constant(expr: &Expr) -> &Expr {
    match expr {
        Expr::Binary(ExprBinary {
            left,
            op: BinOp::Add(_) | BinOp::Sub(_),
            right,
            ..
        }) if matches!(**right, Expr::Lit(_)) => left,
        expr => expr,
    }
}
