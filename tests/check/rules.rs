//! Checks of functions that may be cut at some places only.

use std::ops::Range;
use std::sync::Mutex;

use parallelize::{Split, check, current_chunk};

use crate::panics::message_of;

/// The sums of units of three.
fn sums(numbers: &[u32]) -> Vec<u32> {
    numbers.chunks(3).map(|unit| unit.iter().sum()).collect()
}

fn runs(numbers: &[u32]) -> Vec<(u32, usize)> {
    let runs = numbers.chunk_by(|a, b| a == b);
    runs.map(|run| (run[0], run.len())).collect()
}

fn records(numbers: &[u32]) -> Vec<usize> {
    let records = numbers.split_inclusive(|&n| n == 0);
    records.map(<[u32]>::len).collect()
}

/// Inputs of all lengths for which other splits are tried.
fn inputs() -> impl Iterator<Item = Vec<u32>> {
    let lengths = (0..12).chain([100, 300, 1000]);
    lengths.map(|len| (0..len).map(|n| n * n / 7 % 4).collect())
}

#[test]
fn functions_that_a_rule_is_for_keep_the_law_with_it_alone() {
    for numbers in inputs() {
        check(&numbers).multiple_of(3).flatten(sums).unwrap();
        check(&numbers)
            .chunk_by(|a, b| a == b)
            .flatten(runs)
            .unwrap();
        check(&numbers).delimiter(0).flatten(records).unwrap();
    }
    let numbers = [1, 1, 1, 2, 0, 0];
    check(&numbers).flatten(sums).unwrap_err();
    check(&numbers).flatten(runs).unwrap_err();
    check(&numbers).flatten(records).unwrap_err();
    check(&numbers).multiple_of(2).flatten(sums).unwrap_err();
    check(&numbers).delimiter(1).flatten(runs).unwrap_err();
    check(&numbers)
        .chunk_by(|a, b| a == b)
        .flatten(records)
        .unwrap_err();
}

/// The ends of all pieces that a check runs a function on, in a check that finds nothing.
fn ends(run: impl FnOnce(&dyn Fn())) -> Vec<usize> {
    let ends = Mutex::new(Vec::new());
    run(&|| {
        ends.lock()
            .unwrap()
            .push(current_chunk().unwrap().range().end);
    });
    let mut ends = ends.into_inner().unwrap();
    ends.sort_unstable();
    ends.dedup();
    ends
}

#[test]
fn every_place_that_a_rule_allows_is_tried_and_no_other() {
    for len in [0, 1, 7, 8, 9, 30, 255] {
        let numbers: Vec<usize> = (0..len).collect();
        let expected = |is_allowed: fn(usize) -> bool| -> Vec<usize> {
            let places = (1..len).filter(|&at| is_allowed(at));
            places.chain([len]).collect()
        };
        let found = ends(|note| {
            let check = check(&numbers).multiple_of(3);
            check.flatten(|_| note()).unwrap();
        });
        assert_eq!(found.len(), (len / 3).max(1));
        assert!(found.iter().all(|&end| end % 3 == 0 || end == len));
        let found = ends(|note| {
            let check = check(&numbers).chunk_by(|a, b| a / 5 == b / 5);
            check.flatten(|_| note()).unwrap();
        });
        assert_eq!(found, expected(|at| at % 5 == 0));
        let found = ends(|note| {
            let check = check(numbers.clone()).delimiter(3);
            check.flatten(|_| note()).unwrap();
        });
        assert_eq!(found, expected(|at| at == 4));
    }
    let found = ends(|note| check("aß€\n").flatten(|_| note()).unwrap());
    assert_eq!(found, [1, 3, 6, 7]);
}

#[test]
fn a_counterexample_begins_and_ends_where_a_cut_may_be() {
    // Sums of neighbouring units: a cut between any two units loses one.
    let pairs = |numbers: &[u32]| -> Vec<u32> {
        let units = sums(numbers);
        units.windows(2).map(|pair| pair[0] + pair[1]).collect()
    };
    for len in [9, 40, 60, 300, 3000] {
        let numbers: Vec<u32> = (1..=len).collect();
        let found = check(&numbers).multiple_of(3).flatten(pairs).unwrap_err();
        // Two units, and the cut between them.
        let start = found.range.start;
        assert!(
            start % 3 == 0 && (len > 300 || start == 0),
            "{len}: {found}"
        );
        assert_eq!(
            (found.range, found.cuts),
            (start..start + 6, vec![start + 3])
        );
    }
    // One unit in the middle breaks the law, with the one before.
    let odd = |numbers: &[u32]| -> Vec<u32> {
        let units = numbers.chunks(3).map(<[u32]>::to_vec);
        let mut units: Vec<Vec<u32>> = units.collect();
        if let Some(at) = units.iter().position(|unit| unit.contains(&500)) {
            units[at][0] = u32::try_from(at).unwrap();
        }
        units.concat()
    };
    let numbers: Vec<u32> = (0..999).collect();
    let found = check(&numbers).multiple_of(3).flatten(odd).unwrap_err();
    assert_eq!((found.range, found.cuts), (495..501, vec![498]));
}

fn highest_around(heights: &[u32], at: usize) -> u32 {
    let around = &heights[at.saturating_sub(2)..heights.len().min(at + 2)];
    *around.iter().max().unwrap()
}

