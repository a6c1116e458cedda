//! The signs of a body that speak for a rule.

use proc_macro2::Span;

use crate::parse::rules::Rule;

/// How outputs come together, as far as a sign depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Merging {
    /// Joined lists, or elements changed in place.
    Joined,
    /// Folded by `reduce`, or the first hit of a search.
    Folded,
    /// One per chunk.
    Apart,
}

/// Something in the body that depends on where the input is cut.
#[derive(Clone, Debug)]
pub(super) struct Sign {
    pub(super) rule: Rule,
    pub(super) span: Span,
    /// What is there: code in backticks.
    pub(super) what: String,
    /// What is to be written instead, where the place tells more than the rule.
    pub(super) advice: Option<String>,
}
