//! Advice for a person who wants a call to be faster.

use std::time::Duration;

use super::units::duration;
use super::{Ending, Report, as_f64, ratio};

/// Handing out a chunk and taking in its output take some tenths of a microsecond.
const SHORT_CHUNK: Duration = Duration::from_micros(2);

/// A shorter call may be over before its helpers are awake.
const LONG_CALL: Duration = Duration::from_millis(1);

/// From this share of the time on, a loss is worth a sentence.
const LARGE_SHARE: f64 = 0.2;

/// One sentence about the largest loss.
pub(super) fn advice(report: &Report) -> Option<String> {
    let done: usize = report.chunks.iter().map(|chunk| chunk.range.len()).sum();
    // A search that a hit has ended says little about the other chunks.
    if report.ending != Ending::Completed || done < report.len || report.jobs < 2 {
        return None;
    }
    too_short(report)
        .or_else(|| too_few_threads(report))
        .or_else(|| uneven(report))
        .or_else(|| merging(report))
        .or_else(|| waiting(report))
}

fn too_short(report: &Report) -> Option<String> {
    let count = report.chunks.len();
    let mean = report.total().div_f64(as_f64(count.max(1)));
    let is_short = mean < SHORT_CHUNK && count > report.jobs;
    is_short.then(|| {
        let mean = duration(mean);
        let by = if report.is_stream {
            "`chunk_size`"
        } else {
            "`chunk_size` or `min_len`"
        };
        format!(
            "A chunk takes {mean}, hardly more than handing it out: make chunks longer, by {by}."
        )
    })
}

fn too_few_threads(report: &Report) -> Option<String> {
    let (workers, jobs) = (report.workers(), report.jobs);
    // A stream that is slower than the bodies needs no other threads.
    let is_few = workers < jobs && !report.is_stream;
    (is_few && report.elapsed >= LONG_CALL).then(|| {
        format!("Only {workers} of {jobs} workers ran chunks: the other threads were busy, unavailable or too late.")
    })
}

fn uneven(report: &Report) -> Option<String> {
    let longest = report.chunks.iter().max_by_key(|chunk| chunk.duration)?;
    let is_to_blame = longest.duration > report.mean_of_workers().mul_f64(LARGE_SHARE);
    let finer = (report.len / report.jobs.saturating_mul(16)).max(1);
    let is_worth_it = report.imbalance() > LARGE_SHARE / 2.0 && report.elapsed >= LONG_CALL;
    (is_worth_it && is_to_blame && finer < longest.range.len()).then(|| {
        let share = ratio(longest.duration, report.elapsed) * 100.0;
        format!("Chunks are uneven, the longest takes {share:.0} % of the time: use shorter ones, such as `chunk_size = {finer}`.")
    })
}

fn merging(report: &Report) -> Option<String> {
    let share = ratio(report.merge, report.elapsed);
    (share > LARGE_SHARE && report.elapsed >= LONG_CALL).then(|| {
        let percent = share * 100.0;
        format!("Merging takes {percent:.0} % of the time, on the calling thread: smaller outputs, or fewer of them, make it shorter.")
    })
}

fn waiting(report: &Report) -> Option<String> {
    let share = report.waiting()?;
    (share > LARGE_SHARE && report.elapsed >= LONG_CALL).then(|| {
        let percent = share * 100.0;
        format!("Chunks wait for {percent:.0} % of their time: for a lock, for a device, or for a core that something else has.")
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::advice;
    use crate::observe::report::{ChunkReport, Ending, Report};

    /// The advice on a call of two chunks, each of which was on a processor for so many of its 10 ms.
    fn advice_if_computing(milliseconds: Option<u64>) -> Option<String> {
        let ten = Duration::from_millis(10);
        let chunk = |index| ChunkReport {
            index,
            range: index..index + 1,
            worker: index,
            start: Duration::ZERO,
            duration: ten,
            processor_time: milliseconds.map(Duration::from_millis),
            ending: Ending::Completed,
        };
        advice(&Report {
            function: "f",
            len: 2,
            jobs: 2,
            chunks: vec![chunk(0), chunk(1)],
            merge: Duration::ZERO,
            bytes_spilled: 0,
            elapsed: ten,
            ending: Ending::Completed,
            is_stream: false,
        })
    }

    #[test]
    fn chunks_that_wait_get_advice_if_it_is_known_that_they_do() {
        let advice = advice_if_computing(Some(4)).expect("advice");
        assert!(
            advice.starts_with("Chunks wait for 60 % of their time: "),
            "{advice}"
        );
        assert_eq!(advice_if_computing(Some(9)), None);
        assert_eq!(advice_if_computing(None), None);
    }
}
