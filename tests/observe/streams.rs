//! What a person sees of calls over streams.

use std::iter;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;
use std::time::Duration;
use std::vec;

use parallelize::{Ending, Report, Stream, stream};

use crate::support::reports::reported;

type Numbers = vec::IntoIter<usize>;

fn total(numbers: Numbers) -> usize {
    numbers.sum()
}

/// The report of a call over so many numbers, in batches of 10.
fn report_of<R>(len: usize, jobs: usize, run: impl FnOnce(Stream<Range<usize>>) -> R) -> Report {
    reported(|to| run(stream(0..len).jobs(jobs).chunk_size(10).report(to)))
}

#[test]
fn a_report_has_every_batch_once_and_in_order() {
    for jobs in [1, 3] {
        let report = report_of(95, jobs, |call| call.per_chunk(total));
        assert_eq!(
            (report.name(), report.len, report.jobs),
            ("total", 95, jobs)
        );
        assert!(
            report.function.ends_with("streams::total"),
            "{}",
            report.function
        );
        assert_eq!(report.ending, Ending::Completed);
        let ranges = report.chunks.iter().map(|chunk| chunk.range.clone());
        assert!(ranges.eq((0..95).step_by(10).map(|start| start..(start + 10).min(95))));
        assert!(report.chunks.iter().map(|chunk| chunk.index).eq(0..10));
        assert!(
            report
                .chunks
                .iter()
                .all(|chunk| chunk.end() <= report.elapsed)
        );
        assert!((1..=jobs).contains(&report.workers()));
    }
    // A length that the iterator does not know, or tells wrongly, is counted.
    let mut numbers = 0..30_usize;
    let report = reported(|to| {
        stream(iter::from_fn(|| numbers.next()))
            .report(to)
            .per_chunk(total)
    });
    assert_eq!(report.len, 30);
}

#[test]
fn every_way_to_run_a_stream_is_reported() {
    let ok = |numbers: Numbers| Ok::<_, String>(numbers.len());
    let add = |a: usize, b: usize| a + b;
    let reports = [
        report_of(50, 2, |call| call.flatten(Iterator::collect::<Vec<_>>)),
        report_of(50, 2, |call| call.per_chunk(total)),
        report_of(50, 2, |call| call.try_per_chunk(ok)),
        report_of(50, 2, |call| call.first(|_| false)),
        report_of(50, 2, |call| call.reduce(total, add)),
        report_of(50, 2, |call| call.try_reduce(ok, add)),
        report_of(50, 2, |call| call.consume(total, drop)),
        report_of(50, 2, |call| {
            call.try_consume(total, |_| Ok::<_, String>(()))
        }),
        report_of(50, 2, |call| call.write_to_file(false).per_chunk(total)),
        report_of(50, 2, |call| call.write_to_file(true).per_chunk(total)),
    ];
    for report in reports {
        assert_eq!((report.len, report.chunks.len()), (50, 5));
        assert_eq!(report.ending, Ending::Completed);
    }
}

#[test]
fn a_report_tells_how_a_stream_ended() {
    for jobs in [1, 3] {
        let fails = |numbers: Numbers| {
            if numbers.as_slice()[0] == 20 {
                Err("no")
            } else {
                Ok(())
            }
        };
        let failed = report_of(1000, jobs, |call| call.flatten(fails));
        assert_eq!(
            (failed.ending, failed.chunks[2].ending),
            (Ending::Failed, Ending::Failed)
        );
        assert!(failed.len <= 10 * (3 + 2 * jobs + 2), "{}", failed.len);
        let refused = report_of(1000, jobs, |call| call.try_consume(total, |_| Err("full")));
        assert_eq!(
            (refused.ending, refused.chunks[0].ending),
            (Ending::Failed, Ending::Completed)
        );
        let found = report_of(1000, jobs, |call| {
            call.first(|numbers| fails(numbers).err())
        });
        assert_eq!(
            (found.ending, found.chunks[2].ending),
            (Ending::Completed, Ending::Completed)
        );
        let panics = |numbers| fails(numbers).unwrap_or_else(|no| resume_unwind(Box::new(no)));
        let panicked = report_of(1000, jobs, |call| {
            catch_unwind(AssertUnwindSafe(|| call.flatten(panics))).unwrap_err();
        });
        assert_eq!(
            (panicked.ending, panicked.chunks[2].ending),
            (Ending::Panicked, Ending::Panicked)
        );
        let iterator = reported(|to| {
            let numbers = (0..30_usize).inspect(|n| {
                if *n == 25 {
                    resume_unwind(Box::new("no"));
                }
            });
            let call = stream(numbers).jobs(jobs).chunk_size(10).report(to);
            catch_unwind(AssertUnwindSafe(|| call.per_chunk(total))).unwrap_err()
        });
        assert_eq!((iterator.ending, iterator.len), (Ending::Panicked, 25));
        assert!(
            iterator
                .chunks
                .iter()
                .all(|chunk| chunk.ending == Ending::Completed)
        );
    }
}

