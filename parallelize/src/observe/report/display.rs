//! A report as text.

use std::fmt::{self, Write as _};
use std::time::Duration;

use super::advice::advice;
use super::{Ending, Report, as_f64, ratio};
use crate::observe::terminal::is_unicode;

/// The width of a bar, in characters.
const WIDTH: usize = 24;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, is_unicode())
    }
}

impl Report {
    fn write(&self, f: &mut dyn fmt::Write, is_unicode: bool) -> fmt::Result {
        let (name, seconds) = (self.name(), self.elapsed.as_secs_f64());
        match self.ending {
            Ending::Completed => writeln!(f, "Completed {name} in {seconds:.4} secs")?,
            Ending::Failed => writeln!(f, "Failed {name} after {seconds:.4} secs, with an error")?,
            Ending::Panicked => writeln!(f, "Failed {name} after {seconds:.4} secs, by a panic")?,
        }
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
        let (speedup, imbalance) = (self.speedup(), self.imbalance() * 100.0);
        let merge = ratio(self.merge, self.elapsed) * 100.0;
        write!(
            f,
            "\n  speed-up {speedup:.2}, imbalance {imbalance:.1} %, merge {merge:.1} %"
        )?;
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

pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
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

pub(super) fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        0.0 => "0 s".to_owned(),
        1.0.. => format!("{seconds:.3} s"),
        1e-3.. => format!("{:.3} ms", seconds * 1e3),
        _ => format!("{:.3} µs", seconds * 1e6),
    }
}

fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    #[allow(clippy::cast_precision_loss)] // for people to read
    let mut size = bytes as f64 / 1024.0;
    let mut unit = 0;
    while size >= 1024.0 && unit + 1 < UNITS.len() {
        size /= 1024.0;
        unit += 1;
    }
    format!("{size:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::{bar, bytes};

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

    #[test]
    fn bytes_are_counted_in_the_unit_that_fits() {
        assert_eq!(bytes(1023), "1023 bytes");
        assert_eq!(bytes(1536), "1.5 KiB");
        assert_eq!(bytes(5 << 30), "5.0 GiB");
        assert_eq!(bytes(u64::MAX), "16384.0 PiB");
    }
}