#[test]
fn pieces_overlap_inside_what_is_checked() {
    let rises = |heights: &[u32]| -> Vec<bool> {
        let pairs = heights.windows(2);
        pairs.map(|pair| pair[0] < pair[1]).collect()
    };
    let smooth = |(heights, out): (&[u32], &mut [u32])| {
        let before = current_chunk().map_or(0, |chunk| chunk.before());
        assert_eq!(current_chunk().unwrap().range().len(), out.len());
        for (at, out) in (before..).zip(out) {
            *out = highest_around(heights, at);
        }
    };
    for heights in inputs() {
        check(&heights).overlap(0, 1).flatten(rises).unwrap();
        check(&heights)
            .overlap(0, 1)
            .multiple_of(2)
            .flatten(rises)
            .unwrap();
        let mut out = vec![0; heights.len()];
        check((&heights, &mut out))
            .overlap(2, 1)
            .flatten(smooth)
            .unwrap();
        check((&heights, &mut out))
            .overlap(9, 9)
            .multiple_of(4)
            .flatten(smooth)
            .unwrap();
    }
    let heights = [9, 1, 1, 1, 1];
    check(&heights).flatten(rises).unwrap_err();
    check(&heights).overlap(1, 1).flatten(rises).unwrap_err();
    let found = check((&heights, &mut [0; 5])).overlap(1, 1).flatten(smooth);
    assert_eq!(found.unwrap_err().cuts.len(), 1);
}

#[test]
fn inputs_are_checked_unit_for_unit() {
    let spread = |(units, out): (&[u32], &mut [u32])| {
        for (unit, out) in units.chunks_exact(3).zip(out.chunks_exact_mut(4)) {
            out.fill(unit.iter().sum());
        }
    };
    let totals = |(units, out): (&[u32], &mut [u32])| {
        out.fill(units.iter().sum());
    };
    for count in [0, 1, 2, 8, 50, 400] {
        let units: Vec<u32> = (0..count * 3).collect();
        let mut out = vec![0; units.len() / 3 * 4];
        check((&units, &mut out))
            .units((3, 4))
            .flatten(spread)
            .unwrap();
        if count > 1 {
            let check = check((&units, &mut out)).units((3, 4));
            let found = check.flatten(totals).unwrap_err();
            let start = found.range.start;
            assert!(start % 3 == 0, "{found}");
            assert_eq!(
                (found.range, found.cuts),
                (start..start + 6, vec![start + 3])
            );
            // The elements of the second input that belong to these units.
            let sum = |first: usize, last: usize| (first..=last).sum::<usize>();
            let (whole, early, late) = (
                sum(start, start + 5),
                sum(start, start + 2),
                sum(start + 3, start + 5),
            );
            assert_eq!(found.whole, format!("{:?}", [whole; 8]));
            assert_eq!(
                found.pieces,
                format!("{:?}", [[early; 4], [late; 4]].concat())
            );
        }
    }
}

/// Is not cut before an odd number.
#[derive(Clone)]
struct Evens(Range<usize>);

impl Split for Evens {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (early, late) = self.0.cut(at);
        (Evens(early), Evens(late))
    }

    fn may_cut(&self, at: usize) -> bool {
        (self.0.start + at) % 2 == 0
    }
}

#[test]
fn an_own_type_is_checked_where_it_may_be_cut() {
    let pairs = |Evens(range)| -> Vec<usize> { range.step_by(2).collect() };
    check(Evens(0..100)).flatten(pairs).unwrap();
    check(Evens(0..1000)).multiple_of(3).flatten(pairs).unwrap();
    let thirds = |Evens(range)| -> Vec<usize> { range.step_by(3).collect() };
    let found = check(Evens(0..100)).flatten(thirds).unwrap_err();
    assert_eq!((found.range, found.cuts), (0..4, vec![2]));
    check(Evens(0..100)).multiple_of(3).flatten(thirds).unwrap();
}

#[test]
fn what_does_not_go_together_is_refused() {
    let numbers = [1, 2, 3];
    let calls: [(&dyn Fn(), &str); 4] = [
        (
            &|| drop(check(&numbers).multiple_of(1).delimiter(1)),
            "both `multiple_of` and `delimiter`",
        ),
        (
            &|| drop(check(&numbers).overlap(0, 1).chunk_by(|a, b| a == b)),
            "both `overlap` and `chunk_by`",
        ),
        (
            &|| drop(check(&numbers).delimiter(1).overlap(0, 1)),
            "both `delimiter` and `overlap`",
        ),
        (
            &|| drop(check((&numbers, 0..4)).units((3, 2)).flatten(|_| ())),
            "3 elements in units of 3 and 4 elements in units of 2",
        ),
    ];
    for (call, expected) in calls {
        let message = message_of(call);
        assert!(message.contains(expected), "{message}");
    }
    let message = message_of(|| check((&numbers, 0..4)).multiple_of(2).flatten(|_| ()));
    assert!(message.contains("different lengths: 3 and 4"), "{message}");
}

#[test]
fn comparisons_keep_the_rules() {
    let means = |numbers: &[f64]| -> Vec<f64> {
        let units = numbers.chunks(2);
        units.map(|unit| unit.iter().sum::<f64>() / 3.0).collect()
    };
    let numbers: Vec<f64> = (0..40).map(f64::from).collect();
    check(&numbers)
        .multiple_of(2)
        .close(1e-9)
        .flatten(means)
        .unwrap();
    check(&numbers)
        .close(1e-9)
        .multiple_of(2)
        .flatten(means)
        .unwrap();
    check(&numbers).close(1e-9).flatten(means).unwrap_err();
}
