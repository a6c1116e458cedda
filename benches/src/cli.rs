//! The command line.

use std::path::PathBuf;

use lexopt::prelude::*;

pub(crate) const HELP: &str = "\
Compares parallelize with other ways to run a function over a slice on every core.
Prints a report in Markdown; progress goes to stderr.

usage: cargo run --release -p parallelize-benches -- [options]

  --quick        few rounds on smaller works: shows that everything runs and is correct
  --rounds N     how often each candidate is timed (default 15, with --quick 3)
  --only WORDS   only what has one of these words in its name, separated by commas:
                 works   short long map filter hex growing sum tiny1 tiny64 tiny4096
                         kinds inside busy nested blocking seen reduced memory stack
                         paced cold crowd contended
                         stations stencil pixels append writer
                 slow quick brief latency endless
                 figures sizes jobs
  --millions N   how many million lines `stations` has, and pixels `pixels`
                 (default 5 and 10, with --quick 1 and 2)
  --out DIR      where the figures go (default parallelize/docs/figures)
  --c            adds OpenMP, built with gcc
  --python       adds Python's multiprocessing
  --spill        measures outputs in files instead, beside the goals and Python;
                 of the above only --quick and --rounds (default 5) count
  --help         prints this
";

/// What there is to measure.
pub(crate) const NAMES: [&str; 35] = [
    "short",
    "long",
    "map",
    "filter",
    "hex",
    "growing",
    "sum",
    "tiny1",
    "tiny64",
    "tiny4096",
    "kinds",
    "inside",
    "busy",
    "nested",
    "blocking",
    "seen",
    "reduced",
    "paced",
    "cold",
    "crowd",
    "contended",
    "stations",
    "stencil",
    "pixels",
    "append",
    "writer",
    "slow",
    "quick",
    "brief",
    "latency",
    "endless",
    "memory",
    "stack",
    "sizes",
    "jobs",
];

/// What a process is to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Task {
    Help,
    Report(Options),
    Spill(Options),
    /// Hidden: what `spill` starts this program for.
    SpillChild(Vec<String>),
    /// Hidden: what `child` starts this program for.
    Child(Vec<String>),
    /// Hidden: what `memory` and `mutable` start this program for.
    PeakMemory {
        work: String,
        peer: String,
        len: usize,
    },
}

#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    pub(crate) quick: bool,
    pub(crate) rounds: Option<usize>,
    pub(crate) millions: Option<usize>,
    pub(crate) only: Vec<String>,
    pub(crate) out: PathBuf,
    pub(crate) c: bool,
    pub(crate) python: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            quick: false,
            rounds: None,
            millions: None,
            only: Vec::new(),
            out: concat!(env!("CARGO_MANIFEST_DIR"), "/../parallelize/docs/figures").into(),
            c: false,
            python: false,
        }
    }
}

pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut options = Options::default();
    let mut spill = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("quick") => options.quick = true,
            Long("rounds") => options.rounds = Some(parser.value()?.parse_with(at_least_one)?),
            Long("millions") => options.millions = Some(parser.value()?.parse_with(at_least_one)?),
            Long("only") => options.only = parser.value()?.parse_with(words)?,
            Long("out") => options.out = parser.value()?.into(),
            Long("c") => options.c = true,
            Long("python") => options.python = true,
            Long("spill") => spill = true,
            Long("spill-child") => {
                let words = parser.values()?.map(ValueExt::string);
                return words.collect::<Result<_, _>>().map(Task::SpillChild);
            }
            Long("child") => {
                let words = parser.values()?.map(ValueExt::string);
                return words.collect::<Result<_, _>>().map(Task::Child);
            }
            Long("help") | Short('h') => return Ok(Task::Help),
            Long("peak-memory") => {
                let work = parser.value()?.string()?;
                let peer = parser.value()?.string()?;
                let len = parser.value()?.parse()?;
                return Ok(Task::PeakMemory { work, peer, len });
            }
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(if spill {
        Task::Spill(options)
    } else {
        Task::Report(options)
    })
}

fn at_least_one(text: &str) -> Result<usize, &'static str> {
    let number = text.parse().ok().filter(|&number| number > 0);
    number.ok_or("give a whole number, at least 1")
}

fn words(text: &str) -> Result<Vec<String>, String> {
    let words = text.split(',').map(|word| {
        let word = word.trim().to_lowercase();
        if !word.is_empty() && NAMES.iter().any(|name| name.contains(&word)) {
            Ok(word)
        } else {
            Err(format!("`{word}` is in none of: {}", NAMES.join(" ")))
        }
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::{Options, Task, parse};

    fn parsed(args: &[&str]) -> Result<Task, String> {
        parse(lexopt::Parser::from_args(args)).map_err(|error| error.to_string())
    }

    #[test]
    fn words_are_separated_by_commas() {
        let options = Options {
            only: vec!["map".to_owned(), "nested".to_owned()],
            rounds: Some(4),
            millions: Some(50),
            ..Options::default()
        };
        let expected = Ok(Task::Report(options));
        assert_eq!(
            parsed(&["--only", "Map, nested", "--rounds=4", "--millions", "50"]),
            expected
        );
    }

    #[test]
    fn files_are_measured_instead_of_all_else() {
        let quick = Options {
            quick: true,
            ..Options::default()
        };
        assert_eq!(parsed(&["--spill", "--quick"]), Ok(Task::Spill(quick)));
        let words = ["peak", "InMemory", "10"].map(str::to_owned).to_vec();
        let child = parsed(&["--spill-child", "peak", "InMemory", "10"]);
        assert_eq!(child, Ok(Task::SpillChild(words)));
    }

    #[test]
    fn mistakes_are_named() {
        let mistakes = [
            (vec!["--fast"], "invalid option '--fast'"),
            (vec!["map"], "unexpected argument \"map\""),
            (vec!["--rounds", "0"], "give a whole number, at least 1"),
            (vec!["--only", "map,fold"], "`fold` is in none of: short"),
        ];
        for (args, expected) in mistakes {
            let error = parsed(&args).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
