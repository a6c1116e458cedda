//! Annotated functions with rules for cuts, which get the pieces that a check with the same rules makes.

use parallelize::{check, current_chunk, parallel, parallelize};

use crate::panics::message_of;

/// How many elements before its own the running chunk has.
fn before() -> usize {
    current_chunk().map_or(0, |chunk| chunk.before())
}

/// The highest of each element and its two neighbours.
#[parallelize(jobs = 2, zip = highest, overlap(before = 1, after = 1))]
fn highest(heights: &[u8], highest: &mut [u8]) {
    let first = before();
    for (at, highest) in highest.iter_mut().enumerate() {
        let at = first + at;
        let around = &heights[at.saturating_sub(1)..heights.len().min(at + 2)];
        *highest = *around.iter().max().unwrap();
    }
}

/// The same with a mistake: the body counts from its first element on.
#[parallelize(jobs = 2, zip = highest, overlap(before = 1, after = 1))]
fn shifted(heights: &[u8], highest: &mut [u8]) {
    for (at, highest) in highest.iter_mut().enumerate() {
        let around = &heights[at.saturating_sub(1)..heights.len().min(at + 2)];
        *highest = *around.iter().max().unwrap();
    }
}

/// For each pair of heights, how far the next pair rises. Each pair has three outputs.
#[parallelize(
    zip(rises, copies),
    overlap = 2,
    multiple_of(heights = 2, rises = 3, copies = 1)
)]
fn rises(heights: &[u8], rises: &mut [u8], copies: &mut [u8]) {
    for (at, (rises, copy)) in rises.chunks_mut(3).zip(copies).enumerate() {
        let next = heights.get(2 * at + 2).unwrap_or(&0);
        rises.fill(next.saturating_sub(heights[2 * at]));
        *copy = rises[0];
    }
}

const HEIGHTS: [u8; 12] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];

#[test]
fn an_annotated_function_gets_its_piece_with_overlap_and_the_others_without() {
    for len in 0..=12 {
        let heights = &HEIGHTS[..len];
        let mut out = vec![0; len];
        check((heights, &mut out))
            .overlap(1, 1)
            .flatten(|(heights, out)| highest(heights, out))
            .unwrap();
        let found = check((heights, &mut out))
            .overlap(1, 1)
            .flatten(|(heights, out)| shifted(heights, out));
        assert_eq!(found.is_err(), len > 2, "{found:?}");
    }
}

#[test]
fn units_and_overlap_go_together_in_an_annotated_function() {
    for pairs in 0..=6 {
        let (mut out, mut copies) = (vec![0; 3 * pairs], vec![0; pairs]);
        check((&HEIGHTS[..2 * pairs], &mut out, &mut copies))
            .units((2, 3, 1))
            .overlap(0, 2)
            .flatten(|(heights, out, copies)| rises(heights, out, copies))
            .unwrap();
    }
}

/// What the call says of a tuple of inputs, as a check with `overlap(1, 1)` runs the call on the middle one of three
/// elements.
fn message_in_check(call: impl Fn(&[u8])) -> Option<String> {
    let found = check(&[1, 2, 3]).overlap(1, 1).flatten(|piece: &[u8]| {
        let chunk = current_chunk().unwrap();
        if chunk.range() == (1..2) && chunk.total() == Some(3) {
            call(piece);
        }
    });
    Some(found.err()?.pieces)
}

#[test]
fn other_lengths_are_refused_in_a_check_as_well() {
    let call = |lengths: [usize; 2], overlap: bool| {
        message_in_check(move |piece| {
            let others = (piece, 0..lengths[0], 0..lengths[1]);
            let call = parallel(others);
            let call = if overlap { call.overlap(1, 1) } else { call };
            call.flatten(drop);
        })
    };
    assert_eq!(call([1, 1], true), None);
    assert_eq!(call([3, 3], false), None);
    for (lengths, overlap) in [
        ([1, 1], false),
        ([1, 2], true),
        ([1, 3], true),
        ([2, 2], true),
        ([3, 1], true),
    ] {
        let message = call(lengths, overlap).unwrap();
        assert!(message.contains("have different lengths: 3 "), "{message}");
    }
    // A call inside of another call has no piece of the check.
    let inner = message_in_check(|piece| {
        parallel(0..1).flatten(|_| parallel((piece, 0..1)).overlap(1, 1).flatten(drop));
    });
    assert!(
        inner
            .unwrap()
            .contains("different lengths: 3 and 1 elements")
    );
}

#[test]
fn a_unit_of_0_is_refused_before_lengths_are_compared() {
    let numbers = [1_u8; 10];
    let units = || check((&numbers, &numbers[..5])).units((2, 0)).flatten(drop);
    assert_eq!(
        message_of(|| drop(units())),
        "the unit of the second input that a check cuts is 0: a unit has at least one element (leave out `multiple_of` or `units` to cut anywhere)"
    );
    let multiple_of = || check(&numbers).multiple_of(0).flatten(drop);
    assert_eq!(
        message_of(|| drop(multiple_of())),
        "`multiple_of` of a check is 0: a unit has at least one element (leave the option out to cut anywhere)"
    );
}
