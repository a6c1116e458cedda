//! `--spill`: what outputs in files cost in memory and in time, beside the goals.
//!
//! Each row of memory (`peak`), and each kind of items whose times are taken (`times`), has a process
//! of its own: this program with the hidden option `--spill-child`.

mod items;
mod peak;
mod raw;
mod times;

use std::env;
use std::path::PathBuf;

use crate::cli::Options;
use crate::external::{self, Line};
use crate::machine;
use crate::report::Page;

/// How much to measure.
struct Sizes {
    rounds: usize,
    numbers: u32,
    records: u32,
    /// Numbers that Python writes: an element takes it much longer.
    pickled: u32,
}

impl Sizes {
    fn new(options: &Options) -> Self {
        let quick = |quick, full| if options.quick { quick } else { full };
        Self {
            rounds: options.rounds.unwrap_or(if options.quick { 3 } else { 5 }),
            numbers: quick(2_000_000, 100_000_000),
            records: quick(100_000, 1_000_000),
            pickled: quick(200_000, 10_000_000),
        }
    }
}

/// Measures, and returns the report.
pub(crate) fn run(options: &Options) -> Result<String, String> {
    let sizes = Sizes::new(options);
    let mut doubts = machine::doubts();
    let tables = vec![
        peak::table(sizes.numbers)?,
        times::table(&sizes, &mut doubts)?,
    ];
    for doubt in &doubts {
        eprintln!("warning: {doubt}");
    }
    let page = Page {
        rounds: sizes.rounds,
        doubts,
        tables,
    };
    Ok(page.to_string())
}

/// What a child does: the words are those that [`start`] was given.
pub(crate) fn child(words: &[String]) -> Result<String, String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |word: &str| word.parse().map_err(|_| format!("`{word}` is no number"));
    match words[..] {
        ["peak", way, len] => peak::of_this_process(way, number(len)?),
        ["times", work, len, rounds] => times::in_turns(work, number(len)?, number(rounds)?),
        _ => Err(format!("`--spill-child` does not know {words:?}")),
    }
}

/// Starts this program once more.
fn start(words: &[String]) -> Result<Vec<Line>, String> {
    eprintln!("{}", words.join(" "));
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let args = [&["--spill-child".to_owned()], words].concat();
    external::run(program, &args)
}

/// Where all files are made: where the library makes them.
fn directory() -> PathBuf {
    let named = ["PARALLELIZE_SPILL_DIR", "TMPDIR"].into_iter();
    let mut named = named.filter_map(|name| env::var_os(name).filter(|value| !value.is_empty()));
    let large = PathBuf::from("/var/tmp");
    match named.next() {
        Some(named) => named.into(),
        None if large.is_dir() => large,
        None => env::temp_dir(),
    }
}
