//! Helpers on the current rayon pool.
//!
//! Rayon does not tell how many of its threads are free, so this module counts the ones that this
//! crate's calls have taken: its *seats*. The count is of all pools together. With several pools in
//! use it may therefore find too few seats free, never too many, and the call gets its helpers
//! from [`kept`](super::kept) instead.

use std::cell::Cell;
use std::error::Error;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

static TAKEN: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Whether this thread's seat is counted already.
    static IS_SEATED: Cell<bool> = const { Cell::new(false) };
    /// The pool size of the call that this thread of our own helps.
    static INHERITED_SIZE: Cell<Option<usize>> = const { Cell::new(None) };
}

/// The size of the pool that a call made here belongs to.
pub(super) fn size() -> usize {
    match INHERITED_SIZE.get() {
        Some(size) => size,
        None if is_usable() => rayon::current_num_threads(),
        None => available_parallelism().map_or(1, usize::from),
    }
}

/// Runs `f` with `size` as the pool's size: automatic boundaries of nested calls must not depend on
/// which kind of thread runs the chunk.
pub(super) fn with_size(size: usize, f: impl FnOnce()) {
    let outer = INHERITED_SIZE.replace(Some(size));
    f();
    INHERITED_SIZE.set(outer);
}

/// One thread of a pool, taken until this is dropped.
#[derive(Debug)]
pub(super) struct Seat;

impl Drop for Seat {
    fn drop(&mut self) {
        TAKEN.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The seat of the calling thread, where that is a pool's thread that is not counted yet.
pub(super) fn take_own_seat() -> Option<OwnSeat> {
    if rayon::current_thread_index().is_none() || IS_SEATED.get() {
        return None;
    }
    TAKEN.fetch_add(1, Ordering::Relaxed);
    IS_SEATED.set(true);
    Some(OwnSeat { _seat: Seat })
}

#[derive(Debug)]
pub(super) struct OwnSeat {
    _seat: Seat,
}

impl Drop for OwnSeat {
    fn drop(&mut self) {
        IS_SEATED.set(false);
    }
}

/// A seat for a helper, if one is free.
pub(super) fn free_seat() -> Option<Seat> {
    if !is_usable() {
        return None;
    }
    let size = rayon::current_num_threads();
    let taken = TAKEN.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |taken| {
        (taken < size).then_some(taken + 1)
    });
    taken.ok().map(|_| Seat)
}

/// Runs `task` on the pool, some time.
pub(super) fn spawn(seat: Seat, task: impl FnOnce() + Send + 'static) {
    rayon::spawn(move || {
        let was_seated = IS_SEATED.replace(true);
        task();
        IS_SEATED.set(was_seated);
        drop(seat);
    });
}

/// Whether there is a pool to use. Rayon panics where its global pool cannot start, so that is
/// tried here in a way that reports the failure.
fn is_usable() -> bool {
    static GLOBAL: OnceLock<bool> = OnceLock::new();
    rayon::current_thread_index().is_some()
        || *GLOBAL.get_or_init(|| match rayon::ThreadPoolBuilder::new().build_global() {
            Ok(()) => true,
            // Without a source the error says that the pool exists already.
            Err(error) => error.source().is_none(),
        })
}
