//! Helpers on the current rayon pool.
//!
//! Rayon does not tell how many of its threads are free, so this module counts those that calls of
//! this crate occupy or wait for: their *seats*. The count is of all pools together. With several
//! pools in use it may find too few seats free, never too many, and a call then gets its helpers
//! from [`kept`](super::kept).

use std::cell::Cell;
use std::error::Error;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::available_parallelism;

use super::{Task, kept};
use crate::engine::lock;

struct Seats {
    /// Threads that a call or a helper runs on, or that a helper waits for.
    taken: usize,
    /// The helpers that wait.
    waiting: Vec<Arc<Helper>>,
}

static SEATS: Mutex<Seats> = Mutex::new(Seats {
    taken: 0,
    waiting: Vec::new(),
});

/// A helper's task, until somebody has started it.
struct Helper(Mutex<Option<Task>>);

thread_local! {
    /// Whether this thread's seat is counted already.
    static IS_SEATED: Cell<bool> = const { Cell::new(false) };
}

/// The size of the pool that a call made here belongs to.
pub(super) fn size() -> usize {
    kept::inherited_size().unwrap_or_else(|| {
        if is_usable() {
            rayon::current_num_threads()
        } else {
            available_parallelism().map_or(1, usize::from)
        }
    })
}

/// Runs `task` on a thread of the pool, some time; gives it back where no seat is free.
pub(super) fn try_spawn(task: Task) -> Result<(), Task> {
    if kept::inherited_size().is_some() || !is_usable() {
        return Err(task);
    }
    let size = rayon::current_num_threads();
    let mut seats = lock(&SEATS);
    if seats.taken >= size {
        return Err(task);
    }
    seats.taken += 1;
    let helper = Arc::new(Helper(Mutex::new(Some(task))));
    seats.waiting.push(Arc::clone(&helper));
    drop(seats);
    rayon::spawn(move || {
        if let Some(task) = start(&helper) {
            let was_seated = IS_SEATED.replace(true);
            task();
            IS_SEATED.set(was_seated);
            lock(&SEATS).taken -= 1;
        }
    });
    Ok(())
}

/// Takes the task of a helper that still waits.
fn start(helper: &Arc<Helper>) -> Option<Task> {
    let waiting = &mut lock(&SEATS).waiting;
    let position = waiting
        .iter()
        .position(|other| Arc::ptr_eq(other, helper))?;
    waiting.swap_remove(position);
    lock(&helper.0).take()
}

/// The seat of a thread that makes a call.
#[derive(Debug)]
pub(super) struct OwnSeat(());

/// Takes the calling thread's seat, where it is a pool's thread that is not counted yet.
///
/// A helper may have counted on this thread. It cannot wait for it now: one call would wait for
/// another that may in turn wait for it. So helpers move to threads of our own, until there are
/// seats for all that still wait.
pub(super) fn take_own_seat() -> Option<OwnSeat> {
    if rayon::current_thread_index().is_none()
        || kept::inherited_size().is_some()
        || IS_SEATED.get()
    {
        return None;
    }
    IS_SEATED.set(true);
    let size = rayon::current_num_threads();
    lock(&SEATS).taken += 1;
    while let Some(task) = displace(size) {
        kept::spawn(task, size);
    }
    Some(OwnSeat(()))
}

/// A helper that waits for more seats than there are. (It may be that of another pool: it does no
/// harm to move it, too.)
fn displace(size: usize) -> Option<Task> {
    let mut seats = lock(&SEATS);
    if seats.taken <= size {
        return None;
    }
    let helper = seats.waiting.pop()?;
    seats.taken -= 1;
    lock(&helper.0).take()
}

impl Drop for OwnSeat {
    fn drop(&mut self) {
        IS_SEATED.set(false);
        lock(&SEATS).taken -= 1;
    }
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
