//! One run of the program: how much to measure, and what was odd about it.

use std::time::{Duration, Instant};

use crate::cli::{NAMES, Options};
use crate::contest::{Candidate, Score, compete};
use crate::machine;
use crate::works::{churn_all, numbers};

/// How many elements the works have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// Expensive elements for 90 µs.
    pub(crate) short: usize,
    /// Expensive elements for as long as a call takes that is well worth it.
    pub(crate) long: usize,
    /// Cheap elements that are too many for the caches.
    pub(crate) many: usize,
    /// Elements whose cost is their index.
    pub(crate) growing: usize,
    /// Lines of text.
    pub(crate) lines: usize,
    /// Pixels of an image.
    pub(crate) pixels: usize,
    /// Lines that are written, or read one after the other.
    pub(crate) written: usize,
    /// Bytes of an endless stream.
    pub(crate) streamed: usize,
}

/// What one work told.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) work: &'static str,
    pub(crate) about: String,
    pub(crate) scores: Vec<Score>,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) rounds: usize,
    pub(crate) sizes: Sizes,
    pub(crate) doubts: Vec<String>,
    only: Vec<String>,
}

impl Session {
    pub(crate) fn new(options: &Options) -> Self {
        let long = if options.quick { 30 } else { 90 };
        let millions = |default| options.millions.unwrap_or(default) * 1_000_000;
        let sizes = Sizes {
            short: elements_for(Duration::from_micros(90)),
            long: elements_for(Duration::from_millis(long)),
            many: if options.quick { 4_000_000 } else { 20_000_000 },
            growing: if options.quick { 5_000 } else { 10_000 },
            lines: millions(if options.quick { 1 } else { 5 }),
            pixels: millions(if options.quick { 2 } else { 10 }),
            written: if options.quick { 200_000 } else { 2_000_000 },
            streamed: if options.quick {
                10_000_000
            } else {
                10_000_000_000
            },
        };
        Self {
            rounds: options.rounds.unwrap_or(if options.quick { 3 } else { 15 }),
            sizes,
            doubts: machine::doubts(),
            only: options.only.clone(),
        }
    }

    /// Whether `--only` asks for this work.
    pub(crate) fn wants(&self, work: &str) -> bool {
        debug_assert!(NAMES.contains(&work), "`--only` does not know {work}");
        self.only.is_empty() || self.only.iter().any(|word| work.contains(word))
    }

    /// Measures one work. The first candidate is the baseline.
    pub(crate) fn measure<R: PartialEq>(
        &mut self,
        work: &'static str,
        about: impl Into<String>,
        candidates: Vec<Candidate<'_, R>>,
    ) -> Result<Row, String> {
        self.measure_repeated(work, about, self.rounds, 1, candidates)
    }

    /// The same for works that are too short to be timed `rounds` times only, or once at a time.
    pub(crate) fn measure_repeated<R: PartialEq>(
        &mut self,
        work: &'static str,
        about: impl Into<String>,
        rounds: usize,
        calls: u32,
        candidates: Vec<Candidate<'_, R>>,
    ) -> Result<Row, String> {
        let about = about.into();
        eprintln!("{work}: {about}");
        let scores = compete(rounds, calls, candidates).map_err(|e| format!("{work}: {e}"))?;
        let spread = scores[0].time.spread();
        if spread > 0.1 {
            let percent = spread * 100.0;
            self.doubts.push(format!(
                "{work} ({about}): the quartiles of the baseline are {percent:.0} % apart"
            ));
        }
        Ok(Row {
            work,
            about,
            scores,
        })
    }
}

/// How many expensive elements take so long on this machine.
pub(crate) fn elements_for(target: Duration) -> usize {
    const SAMPLE: usize = 1 << 14;
    let sample = numbers(SAMPLE);
    let timed = |_| {
        let start = Instant::now();
        std::hint::black_box(churn_all(&sample));
        start.elapsed()
    };
    let fastest = (0..5).map(timed).min().unwrap_or_default();
    scaled(SAMPLE, fastest, target)
}

fn scaled(elements: usize, took: Duration, target: Duration) -> usize {
    let wanted = target.as_nanos() * elements as u128 / took.as_nanos().max(1);
    usize::try_from(wanted).unwrap_or(usize::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::scaled;
    use std::time::Duration;

    #[test]
    fn elements_are_in_proportion_to_time() {
        let (took, target) = (Duration::from_micros(200), Duration::from_millis(90));
        assert_eq!(scaled(1000, took, target), 450_000);
    }

    #[test]
    fn there_is_always_an_element() {
        let (took, target) = (Duration::from_secs(1), Duration::from_nanos(1));
        assert_eq!(scaled(10, took, target), 1);
        assert_eq!(scaled(10, Duration::ZERO, target), 10);
    }
}
