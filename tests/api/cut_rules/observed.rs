//! Files, reports and backends: positions and counts are those of elements.

use std::ops::Range;

use parallelize::backend::{Backend, Cuts, Grain, Options, Portion, Threads};
use parallelize::{Parallel, Report, current_chunk, parallel};

use super::{Fineness, moved, ranges};
use crate::support::panics::message_of;
use crate::support::reports::reported;

#[test]
fn outputs_in_files_come_from_the_same_chunks() {
    let ends: Vec<u8> = (0..200_u8).map(|n| u8::from(n % 7 == 0)).collect();
    let is_allowed = |at: usize| ends[at - 1] == 1;
    let range = || current_chunk().unwrap().range();
    for fineness in Fineness::all().into_iter().step_by(5) {
        let call = || {
            fineness
                .apply(parallel(&ends).delimiter(1))
                .write_to_file(true)
        };
        let plain = || fineness.apply(parallel(0..200)).write_to_file(true);
        let expected = moved(
            &plain().per_chunk(|_: Range<usize>| range()).unwrap(),
            fineness.min_len,
            is_allowed,
        );
        assert_eq!(call().per_chunk(|_| range()).unwrap(), expected);
        let finer = plain().flatten(|_: Range<usize>| vec![range()]).unwrap();
        let expected = moved(&finer, fineness.min_len, is_allowed);
        assert_eq!(call().flatten(|_| vec![range()]).unwrap(), expected);
        let spilled = call().spilled(|_| vec![range()]).unwrap();
        assert_eq!(spilled.into_vec().unwrap(), expected);
        assert_eq!(call().flatten(<[u8]>::to_vec).unwrap(), ends);
    }
}

fn reported_ranges(report: &Report) -> Vec<Range<usize>> {
    report
        .chunks
        .iter()
        .map(|chunk| chunk.range.clone())
        .collect()
}

#[test]
fn a_report_has_the_chunks_own_elements() {
    let numbers: Vec<usize> = (0..10).collect();
    let call = || parallel(&numbers).jobs(3);
    let by_five = |a: &usize, b: &usize| a / 5 == b / 5;
    let report = reported(|to| {
        call()
            .chunk_by(by_five)
            .report(to)
            .per_chunk(<[usize]>::len)
    });
    assert_eq!((report.len, report.jobs), (10, 2));
    assert_eq!(reported_ranges(&report), [0..5, 5..10]);
    let report = reported(|to| call().overlap(2, 2).report(to).per_chunk(<[usize]>::len));
    assert_eq!((report.len, report.jobs), (10, 3));
    assert_eq!(reported_ranges(&report), [0..4, 4..7, 7..10]);
    let call = parallel((&numbers, 0..20)).jobs(2).units((2, 4));
    let report = reported(|to| call.report(to).per_chunk(|(numbers, _)| numbers.len()));
    assert_eq!(report.len, 10);
    assert_eq!(reported_ranges(&report), [0..6, 6..10]);
}

/// Runs the portions of so many processes one after the other, in this one.
struct Pretend(usize);

struct PretendCall<'r, C> {
    call: Parallel<'r, C>,
    processes: usize,
}

impl Backend for Pretend {
    type Call<'r, C> = PretendCall<'r, C>;

    fn take<C>(self, call: Parallel<'_, C>) -> PretendCall<'_, C> {
        let processes = self.0;
        PretendCall { call, processes }
    }
}

impl<C> PretendCall<'_, C> {
    /// The ranges of the chunks of one process, and what `see` makes of these chunks.
    fn part<R: Send>(self, process: usize, see: impl Fn(C) -> R + Sync) -> Vec<(Range<usize>, R)> {
        let body = |chunk| Ok::<_, ()>((current_chunk().unwrap().range(), see(chunk)));
        let portion = Portion::of(self.call, &body);
        let cuts = portion.cuts(Grain::Coarse, 3);
        let chunks = cuts.share(process, self.processes);
        let portion = portion.restrict(&cuts, chunks.clone());
        let outputs = portion.run(&cuts, chunks, &body);
        outputs.into_iter().map(Result::unwrap).collect()
    }
}

