//! On `paralight`, with one pool that steals.
//!
//! It collects in order only what has the length of the input: no filter, no flat map.

use std::sync::{LazyLock, Mutex, PoisonError};

use paralight::prelude::*;

use super::{Single, cores};

static POOL: LazyLock<Mutex<ThreadPool>> = LazyLock::new(|| {
    let builder = ThreadPoolBuilder {
        num_threads: cores().try_into().expect("there is at least one core"),
        range_strategy: RangeStrategy::WorkStealing,
        cpu_pinning: CpuPinningPolicy::No,
    };
    Mutex::new(builder.build())
});

pub(crate) fn map(xs: &[u64], single: impl Single<u64>) -> Vec<u64> {
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    let outputs = xs.par_iter().map(|&n| single(n));
    outputs.with_thread_pool(&mut *pool).collect()
}

pub(crate) fn sum(xs: &[u64], single: impl Single<u64>) -> u64 {
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    let outputs = xs.par_iter().with_thread_pool(&mut *pool);
    outputs.map(|&n| single(n)).reduce(|| 0, u64::wrapping_add)
}
