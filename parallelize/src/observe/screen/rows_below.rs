//! Bars some rows below the cursor of a terminal.
//!
//! A draw leaves the cursor where the cursor was, even in the middle of a line. So whatever anybody else
//! writes, such as the message of a panic, stands where it would stand without bars. The next draw erases
//! the rows from the cursor on, and with them the old bars. No draw has to know who wrote what meanwhile.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Mutex;

use console::Term;
use indicatif::TermLike;

use crate::sys::panics::lock;

/// How many rows stay free between the row of the cursor and the first bar. The message of a failed
/// `assert_eq!` fits in, with the advice about backtraces and one long line. Longer output runs over bars.
const FREE_ROWS: usize = 6;

#[derive(Debug)]
pub(super) struct RowsBelow {
    /// Tells how large the terminal is.
    terminal: Term,
    output: &'static File,
    /// The bars of the draw that is under way.
    bars: Mutex<Vec<String>>,
}

impl RowsBelow {
    pub(super) fn of(terminal: Term, output: &'static File) -> Self {
        RowsBelow {
            terminal,
            output,
            bars: Mutex::new(Vec::new()),
        }
    }
}

impl TermLike for RowsBelow {
    /// The last column stays free: terminals disagree about the cursor behind that column.
    fn width(&self) -> u16 {
        self.terminal.size().1.saturating_sub(1).max(1)
    }

    /// The row of the cursor stays free.
    fn height(&self) -> u16 {
        self.terminal.size().0.saturating_sub(1).max(1)
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, bar: &str) -> io::Result<()> {
        self.write_str(bar)
    }

    /// Takes a bar, or the blanks that would fill the row behind the bar.
    fn write_str(&self, text: &str) -> io::Result<()> {
        if !text.trim().is_empty() {
            lock(&self.bars).push(text.to_owned());
        }
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        Ok(())
    }

    /// Draws the bars in one piece, lest others write in between.
    fn flush(&self) -> io::Result<()> {
        let bars = std::mem::take(&mut *lock(&self.bars));
        let height = usize::from(self.height());
        let free = FREE_ROWS.min(height.saturating_sub(bars.len()));
        let mut text = drawn(&bars, free);
        if cfg!(windows) {
            // A file that leads to a console takes the characters of the console's code page.
            text = text.replace(|character: char| !character.is_ascii(), "?");
        }
        let mut output = self.output;
        output.write_all(text.as_bytes())
    }
}

/// What draws `bars` behind `free` rows below the row of the cursor, or erases bars if there are none.
fn drawn(bars: &[String], free: usize) -> String {
    let mut text = String::from("\x1b[J"); // erase from the cursor on
    if bars.is_empty() {
        return text;
    }
    let below = free + bars.len();
    // A vertical tab goes down in the same column, and scrolls at the bottom. A line feed would go to the left.
    text.push_str(&"\x0b".repeat(below));
    let _ = write!(text, "\x1b[{below}A\x1b7"); // back up, and save the cursor
    let mut down = free + 1;
    for bar in bars {
        let _ = write!(text, "\x1b[{down}B\r{bar}");
        down = 1;
    }
    text.push_str("\x1b8"); // back to the saved cursor
    text
}
