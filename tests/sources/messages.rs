//! The pages about errors, warnings and options: that they quote what the compiler says, and leave nothing out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{root, sources};

const ERRORS: &str = "parallelize/docs/when_it_does_not_compile.md";
const WARNINGS: &str = "parallelize/docs/when_it_warns.md";

/// The lines of a page that are headings of messages, and those of blocks of text.
fn quotes(page: &str) -> Vec<String> {
    let page = fs::read_to_string(root().join(page)).unwrap();
    let mut quotes = Vec::new();
    let mut fence: Option<String> = None;
    for line in page.lines() {
        match (&fence, line.strip_prefix("```")) {
            (None, Some(kind)) => fence = Some(kind.to_owned()),
            (Some(_), Some(_)) => fence = None,
            (Some(kind), None) if kind == "text" => quotes.push(line.trim().to_owned()),
            (None, None) if line.starts_with("## ") => quotes.push(line.to_owned()),
            _ => {}
        }
    }
    quotes
}

/// What the compiler says to the cases for errors and warnings, line by line.
fn said() -> Vec<String> {
    let cases = sources(&root().join("tests/ui"));
    let cases = cases
        .into_iter()
        .chain(sources(&root().join("tests/mpi/ui")));
    let said = cases.filter(|path| path.extension().is_some_and(|name| name == "stderr"));
    let said = said.map(|path| fs::read_to_string(path).unwrap());
    said.flat_map(|text| {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.collect::<Vec<_>>()
    })
    .collect()
}

/// The message behind `error: ` or `error[E0277]: `.
fn error(line: &str) -> Option<&str> {
    let (kind, message) = line.split_once(": ")?;
    let is_error = kind == "error" || kind.starts_with("error[") && kind.ends_with(']');
    is_error.then_some(message)
}

/// The name and the text of a warning, behind `use of deprecated function`.
fn warning(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.split_once("use of deprecated function `")?;
    let (function, message) = rest.split_once("`: ")?;
    let (_, name) = function.rsplit_once("::")?;
    Some((name, message))
}

/// A message without what is code in it.
fn words(message: &str) -> String {
    let parts = message.split('`').step_by(2);
    parts.collect::<Vec<_>>().join("`")
}

/// The names in `allow(..)`, as the macro has them.
fn names() -> Vec<String> {
    let rules = root().join("parallelize-macros/src/parse/rules.rs");
    let rules = fs::read_to_string(rules).unwrap();
    let arms = rules.lines().filter(|line| line.contains("=> \""));
    let names = arms.map(|line| line.split('"').nth(1).unwrap().to_owned());
    names.collect()
}

#[test]
fn the_page_of_errors_quotes_what_the_compiler_says() {
    let said = said();
    let said: BTreeSet<&str> = said.iter().filter_map(|line| error(line)).collect();
    let macros = sources(&root().join("parallelize-macros/src"));
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let macros: String = macros.iter().map(|path| read(path)).collect();
    let quotes = quotes(ERRORS);
    let quotes = quotes
        .iter()
        .filter_map(|line| line.strip_prefix("## ").or_else(|| error(line)));
    let quotes: Vec<&str> = quotes.collect();
    assert!(quotes.len() > 100, "{} messages", quotes.len());
    let unsaid: Vec<&&str> = quotes
        .iter()
        .filter(|quote| !said.contains(**quote) && !macros.contains(**quote))
        .collect();
    assert!(unsaid.is_empty(), "no error says {unsaid:#?}");
}

#[test]
fn the_page_of_errors_has_each_message_of_the_attribute() {
    let lines = quotes(ERRORS);
    let quotes = lines
        .iter()
        .filter_map(|line| line.strip_prefix("## ").or_else(|| error(line)));
    let known: BTreeSet<String> = quotes.map(words).collect();
    let ours = |line: &String| line.strip_prefix("error: ").map(str::to_owned);
    let said: BTreeSet<String> = said().iter().filter_map(ours).collect();
    let is_of_rustc = |message: &str| {
        let words = ["unused", "unreachable", "function `", "variable"];
        words.iter().any(|word| message.starts_with(word))
    };
    let missing: Vec<&String> = said
        .iter()
        .filter(|message| warning(message).is_none() && !is_of_rustc(message))
        .filter(|message| !message.starts_with("use of deprecated"))
        .filter(|message| !known.contains(&words(message)))
        .collect();
    assert!(missing.is_empty(), "without a heading: {missing:#?}");
}

#[test]
fn the_page_of_warnings_has_a_heading_for_each_and_no_other() {
    let quotes = quotes(WARNINGS);
    let headings = quotes.iter().filter_map(|line| line.strip_prefix("## "));
    let mut headings: Vec<&str> = headings.collect();
    let mut names = names();
    assert!(names.len() > 10, "{names:?}");
    headings.sort_unstable();
    names.sort_unstable();
    assert_eq!(headings, names);
}

#[test]
fn the_page_of_warnings_quotes_what_the_compiler_says() {
    let said = said();
    let warnings: BTreeSet<(&str, &str)> = said.iter().filter_map(|line| warning(line)).collect();
    let mut section = "";
    let mut seen = BTreeSet::new();
    let lines = quotes(WARNINGS);
    for line in &lines {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading;
        }
        if line.starts_with("help: ") {
            assert!(said.contains(line), "no warning says `{line}`");
        }
        if let Some(warning) = warning(line) {
            assert!(warnings.contains(&warning), "no warning is {warning:?}");
            assert!(
                section.is_empty() || section == warning.0,
                "{warning:?} in {section}"
            );
            seen.insert(warning.0);
        }
    }
    assert_eq!(seen.len(), names().len(), "{seen:?}");
}

#[test]
fn the_page_of_the_attribute_has_a_heading_for_each_option() {
    let pages = sources(&root().join("parallelize/docs/attribute"));
    let pages = pages.iter().map(|page| fs::read_to_string(page).unwrap());
    let page: String = pages.collect();
    let said = said();
    let list = "note: the options are ";
    let options = said.iter().find_map(|line| line.strip_prefix(list));
    let options: Vec<&str> = options.unwrap().split('`').skip(1).step_by(2).collect();
    assert!(options.len() > 15, "{options:?}");
    for option in options {
        let heading = format!("## {option}");
        assert!(page.lines().any(|line| line == heading), "no {heading}");
        assert!(
            page.contains(&format!("](#{option})")),
            "no link to `{option}`"
        );
    }
}

#[test]
fn a_message_is_told_from_what_stands_around_it() {
    assert_eq!(error("error[E0277]: `T` is"), Some("`T` is"));
    assert_eq!(error("error: a: b"), Some("a: b"));
    assert_eq!(error("help: error: a"), None);
    assert_eq!(words("a `b` cannot `c`"), "a ` cannot `");
    let line = "warning: use of deprecated function `f::ends`: `first` means";
    assert_eq!(warning(line), Some(("ends", "`first` means")));
}
