//! How often the attribute's warnings are right: the functions of published crates, annotated in place.

#[allow(unused_extern_crates)] // which the macro's sources may name
extern crate proc_macro;

mod cli;
mod cut_tests;
mod find;
mod judge;
mod lists;
mod report;
mod sources;

// The macro's sources: a crate of procedural macros has nothing else to offer. The study prints no expansion.
#[path = "../../parallelize-macros/src/check/mod.rs"]
mod check;
#[allow(dead_code)]
#[path = "../../parallelize-macros/src/diagnostics.rs"]
mod diagnostics;
#[path = "../../parallelize-macros/src/fragments.rs"]
mod fragments;
#[allow(dead_code)]
#[path = "../../parallelize-macros/src/parse/mod.rs"]
mod parse;
#[allow(dead_code)]
#[path = "../../parallelize-macros/src/plan/mod.rs"]
mod plan;
#[allow(dead_code)]
#[path = "../../parallelize-macros/src/syntax.rs"]
mod syntax;

use std::process::ExitCode;

use crate::cli::{Options, Task};
use crate::judge::{Judged, Verdict};

fn main() -> ExitCode {
    let options = match cli::parse(lexopt::Parser::from_env()) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", cli::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("error: {error}\n\n{}", cli::HELP);
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    let mut all = Vec::new();
    for path in &options.lists {
        let mut functions = lists::read(path)?;
        functions.retain(|function| options.wants(function));
        if matches!(options.task, Task::Tests) {
            cut_tests::run(&functions)?;
            continue;
        }
        let judged = judge::judge(functions)?;
        if matches!(options.task, Task::Show) {
            print!("{}", report::sources(&judged));
        } else {
            let title = path.file_name().unwrap_or_default().to_string_lossy();
            print!("{}", report::figures(&title, &judged));
            print!("{}", report::tables(&judged));
        }
        all.extend(judged);
    }
    if matches!(options.task, Task::Figures) && options.lists.len() > 1 {
        print!("{}", report::figures("all lists", &all));
    }
    let is_missing = |judged: &&Judged| matches!(judged.verdict, Verdict::Missing);
    match all.iter().filter(is_missing).count() {
        0 => Ok(()),
        missing => Err(format!(
            "{missing} functions are not at the line that their list says"
        )),
    }
}
