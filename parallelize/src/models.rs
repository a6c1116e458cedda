//! Models for `loom`, which tries all orders in which threads can meet:
//!
//! ```console
//! RUSTFLAGS="--cfg parallelize_loom" cargo test --release -p parallelize --lib models
//! ```

#![allow(unsafe_code)] // to tell `loom` what the real code does to memory that it does not see

mod gate;
mod outputs;

use loom::cell::UnsafeCell;
use loom::sync::Arc;

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
