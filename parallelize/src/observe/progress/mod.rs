//! Progress bars, and output in between.
//!
//! The option `progress` of [`parallelize`](macro@crate::parallelize) and the method
//! [`Parallel::progress`](crate::Parallel::progress) show a bar on stderr. The bar counts the elements of the
//! chunks that are done, with the rate and the time left.
//!
//! - A call that takes less than a tenth of a second shows no bar.
//! - When a call ends, its bar goes, even if the call ends by a panic. One exception: if the process ends
//!   first, for instance by [`std::process::exit`], the last bar stays.
//! - With `jobs` alone, some calls have one chunk per job. Their bar stays at 0 for long. Shorter chunks (`chunk_size`) move
//!   the bar sooner.
//! - Concurrent calls get a line each. A call inside the body of a call with a bar gets none.
//! - Nothing is shown if stderr is not a terminal, `TERM` is `dumb` or `NO_COLOR` is set.
//!
//! # Output in between
//!
//! Bars stand six rows below the cursor, and a draw does not move the cursor. Everybody can write above the bars. The message
//! of a panic stays whole, with any panic hook. This library sets no panic hook.
//!
//! Bars make way ten times a second. More than six rows in between, such as a backtrace, run over a bar. The text then
//! stays, and the end of the bar stays behind one line of the text.
//!
//! On Windows, bars are ASCII, and need a console that understands escape sequences, as that of Windows 10 and later.
//! No other platform shows bars.
//!
//! Longer output goes through [`suspend`] or [`Stderr`], which take the bars away. Reports do so themselves.
//! A bar of your own joins the others by [`multi_progress`].

mod bars;
mod label;

pub(crate) use self::bars::{Counted, CountedChunk};
pub use self::label::{Label, Progress, label};
pub use super::screen::{Stderr, multi_progress, suspend};
