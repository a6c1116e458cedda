//! What an option on a share is worth: the average payoff over millions of simulated futures (Monte Carlo).
//!
//! Ranks simulate a part of the futures each, and exchange sums. What is printed is the same to the last bit
//! for any number of ranks and threads: a future depends on its number alone, and sums are added up in order.
//! One of the two options has a known price, by the formula of Black and Scholes.
//!
//! ```sh
//! cargo build --release -p parallelize-mpi-examples
//! target/release/option_pricing                                      # this process alone
//! mpirun -n 4 target/release/option_pricing                          # four ranks
//! tests/mpi/two_hosts.sh -n 4 target/release/option_pricing          # four ranks on two hosts, on one machine
//! ```
//!
//! (As root, `mpirun` wants `--allow-run-as-root`; for more ranks than cores, `--oversubscribe`.) On machines
//! whose C libraries round `exp` or `ln` differently, last bits can differ.

mod common;

use std::ops::Range;
use std::process::ExitCode;
use std::time::Instant;

use lexopt::prelude::*;
use parallelize::parallelize;
use parallelize_mpi::{Mpi, rank, size};
use serde::{Deserialize, Serialize};

const HELP: &str = "\
usage: option_pricing [options]

  --paths N        how many futures (default 2000000)
  --steps N        how many days a future has (default 64)
  --volatility X   of the share, a year (default 0.2)
  --strike X       the price at which it may be bought (default 105)
  --seed N         of the random numbers (default 1)
";

/// A share that is worth 100 today, and the options to buy it in a year.
struct Contract {
    steps: u64,
    volatility: f64,
    strike: f64,
    seed: u64,
}

const TODAY: f64 = 100.0;
/// Interest, a year.
const RATE: f64 = 0.03;

/// Of the payoffs of both options, each worth what it is today: the one depends on the last day's price
/// (European), the other one on the average price (Asian).
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Payoffs {
    european: Sums,
    asian: Sums,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Sums {
    values: f64,
    squares: f64,
}

/// All ranks together simulate these futures; each gets the sums over all.
#[parallelize(chunk_size = 4096, reduce = Payoffs::plus, backend = Mpi)]
fn simulate(paths: Range<u64>, contract: &Contract) -> Payoffs {
    let mut payoffs = Payoffs {
        european: Sums::default(),
        asian: Sums::default(),
    };
    for path in paths {
        let (last, average) = future(path, contract);
        payoffs.european.add(contract.payoff(last));
        payoffs.asian.add(contract.payoff(average));
    }
    payoffs
}

/// The last and the average price in this future.
#[allow(clippy::cast_precision_loss)] // there are not that many steps
fn future(path: u64, contract: &Contract) -> (f64, f64) {
    let step = 1.0 / contract.steps as f64;
    let drift = (RATE - contract.volatility.powi(2) / 2.0) * step;
    let spread = contract.volatility * step.sqrt();
    let (mut price, mut sum) = (TODAY, 0.0);
    for day in 0..contract.steps {
        let index = path * contract.steps + day;
        price *= (drift + spread * common::random_normal(contract.seed, index)).exp();
        sum += price;
    }
    (price, sum * step)
}

impl Contract {
    fn payoff(&self, price: f64) -> f64 {
        (price - self.strike).max(0.0) * (-RATE).exp()
    }

    /// What the European option is worth, by the formula of Black and Scholes.
    fn black_scholes(&self) -> f64 {
        let moneyness = (TODAY / self.strike).ln() + RATE;
        let above = moneyness / self.volatility + self.volatility / 2.0;
        let below = above - self.volatility;
        TODAY * normal_below(above) - self.strike * (-RATE).exp() * normal_below(below)
    }
}

/// How likely a number of the normal distribution is below `x`, by a series of Marsaglia's (Evaluating the
/// normal distribution, 2004).
fn normal_below(x: f64) -> f64 {
    let (mut sum, mut term, mut divisor) = (x, x, 1.0);
    while term.abs() > 1e-17 * sum.abs() {
        divisor += 2.0;
        term *= x * x / divisor;
        sum += term;
    }
    0.5 + sum * (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt()
}

impl Payoffs {
    fn plus(self, later: Self) -> Self {
        Payoffs {
            european: self.european.plus(later.european),
            asian: self.asian.plus(later.asian),
        }
    }
}

impl Sums {
    fn add(&mut self, value: f64) {
        self.values += value;
        self.squares += value * value;
    }

    fn plus(self, later: Self) -> Self {
        Sums {
            values: self.values + later.values,
            squares: self.squares + later.squares,
        }
    }

    /// Of so many values, and its standard error.
    #[allow(clippy::cast_precision_loss)] // there are not that many paths
    fn average(&self, count: u64) -> (f64, f64) {
        let count = count as f64;
        let average = self.values / count;
        let variance = (self.squares / count - average * average).max(0.0);
        (average, (variance / count).sqrt())
    }
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(parser: lexopt::Parser) -> Result<(), String> {
    let Some((paths, contract)) = parse(parser)? else {
        if rank() == 0 {
            print!("{HELP}");
        }
        return Ok(());
    };
    let start = Instant::now();
    let payoffs = simulate(0..paths, &contract);
    if rank() == 0 {
        eprintln!("ranks: {}, time: {:.1?}", size(), start.elapsed());
        print(&payoffs, paths, &contract);
    }
    Ok(())
}

/// The number of paths, and what else the command line says; nothing if it asks for help.
fn parse(mut parser: lexopt::Parser) -> Result<Option<(u64, Contract)>, String> {
    use common::number;

    let mut paths = 2_000_000;
    let mut contract = Contract {
        steps: 64,
        volatility: 0.2,
        strike: 105.0,
        seed: 1,
    };
    while let Some(argument) = parser.next().map_err(common::wrong)? {
        match argument {
            Long("paths") => paths = number(&mut parser, "--paths", 1..=1 << 40)?,
            Long("steps") => contract.steps = number(&mut parser, "--steps", 1..=1 << 20)?,
            Long("volatility") => {
                contract.volatility = number(&mut parser, "--volatility", 0.01..=2.0)?;
            }
            Long("strike") => contract.strike = number(&mut parser, "--strike", 1.0..=1e4)?,
            Long("seed") => contract.seed = number(&mut parser, "--seed", 0..=u64::MAX)?,
            Long("help") => return Ok(None),
            _ => return Err(common::wrong(argument.unexpected())),
        }
    }
    Ok(Some((paths, contract)))
}

/// With all digits that the numbers have.
fn print(payoffs: &Payoffs, paths: u64, contract: &Contract) {
    let steps = contract.steps;
    println!("{paths} futures of {steps} steps");
    let (european, error) = payoffs.european.average(paths);
    println!("European option: {european} +- {error}");
    println!("  by Black and Scholes: {}", contract.black_scholes());
    let (asian, error) = payoffs.asian.average(paths);
    println!("Asian option: {asian} +- {error}");
}
