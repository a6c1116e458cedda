//! What everything else stands on: locks and threads, the clock and the stack, panics, names.

pub(crate) mod affinity;
pub(crate) mod clock;
#[cfg(parallelize_loom)]
pub(crate) mod model_clock;
#[cfg(parallelize_loom)]
pub(crate) mod model_rayon;
pub(crate) mod names;
pub(crate) mod panics;
#[cfg(feature = "write_to_file")]
pub(crate) mod stack;
pub(crate) mod sync;
