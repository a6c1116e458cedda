//! The time during which all ranks run a program's calls.

use std::cell::{Cell, RefCell};
use std::io::{Write, stderr, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use mpi::Threading;
use mpi::environment::threading_support;
use mpi::traits::Communicator;
use parallelize::current_chunk;

use crate::agreement::{self, Intent};
use crate::launcher;
use crate::outcome::{Outcome, Payload};
use crate::ranks::{self, Ranks};

thread_local! {
    static CURRENT: RefCell<Option<Rc<Session>>> = const { RefCell::new(None) };
}

/// The rank of this process in the session and the number of ranks, for all threads.
static RANK_AND_SIZE: Mutex<Option<(usize, usize)>> = Mutex::new(None);

/// The ranks that run calls together, and whether they do. Only the thread that began the session has the session
/// and talks to MPI.
pub(crate) struct Session {
    ranks: Ranks,
    /// Whether a call has begun and not ended.
    is_in_call: Cell<bool>,
}

/// The session while it is that of one call. Meanwhile the user's code may make calls outside chunks. Those
/// calls are local, because no other rank might make them.
pub(crate) struct CallGuard(Rc<Session>);

impl CallGuard {
    pub(crate) fn ranks(&self) -> &Ranks {
        &self.0.ranks
    }
}

impl Drop for CallGuard {
    fn drop(&mut self) {
        self.0.is_in_call.set(false);
    }
}

/// Runs `main`, and returns the value of `main`. All ranks of the job run the calls in `main` with the backend
/// [`Mpi`](crate::Mpi).
///
/// Every rank calls `run`, and makes the same calls in the same order. MPI is initialised before `main`, and finalised after
/// it. If no launcher such as `mpirun` has started the process, nor `srun` as one of several, MPI is not touched at all, and
/// calls are local. `run` inside a session only calls `main`, on any thread.
///
/// # Examples
///
/// ```
/// use parallelize::parallelize;
/// use parallelize_mpi::Mpi;
///
/// #[parallelize(chunk_size = 100, backend = Mpi)]
/// fn squares(numbers: &[u64]) -> Vec<u64> {
///     numbers.iter().map(|n| n * n).collect()
/// }
///
/// # fn main() {
/// let squares = parallelize_mpi::run(|| squares(&[1, 2, 3]));
/// assert_eq!(squares, [1, 4, 9]); // on every rank
/// # }
/// ```
///
/// # Panics
///
/// On all ranks, if one of them cannot go on:
///
/// - MPI has been initialised already ([`run_with`] takes a communicator), or finalised: a process can do so once.
/// - MPI does not let a program have threads.
/// - The environment variable `PARALLELIZE_MPI_MESSAGE` is anything but a positive integer.
///
/// A panic that leaves `main` ends the job, with a status other than 0, because other ranks might wait for this one. A panic
/// that `main` catches does not; see [the crate's documentation](crate).
#[track_caller]
pub fn run<R>(main: impl FnOnce() -> R) -> R {
    if rank_and_size().is_some() || !launcher::has_started_this_process() {
        return main();
    }
    let Some((universe, _)) = mpi::initialize_with_threading(Threading::Funneled) else {
        panic!(
            "MPI has been initialised already: give your communicator to `parallelize_mpi::run_with`, or call `run` once, around all of the program"
        )
    };
    let session = Session::new(&universe.world());
    launcher::warn_if_apart(session.ranks.size);
    session.hold(main) // `universe` is dropped afterwards
}

/// As [`run`], for programs that own MPI themselves: calls are run by the ranks of `communicator`.
///
/// The communicator is duplicated, so that nothing is mixed up with other messages. MPI must have been initialised with
/// [`Threading::Funneled`](mpi::Threading) at least, and this thread must be the one that may talk to it. A session
/// inside another one takes its place until the inner session ends. [`rank`] and [`size`] cannot tell sessions on several
/// threads apart.
///
/// # Panics
///
/// As [`run`] says of panics in `main` and of `PARALLELIZE_MPI_MESSAGE`, if MPI lets the program have no threads, and
/// for an intercommunicator: its method `merge` makes one that can be given.
#[track_caller]
pub fn run_with<R>(communicator: &impl Communicator, main: impl FnOnce() -> R) -> R {
    Session::new(communicator).hold(main)
}

/// The rank of this process in the session, from 0; 0 where there is none.
///
/// All threads of the process are told the same, those that run chunks among them.
#[must_use]
pub fn rank() -> usize {
    rank_and_size().map_or(0, |(rank, _)| rank)
}

/// How many ranks the session has; 1 where there is none.
#[must_use]
pub fn size() -> usize {
    rank_and_size().map_or(1, |(_, size)| size)
}

fn rank_and_size() -> Option<(usize, usize)> {
    *RANK_AND_SIZE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn set_rank_and_size(new: Option<(usize, usize)>) -> Option<(usize, usize)> {
    let mut current = RANK_AND_SIZE.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut current, new)
}

/// The session that a call made now belongs to, or `None` for a local call.
pub(crate) fn begin_call() -> Option<CallGuard> {
    if current_chunk().is_some() {
        return None; // one rank runs the chunk, so the others do not make the call
    }
    let current = CURRENT.try_with(|current| current.borrow().clone());
    let session = current.ok()??; // a thread that ends has no session
    let is_local = session.ranks.size == 1 || session.is_in_call.replace(true);
    (!is_local).then(|| CallGuard(session))
}

impl Session {
    /// A session of all ranks of a communicator.
    ///
    /// # Panics
    ///
    /// On all of them, if one cannot have it.
    #[track_caller]
    fn new(communicator: &impl Communicator) -> Self {
        assert!(
            threading_support() >= Threading::Funneled,
            "this program may have no threads beside that of MPI (`MPI_THREAD_SINGLE`): initialise MPI with `mpi::initialize_with_threading(Threading::Funneled)`, and use an MPI library that is built with threads"
        );
        assert!(
            !communicator.test_inter(),
            "this communicator is one between two groups of ranks: give `parallelize_mpi::run_with` one of all of them, as its method `merge` makes it"
        );
        let mut ranks = Ranks::of(communicator);
        ranks.limit = agree_on_limit(&ranks);
        Session {
            ranks,
            is_in_call: Cell::new(false),
        }
    }

    /// Runs `main` with this session as the current one.
    #[track_caller]
    fn hold<R>(self, main: impl FnOnce() -> R) -> R {
        let session = Rc::new(self);
        let outer = CURRENT.replace(Some(Rc::clone(&session)));
        let outer_numbers = set_rank_and_size(Some((session.ranks.rank, session.ranks.size)));
        let outcome = catch_unwind(AssertUnwindSafe(main));
        CURRENT.set(outer);
        set_rank_and_size(outer_numbers);
        match outcome {
            Ok(value) => {
                session.end();
                value
            }
            Err(payload) => session.abort(payload),
        }
    }

    /// Waits until all ranks have ended their session.
    ///
    /// A rank that still makes a call learns that this one has ended. That rank may make more calls, so this one
    /// answers until all ranks have ended.
    #[track_caller]
    fn end(&self) {
        if self.ranks.size == 1 {
            return;
        }
        let mut refused = None;
        while let Err(refusal) = agreement::agree(&self.ranks, Ok(Intent::end())) {
            refused.get_or_insert(refusal);
        }
        if let Some(refusal) = refused {
            refusal.panic();
        }
    }

    /// Ends the job, because other ranks may wait for this one.
    fn abort(&self, payload: Payload) -> ! {
        let &Ranks { rank, size, .. } = &self.ranks;
        if size == 1 {
            resume_unwind(payload);
        }
        say_last(format!(
            "rank {rank} of {size} ends the job: it has panicked, and others may wait for it\n"
        ));
        self.ranks.communicator.abort(101)
    }
}

/// The limit of messages that rank 0 asks for.
fn agree_on_limit(ranks: &Ranks) -> usize {
    let mine = match catch_unwind(ranks::message_limit) {
        Ok(limit) => Outcome::Done(limit.to_le_bytes().to_vec()),
        Err(payload) => Outcome::Panicked(payload),
    };
    let limits = mine.settle(ranks);
    let limits = limits.unwrap_or_else(|panic| resume_unwind(panic));
    let first = limits.by_rank().next().and_then(<[u8]>::first_chunk);
    usize::from_le_bytes(*first.expect("there is a rank 0"))
}

/// Prints to standard error, and flushes standard output, for one second at most. The job must end even if nobody
/// reads them, or if a thread keeps the lock of one of them.
fn say_last(text: String) {
    let (done, is_done) = mpsc::channel();
    let say = move || {
        // In one write, because launchers mix the output of all ranks with their own.
        let _ = stderr().write_all(text.as_bytes());
        let _ = stdout().flush();
        let _ = done.send(());
    };
    if thread::Builder::new().spawn(say).is_ok() {
        let _ = is_done.recv_timeout(Duration::from_secs(1));
    }
}
