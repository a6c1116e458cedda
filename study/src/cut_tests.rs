//! The tests of the crates, with one function cut at a time.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::find;
use crate::judge;
use crate::lists::Function;
use crate::sources;

/// How many chunks a function is cut into, one number after the other.
const JOBS: [usize; 3] = [2, 3, 5];

/// A cut function may loop forever.
const LIMIT_SECONDS: &str = "600";

/// Runs the tests of each crate as published, then with each of the functions.
pub(crate) fn run(functions: &[Function]) -> Result<(), String> {
    let mut functions: Vec<&Function> = functions.iter().collect();
    functions.sort_by(|a, b| a.krate.cmp(&b.krate)); // stable
    for of_crate in functions.chunk_by(|a, b| a.krate == b.krate) {
        let package = &of_crate[0].krate;
        let copy = sources::work_folder().join("cut").join(package);
        let published = sources::folder(of_crate[0])?;
        let made = copy_folder(&published, &copy).and_then(|()| add_dependency(&copy));
        made.map_err(|error| format!("copying {package}: {error}"))?;
        let unchanged = ["--tests", "--lib"].into_iter().find_map(|targets| {
            let Ok(Run::Ended { passed }) = test(&copy, targets) else {
                return None;
            };
            (!passed.is_empty()).then_some((targets, passed))
        });
        let Some((targets, expected)) = unchanged else {
            println!("{package}: no tests that pass unchanged");
            continue;
        };
        println!("{package}: {} tests pass unchanged", expected.len());
        for function in of_crate {
            let verdict = try_function(function, &copy, targets, &expected)?;
            println!("{} ({}): {verdict}", function.place(), function.law.word());
        }
    }
    Ok(())
}

enum Verdict {
    Missing,
    DoesNotCompile(String),
    Fails { jobs: usize, name: String },
    NeverEnds { jobs: usize },
    NotReached,
    Passes,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Missing => f.write_str("not found"),
            Verdict::DoesNotCompile(error) => write!(f, "does not compile: {error}"),
            Verdict::Fails { jobs, name } => write!(f, "cut into {jobs}, fails in `{name}`"),
            Verdict::NeverEnds { jobs } => write!(f, "cut into {jobs}, takes too long"),
            Verdict::NotReached => f.write_str("passes, but no test calls the function"),
            Verdict::Passes => f.write_str("passes"),
        }
    }
}

fn try_function(
    function: &Function,
    copy: &Path,
    targets: &str,
    expected: &BTreeSet<String>,
) -> Result<Verdict, String> {
    let path = copy.join(&function.file);
    let (text, tokens) = judge::parse(&path)?;
    let Some(found) = find::function(&tokens, &function.name, function.line) else {
        return Ok(Verdict::Missing);
    };
    let run_with = |at: usize, inserted: &str| {
        let changed = [&text[..at], inserted, &text[at..]].concat();
        let write = |text: &str| fs::write(&path, text).map_err(|error| error.to_string());
        write(&changed)?;
        let run = test(copy, targets);
        write(&text)?;
        run
    };
    for jobs in JOBS {
        let option = &function.with_option;
        let attribute = format!("#[parallelize::parallelize(jobs = {jobs}, {option})]\n");
        match run_with(found.head, &attribute)? {
            Run::DoesNotCompile(error) => return Ok(Verdict::DoesNotCompile(error)),
            Run::TakesTooLong => return Ok(Verdict::NeverEnds { jobs }),
            Run::Ended { passed } => {
                if let Some(failed) = expected.difference(&passed).next() {
                    let name = failed.clone();
                    return Ok(Verdict::Fails { jobs, name });
                }
            }
        }
    }
    // Tests that pass say something only if the function runs in them.
    let is_reached = match run_with(found.body, "panic!(\"reached\");")? {
        Run::Ended { passed } => !expected.is_subset(&passed),
        Run::DoesNotCompile(_) | Run::TakesTooLong => true,
    };
    Ok(if is_reached {
        Verdict::Passes
    } else {
        Verdict::NotReached
    })
}

/// How the tests of a crate ended.
enum Run {
    DoesNotCompile(String),
    TakesTooLong,
    Ended { passed: BTreeSet<String> },
}

fn test(folder: &Path, targets: &str) -> Result<Run, String> {
    let command = |mut program: Command, more: &[&str]| {
        program
            .args(["test", "--no-fail-fast", targets])
            .args(more)
            .arg("--target-dir")
            .arg(sources::work_folder().join("target"))
            .current_dir(folder)
            .env("RUSTFLAGS", "--cap-lints allow") // as for a crate from a registry
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
            .output()
            .map_err(|error| format!("{}: {error}", program.get_program().to_string_lossy()))
    };
    let build = command(sources::cargo(), &["--no-run"])?;
    if !build.status.success() {
        let errors = String::from_utf8_lossy(&build.stderr);
        let first = errors.lines().find(|line| line.starts_with("error"));
        let first = first.unwrap_or("cargo names no error");
        return Ok(Run::DoesNotCompile(first.to_owned()));
    }
    let mut timeout = Command::new("timeout"); // which ends the tests too that cargo has started
    timeout
        .arg(LIMIT_SECONDS)
        .arg(sources::cargo().get_program());
    let tests = command(timeout, &[])?;
    if tests.status.code() == Some(124) {
        return Ok(Run::TakesTooLong);
    }
    let passed = passed(&String::from_utf8_lossy(&tests.stdout));
    Ok(Run::Ended { passed })
}

/// The names of the tests that passed.
fn passed(output: &str) -> BTreeSet<String> {
    let lines = output
        .lines()
        .filter_map(|line| line.strip_suffix(" ... ok"));
    let names = lines.filter_map(|line| line.strip_prefix("test "));
    names.map(str::to_owned).collect()
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (from, to) = {
            let entry = entry?;
            (entry.path(), to.join(entry.file_name()))
        };
        if from.is_dir() {
            copy_folder(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// Lets the crate depend on the library of this repository, in a workspace of its own.
fn add_dependency(folder: &Path) -> io::Result<()> {
    let path = folder.join("Cargo.toml");
    let published = fs::read_to_string(&path)?;
    let workspace = if published.contains("[workspace]") {
        ""
    } else {
        "\n[workspace]\n"
    };
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/../parallelize");
    let dependency = format!("\n[dependencies.parallelize]\npath = {library:?}\n");
    fs::write(&path, [&published, workspace, &dependency].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_that_passed_count() {
        let output = "running 3 tests\ntest a::b ... ok\ntest c ... FAILED\n\
                      test d - should panic ... ok\ntest e ... ignored\n";
        let names = ["a::b", "d - should panic"].map(str::to_owned);
        assert_eq!(passed(output), names.into());
    }
}
