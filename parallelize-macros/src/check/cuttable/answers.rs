//! What the options say of the cuts, and which signs that answers.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Lit, Pat};

use super::reader::Reader;
use super::words;
use crate::parse::cuts::{CutRule, CutValue};
use crate::syntax::mentions;

/// Where cuts are, by the options of the function.
#[derive(Clone, Default)]
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
    /// Whether the option `delimiter` (or `chunk_by` in its place) keeps the records of `call` whole.
    pub(super) fn keeps_records(&self, call: &ExprMethodCall) -> bool {
        let is_kept = self.about.cuts.are_behind(call);
        match call.method.to_string().as_str() {
            method if words::ends_with_its_record(method) => is_kept,
            // Behind the delimiter at the end of each chunk, `split` finds an empty record.
            "split" | "split_mut" => is_kept && self.here.empty_is_left_out > 0,
            _ => false,
        }
    }

    /// Whether state that a loop keeps starts anew where a cut may be. State that goes on from one line, run or
    /// group to the next does not: a cut may be between these.
    pub(super) fn ends_with_units(&self, is_reset: bool) -> bool {
        self.about.cuts.keep_units() && is_reset && !self.found.has_units
    }

    /// Whether a method adds what a loop has left over: the last line or run.
    pub(super) fn flushes(&self, call: &ExprMethodCall) -> bool {
        self.uses_rest(&call.args.to_token_stream()) && self.ends_with_units(true)
    }

    /// Whether what looks beside an element looks at one record or run: it does so on a condition.
    pub(super) fn stays_in_unit(&self) -> bool {
        let is_base = self.here.bases.last() == Some(&self.here.branches);
        self.about.cuts.follow_elements() && (!is_base || self.here.conditions > 0)
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
