//! Helpers on the current rayon pool.
//!
//! Rayon does not tell how many of its threads are free, so this module counts those that calls of
//! this crate occupy or wait for: their *seats*. The count is of all pools together. With several
//! pools in use it may find too few seats free, never too many, and a call then gets its helpers
//! from [`kept`](super::kept).

use std::cell::Cell;
use std::sync::{Mutex, OnceLock};
use std::thread::available_parallelism;

use super::{Task, kept};
use crate::unwind::{catch, lock};

struct Seats {
    /// Threads that a call or a helper runs on, or that a helper waits for.
    taken: usize,
    waiting: Vec<Waiting>,
    /// The number of the next helper.
    next: u64,
}

/// A helper that rayon has not started yet.
struct Waiting {
    number: u64,
    task: Task,
    /// The size of the pool where it waits.
    size: usize,
}

static SEATS: Mutex<Seats> = Mutex::new(Seats {
    taken: 0,
    waiting: Vec::new(),
    next: 0,
});

thread_local! {
    /// Whether this thread's seat is counted already.
    static IS_SEATED: Cell<bool> = const { Cell::new(false) };
}

/// A counted seat that the current thread sits on, until this is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    was_seated: bool,
}

impl Seat {
    /// Sits down on a seat that is counted.
    fn take() -> Self {
        Seat {
            was_seated: IS_SEATED.replace(true),
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        IS_SEATED.set(self.was_seated);
        lock(&SEATS).taken -= 1;
    }
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

/// Runs `task` on a thread of the pool when one is free; gives it back where there is no pool.
pub(super) fn offer(task: Task) -> Result<(), Task> {
    if !has_helpers() {
        return Err(task);
    }
    let size = rayon::current_num_threads();
    rayon::spawn(move || {
        if IS_SEATED.get() {
            move_away(task, size);
        } else {
            let _seat = take_own_seat();
            task();
        }
    });
    Ok(())
}

/// A body on this thread waits in rayon, which found a helper for it to run. On top of that body
/// its chunks would not be in flight at once with the body's.
fn move_away(task: Task, size: usize) {
    kept::spawn(task, size);
}

fn has_helpers() -> bool {
    kept::inherited_size().is_none() && is_usable()
}

/// Runs `task` on a thread of the pool for which a seat is kept; gives it back where none is free.
pub(super) fn try_spawn(task: Task) -> Result<(), Task> {
    if !has_helpers() {
        return Err(task);
    }
    let size = rayon::current_num_threads();
    let mut seats = lock(&SEATS);
    if seats.taken >= size {
        return Err(task);
    }
    let number = seats.next;
    seats.next += 1;
    seats.taken += 1;
    seats.waiting.push(Waiting { number, task, size });
    drop(seats);
    rayon::spawn(move || {
        let Some(task) = start(number) else { return };
        let is_inside_a_body = IS_SEATED.get();
        let _seat = Seat::take();
        if is_inside_a_body {
            move_away(task, size);
        } else {
            task();
        }
    });
    Ok(())
}

/// The task of a helper, if it still waits.
fn start(number: u64) -> Option<Task> {
    let waiting = &mut lock(&SEATS).waiting;
    let position = waiting.iter().position(|helper| helper.number == number)?;
    Some(waiting.swap_remove(position).task)
}

/// Takes the calling thread's seat, where it is a pool's thread that is not counted yet.
///
/// A helper may have counted on this thread. It cannot wait for it now: one call would wait for
/// another that may in turn wait for it. So helpers move to threads of our own, until there are
/// seats for all that still wait.
pub(super) fn take_own_seat() -> Option<Seat> {
    if rayon::current_thread_index().is_none()
        || kept::inherited_size().is_some()
        || IS_SEATED.get()
    {
        return None;
    }
    lock(&SEATS).taken += 1;
    let seat = Seat::take();
    while let Some((task, size)) = displace(rayon::current_num_threads()) {
        kept::spawn(task, size);
    }
    Some(seat)
}

/// Takes a helper that waits, and its pool's size, if there are more than so many seats taken.
///
/// The count does not tell pools apart, so it may be a helper of another one. That costs a thread,
/// and no more.
fn displace(size: usize) -> Option<(Task, usize)> {
    let mut seats = lock(&SEATS);
    if seats.taken <= size {
        return None;
    }
    let helper = seats.waiting.pop()?;
    seats.taken -= 1;
    Some((helper.task, helper.size))
}

/// Whether there is a pool to use: asking rayon for its global pool starts it, and panics where that
/// cannot be.
fn is_usable() -> bool {
    static GLOBAL: OnceLock<bool> = OnceLock::new();
    rayon::current_thread_index().is_some()
        || *GLOBAL.get_or_init(|| catch(rayon::current_num_threads).is_ok())
}
