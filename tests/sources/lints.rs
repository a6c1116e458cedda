//! The same function raises the same lints with and without the attribute, rustc's and Clippy's, at all levels. One
//! compilation has all functions with the attribute, and another all of them without.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

const ATTRIBUTE: &str = "#[parallelize::parallelize]";

/// All lints but those that are about whole crates, or about lines with the attribute.
const LEVELS: [&str; 16] = [
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
    let file = folder.join("functions.rs");
    fs::write(&file, source).expect("there is space");
    let program = env::current_exe().expect("this program has a path");
    let libraries = program.parent().expect("it is in a folder");
    let output = Command::new("clippy-driver")
        .args([
            "--edition=2021",
            "--crate-type=lib",
            "--emit=metadata",
            "--error-format=json",
        ])
        .args(LEVELS)
        .arg(format!("-Ldependency={}", libraries.display()))
        .arg(format!(
            "--extern=parallelize={}",
            newest(libraries).display()
        ))
        .arg(format!("--out-dir={}", folder.display()))
        .arg(&file)
        .output()
        .ok()?;
    let stderr = String::from_utf8(output.stderr).expect("messages are text");
    let mut lints = BTreeMap::new();
    for line in stderr.lines() {
        let message: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{stderr}"));
        let place = &message["spans"][0]["line_start"];
        let Some(place) = place.as_u64() else {
            continue; // how many there were
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (name, level) = (text(&message["code"]["code"]), text(&message["level"]));
        let is_lint = !name.is_empty() && (!name.starts_with('E') || name == "E0133");
        assert!(is_lint, "{}", message["rendered"]);
        *lints.entry((place, name, level)).or_insert(0) += 1;
    }
    Some(lints)
}

/// The library that was built last, which is that of this program.
fn newest(libraries: &Path) -> PathBuf {
    let entries = fs::read_dir(libraries).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry is there").path());
    let is_library = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libparallelize-") && name.ends_with(".rlib")
    };
    let changed = |path: &PathBuf| path.metadata().and_then(|it| it.modified()).ok();
    let newest = paths.filter(is_library).max_by_key(changed);
    newest.expect("the library has been built")
}
