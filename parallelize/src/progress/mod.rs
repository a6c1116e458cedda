//! Progress bars, and output in between.
//!
//! The option `progress` of [`parallelize`](macro@crate::parallelize) and the method
//! [`Parallel::progress`](crate::Parallel::progress) show a bar on stderr that counts the elements of the
//! chunks that are done, with the rate and the time left. A call that is over in a tenth of a second shows
//! none, and when a call ends, in whatever way, its bar is gone. Calls at the same time have a line each;
//! a call inside the body of another one that has a bar has none of its own. Nothing is shown where
//! stderr is not a terminal, `TERM` is `dumb` or `NO_COLOR` is set.
//!
//! What else goes to the terminal meanwhile has to take the bars away and bring them back, or it ends up in
//! the middle of a bar. The messages of panics and reports do so. Other output goes through [`suspend`]
//! or [`Stderr`].

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

    fn write_fmt(&mut self, text: std::fmt::Arguments<'_>) -> io::Result<()> {
        suspend(|| io::stderr().write_fmt(text))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