#[test]
fn advice_does_not_name_what_a_stream_has_not() {
    let mut short = report_of(10_000, 2, |call| {
        call.chunk_size(1).reduce(total, |a, b| a + b)
    });
    // On some platforms, a look at the clock takes longer than a short chunk.
    for chunk in &mut short.chunks {
        chunk.duration = Duration::from_nanos(100);
    }
    let advice = "make chunks longer, by `chunk_size`.";
    assert!(short.to_string().ends_with(advice), "{short}");
    // The iterator is the slow side, so the calling thread works alone.
    let slow = reported(|to| {
        let numbers = (0..20_usize).inspect(|_| thread::sleep(Duration::from_millis(1)));
        stream(numbers)
            .jobs(2)
            .chunk_size(1)
            .report(to)
            .per_chunk(total)
    });
    assert!(!slow.to_string().contains(" workers ran chunks"), "{slow}");
}

#[cfg(target_os = "linux")]
mod bars {
    use std::iter;
    use std::vec;

    use parallelize::stream;

    use crate::support::screen::{Screen, wait_for_gate};

    /// Waits in the batch that has element 1000.
    fn waits(mut numbers: vec::IntoIter<usize>) {
        if numbers.any(|n| n == 1000) {
            wait_for_gate();
        }
    }

    #[test]
    fn a_stream_that_knows_its_length_has_a_bar() {
        let Some(screen) = Screen::run_again("bars::a_stream_that_knows_its_length_has_a_bar", &[])
        else {
            let call = stream(0..4000).chunk_size(500).jobs(1).progress(true);
            call.consume(waits, drop);
            return;
        };
        let bar = screen.wait_for(|line| line.contains("1,000/4,000"));
        assert!(bar.starts_with("waits ") && bar.contains('█'), "{bar}");
        assert!(bar.ends_with(" left"), "{bar}");
        let (_, bytes) = screen.end();
        assert!(bytes.contains("waits"));
    }

    #[test]
    fn a_stream_that_does_not_know_its_length_has_a_spinner_with_count_and_rate() {
        let name = "bars::a_stream_that_does_not_know_its_length_has_a_spinner_with_count_and_rate";
        let Some(screen) = Screen::run_again(name, &[]) else {
            let mut numbers = 0..4000_usize;
            let call = stream(iter::from_fn(move || numbers.next()));
            call.chunk_size(500)
                .jobs(1)
                .progress("Reading")
                .consume(waits, drop);
            return;
        };
        let shown =
            screen.wait_for(|line| line.starts_with("Reading ") && line.contains(" 1,000 "));
        assert!(shown.ends_with("/s"), "{shown}");
        assert!(!shown.contains("left") && !shown.contains('█'), "{shown}");
        // The spinner turns while nothing is done.
        let spinner = |line: &str| line.chars().nth("Reading ".len());
        let first = spinner(&shown);
        screen.wait_for(|line| line.starts_with("Reading ") && spinner(line) != first);
        let (lines, _) = screen.end();
        assert!(
            !lines.iter().any(|line| line.contains("Reading")),
            "{lines:#?}"
        );
    }

    #[test]
    fn a_spinner_is_ascii_where_the_locale_is_not_utf_8() {
        let name = "bars::a_spinner_is_ascii_where_the_locale_is_not_utf_8";
        let Some(screen) = Screen::run_again(name, &[("LC_ALL", "C")]) else {
            stream((0..4000).filter(|_| true))
                .chunk_size(500)
                .jobs(1)
                .progress(true)
                .consume(waits, drop);
            return;
        };
        let shown = screen.wait_for(|line| line.contains(" 1,000 "));
        assert!(shown.is_ascii(), "{shown}");
        screen.end();
    }
}
