//! The warnings by name: what a user writes in `allow(..)`.

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

    /// The rule of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Rule::ALL.into_iter().find(|rule| rule.name() == name)
    }

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
