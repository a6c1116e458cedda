//! Whatever fails in a call, every element, output, argument, error and payload is dropped exactly once,
//! and the caller gets the failure that decides.

mod support;

use crate::support::child::in_child;
use crate::support::paths::{ARGUMENT_PATHS, INPUT_PATHS, OUTPUT_PATHS, Way};
use crate::support::verdict::{count_all, try_all};

#[test]
fn inputs_of_all_kinds() {
    in_child("inputs_of_all_kinds", || try_all(INPUT_PATHS, &Way::ALL));
}

#[test]
fn outputs_of_all_kinds() {
    in_child("outputs_of_all_kinds", || try_all(OUTPUT_PATHS, &Way::ALL));
}

#[test]
fn arguments_of_all_kinds() {
    in_child("arguments_of_all_kinds", || {
        try_all(ARGUMENT_PATHS, &Way::ALL);
    });
}

#[test]
fn nothing_is_made_or_cloned_more_often_than_it_must() {
    let name = "nothing_is_made_or_cloned_more_often_than_it_must";
    in_child(name, || {
        for paths in [INPUT_PATHS, OUTPUT_PATHS, ARGUMENT_PATHS] {
            count_all(paths, false);
        }
    });
}
