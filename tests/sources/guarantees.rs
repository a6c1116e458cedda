//! The page of guarantees in the documentation: that each promise has tests, and that the tests are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{root, sources};

/// A row of the table at the end: the address of a promise, a file and names in it.
#[derive(Debug)]
struct Row<'page> {
    promise: &'page str,
    file: &'page str,
    names: Vec<&'page str>,
}

/// The addresses of the promises: `<a id="order-1"></a>`.
fn promises(page: &str) -> Vec<&str> {
    let lines = page
        .lines()
        .filter_map(|line| line.strip_prefix("- <a id=\""));
    let ids = lines.map(|line| line.split_once("\"></a>").expect("an address"));
    ids.map(|(id, _)| id).collect()
}

/// The rows of the table of tests, without its head.
fn rows(page: &str) -> Vec<Row<'_>> {
    let (_, table) = page
        .split_once("| promise | shown by |")
        .expect("a table of tests");
    let is_row = |line: &&str| line.starts_with('|') && !line.starts_with("|---");
    table.lines().filter(is_row).map(row).collect()
}

fn row(text: &str) -> Row<'_> {
    let cells: Vec<&str> = text.trim_matches('|').split('|').collect();
    let [promise, proof] = cells[..] else {
        panic!("two columns: {text}");
    };
    let address = promise.split_once("](#");
    let (_, address) = address.unwrap_or_else(|| panic!("no link: {text}"));
    let mut quoted = proof.split('`').skip(1).step_by(2);
    Row {
        promise: address.trim_end_matches([')', ' ']),
        file: quoted.next().expect("a file"),
        names: quoted.collect(),
    }
}

/// Whether `source` has a function of this name and, if it `must_be_test`, one that is run as a test.
fn has_function(source: &str, name: &str, must_be_test: bool) -> bool {
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        let function = line.split_once("fn ").map(|(_, rest)| rest);
        let is_it = function
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with(['(', '<']));
        if is_it && (is_test || !must_be_test) {
            return true;
        }
        is_test = line == "#[test]" || is_test && line.starts_with("#[");
    }
    false
}

fn page() -> String {
    fs::read_to_string(root().join("parallelize/docs/guarantees.md")).unwrap()
}

#[test]
fn every_test_that_the_guarantees_name_is_there() {
    let page = page();
    let rows = rows(&page);
    assert!(rows.len() > 100, "{} rows", rows.len());
    for Row { file, names, .. } in rows {
        let source = fs::read_to_string(root().join(file));
        let source = source.unwrap_or_else(|error| panic!("`{file}`: {error}"));
        assert!(!names.is_empty(), "`{file}` alone shows nothing");
        // Elsewhere the code itself may be the argument.
        let must_be_test = source.contains("#[test]");
        for name in names {
            assert!(
                has_function(&source, name, must_be_test),
                "`{file}` has no test `{name}`"
            );
        }
    }
}

#[test]
fn every_promise_has_an_address_of_its_own_and_a_test() {
    let page = page();
    let promises = promises(&page);
    let shown: BTreeSet<&str> = rows(&page).iter().map(|row| row.promise).collect();
    let addresses: BTreeSet<&str> = promises.iter().copied().collect();
    assert_eq!(addresses, shown);
    assert_eq!(addresses.len(), promises.len(), "{promises:?}");
    for promise in promises {
        let (name, number) = promise.rsplit_once('-').expect("a number");
        let label = format!("**{name} {number}.**");
        assert!(page.contains(&label), "no {label}");
    }
}

#[test]
fn a_function_is_a_test_only_with_its_attribute() {
    let source = "#[test]\n#[cfg(unix)]\nfn one() {}\nfn two() {}\n#[test]\nfn three_or_four() {}";
    assert!(has_function(source, "one", true));
    assert!(has_function(source, "two", false) && !has_function(source, "two", true));
    assert!(!has_function(source, "three", false));
}

#[test]
fn unsafe_code_is_where_the_documentation_says() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"deny\""));
    for member in ["parallelize", "parallelize-macros"] {
        let manifest = fs::read_to_string(root().join(member).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member}");
        let folder = root().join(member).join("src");
        let allowing = sources(&folder).into_iter().filter(|path| {
            let source = fs::read_to_string(path).unwrap();
            source.contains("allow(unsafe_code)") || source.contains("expect(unsafe_code)")
        });
        let mut allowing: Vec<_> = allowing
            .map(|path| path.strip_prefix(&folder).unwrap().to_owned())
            .collect();
        allowing.sort();
        let expected: &[&str] = match member {
            "parallelize" => &[
                "argument.rs",
                "input/drain.rs",
                "input/stream_queue.rs",
                "models/mod.rs",
                "output/lists/mod.rs",
                "sys/affinity.rs",
                "sys/clock.rs",
                "sys/stack.rs",
                "threads/gate.rs",
            ],
            _ => &[],
        };
        assert!(
            allowing.iter().eq(expected.iter().map(Path::new)),
            "{allowing:?}"
        );
    }
}