/// What several processes make of a call is what one makes.
fn assert_shared<'r, C, R: Send + PartialEq + std::fmt::Debug>(
    call: impl Fn() -> Parallel<'r, C>,
    see: impl Fn(C) -> R + Sync,
) {
    let alone = call().backend(Threads);
    let expected = alone.per_chunk(|chunk| (current_chunk().unwrap().range(), see(chunk)));
    for processes in 1..=4 {
        let part = |process| call().backend(Pretend(processes)).part(process, &see);
        let all: Vec<_> = (0..processes).flat_map(part).collect();
        assert_eq!(all, expected, "{processes}");
    }
}

#[test]
fn a_backend_shares_out_the_chunks_of_a_rule() {
    let numbers: Vec<usize> = (0..29).collect();
    let words = "so many words in a text, äöü";
    for fineness in Fineness::all().into_iter().filter(|way| way.jobs > 0) {
        let call = || fineness.apply(parallel(&numbers));
        assert_shared(|| call().multiple_of(3), <[usize]>::to_vec);
        assert_shared(|| call().chunk_by(|a, b| a / 4 == b / 4), <[usize]>::to_vec);
        assert_shared(|| call().delimiter(12), <[usize]>::to_vec);
        assert_shared(|| call().overlap(2, 3), <[usize]>::to_vec);
        assert_shared(|| call().overlap(2, 3).multiple_of(2), <[usize]>::to_vec);
        assert_shared(|| fineness.apply(parallel(words)), str::to_owned);
        let pair = || fineness.apply(parallel((&numbers, numbers.clone())));
        assert_shared(|| pair().overlap(1, 0), |(a, b)| (a.to_vec(), b));
        let units = || {
            fineness
                .apply(parallel((&numbers, vec![0; 58])))
                .units((1, 2))
        };
        assert_shared(units, |(a, b)| (a.to_vec(), b));
    }
}

#[test]
fn cuts_by_numbers_need_no_input_and_other_cuts_do() {
    for len in 0..=30 {
        let options = Options::default().jobs(4).multiple_of(3);
        let cuts = Cuts::new(&options, len, Grain::Coarse, 1);
        let chunks: Vec<_> = (0..cuts.count())
            .map(|index| cuts.elements(index..index + 1))
            .collect();
        assert_eq!(chunks, ranges(parallel(0..len).jobs(4).multiple_of(3)));
    }
    let body = |_: Range<usize>| ();
    let portion = Portion::of(parallel(0..9).delimiter(1), &body);
    assert!(portion.options().are_searched() && !portion.options().have_overlap());
    let message = message_of(|| Cuts::new(portion.options(), 9, Grain::Coarse, 1));
    assert_eq!(
        message,
        "the cuts depend on the elements: take the cuts of the portion"
    );
    let portion = Portion::of(parallel(0..9).overlap(0, 1), &body);
    assert!(portion.options().have_overlap() && !portion.options().are_searched());
    assert_eq!(
        portion.options().to_string(),
        "overlap(before = 0, after = 1)"
    );
    let portion = Portion::of(parallel((0..9, 0..9)).units((3, 3)), &body);
    assert_eq!(portion.options().to_string(), "units = [3, 3]");
    let portion = Portion::of(parallel(0..9).jobs(2).chunk_by(|_, _| true), &body);
    assert_eq!(portion.options().to_string(), "jobs = 2, chunk_by");
}

#[test]
fn cuts_that_were_made_without_the_input_can_be_asked_about() {
    let text = "aßbß€€cd"; // no cut at 2, 5, 7, 8, 10 and 11
    let body = |_: &str| ();
    for size in 1..=13 {
        let portion = |text| Portion::of(parallel(text).chunk_size(size), &body);
        let cuts = Cuts::new(portion(text).options(), text.len(), Grain::Fine, 1);
        for start in 0..cuts.count() {
            for end in start..=cuts.count() {
                let held = cuts.elements(start..end);
                let ends = held
                    .clone()
                    .find(|at| *at > held.start && at % size == 0 && !text.is_char_boundary(*at));
                let Some(part) = text.get(held) else { continue };
                assert_eq!(portion(part).forbidden_cut(&cuts, start..end), ends);
            }
        }
    }
    let portion = Portion::of(parallel(&[0; 9]).jobs(4), &|_: &[i32]| ());
    let cuts = portion.cuts(Grain::Fine, 1);
    assert_eq!(portion.forbidden_cut(&cuts, 0..cuts.count()), None);
    assert!(portion.units().is_empty());
    let call = parallel((&[0; 9], &[0; 12])).units((3, 4));
    let portion = Portion::of(call, &body);
    assert_eq!(portion.units(), [3, 4]);
}
