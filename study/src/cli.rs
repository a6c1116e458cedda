//! The command line.

use std::path::{Path, PathBuf};

use lexopt::{Arg, Parser, ValueExt};

use crate::lists::Function;

pub(crate) const HELP: &str = "\
usage: cargo run -p parallelize-study -- [OPTION].. [LIST]..

Annotates the functions of each list, and counts the warnings of the attribute.
Without LIST, the study takes all lists in `study/lists`.

    --only CRATE       only functions of this crate, with or without its version
    --function NAME    only functions of this name
    --show NAME        print these functions with their warnings
    --tests            run the tests of the crates with one function cut at a time
";

#[derive(Clone, Copy)]
pub(crate) enum Task {
    Figures,
    Show,
    Tests,
}

pub(crate) struct Options {
    pub(crate) task: Task,
    pub(crate) lists: Vec<PathBuf>,
    only: Option<String>,
    function: Option<String>,
}

impl Options {
    pub(crate) fn wants(&self, function: &Function) -> bool {
        let is_crate = |only: &String| *only == function.krate || only == function.package().0;
        self.only.as_ref().is_none_or(is_crate)
            && (self.function.as_ref()).is_none_or(|name| *name == function.name)
    }
}

/// The options, or nothing if the user asks for help.
pub(crate) fn parse(mut arguments: Parser) -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options {
        task: Task::Figures,
        lists: Vec::new(),
        only: None,
        function: None,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("only") => options.only = Some(arguments.value()?.string()?),
            Arg::Long("function") => options.function = Some(arguments.value()?.string()?),
            Arg::Long("show") => {
                options.task = Task::Show;
                options.function = Some(arguments.value()?.string()?);
            }
            Arg::Long("tests") => options.task = Task::Tests,
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            Arg::Value(list) => options.lists.push(list.into()),
            _ => return Err(argument.unexpected()),
        }
    }
    if options.lists.is_empty() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lists");
        let entries = folder.read_dir().map_err(|error| error.to_string())?;
        options.lists = entries.flatten().map(|entry| entry.path()).collect();
        options.lists.sort();
    }
    Ok(Some(options))
}
