//! The time during which a program's calls are run by all ranks.

use std::cell::{Cell, RefCell};
use std::io::{Write, stderr, stdout};
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use mpi::Threading;
use mpi::environment::threading_support;
use mpi::topology::SimpleCommunicator;
use mpi::traits::Communicator;
use parallelize::current_chunk;

use crate::agreement::Intent;
use crate::outcome::{Outcome, Payload};
use crate::{launcher, messages};

thread_local! {
    static CURRENT: RefCell<Option<Rc<Session>>> = const { RefCell::new(None) };
}

/// The rank of this process in the session and how many there are, for all threads.
static PLACE: Mutex<Option<(usize, usize)>> = Mutex::new(None);

/// The ranks that run calls together. Only the thread that began the session has it, and talks to MPI.
pub(crate) struct Session {
    pub(crate) communicator: SimpleCommunicator,
    pub(crate) rank: usize,
    pub(crate) size: usize,
    /// How many bytes a message may have.
    pub(crate) limit: usize,
    /// Whether there is a call that has not ended yet.
    is_in_call: Cell<bool>,
}

/// The session while it is that of one call. Calls that are made meanwhile, by what a user has the call run
/// outside of chunks, are local: no other rank might make them.
pub(crate) struct Turn(Rc<Session>);

impl Deref for Turn {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.is_in_call.set(false);
    }
}

/// Runs `main`, in which calls with the backend [`Mpi`](crate::Mpi) are run by all ranks of the job, and
/// returns what it returns.
///
/// Every rank calls `run`, and in it makes the same calls in the same order. MPI is initialised before and
/// finalised after `main`; where no launcher such as `mpirun` has started the process, nor `srun` as one of several,
/// MPI is not touched at all, and calls are local. `run` inside of a session only calls `main`, on whichever thread.
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
/// If MPI has been initialised already ([`run_with`] takes a communicator) or finalised (a process can do that
/// once), if it does not let a program have threads, and for a value of the environment variable
/// `PARALLELIZE_MPI_MESSAGE` that is no number of at least 1: on all ranks, if one of them cannot go on.
///
/// A panic that leaves `main` ends the job, with a status that is not 0: other ranks might wait
/// for this one. So does not a panic that is caught in it; see [the crate's documentation](crate).
#[track_caller]
pub fn run<R>(main: impl FnOnce() -> R) -> R {
    if current_place().is_some() || !launcher::is_there() {
        return main();
    }
    let Some((universe, _)) = mpi::initialize_with_threading(Threading::Funneled) else {
        panic!(
            "MPI has been initialised already: give your communicator to `parallelize_mpi::run_with`, or call `run` once, around all of the program"
        )
    };
    let session = Session::new(&universe.world());
    launcher::warn_if_apart(session.size);
    session.hold(main) // `universe` is dropped afterwards
}

/// As [`run`], for programs that own MPI themselves: calls are run by the ranks of `communicator`.
///
/// The communicator is duplicated, so that nothing is mixed up with other messages. MPI must have been initialised with
/// [`Threading::Funneled`](mpi::Threading) at least, and this thread must be the one that may talk to it. Inside of another
/// session, this one takes its place until it ends. Sessions on several threads at once are none that [`rank`] and
/// [`size`] can tell apart.
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
    place().0
}

/// How many ranks the session has; 1 where there is none.
#[must_use]
pub fn size() -> usize {
    place().1
}

fn place() -> (usize, usize) {
    current_place().unwrap_or((0, 1))
}

fn current_place() -> Option<(usize, usize)> {
    *PLACE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn set_place(place: Option<(usize, usize)>) -> Option<(usize, usize)> {
    let mut current = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut current, place)
}

/// The session that a call made now is a call of, if it is not a local one.
pub(crate) fn for_call() -> Option<Turn> {
    if current_chunk().is_some() {
        return None; // which rank runs a chunk is no other rank's business
    }
    let session = current()?;
    let is_local = session.size == 1 || session.is_in_call.replace(true);
    (!is_local).then(|| Turn(session))
}

fn current() -> Option<Rc<Session>> {
    let current = CURRENT.try_with(|current| current.borrow().clone());
    current.ok()? // a thread that ends has none
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
        let communicator = communicator.duplicate();
        let to_usize = |number| usize::try_from(number).expect("ranks are not negative");
        let mut session = Session {
            rank: to_usize(communicator.rank()),
            size: to_usize(communicator.size()),
            communicator,
            limit: messages::MOST,
            is_in_call: Cell::new(false),
        };
        session.limit = session.agree_on_limit();
        session
    }

    /// The limit of messages that rank 0 has.
    fn agree_on_limit(&self) -> usize {
        let mine = match catch_unwind(messages::limit) {
            Ok(limit) => Outcome::Done(limit.to_le_bytes().to_vec()),
            Err(payload) => Outcome::Panicked(payload),
        };
        let limits = self
            .settle(mine)
            .unwrap_or_else(|panic| resume_unwind(panic));
        let first = limits.by_rank().next().and_then(<[u8]>::first_chunk);
        usize::from_le_bytes(*first.expect("there is a rank 0"))
    }

    /// Runs `main` with this session as the current one.
    #[track_caller]
    fn hold<R>(self, main: impl FnOnce() -> R) -> R {
        let session = Rc::new(self);
        let outer = CURRENT.replace(Some(Rc::clone(&session)));
        let outer_place = set_place(Some((session.rank, session.size)));
        let outcome = catch_unwind(AssertUnwindSafe(main));
        CURRENT.set(outer);
        set_place(outer_place);
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
    /// Ranks that make a call meanwhile are told that this one has ended. They may go on after that, and
    /// would wait for ever if this one did not go on telling them.
    #[track_caller]
    fn end(&self) {
        if self.size == 1 {
            return;
        }
        let mut refused = None;
        while let Err(refusal) = self.agree(Ok(Intent::end())) {
            refused.get_or_insert(refusal);
        }
        if let Some(refusal) = refused {
            refusal.panic();
        }
    }

    /// Ends the job: other ranks may wait for this one.
    fn abort(&self, payload: Payload) -> ! {
        if self.size == 1 {
            resume_unwind(payload);
        }
        let (rank, size) = (self.rank, self.size);
        say_last(format!(
            "rank {rank} of {size} ends the job: it has panicked, and others may wait for it\n"
        ));
        self.communicator.abort(101)
    }
}

/// Prints to standard error, and what standard output still has, unless that cannot be done soon: the job must end
/// also where nobody reads it, or where a thread keeps the lock of one of them.
fn say_last(text: String) {
    let (done, is_done) = mpsc::channel();
    let say = move || {
        // At once, for launchers mix the output of all ranks with their own.
        let _ = stderr().write_all(text.as_bytes());
        let _ = stdout().flush();
        let _ = done.send(());
    };
    if thread::Builder::new().spawn(say).is_ok() {
        let _ = is_done.recv_timeout(Duration::from_secs(1));
    }
}
