//! Helpers on the current rayon pool.
//!
//! Rayon does not tell how many of its threads are free. So this module counts the *seats*: the threads that
//! calls of this crate occupy or wait for. All pools share one count. With several pools in use, the module may
//! find too few seats free, never too many. A call then gets its helpers from [`own`](super::own).

use std::cell::Cell;
use std::sync::OnceLock;
use std::thread::{available_parallelism, yield_now};
use std::time::Duration;

use super::gate::Gate;
use super::own;
use crate::sys::clock::Moment;
use crate::sys::panics::catch;
#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::{Arc, AtomicUsize, Mutex, Ordering, lock, of_thread, rayon, shared};

struct Occupancy {
    /// Threads that a call or a helper runs on, or that a helper waits for.
    taken: usize,
    /// Helpers that no thread has started yet, the oldest first.
    waiting: Vec<Enlisted>,
    /// How many tasks of the global pool are about to look for helpers to start.
    global_tasks: usize,
    /// The number of the next task of another pool.
    next: u64,
}

/// A helper that no thread has started yet.
struct Enlisted {
    gate: Arc<Gate>,
    task: Task,
    /// Whether a seat is counted for it.
    has_seat: bool,
    /// The size of the pool where it waits.
    size: usize,
}

/// A task on a rayon pool that starts helpers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Starts helpers of any call made outside rayon. Such a task outlives calls, so that a call soon after
    /// another finds the task on its way, or still awake.
    Global,
    /// Starts this one helper: only rayon knows in which pool the task is.
    Numbered(u64),
}

shared! {
    static OCCUPANCY: Mutex<Occupancy> = Mutex::new(Occupancy {
        taken: 0,
        waiting: Vec::new(),
        global_tasks: 0,
        next: 0,
    });

    /// How many helpers wait for a global task. Looking takes no lock.
    static GLOBAL_WAITING: AtomicUsize = AtomicUsize::new(0);
}

/// For how long a task looks for another helper to start before the thread goes back to rayon. Waking the
/// thread again takes about as long.
const SPIN_BEFORE_SLEEP: Duration = Duration::from_micros(20);

/// After how long a task gives its thread back to rayon in any case. The thread may have something else to do,
/// from which a row of calls must not keep it.
const MAX_STAY: Duration = Duration::from_millis(5);

of_thread! {
    /// Whether this thread's seat is counted already.
    static IS_SEATED: Cell<bool> = false;

    /// Whether a task that starts helpers is running here, perhaps below others.
    static IN_HELPER_TASK: Cell<bool> = false;
}

/// A counted seat that the current thread sits on, until this is dropped.
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
        lock(&OCCUPANCY).taken -= 1;
    }
}

/// The size of the pool that a call made here belongs to.
pub(super) fn size() -> usize {
    own::inherited_size().unwrap_or_else(|| {
        if is_usable() {
            rayon::current_num_threads()
        } else {
            available_parallelism().map_or(1, usize::from)
        }
    })
}

/// Asks the pool for a helper. False if there is no pool. A helper that is to come at once also needs a free seat;
/// others wait until a thread is free.
pub(super) fn enlist(gate: &Arc<Gate>, at_once: bool) -> bool {
    if own::inherited_size().is_some() || !is_usable() {
        return false;
    }
    let size = rayon::current_num_threads();
    let mut occupancy = lock(&OCCUPANCY);
    if at_once {
        if occupancy.taken >= size {
            return false;
        }
        occupancy.taken += 1;
    }
    let (task, is_new) = if rayon::current_thread_index().is_none() {
        let waiting = 1 + GLOBAL_WAITING.fetch_add(1, Ordering::Relaxed);
        let is_new = occupancy.global_tasks < waiting;
        occupancy.global_tasks += usize::from(is_new);
        (Task::Global, is_new)
    } else {
        occupancy.next += 1;
        (Task::Numbered(occupancy.next), true)
    };
    occupancy.waiting.push(Enlisted {
        gate: Arc::clone(gate),
        task,
        has_seat: at_once,
        size,
    });
    drop(occupancy);
    if is_new {
        rayon::spawn(move || start_helpers(task));
    }
    true
}

/// Takes back the helpers of a call that have not started.
pub(super) fn withdraw(gate: &Arc<Gate>) {
    let mut occupancy = lock(&OCCUPANCY);
    while let Some(helper) = occupancy.remove_first(|helper| Arc::ptr_eq(&helper.gate, gate)) {
        occupancy.taken -= usize::from(helper.has_seat);
    }
}

