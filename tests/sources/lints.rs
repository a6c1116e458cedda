//! The same function raises the same lints with and without the attribute, rustc's and Clippy's, at all levels. One
//! compilation has all functions with the attribute, and another all of them without.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::compiler;

const ATTRIBUTE: &str = "#[parallelize::parallelize]";

/// All lints but those that are about whole crates, or about lines with the attribute.
const LEVELS: [&str; 17] = [
    "--edition=2021",
    "-Wunused",
    "-Wclippy::all",
    "-Wclippy::pedantic",
    "-Wclippy::nursery",
    "-Wclippy::restriction",
    "-Aclippy::absolute_paths",
    "-Aclippy::blanket_clippy_restriction_lints",
    "-Wunsafe_op_in_unsafe_fn",
    "-Wmissing_docs",
    "-Wunused_lifetimes",
    "-Wunused_results",
    "-Wunreachable_pub",
    "-Wlet_underscore_drop",
    "-Wunused_qualifications",
    "-Wtrivial_casts",
    "-Wunsafe_code",
];

/// What Clippy says of functions as wholes, and not of a wrapper and a closure: the page on the attribute lists these.
const NOT_SEEN: [&str; 12] = [
    "boxed_local",
    "implicit_return",
    "missing_const_for_fn",
    "needless_lifetimes",
    "needless_pass_by_ref_mut",
    "needless_pass_by_value",
    "needless_return",
    "only_used_in_recursion",
    "option_option",
    "ptr_arg",
    "unnecessary_box_returns",
    "unnecessary_wraps",
];

/// What it says in addition: the body names its arguments again, a closure returns what the function does, and hides
/// that the body changes a `static mut`.
const ADDED: [&str; 5] = [
    "deprecated", // our own warnings
    "clippy::must_use_candidate",
    "clippy::result_large_err",
    "clippy::shadow_reuse",
    "clippy::shadow_unrelated",
];

#[test]
fn a_function_raises_the_same_lints_with_and_without_the_attribute() {
    let functions = fs::read_to_string("sources/lints/functions.rs").expect("the file is there");
    // Another attribute stands in its line, and does nothing.
    let plain = functions.replace(ATTRIBUTE, "#[rustfmt::skip]");
    assert_ne!(plain, functions);
    let folder = tempfile::tempdir().expect("there is space");
    let Some(plain) = lints(&plain, folder.path()) else {
        println!("SKIPPED: Clippy is not installed");
        return;
    };
    let annotated = lints(&functions, folder.path()).expect("Clippy is there");
    assert!(plain.len() > 200, "only {} lints were raised", plain.len());
    let mut differences = Vec::new();
    for (lint, count) in &plain {
        let is_seen = !NOT_SEEN.contains(&lint.1.trim_start_matches("clippy::"));
        if is_seen && annotated.get(lint) < Some(count) {
            differences.push(format!("lost: {lint:?}"));
        }
    }
    for (lint, count) in &annotated {
        if !ADDED.contains(&&*lint.1) && plain.get(lint) < Some(count) {
            differences.push(format!("added: {lint:?}"));
        }
    }
    differences.sort();
    differences.dedup();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// A lint by its line, its name and its level.
type Lint = (u64, String, String);

/// How often each lint is raised. `None` without Clippy.
fn lints(source: &str, folder: &Path) -> Option<BTreeMap<Lint, usize>> {
    let mut lints = BTreeMap::new();
    for message in compiler::messages("clippy-driver", source, folder, &LEVELS)? {
        let Some(place) = compiler::line(&message) else {
            continue;
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (name, level) = (text(&message["code"]["code"]), text(&message["level"]));
        let is_lint = !name.is_empty() && (!name.starts_with('E') || name == "E0133");
        assert!(is_lint, "{}", message["rendered"]);
        *lints.entry((place, name, level)).or_insert(0) += 1;
    }
    Some(lints)
}
