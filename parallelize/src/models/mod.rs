//! Models for `loom`, which tries all orders in which threads can meet:
//!
//! ```console
//! RUSTFLAGS="--cfg parallelize_loom" cargo test --release -p parallelize --lib models
//! ```

#![allow(unsafe_code)] // to tell `loom` what the real code does to memory that it does not see

mod argument;
mod call;
mod gate;
mod input;
#[cfg(feature = "write_to_file")]
mod leases;
mod output;
mod stream;
mod threads;

use loom::cell::UnsafeCell;
use loom::sync::{Arc, Condvar, Mutex};

use crate::sys::model_clock;
use crate::sys::model_rayon::Pool;
use crate::threads::{assert_at_rest, wake_idle};

/// Stands for memory that threads share. `loom` fails a model where one may use it while another
/// changes it, or without seeing what another has done to it before.
#[derive(Clone, Default)]
struct Memory(Arc<Cell>);

#[derive(Default)]
struct Cell(UnsafeCell<()>);

// SAFETY: there is nothing in the cell.
unsafe impl Send for Cell {}
// SAFETY: as above.
unsafe impl Sync for Cell {}

impl Memory {
    /// Uses it, as others may do at the same time.
    fn share(&self) {
        self.0.0.with(|_| ());
    }

    /// Uses it as nobody else may do at the same time.
    fn own(&self) {
        self.0.0.with_mut(|_| ());
    }

    /// How many have it.
    fn owners(&self) -> usize {
        Arc::strong_count(&self.0)
    }
}

/// Where so many threads wait for each other: for ever, if one of them does not come. `loom` finds that.
#[derive(Clone)]
struct Meeting(Arc<(Mutex<usize>, Condvar)>);

impl Meeting {
    fn of(expected: usize) -> Self {
        Meeting(Arc::new((Mutex::new(expected), Condvar::new())))
    }

    fn wait(&self) {
        let (missing, all) = &*self.0;
        let mut missing = missing.lock().unwrap();
        *missing -= 1;
        all.notify_all();
        while *missing > 0 {
            missing = all.wait(missing).unwrap();
        }
    }
}

/// Tries all orders with at most so many switches that no thread asked for: all others would take hours.
fn check(preemptions: usize, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

/// The time is over for which threads of the library wait for work.
fn pass_time() {
    model_clock::pass();
    wake_idle();
}

/// Ends the global pool and the threads of the library. No helper is left then.
fn end(pool: Pool) {
    pool.end(pass_time);
    assert_eq!(assert_at_rest(), 0);
}
