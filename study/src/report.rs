//! Figures and tables.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use crate::judge::{Judged, Verdict};
use crate::lists::Law;

/// How many functions a rule caught, and how many of those no other rule did.
#[derive(Default)]
struct Hits {
    any: usize,
    alone: usize,
}

/// The figures of a set of functions, and those of each rule.
pub(crate) fn figures(title: &str, all: &[Judged]) -> String {
    let judged: Vec<_> = all
        .iter()
        .filter_map(|one| Some((&one.function, one.signs()?)))
        .collect();
    let mut groups: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    let mut rules: BTreeMap<&str, [Hits; 2]> = BTreeMap::new();
    for (function, signs) in &judged {
        let law = function.law.word();
        for kind in [function.kind.as_str(), "(all)"] {
            let (count, warned) = groups.entry((law, kind)).or_default();
            *count += 1;
            *warned += usize::from(!signs.is_empty());
        }
        let mut names: Vec<&str> = signs.iter().map(|sign| sign.rule).collect();
        names.sort_unstable();
        names.dedup();
        for name in &names {
            let hits = &mut rules.entry(name).or_default()[usize::from(function.law == Law::Kept)];
            hits.any += 1;
            hits.alone += usize::from(names.len() == 1);
        }
    }
    let unjudged = all.len() - judged.len();
    let mut out = format!(
        "\n## {title}: {} functions, {unjudged} of them not judged\n\n",
        all.len()
    );
    line(
        &mut out,
        &[("law", 8), ("type", 12)],
        &["functions", "warned of", "%"],
    );
    for ((law, kind), (count, warned)) in groups {
        let percent = (warned * 100 + count / 2) / count;
        line(&mut out, &[(law, 8), (kind, 12)], &[count, warned, percent]);
    }
    if !rules.is_empty() {
        out.push('\n');
        line(
            &mut out,
            &[("rule", 12)],
            &["caught", "alone", "false", "alone"],
        );
    }
    for (rule, [broken, kept]) in rules {
        let numbers = [broken.any, broken.alone, kept.any, kept.alone];
        line(&mut out, &[(rule, 12)], &numbers);
    }
    out
}

fn line(out: &mut String, words: &[(&str, usize)], numbers: &[impl Display]) {
    for (word, width) in words {
        let _ = write!(out, "{word:width$}");
    }
    for number in numbers {
        let _ = write!(out, " {number:>9}");
    }
    out.push('\n');
}

/// The functions that the warnings are wrong about, and those that were not judged.
pub(crate) fn tables(all: &[Judged]) -> String {
    let mut missed = String::new();
    let mut false_alarms = String::new();
    let mut unjudged = String::new();
    for judged in all {
        let function = &judged.function;
        let place = function.place();
        let _ = match &judged.verdict {
            Verdict::Missing => writeln!(unjudged, "{place}: not found"),
            Verdict::Refused(why) => writeln!(unjudged, "{place}: {why}"),
            Verdict::Warned(signs) if signs.is_empty() && function.law == Law::Broken => {
                writeln!(missed, "{place}: {} ({})", function.category, function.kind)
            }
            Verdict::Warned(signs) if function.law == Law::Kept => {
                for sign in signs {
                    let (line, column, text) = (sign.line, sign.column, &sign.text);
                    let _ = writeln!(
                        false_alarms,
                        "{place}: {} at {line}:{column}: {text}",
                        sign.rule
                    );
                }
                Ok(())
            }
            Verdict::Warned(_) => Ok(()),
        };
    }
    let mut out = String::new();
    for (title, lines) in [
        ("missed", missed),
        ("false alarms", false_alarms),
        ("not judged", unjudged),
    ] {
        if !lines.is_empty() {
            let _ = write!(out, "\n### {title}\n\n{lines}");
        }
    }
    out
}

/// The functions with their warnings, each below the line that it points at.
pub(crate) fn sources(all: &[Judged]) -> String {
    all.iter().map(source).collect()
}

fn source(judged: &Judged) -> String {
    let function = &judged.function;
    let mut out = format!(
        "\n## {}\n\n#[parallelize({})] {}: {}\n\n",
        function.place(),
        function.with_option,
        function.law.word(),
        function.category
    );
    match &judged.verdict {
        Verdict::Missing => out.push_str("not found\n"),
        Verdict::Refused(why) => {
            let _ = writeln!(out, "refused: {why}");
        }
        Verdict::Warned(signs) if signs.is_empty() => out.push_str("no warnings\n"),
        Verdict::Warned(_) => {}
    }
    let (first, source) = &judged.source;
    for (number, text) in (*first..).zip(source.lines()) {
        let _ = writeln!(out, "{number:5} {text}");
        let here = judged
            .signs()
            .into_iter()
            .flatten()
            .filter(|sign| sign.line == number);
        for sign in here {
            let indent = " ".repeat(5 + sign.column);
            let note = sign.note.replace('\n', &format!("\n{indent}  "));
            let _ = writeln!(out, "{indent}^ {}: {note}", sign.rule);
        }
    }
    out
}
