//! The feature `ndarray`: arrays as inputs and outputs. What holds without the feature belongs to `api`.

#[path = "../support/ledger.rs"]
mod ledger;

mod calls;
mod cut_rules;
mod joining;
