//! Compares `parallelize` with other ways to run a function over a slice on every core.

mod blocking;
mod child;
mod cli;
mod cold;
mod contended;
mod contest;
mod crowd;
mod curves;
mod cuts;
mod external;
mod input_kinds;
mod machine;
mod memory;
mod mutable;
mod nested;
mod openmp;
mod paced;
mod peer;
mod peers;
mod plot;
mod pool;
mod python;
mod reduced;
mod report;
mod seen;
mod session;
mod small;
mod spill;
mod stack;
mod stats;
mod streams;
mod suite;
mod throughput;
mod works;

use std::process::ExitCode;

use crate::cli::Task;

fn main() -> ExitCode {
    let task = match cli::parse(lexopt::Parser::from_env()) {
        Ok(task) => task,
        Err(error) => {
            eprintln!("error: {error}\n\n{}", cli::HELP);
            return ExitCode::from(2);
        }
    };
    match run(&task) {
        Ok(output) => {
            print!("{output}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<String, String> {
    match task {
        Task::Help => Ok(cli::HELP.to_owned()),
        Task::PeakMemory { work, peer, len } => memory::of_this_process(work, peer, *len),
        Task::Child(words) => child::run(words),
        Task::SpillChild(words) => spill::child(words),
        Task::Spill(options) => spill::run(options),
        Task::Report(options) => suite::run(options),
    }
}
