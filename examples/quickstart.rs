//! The attribute in its shortest form: two functions over a slice, sequential and in parallel.
//!
//! ```sh
//! cargo run --release --example quickstart             # 4 million numbers
//! cargo run --release --example quickstart -- 100000   # or as many as you say
//! ```

mod common;

use std::ffi::OsString;
use std::process::ExitCode;

use parallelize::parallelize;

// `sequential` keeps the original function under a second name, here only to time it.
#[parallelize(sequential = collatz_steps_seq)]
fn collatz_steps(numbers: &[u64]) -> Vec<u32> {
    let steps = |&start: &u64| {
        let (mut n, mut steps) = (start, 0);
        while n > 1 {
            n = if n.is_multiple_of(2) {
                n / 2
            } else {
                3 * n + 1
            };
            steps += 1;
        }
        steps
    };
    numbers.iter().map(steps).collect()
}

// Three multiplications an element are less work than moving the element to and from memory, and
// the cores share the memory. What can be gained is that they share the page faults of the output.
#[parallelize(sequential = fourth_powers_seq)]
fn fourth_powers(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n.wrapping_pow(4)).collect()
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let count = match args {
        [] => 4_000_000,
        [count] => common::number("the count of numbers", count, 1..=50_000_000)?,
        _ => return Err("too many arguments: usage is `quickstart [count]`".into()),
    };
    let numbers: Vec<u64> = (1..).take(count).collect();

    println!("collatz_steps, many operations a number:");
    let steps = common::compare(|| collatz_steps_seq(&numbers), || collatz_steps(&numbers))?;
    let longest = steps.iter().max().unwrap_or(&0);
    println!("the longest way to 1 takes {longest} steps");

    println!("\nfourth_powers, three multiplications a number:");
    let powers = common::compare(|| fourth_powers_seq(&numbers), || fourth_powers(&numbers))?;
    println!("{:?} ..", &powers[..powers.len().min(5)]);
    Ok(())
}
