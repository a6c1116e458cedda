use std::io::{self, Write};

use parallelize::parallelize;
use parallelize_mpi::Mpi;

#[derive(Default)]
struct Summary {
    number: u64,
}

#[parallelize(jobs = 4, backend = Mpi, append = summaries)]
fn summarize(numbers: &[u64], summaries: &mut Vec<Summary>) {
    summaries.extend(numbers.iter().map(|&number| Summary { number }));
}

#[parallelize(jobs = 4, backend = Mpi, append = out)]
fn print(numbers: &[u64], out: &mut impl Write) -> io::Result<()> {
    numbers.iter().try_for_each(|n| writeln!(out, "{n}"))
}

fn main() {
    let mut summaries = Vec::new();
    summarize(&[1], &mut summaries);
    let _ = summaries[0].number;
    let _ = print(&[1], &mut io::stdout());
}
