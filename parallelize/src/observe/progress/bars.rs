//! The bars of all calls that run, and the thread that draws them.
//!
//! A chunk that is done adds its elements to a counter of its call, and does no more for the bar. Drawing,
//! or reading the clock to see whether to draw, would cost more than a short chunk.

use std::cell::Cell;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::Label;
use crate::observe::screen::{self, Restore};
use crate::observe::terminal;
use crate::sys::clock::Moment;
use crate::sys::names::FunctionName;
use crate::sys::panics::lock;

/// The time between two draws, and before the first one.
const PERIOD: Duration = Duration::from_millis(100);

/// The calls that show their progress.
struct Bars {
    calls: Vec<Arc<Call>>,
    /// Whether there is a thread that draws.
    is_drawn: bool,
}

static BARS: Mutex<Bars> = Mutex::new(Bars {
    calls: Vec::new(),
    is_drawn: false,
});

thread_local! {
    /// Whether this thread runs a body of a call that shows its progress.
    static IS_COUNTED: Cell<bool> = const { Cell::new(false) };
}

struct Call {
    label: String,
    /// `None` if nobody knows how many elements are to come.
    len: Option<usize>,
    start: Moment,
    done: AtomicUsize,
    /// Made when the call has run for a while.
    bar: OnceLock<ProgressBar>,
}

/// A call that shows its progress, or is part of one that does.
pub(crate) struct Counted(Option<Arc<Call>>);

impl Counted {
    /// Whether this thread is in the body of a call that shows its progress.
    pub(crate) fn is_running() -> bool {
        IS_COUNTED.get()
    }

    /// Starts to count the elements of a call that is to show a bar. `None` if the call shows none, and calls
    /// inside its bodies may show theirs.
    pub(crate) fn start(label: &Label, function: FunctionName, len: Option<usize>) -> Option<Self> {
        if Self::is_running() {
            return Some(Counted(None));
        }
        let label = match label {
            Label::Nothing => return None,
            _ if !terminal::shows_bars() => return None,
            Label::Function => function.last_segment().to_owned(),
            Label::Text(text) => text.clone(),
        };
        let call = Arc::new(Call {
            label,
            len,
            start: Moment::now(),
            done: AtomicUsize::new(0),
            bar: OnceLock::new(),
        });
        let mut bars = lock(&BARS);
        bars.calls.push(Arc::clone(&call));
        if !bars.is_drawn {
            // If the system gives no further thread, calls run without a bar.
            let thread = thread::Builder::new().name("parallelize-bar".into());
            bars.is_drawn = thread.spawn(draw).is_ok();
        }
        Some(Counted(Some(call)))
    }

    /// Begins a chunk of `elements` on this thread. The chunk is done when the [`CountedChunk`] is dropped.
    pub(crate) fn begin(&self, elements: usize) -> CountedChunk<'_> {
        CountedChunk {
            call: self.0.as_deref(),
            elements,
            _restore: Restore(&IS_COUNTED, IS_COUNTED.replace(true)),
        }
    }
}

/// A chunk whose body runs.
pub(crate) struct CountedChunk<'a> {
    call: Option<&'a Call>,
    elements: usize,
    _restore: Restore,
}

impl Drop for CountedChunk<'_> {
    fn drop(&mut self) {
        if let Some(call) = self.call {
            call.done.fetch_add(self.elements, Ordering::Relaxed);
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let Some(call) = &self.0 else { return };
        let mut bars = lock(&BARS);
        bars.calls.retain(|other| !Arc::ptr_eq(other, call));
        if let Some(bar) = call.bar.get() {
            screen::hold(|_| {
                screen::without_panic(|| {
                    bar.finish_and_clear();
                    screen::bars().remove(bar);
                });
            });
        }
        let is_shown = bars.calls.iter().any(|call| call.bar.get().is_some());
        screen::note_bars(is_shown);
    }
}

/// The loop of the thread that draws. The thread ends when no call is left.
fn draw() {
    loop {
        thread::sleep(PERIOD);
        let mut bars = lock(&BARS);
        if bars.calls.is_empty() {
            bars.is_drawn = false;
            return;
        }
        let is_due = |call: &&Arc<Call>| call.start.is_ago(PERIOD);
        for call in bars.calls.iter().filter(is_due) {
            screen::hold(|_| call.draw());
        }
    }
}

impl Call {
    fn draw(&self) {
        let bar = self.bar.get_or_init(|| {
            screen::note_bars(true);
            let len = self.len.map(|len| len as u64);
            let bar = ProgressBar::with_draw_target(len, ProgressDrawTarget::hidden())
                .with_style(if len.is_some() { style() } else { spinner() })
                .with_prefix(self.label.clone())
                .with_elapsed(self.start.elapsed().unwrap_or_default());
            screen::bars().add(bar)
        });
        bar.set_position(self.done.load(Ordering::Relaxed) as u64);
        if self.len.is_none() {
            bar.tick();
        }
    }
}

/// For a call that does not know how many elements are to come.
fn spinner() -> ProgressStyle {
    let style = with_rate("{prefix} {spinner} {human_pos} {rate}");
    if terminal::has_unicode_bars() {
        style
    } else {
        style.tick_chars("-\\|/ ")
    }
}

fn with_rate(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).expect("a valid template");
    style.with_key("rate", |state: &ProgressState, text: &mut dyn Write| {
        let _ = write!(text, "{}/s", rounded(rate(state)));
    })
}

fn style() -> ProgressStyle {
    let style = with_rate("{prefix} {wide_bar} {human_pos}/{human_len} {rate}, {left}");
    let characters = if terminal::has_unicode_bars() {
        "█▉▊▋▌▍▎▏ "
    } else {
        "##."
    };
    style.progress_chars(characters).with_key(
        "left",
        |state: &ProgressState, text: &mut dyn Write| {
            if state.len() == Some(0) {
                return;
            }
            let left = state.len().unwrap_or(0).saturating_sub(state.pos());
            let left = Duration::try_from_secs_f64(as_f64(left) / rate(state));
            let _ = match left {
                Ok(left) => write!(text, "{:#} left", HumanDuration(left)),
                Err(_) => write!(text, "? left"),
            };
        },
    )
}

/// Elements per second since the start of the call. The rate of `indicatif` counts from the first draw, and jumps
/// when many elements are done at once.
fn rate(state: &ProgressState) -> f64 {
    as_f64(state.pos()) / state.elapsed().as_secs_f64()
}

#[allow(clippy::cast_precision_loss)] // for people to read
fn as_f64(count: u64) -> f64 {
    count as f64
}

/// Three digits and a unit.
fn rounded(rate: f64) -> String {
    const UNITS: [&str; 5] = ["", "k", "M", "G", "T"];
    let (mut rate, mut unit) = (rate, 0);
    while rate >= 999.5 && unit + 1 < UNITS.len() {
        rate /= 1000.0;
        unit += 1;
    }
    let digits = match rate {
        99.95.. => 0,
        9.995.. => 1,
        _ => 2,
    };
    format!("{rate:.digits$}{}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn rates_have_three_digits() {
        assert_eq!(rounded(0.0), "0.00");
        assert_eq!(rounded(1.0), "1.00");
        assert_eq!(rounded(12.34), "12.3");
        assert_eq!(rounded(999.4), "999");
        assert_eq!(rounded(999.6), "1.00k");
        assert_eq!(rounded(123_456_789.0), "123M");
    }
}
