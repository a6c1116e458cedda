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

/// What the original function under another name raises as well: it is one more function, with the same signature.
const OF_THE_ORIGINAL: [&str; 8] = [
    "clippy::arbitrary_source_item_ordering",
    "clippy::impl_trait_in_params",
    "clippy::implicit_hasher",
    "clippy::inline_always",
    "clippy::missing_docs_in_private_items",
    "clippy::single_call_fn",
    "dead_code",
    "missing_docs",
];

/// What a level is given for inside the file.
const GROUPS: &str = "unused, missing_docs, unused_results, unsafe_code, clippy::all, clippy::pedantic, clippy::nursery";

#[test]
fn a_function_raises_the_same_lints_with_and_without_the_attribute() {
    let functions = functions();
    let Some(plain) = raised(&plain(&functions)) else {
        println!("SKIPPED: Clippy is not installed");
        return;
    };
    assert!(plain.len() > 200, "only {} lints were raised", plain.len());
    compare("with the attribute", &plain, &functions, &[]);
    // Here the original function has the body, and the wrapper calls it.
    let mut names = 0;
    let with_original = functions.lines().map(|line| {
        if line.trim() != ATTRIBUTE {
            return line.to_owned();
        }
        names += 1;
        line.replace(
            "parallelize]",
            &format!("parallelize(sequential = o{names})]"),
        )
    });
    let with_original = with_original.collect::<Vec<_>>().join("\n");
    compare(
        "with `sequential`",
        &plain,
        &with_original,
        &OF_THE_ORIGINAL,
    );
}

#[test]
fn levels_hold_wherever_they_stand() {
    let functions = functions();
    let on_modules = |level: &str| functions.replace("pub mod ", &format!("#[{level}] pub mod "));
    let on_functions =
        |level: &str| functions.replace(ATTRIBUTE, &format!("{ATTRIBUTE} #[{level}]"));
    for level in ["deny", "forbid"] {
        let level = format!("{level}({GROUPS})");
        for (place, levelled) in [
            (
                "crate",
                functions.replacen("//", &format!("#![{level}] //"), 1),
            ),
            ("modules", on_modules(&level)),
            ("functions", on_functions(&level)),
        ] {
            let Some(plain) = raised(&plain(&levelled)) else {
                return;
            };
            let errors = plain.keys().filter(|lint| lint.2 == "error").count();
            assert!(errors > 80, "only {errors} lints of {place} at {level}");
            compare(&format!("{level} on {place}"), &plain, &levelled, &[]);
        }
    }
}

#[test]
fn expectations_hold_wherever_they_stand() {
    let functions = functions();
    let Some(plain_lints) = raised(&plain(&functions)) else {
        return;
    };
    for place in ["pub mod ", ATTRIBUTE] {
        let is_function = place == ATTRIBUTE;
        let mut expected = String::new();
        let lines: Vec<&str> = functions.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            if !line.trim_start().starts_with(place) {
                expected.push_str(line);
                expected.push('\n');
                continue;
            }
            // To the brace at the depth of this line.
            let indentation = &line[..line.len() - line.trim_start().len()];
            let end = format!("{indentation}}}");
            let length = lines[index..].iter().position(|line| *line == end);
            let length = length.expect("what begins here ends") as u64;
            let start = index as u64 + 1;
            let inside = plain_lints.keys().filter(|(line, name, _)| {
                (start + 1..=start + length).contains(line)
                    && (is_function || is_seen(name))
                    && name != "E0133"
            });
            let mut names: Vec<&str> = inside.map(|lint| &*lint.1).collect();
            names.sort_unstable();
            names.dedup();
            let names = names.join(", ");
            let with = if is_function {
                line.replace(ATTRIBUTE, &format!("{ATTRIBUTE} #[expect({names})]"))
            } else {
                format!("{indentation}#[expect({names})] {}", line.trim_start())
            };
            expected.push_str(&with);
            expected.push('\n');
        }
        let plain = raised(&plain(&expected)).expect("Clippy is there");
        compare(&format!("expected at `{place}`"), &plain, &expected, &[]);
    }
}

fn functions() -> String {
    fs::read_to_string("sources/lints/functions.rs").expect("the file is there")
}

/// The same lines without the attribute: another one stands in its place, and does nothing.
fn plain(functions: &str) -> String {
    let plain = functions.replace(ATTRIBUTE, "#[rustfmt::skip]");
    assert_ne!(plain, functions);
    plain
}

fn raised(source: &str) -> Option<BTreeMap<Lint, usize>> {
    let folder = tempfile::tempdir().expect("there is space");
    lints(source, folder.path())
}

fn is_seen(lint: &str) -> bool {
    !NOT_SEEN.contains(&lint.trim_start_matches("clippy::"))
}

fn compare(how: &str, plain: &BTreeMap<Lint, usize>, annotated: &str, more: &[&str]) {
    let annotated = raised(annotated).expect("Clippy is there");
    let mut differences = Vec::new();
    for (lint, count) in plain {
        if is_seen(&lint.1) && annotated.get(lint) < Some(count) {
            differences.push(format!("lost: {lint:?}"));
        }
    }
    for (lint, count) in &annotated {
        let is_fine = ADDED.contains(&&*lint.1) || more.contains(&&*lint.1);
        if !is_fine && plain.get(lint) < Some(count) {
            differences.push(format!("added: {lint:?}"));
        }
    }
    differences.sort();
    differences.dedup();
    assert!(differences.is_empty(), "{how}:\n{}", differences.join("\n"));
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
