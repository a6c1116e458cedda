//! Which signs are answered by the options that say where a cut may be.

use quote::ToTokens;
use syn::{Block, Expr, ExprMethodCall};

use super::expressions::unwrapped;
use super::reader::Reader;
use super::scope::Local;
use super::tokens;
use super::value::{Position, Value};
use super::words::{self, OfWalk};
use crate::parse::rules::Rule;
use crate::syntax::mentions;

impl Reader<'_> {
    /// Whether the option `delimiter`, or `chunk_by` in its place, keeps the records of `call` whole.
    pub(super) fn keeps_records(&self, call: &ExprMethodCall) -> bool {
        let method = call.method.to_string();
        words::ends_with_its_record(&method) && self.about.cuts.are_behind(call)
    }

    /// Whether `call` finds an empty record behind the delimiter at the end of each chunk.
    pub(super) fn finds_empty_records(&self, call: &ExprMethodCall) -> bool {
        let is_split = call.method == "split" || call.method == "split_mut";
        is_split && self.about.cuts.are_behind(call)
    }

    /// Whether state that a loop keeps starts anew where a cut may be. State that goes on from one line, run or
    /// group to the next does not: a cut may be between these.
    pub(super) fn ends_with_units(&self, is_reset: bool) -> bool {
        self.about.cuts.keep_units() && is_reset && !self.found.has_units
    }

    /// Whether the state of a `scan` or a `fold` starts anew where a cut may be: the closure does one thing or another.
    pub(super) fn resets(&self, call: &ExprMethodCall) -> bool {
        self.ends_with_units(true) && {
            let tokens = call.args.to_token_stream();
            mentions(tokens.clone(), "if") || mentions(tokens, "match")
        }
    }

    /// Whether a method adds what a loop has left over: the last line or run.
    pub(super) fn flushes(&self, call: &ExprMethodCall) -> bool {
        self.about.cuts.keep_units() && self.uses_rest(&call.args.to_token_stream())
    }

    /// Whether what is beside an element belongs to the same group, record or run. The body asks, if it looks on a
    /// condition.
    pub(super) fn is_in_unit(&self, at: Position) -> bool {
        let cuts = &self.about.cuts;
        let is_always = self.here.bases.last() == Some(&self.here.branches);
        let asks = !is_always || self.here.conditions > 0;
        (cuts.are_multiples && at.is_strided) || (cuts.follow_elements() && asks)
    }

    /// Whether a part between two bounds belongs to one group, record or run.
    pub(super) fn is_unit(&self, bounds: &Value) -> bool {
        let Value::Tuple(bounds) = bounds else {
            return false;
        };
        bounds.iter().any(|bound| match bound {
            Value::Local(_) => self.about.cuts.follow_elements(),
            Value::Position(at) => self.is_in_unit(*at),
            _ => false,
        })
    }

    /// How far two positions are apart: that is the same wherever a cut is before them.
    pub(super) fn difference(&self, at: Position, other: &Value) -> Value {
        match other {
            Value::Local(_) | Value::Position(_) if self.about.cuts.keep_units() => Value::Plain,
            other => Value::Position(at).combined(other.clone()),
        }
    }

    /// Whether an iterator that the body takes items from by hand stays in one group, record or run.
    pub(super) fn takes_in_unit(&self, kind: OfWalk, call: &ExprMethodCall) -> bool {
        let cuts = &self.about.cuts;
        let method = call.method.to_string();
        let is_by_hand = match unwrapped(&call.receiver) {
            Expr::MethodCall(inner) if inner.method == "by_ref" => self.root(&inner.receiver),
            receiver => self.root(receiver),
        };
        let is_in_loop = is_by_hand.is_some() && !self.here.loops.is_empty();
        match method.as_str() {
            "step_by" => cuts.are_multiples,
            "skip" if self.here.strides > 0 => cuts.are_multiples,
            // The elements before the first one and behind the last one are those of the next chunk.
            "skip" => cuts.overlap,
            "peekable" => cuts.follow_elements() && !self.found.has_units,
            _ if kind == OfWalk::Next => is_in_loop && self.ends_with_units(true),
            _ => is_in_loop && cuts.follow_elements() && !self.found.has_units,
        }
    }

    /// Whether a loop takes the input apart from its front, a record, run or group after the other: `xs = &xs[n..]`.
    pub(super) fn shrinks(&self, body: &Block) -> bool {
        let cuts = &self.about.cuts;
        if !cuts.keep_units() && !cuts.overlap {
            return false;
        }
        let body = tokens::flat(body.to_token_stream());
        let takes_one = body.contains("( 1 . . )") || body.contains(" split_first ");
        let is_assigned = |name: &str| {
            let assigned = body.matches(&format!(" {name} = ")).count();
            assigned > body.matches(&format!(" {name} = = ")).count()
        };
        let mut locals = self.scopes.locals.iter();
        !(cuts.are_multiples && takes_one)
            && locals.any(|local| local.is_input() && is_assigned(&local.name))
    }

    /// Reads a loop that [shrinks](Self::shrinks) the input.
    pub(super) fn shrinking(&mut self, read: impl FnOnce(&mut Self)) {
        self.found.has_units = true;
        self.here.shrinking += 1;
        self.each(read);
        self.here.shrinking -= 1;
    }

    /// Whether a local is what a loop has not taken yet of the input.
    pub(super) fn is_what_is_left(&self, local: &Local) -> bool {
        let is_left = matches!(local.value, Value::Input | Value::Walk(_));
        is_left && (self.about.cuts.keep_units() || self.about.cuts.overlap)
    }

    /// Whether a sign means what is left of the input in a loop that shrinks it.
    pub(super) fn is_in_front(&self, rule: Rule, what: &str) -> bool {
        let is_exit = what == "`break`" || what == "`return`";
        self.here.shrinking > 0
            && !is_exit
            && matches!(
                rule,
                Rule::Positions
                    | Rule::Ends
                    | Rule::Length
                    | Rule::Neighbours
                    | Rule::Whole
                    | Rule::Records
            )
    }
}

/// Whether a method of the records leaves out the empty ones, as far as it shows.
pub(super) fn leaves_out_empty(call: &ExprMethodCall) -> bool {
    match call.method.to_string().as_str() {
        "filter_map" | "find_map" | "find" | "any" => true,
        "filter" => {
            let keeps = call.args.to_token_stream();
            let text = keeps.to_string();
            mentions(keeps, "is_empty") || !text.contains(['!', '<'])
        }
        _ => false,
    }
}
