//! Where cuts are, by the options of the function.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Lit, Pat};

use super::advice::number;
use super::sign::Sign;
use crate::parse::cuts::{CutRule, CutValue};
use crate::parse::options::Options;

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
