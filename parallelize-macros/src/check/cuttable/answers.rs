//! What the options say of the cuts, and which signs that answers.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Block, Expr, ExprMethodCall, Lit, Pat};

use super::advice::number;
use super::expressions::unwrapped;
use super::reader::Reader;
use super::scope::Local;
use super::sign::Sign;
use super::tokens;
use super::value::{Position, Value};
use super::words::{self, OfWalk};
use crate::parse::cuts::{CutRule, CutValue};
use crate::parse::options::Options;
use crate::parse::rules::Rule;
use crate::syntax::mentions;

/// Where cuts are, by the options of the function.
#[derive(Clone, Default)]
#[allow(clippy::struct_excessive_bools)] // each is a thing that the options say or not
pub(super) struct Cuts {
    pub(super) are_multiples: bool,
    pub(super) are_between_runs: bool,
    /// Behind an element that ends a record.
    pub(super) are_behind_records: bool,
    pub(super) overlap: bool,
    /// The delimiter, if it is a literal.
    delimiter: Option<char>,
}

impl Cuts {
    pub(super) fn of(rules: &[CutRule]) -> Self {
        let mut cuts = Cuts::default();
        for rule in rules {
            match (rule.name.to_string().as_str(), &rule.value) {
                ("multiple_of", _) => cuts.are_multiples = true,
                ("overlap", _) => cuts.overlap = true,
                ("chunk_by", CutValue::One(same)) => {
                    cuts.are_between_runs = true;
                    cuts.are_behind_records = ignores_a_side(same);
                }
                ("delimiter", CutValue::One(value)) => {
                    cuts.are_behind_records = true;
                    if let Expr::Lit(literal) = &**value {
                        cuts.delimiter = last_char(&literal.lit);
                    }
                }
                _ => {}
            }
        }
        cuts
    }

    /// Whether the elements themselves say where cuts are.
    pub(super) fn follow_elements(&self) -> bool {
        self.are_between_runs || self.are_behind_records
    }

    /// Whether what belongs together stays together.
    pub(super) fn keep_units(&self) -> bool {
        self.are_multiples || self.follow_elements()
    }

    /// Whether every cut is behind a whole record of `call`.
    pub(super) fn are_behind(&self, call: &ExprMethodCall) -> bool {
        let Some(delimiter) = self.delimiter.filter(|_| self.are_behind_records) else {
            return self.are_behind_records;
        };
        match call.method.to_string().as_str() {
            "matches" => true,
            "lines" | "lines_with_terminator" => delimiter == '\n',
            "split_whitespace" | "split_ascii_whitespace" | "fields" => delimiter.is_whitespace(),
            _ => {
                let ends = literals(call.args.to_token_stream());
                let ends: Vec<char> = ends.iter().filter_map(last_char).collect();
                ends.is_empty() || ends.contains(&delimiter)
            }
        }
    }
}

/// A closure such as `|end, _| *end != b'\n'` says what ends a record.
fn ignores_a_side(same: &Expr) -> bool {
    let is_ignored = |pat: &Pat| match pat {
        Pat::Wild(_) => true,
        Pat::Ident(pat) => pat.ident.to_string().starts_with('_'),
        _ => false,
    };
    matches!(same, Expr::Closure(same) if same.inputs.iter().any(is_ignored))
}

/// The literals in `tokens`, at any depth.
pub(super) fn literals(tokens: TokenStream) -> Vec<Lit> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => found.push(Lit::new(literal)),
            TokenTree::Group(group) => found.extend(literals(group.stream())),
            _ => {}
        }
    }
    found
}

/// What a literal ends with: `b'\n'`, `'\n'`, `"\r\n"` and 10 all end a line.
fn last_char(literal: &Lit) -> Option<char> {
    match literal {
        Lit::Byte(byte) => Some(byte.value().into()),
        Lit::Char(char) => Some(char.value()),
        Lit::Str(text) => text.value().chars().last(),
        Lit::ByteStr(text) => text.value().last().map(|byte| (*byte).into()),
        Lit::Int(number) => char::from_u32(number.base10_parse().ok()?),
        _ => None,
    }
}

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

    /// Whether a method adds what a loop has left over: the last line or run.
    pub(super) fn flushes(&self, call: &ExprMethodCall) -> bool {
        self.uses_rest(&call.args.to_token_stream())
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

/// Whether the state of a `scan` or a `fold` may start anew: a closure does one thing or the other.
pub(super) fn may_reset(call: &ExprMethodCall) -> bool {
    let tokens = call.args.to_token_stream();
    mentions(tokens.clone(), "if") || mentions(tokens, "match")
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

/// Whether `overlap` has another number than the one that windows need: too few lose windows, too many give some
/// twice.
pub(super) fn is_too_far(sign: &Sign, options: &Options) -> bool {
    let rule = options.cut_rule("overlap");
    let given = rule.and_then(|rule| rule.values().into_iter().map(number).sum::<Option<usize>>());
    matches!((given, needed(sign)), (Some(given), Some(needed)) if given != needed)
}

/// Whether `multiple_of` has a number that cuts inside the groups of the body.
pub(super) fn is_in_group(sign: &Sign, options: &Options) -> bool {
    let rule = options.cut_rule("multiple_of");
    let given = rule.and_then(|rule| match &rule.value {
        CutValue::One(value) => number(value),
        _ => None,
    });
    matches!((given, needed(sign)), (Some(given), Some(needed)) if given.checked_rem(needed).is_some_and(|rest| rest > 0))
}

/// The number in `overlap = 2`.
fn needed(sign: &Sign) -> Option<usize> {
    sign.advice.as_ref()?.split(" = ").nth(1)?.parse().ok()
}
