//! Pools to call in, and what bodies do there.

use std::hint::spin_loop;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use parallelize::current_chunk;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// One pool a size, made once.
pub(crate) fn pool(threads: usize) -> &'static ThreadPool {
    static POOLS: OnceLock<Vec<ThreadPool>> = OnceLock::new();
    let build = |threads| ThreadPoolBuilder::new().num_threads(threads).build();
    &POOLS.get_or_init(|| (1..=5).map(|threads| build(threads).unwrap()).collect())[threads - 1]
}

/// Costs so much time.
pub(crate) fn spend(micros: u64) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_micros(micros) {
        spin_loop();
    }
}

pub(crate) fn chunk_index() -> usize {
    current_chunk().unwrap().index()
}
