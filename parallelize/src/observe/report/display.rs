//! A report as text.

use std::fmt::{self, Write as _};

use super::advice::advice;
use super::units::{bytes, counted};
use super::{Ending, Report, as_f64, ratio};
use crate::observe::terminal::is_unicode;

/// Chunks that wait for a smaller share of their time are said not to wait: a system takes the processor now and then.
const SEEN: f64 = 0.01;

/// The width of a bar, in characters.
const WIDTH: usize = 24;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_unicode = is_unicode();
        writeln!(f, "{}", headline(self))?;
        let elements = counted(self.len, "element");
        let chunks = counted(self.chunks.len(), "chunk");
        let (workers, jobs) = (counted(self.workers(), "worker"), counted(self.jobs, "job"));
        write!(f, "  {elements}, {chunks}, {workers} of {jobs}")?;
        let busy = self.busy();
        let digits = (busy.len() - 1).to_string().len();
        for (worker, (chunks, time)) in busy.into_iter().enumerate() {
            let share = ratio(time, self.elapsed);
            let (bar, chunks) = (bar(share, is_unicode), counted(chunks, "chunk"));
            let percent = share * 100.0;
            write!(
                f,
                "\n  worker {worker:digits$} {bar} {percent:5.1} %  {chunks}"
            )?;
        }
        write!(f, "\n  {}", gain(self))?;
        if let Some(waiting) = self.waiting().filter(|share| *share >= SEEN) {
            write!(f, ", waiting {:.1} %", waiting * 100.0)?;
        }
        let (imbalance, merge) = (self.imbalance(), ratio(self.merge, self.elapsed));
        let (imbalance, merge) = (imbalance * 100.0, merge * 100.0);
        write!(f, ", imbalance {imbalance:.1} %, merge {merge:.1} %")?;
        if self.bytes_spilled > 0 {
            write!(f, ", {} spilled", bytes(self.bytes_spilled))?;
        }
        let Some(mut advice) = advice(self) else {
            return Ok(());
        };
        if !is_unicode {
            advice = advice.replace('µ', "u");
        }
        write!(f, "\n  {advice}")
    }
}

/// What running at once has gained, or how much ran at once if that is not known.
pub(super) fn gain(report: &Report) -> String {
    match report.speedup() {
        Some(speedup) => format!("speed-up {speedup:.2}"),
        None => format!("{:.2} chunks at once", report.chunks_at_once()),
    }
}

pub(super) fn headline(report: &Report) -> String {
    let (name, seconds) = (report.name(), report.elapsed.as_secs_f64());
    match report.ending {
        Ending::Completed => format!("Completed {name} in {seconds:.4} secs"),
        Ending::Failed => format!("Failed {name} after {seconds:.4} secs, with an error"),
        Ending::Panicked => format!("Failed {name} after {seconds:.4} secs, by a panic"),
    }
}

/// A bar, filled up to `share`.
fn bar(share: f64, is_unicode: bool) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let share = share.clamp(0.0, 1.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    // between 0 and 8 times the width
    let eighths = (share * as_f64(8 * WIDTH)).round() as usize;
    let mut bar = String::new();
    if is_unicode {
        let filled = "█".repeat(eighths / 8);
        let _ = write!(bar, "{:WIDTH$}", filled + EIGHTHS[eighths % 8]);
    } else {
        let filled = "#".repeat((eighths + 4) / 8);
        let _ = write!(bar, "{filled:.<WIDTH$}");
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_is_as_wide_as_all_others_whatever_the_share() {
        for share in [0.0, 0.01, 0.5, 0.999, 1.0, 7.0, f64::NAN] {
            assert_eq!(bar(share, true).chars().count(), 24, "{share}");
            assert_eq!(bar(share, false).len(), 24, "{share}");
        }
        assert_eq!(bar(0.5, true).trim_end(), "████████████");
        assert_eq!(bar(0.26, true).trim_end(), "██████▎");
        assert_eq!(bar(0.5, false), "############............");
    }
}
