//! Random calls from 64 threads at once: each gives what the sequential function gives, and when they are
//! over, threads and memory are back to where they were. 20,000 calls; for a million of them, which take
//! less than five minutes on two cores:
//!
//! ```console
//! STRESS_CALLS=1000000 cargo test --release -p parallelize-tests --test memory stress
//! ```
//!
//! `STRESS_SEED` chooses other ones. A failure tells the seed and the number of the call.

mod forms;
mod plan;
mod resources;

use std::env;
use std::panic;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::allocator::alone;
use crate::stress::forms::in_parallel;
use crate::stress::plan::{Plan, Stop};
use crate::support::{IS_CHILD, again};

const THREADS: usize = 64;

/// After so much time without the end of any call they are taken to wait for each other.
const PATIENCE: Duration = Duration::from_secs(120);

fn variable(name: &str, otherwise: u64) -> u64 {
    let value = env::var(name).ok();
    value.map_or(otherwise, |value| value.parse().expect("a number"))
}

/// Lets the panics that are part of the plan pass without a message.
fn expect_planned_panics() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.payload().is::<Stop>() {
            print(panic);
        }
    }));
}

/// The calls that are made, by number.
struct Calls {
    seed: u64,
    next: AtomicU64,
    end: u64,
    /// For each thread, the call that it makes.
    current: [AtomicU64; THREADS],
    done: AtomicU64,
}

impl Calls {
    fn new(seed: u64, start: u64, end: u64) -> Self {
        Calls {
            seed,
            next: AtomicU64::new(start),
            end,
            current: [const { AtomicU64::new(u64::MAX) }; THREADS],
            done: AtomicU64::new(0),
        }
    }

    /// Makes calls until all are made; returns how many went which way.
    fn make(&self, current: &AtomicU64) -> [u64; 3] {
        let mut ways = [0; 3];
        loop {
            let call = self.next.fetch_add(1, Ordering::Relaxed);
            if call >= self.end {
                current.store(u64::MAX, Ordering::Relaxed);
                return ways;
            }
            current.store(call, Ordering::Relaxed);
            let plan = Plan::new(self.seed, call);
            let (expected, actual) = (plan.in_sequence(), in_parallel(&plan));
            if expected != actual {
                let seed = self.seed;
                eprintln!(
                    "STRESS_SEED={seed}, call {call}: {actual:?} instead of {expected:?}\n{plan:?}"
                );
                process::abort();
            }
            ways[match expected {
                Ok(_) => 0,
                Err(Stop::Error(_)) => 1,
                Err(Stop::Panic(_)) => 2,
            }] += 1;
            self.done.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn make_all(&self) -> [u64; 3] {
        thread::scope(|scope| {
            let start = |current| scope.spawn(move || self.make(current));
            let threads: Vec<_> = self.current.iter().map(start).collect();
            self.watch(|| threads.iter().all(thread::ScopedJoinHandle::is_finished));
            let ways = threads.into_iter().map(|thread| thread.join().unwrap());
            ways.fold([0; 3], |a, b| std::array::from_fn(|way| a[way] + b[way]))
        })
    }

    /// Waits, but not for calls that do not end.
    fn watch(&self, are_over: impl Fn() -> bool) {
        let mut last = (0, Instant::now());
        while !are_over() {
            let done = self.done.load(Ordering::Relaxed);
            if done > last.0 {
                last = (done, Instant::now());
            }
            if last.1.elapsed() > PATIENCE {
                let current = self.current.iter().map(|call| call.load(Ordering::Relaxed));
                let current: Vec<_> = current.filter(|&call| call < self.end).collect();
                let seed = self.seed;
                eprintln!("STRESS_SEED={seed}: none of these calls ends: {current:?}");
                process::abort();
            }
            resources::note_peak();
            thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn random_calls_from_64_threads_give_what_the_sequential_function_gives_and_leave_nothing_behind() {
    let name = "random_calls_from_64_threads_give_what_the_sequential_function_gives_and_leave_nothing_behind";
    if env::var_os(IS_CHILD).is_none() {
        let _alone = alone();
        let status = again(name).status().expect("the test starts again");
        return assert!(status.success(), "{status}");
    }
    let (calls, seed) = (variable("STRESS_CALLS", 20_000), variable("STRESS_SEED", 1));
    expect_planned_panics();
    rayon::join(|| (), || ()); // starts the pool, which stays
    let threads = resources::threads();
    let warm_up = calls / 10;
    Calls::new(seed, 0, warm_up).make_all();
    resources::wait_for_threads(threads);
    let before = resources::Memory::now();

    let start = Instant::now();
    let [values, errors, panics] = Calls::new(seed, warm_up, calls).make_all();
    let elapsed = start.elapsed();
    resources::wait_for_threads(threads);
    let after = resources::Memory::wait_until_back_to(&before);
    println!(
        "{calls} calls in {elapsed:.1?}: {values} values, {errors} errors, {panics} panics; \
         {} threads at most, {threads} before and after; {before:?} before, {after:?} after",
        resources::peak(),
    );
    assert!(errors > calls / 50 && panics > calls / 50 && values > calls / 2);
}