impl Occupancy {
    /// Takes a helper back from those that wait.
    fn remove_first(&mut self, is_it: impl Fn(&Enlisted) -> bool) -> Option<Enlisted> {
        let position = self.waiting.iter().position(is_it)?;
        let helper = self.waiting.remove(position);
        if helper.task == Task::Global {
            GLOBAL_WAITING.fetch_sub(1, Ordering::Relaxed);
        }
        Some(helper)
    }
}

/// Runs on a thread of the pool.
fn start_helpers(task: Task) {
    // A task that comes after its call looks at no clock.
    let mut came = None;
    let is_inside_a_body = IS_SEATED.get();
    let is_first = !IN_HELPER_TASK.get();
    let mut occupancy = lock(&OCCUPANCY);
    loop {
        if task == Task::Global {
            occupancy.global_tasks -= 1;
        }
        let Some(helper) = occupancy.remove_first(|helper| helper.task == task) else {
            return;
        };
        drop(occupancy);
        if is_inside_a_body {
            // The body waits in rayon, and rayon has given its thread this task. On top of the body, the
            // helper's chunks would not be in flight at once with the body's chunk.
            helper.move_away();
            return;
        }
        let came = *came.get_or_insert_with(Moment::now);
        helper.help();
        // A task on top of another task does not stay: there could be more and more of them.
        let is_time = cfg!(parallelize_loom) || !came.is_ago(MAX_STAY);
        let may_stay = task == Task::Global && is_first && is_time;
        if !may_stay || had_other_work() {
            return;
        }
        lock(&OCCUPANCY).global_tasks += 1;
        stay_awake();
        occupancy = lock(&OCCUPANCY);
    }
}

/// Runs something else that waits in the pool. Was there something?
fn had_other_work() -> bool {
    IN_HELPER_TASK.set(true);
    let other = rayon::yield_now();
    IN_HELPER_TASK.set(false);
    other == Some(rayon::Yield::Executed)
}

/// Waits for a while, or until a helper is enlisted. The thread yields all the time: the system may have put it
/// on the core of a caller, and leaves it there unless it yields.
fn stay_awake() {
    let start = Moment::now();
    // Looking more often changes nothing, but gives models more to try.
    while !cfg!(parallelize_loom)
        && GLOBAL_WAITING.load(Ordering::Relaxed) == 0
        && !start.is_ago(SPIN_BEFORE_SLEEP)
    {
        yield_now();
    }
}

impl Enlisted {
    fn help(self) {
        let _seat = if self.has_seat {
            Some(Seat::take())
        } else {
            take_own_seat()
        };
        self.gate.help();
    }

    /// Moves this helper to a thread of the library's own. Its seat becomes free.
    fn move_away(self) {
        if self.has_seat {
            lock(&OCCUPANCY).taken -= 1;
        }
        own::spawn((self.gate, self.size));
    }
}

/// Takes the calling thread's seat, if a pool has this thread and its seat is not taken yet.
///
/// A helper may have counted on this thread, and must not wait for it now: one call would wait for another call,
/// which may in turn wait for the first. So helpers move to threads of the library's own, until there are seats
/// for all that still wait.
pub(super) fn take_own_seat() -> Option<Seat> {
    if rayon::current_thread_index().is_none() || own::inherited_size().is_some() || IS_SEATED.get()
    {
        return None;
    }
    lock(&OCCUPANCY).taken += 1;
    let seat = Seat::take();
    while let Some(helper) = evict(rayon::current_num_threads()) {
        helper.move_away();
    }
    Some(seat)
}

/// Takes away the seat of a helper that waits, if more than `size` seats are taken.
///
/// The count does not tell pools apart, so the helper may be one of another pool. That costs a thread, and no
/// more.
fn evict(size: usize) -> Option<Enlisted> {
    let mut occupancy = lock(&OCCUPANCY);
    if occupancy.taken <= size {
        return None;
    }
    occupancy.remove_first(|helper| helper.has_seat)
}

/// Whether there is a pool to use. Asking rayon for its global pool starts the pool, and panics if the pool cannot
/// start.
fn is_usable() -> bool {
    static GLOBAL: OnceLock<bool> = OnceLock::new();
    rayon::current_thread_index().is_some()
        || *GLOBAL.get_or_init(|| catch(rayon::current_num_threads).is_ok())
}

/// Asserts that no helper waits or has a seat. Returns how many tasks are about to look for a helper.
#[cfg(parallelize_loom)]
pub(crate) fn assert_at_rest() -> usize {
    let occupancy = lock(&OCCUPANCY);
    let waiting = GLOBAL_WAITING.load(Ordering::Relaxed);
    assert_eq!(
        (occupancy.taken, occupancy.waiting.len(), waiting),
        (0, 0, 0)
    );
    occupancy.global_tasks
}
