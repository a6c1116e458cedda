//! Helpers on the current rayon pool, for calls that leave to the library how they are cut. They come as far as threads of
//! the pool are free.

use std::cell::Cell;
use std::sync::OnceLock;
use std::thread::{available_parallelism, yield_now};
use std::time::Duration;

use super::gate::Gate;
use super::line::Line;
use super::{SPIN_BEFORE_SLEEP, own};
use crate::plan::current_chunk;
use crate::sys::clock::Moment;
use crate::sys::panics::catch;
#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::{
    Arc, AtomicUsize, Mutex, MutexGuard, Ordering, lock, of_thread, rayon, shared,
};

shared! {
    /// Calls made outside rayon that wait for threads of the global pool. The tasks that look for them outlive calls. So a
    /// call soon after another finds a task on its way, or still awake.
    static LINE: Mutex<Line> = Mutex::new(Line::NEW);

    /// How many calls wait. Looking takes no lock.
    static WAITING: AtomicUsize = AtomicUsize::new(0);
}

/// After how long a task gives its thread back to rayon in any case. The thread may have something else to do,
/// from which a row of calls must not keep it.
const MAX_STAY: Duration = Duration::from_millis(5);

of_thread! {
    /// Whether this thread leads or helps a call.
    static IS_BUSY: Cell<bool> = false;

    /// Whether a task that looks for calls is running here, perhaps below others.
    static IN_TASK: Cell<bool> = false;
}

/// Runs `work`, during which no helper of another call comes on top of it. `work` does not unwind.
pub(super) fn busy(work: impl FnOnce()) {
    let was_busy = IS_BUSY.replace(true);
    work();
    IS_BUSY.set(was_busy);
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

/// Whether the pool has threads that could help calls made here.
pub(super) fn can_help() -> bool {
    own::inherited_size().is_none() && is_usable()
}

/// Asks the pool for helpers.
pub(super) fn enlist(gate: &Arc<Gate>, helpers: usize) {
    let size = rayon::current_num_threads();
    if rayon::current_thread_index().is_some() {
        spawn_local(Arc::clone(gate), helpers, size);
    } else {
        let mut line = lock(&LINE);
        line.add(gate, helpers, size);
        call_one(line);
    }
}

/// Takes back the helpers of a call that have not come.
pub(super) fn withdraw(gate: &Arc<Gate>) {
    if WAITING.load(Ordering::Relaxed) > 0 {
        let mut line = lock(&LINE);
        line.withdraw(gate);
        WAITING.store(line.len(), Ordering::Relaxed);
    }
}

/// Spawns a task if one has to look.
fn call_one(mut line: MutexGuard<'_, Line>) {
    WAITING.store(line.len(), Ordering::Relaxed);
    let calls = line.calls_a_thread();
    drop(line);
    if calls {
        rayon::spawn(look);
    }
}

/// Helps calls made outside rayon, on a thread of the global pool.
fn look() {
    let mut came = None; // a task that comes after its call looks at no clock
    let is_first = !IN_TASK.get();
    loop {
        let mut line = lock(&LINE);
        let Some((gate, size)) = line.take() else {
            return;
        };
        call_one(line);
        let came = *came.get_or_insert_with(Moment::now);
        help(&gate, size);
        drop(gate);
        // A task on top of another task does not stay: there could be more and more of them.
        let is_time = cfg!(parallelize_loom) || !came.is_ago(MAX_STAY);
        if !(is_first && is_time) || had_other_work() {
            return;
        }
        lock(&LINE).looks();
        stay_awake();
    }
}

/// Asks the pool of this thread for helpers. The first to come asks for the next.
fn spawn_local(gate: Arc<Gate>, helpers: usize, size: usize) {
    rayon::spawn(move || {
        if gate.is_closed() {
            return;
        }
        if helpers > 1 {
            spawn_local(Arc::clone(&gate), helpers - 1, size);
        }
        help(&gate, size);
    });
}

/// Helps a call, but not on top of a body, or of a call, that waits in rayon: that may hold a lock which the call wants. A
/// thread of the library helps instead.
fn help(gate: &Arc<Gate>, size: usize) {
    if IS_BUSY.get() || current_chunk().is_some() {
        own::threads().enlist(gate, 1, size, Some(size));
    } else {
        busy(|| gate.help());
    }
}

/// Runs something else that waits in the pool. Was there something?
fn had_other_work() -> bool {
    IN_TASK.set(true);
    let other = rayon::yield_now();
    IN_TASK.set(false);
    other == Some(rayon::Yield::Executed)
}

/// Waits for a while, or until a call waits. The thread yields all the time: the system may have put it
/// on the core of a caller, and leaves it there unless it yields.
fn stay_awake() {
    let start = Moment::now();
    // Looking more often changes nothing, but gives models more to try.
    while !cfg!(parallelize_loom)
        && WAITING.load(Ordering::Relaxed) == 0
        && !start.is_ago(SPIN_BEFORE_SLEEP)
    {
        yield_now();
    }
}

/// Whether there is a pool to use. Asking rayon for its global pool starts the pool, and panics if the pool cannot
/// start.
fn is_usable() -> bool {
    static GLOBAL: OnceLock<bool> = OnceLock::new();
    rayon::current_thread_index().is_some()
        || *GLOBAL.get_or_init(|| catch(rayon::current_num_threads).is_ok())
}

/// Asserts that no call waits. Returns how many tasks are about to look for one.
#[cfg(parallelize_loom)]
pub(crate) fn assert_at_rest() -> usize {
    own::assert_at_rest();
    lock(&LINE).at_rest()
}
