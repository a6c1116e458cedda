//! What a call on several ranks costs, beside bare MPI. To be started by `mpirun`.

mod bare;
mod clock;

use std::hint::black_box;
use std::process::ExitCode;

use lexopt::prelude::*;
use parallelize::backend::{Cuts, Grain, Options};
use parallelize::parallel;
use parallelize_mpi::{Mpi, rank, size};

use crate::bare::Bare;
use crate::clock::{Row, medians};

const HELP: &str = "\
Compares calls on all ranks with bare MPI. Prints a report in Markdown on rank 0.

usage: mpirun -n 2 target/release/parallelize-mpi-benches [options]

  --quick        few rounds on less: shows that it runs, and that all results are equal
  --rounds N     how often each is timed (default 31, with --quick 3)
  --help         prints this
";

fn main() -> ExitCode {
    parallelize_mpi::run(|| match parse(lexopt::Parser::from_env()) {
        Ok(Some((quick, rounds))) => report(quick, rounds),
        Ok(None) => {
            if rank() == 0 {
                print!("{HELP}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            if rank() == 0 {
                eprintln!("error: {error}; try `--help`");
            }
            ExitCode::FAILURE
        }
    })
}

fn parse(mut parser: lexopt::Parser) -> Result<Option<(bool, usize)>, lexopt::Error> {
    let (mut quick, mut rounds) = (false, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("quick") => quick = true,
            Long("rounds") => rounds = Some(parser.value()?.parse_with(at_least_one)?),
            Long("help") => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some((quick, rounds.unwrap_or(if quick { 3 } else { 31 }))))
}

fn at_least_one(text: &str) -> Result<usize, &'static str> {
    let number = text.parse().ok().filter(|&number| number > 0);
    number.ok_or("give a whole number, at least 1")
}

fn report(quick: bool, rounds: usize) -> ExitCode {
    let bare = Bare::new();
    if size() == 1 {
        eprintln!("error: there is one rank, and nothing to compare; start it with `mpirun -n 2`");
        return ExitCode::FAILURE;
    }
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown");
    say(&format!(
        "{} ranks, {rounds} rounds, medians; load average at the start: {load}\n",
        size()
    ));
    small_calls(&bare, rounds);
    say(
        "\n| `f64` outputs | encoding + bare `MPI_Allgatherv` | with decoding | the call | ratio | to that with decoding |",
    );
    say("|---|---|---|---|---|---|");
    let lens: &[usize] = if quick {
        &[1000, 100_000]
    } else {
        &[1000, 10_000, 100_000, 1_000_000]
    };
    for &len in lens {
        many_outputs(&bare, len, rounds);
    }
    ExitCode::SUCCESS
}

fn say(text: &str) {
    if rank() == 0 {
        println!("{text}");
    }
}

/// A call with next to no work and outputs, beside what it sends.
fn small_calls(bare: &Bare, rounds: usize) {
    const CALLS: u32 = 100;
    let elements = [1_u32, 2, 3, 4];
    let repeated = |once: &dyn Fn()| (0..CALLS).for_each(|_| once());
    let mut header = || repeated(&|| bare.gather_numbers(6));
    let mut call = || {
        repeated(&|| {
            let lens = parallel(&elements)
                .jobs(4)
                .backend(Mpi)
                .per_chunk(<[u32]>::len);
            assert_eq!(black_box(lens), [1, 1, 1, 1]);
        });
    };
    let mut local = || {
        repeated(&|| {
            let lens = parallel(&elements).jobs(4).per_chunk(<[u32]>::len);
            assert_eq!(black_box(lens), [1, 1, 1, 1]);
        });
    };
    let rows: [Row<'_>; 3] = [&mut header, &mut call, &mut local];
    let [header, call, local] = medians(bare, rounds, rows).map(|time| time / CALLS);
    say("| a call of 4 elements | time |");
    say("|---|---|");
    say(&format!(
        "| bare `MPI_Allgather` of 6 numbers | {header:.2?} |"
    ));
    say(&format!(
        "| a call on all ranks: agreement, lengths, outputs | {call:.2?} |"
    ));
    say(&format!("| a local call with as many jobs | {local:.2?} |"));
}

/// A call that returns so many numbers, beside sending what each rank has of them.
fn many_outputs(bare: &Bare, len: usize, rounds: usize) {
    #[allow(clippy::cast_precision_loss)] // they need not be exact
    let numbers: Vec<f64> = (0..len).map(|n| n as f64 + 0.25).collect();
    let cuts = Cuts::new(Options::default(), len, Grain::Fine, 1);
    let share = cuts.elements(cuts.share(rank(), size()));
    let mine = &numbers[share];

    let mut sent = || {
        black_box(bare.gather(mine));
    };
    let mut decoded = || {
        let all = bare.gather(mine).decoded();
        assert_eq!(black_box(all).len(), len);
    };
    let mut call = || {
        let all: Vec<f64> = parallel(&numbers).backend(Mpi).flatten(<[f64]>::to_vec);
        assert_eq!(black_box(all).len(), len);
    };
    let rows: [Row<'_>; 3] = [&mut sent, &mut decoded, &mut call];
    let [sent, decoded, call] = medians(bare, rounds, rows);
    let all: Vec<f64> = parallel(&numbers).backend(Mpi).flatten(<[f64]>::to_vec);
    assert!(all == numbers, "the outputs are those of one machine");
    let ratio = |to: std::time::Duration| call.as_secs_f64() / to.as_secs_f64();
    let (to_sent, to_decoded) = (ratio(sent), ratio(decoded));
    say(&format!(
        "| {len} | {sent:.2?} | {decoded:.2?} | {call:.2?} | {to_sent:.2} | {to_decoded:.2} |"
    ));
}
