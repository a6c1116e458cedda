//! What the compiler can see of the law: signs that the result of a function depends on where the input is cut.

use proc_macro2::Span;

use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::plan::Plan;

/// A warning: the rule that it comes from, where the sign is, and what happens.
pub(crate) struct Warning {
    pub(crate) rule: &'static str,
    pub(crate) span: Span,
    pub(crate) note: String,
}

/// The warnings for a function without errors, the most telling first.
pub(crate) fn warnings(_item: &Item, _options: &Options, _plan: &Plan) -> Vec<Warning> {
    Vec::new()
}
