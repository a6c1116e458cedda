//! All small cases: lengths, counts, and places where a cut is allowed.

use std::ops::Range;

use super::super::{Boundaries, Grain, Options, next_multiple};

fn chunks(boundaries: &Boundaries) -> Vec<Range<usize>> {
    let range = |index| boundaries.start(index)..boundaries.start(index + 1);
    (0..boundaries.count()).map(range).collect()
}

/// What the rule says, in the simplest way: each boundary is the next place that is allowed, chunks without elements are
/// none, and a chunk that is too short joins the one before.
fn expected(
    plain: &Boundaries,
    min_len: usize,
    is_allowed: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let len = plain.len();
    let moved = |index| {
        (plain.start(index)..len)
            .find(|&at| is_allowed(at))
            .unwrap_or(len)
    };
    let mut chunks: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for end in (1..plain.count()).map(moved).chain([len]) {
        if end == start {
            continue;
        }
        match chunks.last_mut() {
            Some(last) if end - start < min_len => last.end = end,
            _ => chunks.push(start..end),
        }
        start = end;
    }
    if chunks.is_empty() {
        chunks.push(0..len);
    }
    chunks
}

/// Ways to cut `len` elements without a rule, with the shortest length of a chunk.
fn plain(len: usize, count: usize) -> Vec<(Boundaries, usize)> {
    let mut all = vec![
        (Boundaries::every(len, count), 0),
        (Boundaries::even(len, count, 0), 0),
        (Boundaries::balanced(len, count, 16, 0), 0),
        (Boundaries::tapered(len, count, 16, 0), 0),
    ];
    for min_len in 1..=4 {
        all.push((Boundaries::even(len, count, min_len), min_len));
        all.push((Boundaries::balanced(len, count, 16, min_len), min_len));
        all.push((Boundaries::tapered(len, count, 4, min_len), min_len));
    }
    all
}

#[test]
fn boundaries_move_up_to_the_next_allowed_place_for_all_patterns_of_places() {
    for len in 0..=12_usize {
        for pattern in 0..1_u32 << len.saturating_sub(1) {
            let is_allowed = |at: usize| (pattern >> (at - 1)) & 1 == 1;
            for count in 1..=10 {
                for (plain, min_len) in plain(len, count) {
                    let next = |at| (at..len).find(|&at| is_allowed(at));
                    let expected = expected(&plain, min_len, is_allowed);
                    let moved = plain.moved(min_len, next);
                    assert_eq!(chunks(&moved), expected, "{pattern:b}");
                }
            }
        }
    }
}

#[test]
fn boundaries_move_up_to_the_next_multiple_for_all_lengths() {
    for len in 0..=40_usize {
        for unit in 1..=len + 2 {
            // The last whole unit and a shorter rest stay together.
            let is_allowed = |at: usize| at % unit == 0 && at + unit <= len;
            for count in 1..=10 {
                for (plain, min_len) in plain(len, count) {
                    let expected = expected(&plain, min_len, is_allowed);
                    let moved = plain.moved(min_len, |at| next_multiple(unit, at, len));
                    assert_eq!(chunks(&moved), expected, "{unit}");
                }
            }
        }
    }
}

#[test]
fn a_multiple_beyond_the_largest_number_is_none() {
    assert_eq!(next_multiple(usize::MAX - 1, usize::MAX, usize::MAX), None);
    assert_eq!(next_multiple(7, usize::MAX, usize::MAX), None);
    assert_eq!(next_multiple(usize::MAX, 1, usize::MAX), None);
    assert_eq!(next_multiple(1 << 62, 1, usize::MAX), Some(1 << 62));
}

#[test]
fn no_place_is_asked_about_again() {
    for len in 0..=40 {
        for count in 1..=10 {
            for unit in 1..=5 {
                let mut asked = vec![0; len];
                let moved = Boundaries::even(len, count, 0).moved(0, |at| {
                    (at..len).find(|&at| {
                        asked[at] += 1;
                        at % unit == 0
                    })
                });
                assert!(asked.iter().all(|&times| times <= 1), "{asked:?}");
                assert_eq!(moved.len(), len);
            }
        }
    }
}

#[test]
fn a_rule_that_moves_no_boundary_lists_none() {
    let vast = Boundaries::even(usize::MAX, 3, 0);
    let starts: Vec<usize> = (0..=3).map(|index| vast.start(index)).collect();
    let moved = vast.moved(0, Some);
    assert!((0..=3).all(|index| moved.start(index) == starts[index]));
}

#[test]
fn short_first_chunks_tell_what_the_others_cost_unless_they_have_become_long() {
    let len = 1_000_000;
    let balanced = || Boundaries::balanced(len, 4, 16, 0);
    assert!(balanced().has_probes());
    assert!(
        balanced()
            .moved(0, |at| next_multiple(3, at, len))
            .has_probes()
    );
    assert!(
        !balanced()
            .moved(0, |at| next_multiple(100_000, at, len))
            .has_probes()
    );
    assert!(!balanced().moved(0, |_| None).has_probes());
    assert!(
        !Boundaries::even(len, 4, 0)
            .moved(0, |at| next_multiple(3, at, len))
            .has_probes()
    );
}

#[test]
#[should_panic(expected = "is not among")]
fn a_place_before_the_boundary_is_refused() {
    let _ = Boundaries::even(10, 2, 0).moved(0, |at| Some(at - 1));
}

#[test]
fn units_and_places_that_an_input_allows_hold_both() {
    for len in 0..=24_usize {
        for unit in 1..=4 {
            for other in 1..=4_usize {
                let options = Options::default().jobs(5).multiple_of(unit);
                let next = |places: Range<usize>| places.into_iter().find(|at| at % other == 0);
                let plan = options.plan(len, Grain::Coarse, || 1, Some(&next));
                let is_allowed = |at: usize| at % unit == 0 && at + unit <= len && at % other == 0;
                let expected = expected(&Boundaries::even(len, 5, 0), 0, is_allowed);
                assert_eq!(chunks(plan.boundaries()), expected);
            }
        }
    }
}

#[test]
fn there_are_no_more_workers_than_chunks() {
    let workers = |options: Options| {
        let plan = options.plan(12, Grain::Coarse, || 1, Some(&|_| None));
        assert!(plan.is_one_chunk());
        plan.workers.max
    };
    assert_eq!(workers(Options::default().jobs(4)), 1);
    assert_eq!(workers(Options::default().chunk_size(2).jobs(4)), 1);
}

#[test]
fn options_are_shown_as_they_are_written() {
    let mut options = Options::default().jobs(2).multiple_of(3);
    assert_eq!(options.to_string(), "jobs = 2, multiple_of = 3");
    options.rules_mut().set_overlap(1, 2);
    let overlap = "overlap(before = 1, after = 2)";
    assert_eq!(
        options.to_string(),
        format!("jobs = 2, multiple_of = 3, {overlap}")
    );
    let mut options = Options::default();
    options.rules_mut().set_overlap(1, 2);
    assert_eq!(options.to_string(), overlap);
}
