//! The rules by name, and the signs of a body that speak for one.

use proc_macro2::Span;

/// What a warning is about. The order is the order in which warnings of one function are given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Rule {
    Unused,
    Paired,
    Neighbours,
    Groups,
    Runs,
    Records,
    Order,
    Carried,
    Positions,
    Ends,
    Once,
    Copied,
    Counts,
    Outputs,
    Length,
    Whole,
    Elements,
}

impl Rule {
    pub(crate) const ALL: [Rule; 17] = [
        Rule::Unused,
        Rule::Paired,
        Rule::Neighbours,
        Rule::Groups,
        Rule::Runs,
        Rule::Records,
        Rule::Order,
        Rule::Carried,
        Rule::Positions,
        Rule::Ends,
        Rule::Once,
        Rule::Copied,
        Rule::Counts,
        Rule::Outputs,
        Rule::Length,
        Rule::Whole,
        Rule::Elements,
    ];

    /// The name in `allow(..)`, and in the warning.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Rule::Unused => "unused",
            Rule::Paired => "paired",
            Rule::Neighbours => "neighbours",
            Rule::Groups => "groups",
            Rule::Runs => "runs",
            Rule::Records => "records",
            Rule::Order => "order",
            Rule::Carried => "carried",
            Rule::Positions => "positions",
            Rule::Ends => "ends",
            Rule::Once => "once",
            Rule::Copied => "copied",
            Rule::Counts => "counts",
            Rule::Outputs => "outputs",
            Rule::Length => "length",
            Rule::Whole => "whole",
            Rule::Elements => "elements",
        }
    }
}

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
