//! The screen that bars and other output share.

use std::cell::Cell;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread::{self, LocalKey};

use indicatif::MultiProgress;

use crate::unwind::lock;

/// Whether a bar may be on the screen.
static IS_SHOWN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread holds the screen.
    static HAS_SCREEN: Cell<bool> = const { Cell::new(false) };
}

/// Notes whether there are bars on the screen.
pub(super) fn shows_bars(are_there: bool) {
    if are_there {
        keep_panics_readable();
    }
    IS_SHOWN.store(are_there, Ordering::Release);
}

/// Whether this thread holds the screen.
pub(super) fn is_held() -> bool {
    HAS_SCREEN.get()
}

/// The bars on the screen.
pub(super) fn bars() -> &'static MultiProgress {
    static BARS: OnceLock<MultiProgress> = OnceLock::new();
    BARS.get_or_init(MultiProgress::new)
}

/// Runs `f` while nobody else draws.
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
/// after it has returned, and calls go on meanwhile.
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
    hold(|| {
        // (A terminal that cannot be written to is no reason to fail, here and elsewhere.)
        without_panic(|| drop(bars().clear()));
        f()
    })
}

/// Lets the message of a panic have lines of its own.
fn keep_panics_readable() {
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
