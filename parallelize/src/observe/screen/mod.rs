//! The screen that bars and other output share.

mod rows_below;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread::{self, LocalKey};

use console::Term;
use indicatif::{MultiProgress, ProgressDrawTarget};

use self::rows_below::RowsBelow;
use crate::sys::panics::lock;

/// Whether a bar may be on the screen.
static IS_SHOWN: AtomicBool = AtomicBool::new(false);

/// Whether the program has put bars of its own beside those of calls.
static IS_SHARED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread holds the screen.
    static HAS_SCREEN: Cell<bool> = const { Cell::new(false) };
}

/// Notes whether there are bars of calls on the screen.
pub(in crate::observe) fn note_bars(are_there: bool) {
    IS_SHOWN.store(are_there, Ordering::Release);
}

/// The bars of all calls, for a program that adds a bar of its own. Bars that do not know of each other would draw over
/// each other.
///
/// The type is that of `indicatif` 0.18. Draw targets of the added bars and of the whole are the library's business: leave
/// them as they are.
///
/// # Examples
///
/// ```
/// use indicatif::ProgressBar;
/// use parallelize::parallel;
///
/// let files = parallelize::progress::multi_progress().add(ProgressBar::new(3));
/// for file in 0..3_u64 {
///     let lines = 1000 * file;
///     parallel(0..lines).progress("lines").per_chunk(|lines| drop(lines));
///     files.inc(1);
/// }
/// files.finish_and_clear();
/// ```
pub fn multi_progress() -> &'static MultiProgress {
    IS_SHARED.store(true, Ordering::Release);
    bars()
}

/// The bars on the screen.
pub(in crate::observe) fn bars() -> &'static MultiProgress {
    static BARS: OnceLock<MultiProgress> = OnceLock::new();
    BARS.get_or_init(|| MultiProgress::with_draw_target(stderr()))
}

/// Where bars are drawn: on the terminal of stderr. Drawing locks no `io::stderr`. A thread that has
/// `io::stderr` locked may wait for a call to end, and the call waits for its bar to go.
fn stderr() -> ProgressDrawTarget {
    static TERMINAL: OnceLock<Option<(Term, File)>> = OnceLock::new();
    match TERMINAL.get_or_init(open) {
        Some((terminal, output)) => {
            let rows = RowsBelow::of(terminal.clone(), output);
            ProgressDrawTarget::term_like_with_hz(Box::new(rows), PER_SECOND)
        }
        None => ProgressDrawTarget::hidden(),
    }
}

/// The terminal, and a file that leads there. `None` if the system gives no further descriptor.
#[cfg(unix)]
fn open() -> Option<(Term, File)> {
    use std::os::fd::AsFd;

    let copy = || io::stderr().as_fd().try_clone_to_owned().map(File::from);
    let terminal = Term::read_write_pair(copy().ok()?, copy().ok()?);
    Some((terminal, copy().ok()?))
}

/// The console, and a file that leads there. `None` if the console does not understand escape sequences.
#[cfg(windows)]
fn open() -> Option<(Term, File)> {
    use std::os::windows::io::AsHandle;

    let terminal = Term::stderr();
    // To ask this switches escape sequences on.
    let is_ansi = terminal.features().colors_supported();
    let output = io::stderr().as_handle().try_clone_to_owned().ok()?;
    is_ansi.then(|| (terminal, File::from(output)))
}

#[cfg(not(any(unix, windows)))]
fn open() -> Option<(Term, File)> {
    None
}

/// How often bars are drawn at most.
const PER_SECOND: u8 = 20;

/// How many suspensions there are. While there is one, bars are drawn nowhere. A suspension does not keep
/// the lock: what runs in a suspension may take its time, and may wait for other calls.
static SUSPENDED: Mutex<usize> = Mutex::new(0);

/// Runs `f` on the number of suspensions while nobody else draws. No code of the user may run in `f`.
pub(in crate::observe) fn hold(f: impl FnOnce(&mut usize)) {
    let mut suspended = lock(&SUSPENDED);
    let _restore = Restore(&HAS_SCREEN, HAS_SCREEN.replace(true));
    f(&mut suspended);
}

/// What a thread's flag was before.
pub(in crate::observe) struct Restore(
    pub(in crate::observe) &'static LocalKey<Cell<bool>>,
    pub(in crate::observe) bool,
);

impl Drop for Restore {
    fn drop(&mut self) {
        self.0.set(self.1);
    }
}

/// Runs `f` while no progress bar is on the screen, for instance to print something.
///
/// Bars come back soon after `f` has returned. Calls go on meanwhile, and `f` may wait for calls.
///
/// # Examples
///
/// ```
/// parallelize::progress::suspend(|| println!("this line stays whole"));
/// ```
pub fn suspend<R>(f: impl FnOnce() -> R) -> R {
    let is_shown = IS_SHOWN.load(Ordering::Acquire) || IS_SHARED.load(Ordering::Acquire);
    if !is_shown || HAS_SCREEN.get() {
        return f();
    }
    let _resumed_later = Suspension::start();
    f()
}

struct Suspension;

impl Suspension {
    fn start() -> Self {
        hold(|suspended| {
            *suspended += 1;
            if *suspended == 1 {
                without_panic(|| {
                    // A terminal that takes no output is no reason to fail, here and elsewhere.
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
        hold(|suspended| {
            *suspended -= 1;
            if *suspended == 0 {
                bars().set_draw_target(stderr());
            }
        });
    }
}

/// Runs `draw` on a thread that does not panic. On a thread that panics, `indicatif` draws nothing.
pub(in crate::observe) fn without_panic(draw: impl FnOnce() + Send) {
    if !thread::panicking() {
        return draw();
    }
    thread::scope(|scope| {
        // If the system gives no further thread, the bar stays.
        let drawn = thread::Builder::new().spawn_scoped(scope, draw);
        drop(drawn.map(thread::ScopedJoinHandle::join));
    });
}

/// Standard error, above the bars. Every write takes the bars away and brings them back.
///
/// Give it to loggers, such as `tracing_subscriber::fmt().with_writer(|| parallelize::progress::Stderr)` or
/// `env_logger::Builder::target(Target::Pipe(Box::new(parallelize::progress::Stderr)))`.
///
/// # Examples
///
/// ```
/// use std::io::Write;
///
/// # fn main() -> std::io::Result<()> {
/// writeln!(parallelize::progress::Stderr, "this line stays whole")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Stderr;

impl Write for Stderr {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        suspend(|| io::stderr().write(bytes))
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        suspend(|| io::stderr().write_all(bytes))
    }

    /// In one piece, lest others write in between.
    fn write_fmt(&mut self, text: std::fmt::Arguments<'_>) -> io::Result<()> {
        let mut whole = String::new();
        std::fmt::Write::write_fmt(&mut whole, text).map_err(io::Error::other)?;
        self.write_all(whole.as_bytes())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
