//! What everything else stands on: locks and threads, panics, names.

#[cfg(parallelize_loom)]
pub(crate) mod model_clock;
#[cfg(parallelize_loom)]
pub(crate) mod model_rayon;
pub(crate) mod names;
pub(crate) mod panics;
pub(crate) mod sync;
