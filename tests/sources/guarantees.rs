//! The page of guarantees in the documentation: that what it names is there.

use std::fs;
use std::path::Path;

use crate::{root, sources};

/// A line of a table: what is in its last column between backticks, a file and names in it.
#[derive(Debug)]
struct Line<'page> {
    file: &'page str,
    names: Vec<&'page str>,
}

/// The lines of all tables, without their heads.
fn lines(page: &str) -> Vec<Line<'_>> {
    let is_line = |line: &&str| line.starts_with('|') && !line.starts_with("|---");
    let lines = page.lines().filter(is_line);
    let lines = lines.filter(|line| !line.ends_with("| shown by |"));
    lines.map(line).collect()
}

fn line(text: &str) -> Line<'_> {
    let cells: Vec<&str> = text.trim_matches('|').split('|').collect();
    let [_, proof] = cells[..] else {
        panic!("two columns: {text}");
    };
    let mut quoted = proof.split('`').skip(1).step_by(2);
    Line {
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

#[test]
fn every_test_that_the_guarantees_name_is_there() {
    let page = fs::read_to_string(root().join("parallelize/docs/guarantees.md")).unwrap();
    let lines = lines(&page);
    assert!(lines.len() > 50, "{} lines", lines.len());
    for Line { file, names } in lines {
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
