//! The screen that bars and other output share.

use std::cell::Cell;
#[cfg(unix)]
use std::io;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread::{self, LocalKey};

#[cfg(unix)]
use console::Term;
use indicatif::{MultiProgress, ProgressDrawTarget};

use crate::unwind::lock;

/// Whether a bar may be on the screen.
static IS_SHOWN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread holds the screen.
    static HAS_SCREEN: Cell<bool> = const { Cell::new(false) };
}

/// Notes whether there are bars on the screen.
pub(super) fn shows_bars(are_there: bool) {
    IS_SHOWN.store(are_there, Ordering::Release);
}

/// The bars on the screen.
pub(super) fn bars() -> &'static MultiProgress {
    static BARS: OnceLock<MultiProgress> = OnceLock::new();
    BARS.get_or_init(|| MultiProgress::with_draw_target(stderr()))
}

/// Where bars are drawn. It is the terminal of stderr, and not `io::stderr`: who has that locked may wait
/// for a call to end, which waits for its bar to go.
#[cfg(unix)]
fn stderr() -> ProgressDrawTarget {
    use std::fs::File;
    use std::os::fd::AsFd;

    static TERM: OnceLock<Option<Term>> = OnceLock::new();
    let open = || {
        let copy = || io::stderr().as_fd().try_clone_to_owned().map(File::from);
        Some(Term::read_write_pair(copy().ok()?, copy().ok()?))
    };
    match TERM.get_or_init(open) {
        Some(term) => ProgressDrawTarget::term(term.clone(), PER_SECOND),
        None => ProgressDrawTarget::hidden(), // there is no further descriptor
    }
}

#[cfg(not(unix))]
fn stderr() -> ProgressDrawTarget {
    ProgressDrawTarget::stderr_with_hz(PER_SECOND)
}

/// How often bars are drawn at most.
const PER_SECOND: u8 = 20;

/// Runs `f`, which must be no code of the user, while nobody else draws.
pub(super) fn hold<R>(f: impl FnOnce() -> R) -> R {
    static LOCK: Mutex<()> = Mutex::new(());
    if HAS_SCREEN.get() {
        return f();
    }
    let _locked = lock(&LOCK);
    let _restore = Restore(&HAS_SCREEN, HAS_SCREEN.replace(true));
    f()
}

/// What a thread's flag was before.
pub(super) struct Restore(pub(super) &'static LocalKey<Cell<bool>>, pub(super) bool);

impl Drop for Restore {
    fn drop(&mut self) {
        self.0.set(self.1);
    }
}

/// Runs `f` while no progress bar is on the screen, for instance to print something. Bars come back soon
/// after it has returned, and calls go on meanwhile. `f` may itself wait for calls.
///
/// # Examples
///
/// ```
/// parallelize::progress::suspend(|| println!("this line stays whole"));
/// ```
pub fn suspend<R>(f: impl FnOnce() -> R) -> R {
    if !IS_SHOWN.load(Ordering::Acquire) || HAS_SCREEN.get() {
        return f();
    }
    let _resumed_later = Suspension::start();
    f()
}

/// How many suspend the bars. While there is one, they are drawn nowhere: `f` may take its time, and may
/// wait for other calls.
static SUSPENDED: Mutex<usize> = Mutex::new(0);

struct Suspension;

impl Suspension {
    fn start() -> Self {
        hold(|| {
            let mut suspended = lock(&SUSPENDED);
            *suspended += 1;
            if *suspended == 1 {
                without_panic(|| {
                    // (A terminal that cannot be written to is no reason to fail, here and elsewhere.)
                    drop(bars().clear());
                    bars().set_draw_target(ProgressDrawTarget::hidden());
                });
            }
        });
        Suspension
    }
}

impl Drop for Suspension {
    fn drop(&mut self) {
        hold(|| {
            let mut suspended = lock(&SUSPENDED);
            *suspended -= 1;
            if *suspended == 0 {
                bars().set_draw_target(stderr());
            }
        });
    }
}

/// Lets the message of a panic have lines of its own, from the first bar on.
pub(super) fn keep_panics_readable() {
    static IS_DONE: AtomicBool = AtomicBool::new(false);
    if !IS_DONE.swap(true, Ordering::Relaxed) {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| suspend(|| print(panic))));
    }
}

/// Runs `draw` on a thread that does not panic: on one that does, `indicatif` draws nothing.
pub(super) fn without_panic(draw: impl FnOnce() + Send) {
    if !thread::panicking() {
        return draw();
    }
    thread::scope(|scope| {
        // Where the system gives no further thread, the bar stays.
        let drawn = thread::Builder::new().spawn_scoped(scope, draw);
        drop(drawn.map(thread::ScopedJoinHandle::join));
    });
}
