//! The examples print the same, to the last bit, on one process, on several, and on two hosts.

#[path = "../../../tests/mpi/support/two_hosts.rs"]
mod two_hosts;

use std::path::Path;
use std::process::{Command, Output};

use parallelize::Spilled;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

const PRICING: &str = env!("CARGO_BIN_EXE_option_pricing");
const FILE: &str = env!("CARGO_BIN_EXE_sharded_file");

/// As in the tests of the backend.
const MPIRUN: &str = "mpirun --allow-run-as-root --oversubscribe --bind-to none --mca pml ob1 --mca btl self,vader --mca mpi_yield_when_idle 1";

/// Of jobs that run at once, each needs a place of its own: Open MPI removes its files by the name of the user.
fn four_ranks(scratch: &Path) -> Command {
    let mpirun = std::env::var("PARALLELIZE_MPIRUN").unwrap_or_else(|_| MPIRUN.to_owned());
    let mut command = Command::new("timeout");
    command.args(["-k", "5", "60"]);
    command.args(mpirun.split_whitespace()).args(["-n", "4"]);
    command.env("TMPDIR", scratch);
    command
}

fn scratch() -> TempDir {
    tempfile::tempdir().expect("there is room for files")
}

fn printed(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What the program prints, which must be the same on one process, on four, and on four on two hosts.
fn printed_by_all(program: &str, args: &[&str]) -> String {
    let alone = Command::new(program).args(args).output();
    let expected = printed(&alone.expect("the program starts"));
    let scratch = scratch();
    let output = four_ranks(scratch.path()).arg(program).args(args).output();
    assert_eq!(printed(&output.expect("`mpirun` starts")), expected);
    let mut on_two_hosts = two_hosts::four_ranks();
    on_two_hosts.arg(program).args(args);
    if let Some(output) = two_hosts::output(on_two_hosts) {
        assert_eq!(printed(&output), expected);
    }
    expected
}

#[test]
fn options_have_the_same_price() {
    let text = printed_by_all(PRICING, &["--paths", "30000", "--steps", "8"]);
    // Near to what the formula says, where there is one.
    let number = |start: &str| -> f64 {
        let (_, after) = text.split_once(start).expect("it is printed");
        let number = after.split_whitespace().next();
        number
            .and_then(|number| number.parse().ok())
            .expect("a number")
    };
    let (price, error) = (number("European option: "), number(" +- "));
    let exact = number("Black and Scholes: ");
    assert!((exact - 7.128_064_669_261_74).abs() < 1e-9, "{exact}");
    assert!((price - exact).abs() < 4.0 * error, "{text}");
}

/// As in the example.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Reading {
    station: u32,
    minute: u32,
    celsius: f64,
}

/// The outliers that ranks have saved, of one after the other.
fn saved(path: &Path, ranks: usize) -> Vec<Reading> {
    let part = |rank| {
        let file = format!("{}.{rank}", path.display());
        let part = Spilled::open(file).expect("the rank has saved it");
        part.into_vec().expect("it is whole")
    };
    (0..ranks).flat_map(part).collect()
}

#[test]
fn ranks_that_read_a_part_each_print_the_table_of_the_whole() {
    let scratch = scratch();
    let [file, alone, four] = ["readings", "alone", "four"].map(|name| scratch.path().join(name));
    let text = |path: &Path| path.to_str().expect("a plain path").to_owned();
    let generate = Command::new(FILE)
        .args(["--generate", "100001", &text(&file)])
        .output();
    printed(&generate.expect("the program starts"));
    let table = printed_by_all(FILE, &[&text(&file)]);
    assert_eq!(table.lines().count(), 1000);

    let outliers = |command: &mut Command, to: &Path| {
        let output = command
            .args([&text(&file), "--outliers", &text(to)])
            .output();
        printed(&output.expect("the program starts"))
    };
    outliers(&mut Command::new(FILE), &alone);
    outliers(four_ranks(scratch.path()).arg(FILE), &four);
    let found = saved(&alone, 1);
    assert!(found.len() > 10, "{}", found.len());
    assert_eq!(saved(&four, 4), found);
}

#[test]
fn a_file_that_cannot_be_read_is_one_error_of_all_ranks() {
    let scratch = scratch();
    let output = four_ranks(scratch.path())
        .args([FILE, "/does/not/exist"])
        .output();
    let output = output.expect("`mpirun` starts");
    assert!(!output.status.success());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        errors.matches("error: rank 0: /does/not/exist: ").count(),
        1,
        "{errors}"
    );
}
