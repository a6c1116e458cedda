//! Progress bars, and output in between.
//!
//! The option `progress` of [`parallelize`](macro@crate::parallelize) and the method
//! [`Parallel::progress`](crate::Parallel::progress) show a bar on stderr that counts the elements of the
//! chunks that are done, with the rate and the time left. A call that is over in a tenth of a second shows
//! none, and when a call ends, by a panic as well, its bar is gone. (Where the process ends first, by
//! [`std::process::exit`] for instance, the last line is left.) Calls at the same time have a line each;
//! a call inside the body of another one that has a bar has none of its own. Nothing is shown where
//! stderr is not a terminal, `TERM` is `dumb` or `NO_COLOR` is set.
//!
//! What else goes to the terminal meanwhile has to take the bars away and bring them back, or it ends up in
//! the middle of a bar. Reports do so, and the messages of panics: for these, a panic hook is put around the
//! one that is there when the first bar appears, so install hooks before. Other output goes through
//! [`suspend`] or [`Stderr`].

mod bars;
mod label;
mod screen;

use std::io::{self, Write};

pub(crate) use self::bars::{Counted, CountedChunk};
pub use self::label::{Label, Progress, label};
pub use self::screen::suspend;

/// Standard error, above the bars: every write takes them away, and brings them back when it is done.
///
/// For loggers, such as `tracing_subscriber::fmt().with_writer(|| parallelize::progress::Stderr)` or
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
