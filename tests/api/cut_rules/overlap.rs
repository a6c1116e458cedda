//! Chunks with elements of their neighbours.

use std::ops::Range;

use parallelize::{Overlap, Split, current_chunk, parallel};

use super::{Fineness, joined_ranges, moved, ranges};
use crate::support::panics::message_of;
use crate::support::pools::pool;

/// The elements that a chunk should have, besides its own those before and after.
fn widened(range: &Range<usize>, before: usize, after: usize, len: usize) -> Range<usize> {
    range.start.saturating_sub(before)..range.end.saturating_add(after).min(len)
}

/// How many elements come before and after the running chunk's own.
fn neighbours() -> (usize, usize) {
    let chunk = current_chunk().unwrap();
    (chunk.before(), chunk.after())
}

const OVERLAPS: [(usize, usize); 8] = [
    (0, 0),
    (0, 1),
    (1, 0),
    (1, 1),
    (2, 5),
    (50, 3),
    (0, usize::MAX),
    (usize::MAX, usize::MAX),
];

#[test]
fn a_chunk_is_the_part_of_the_slice_with_its_neighbours_in_it() {
    pool(3).install(|| {
        for fineness in Fineness::all() {
            for len in 0..=20 {
                let numbers: Vec<usize> = (0..len).collect();
                for (before, after) in OVERLAPS {
                    let call = || fineness.apply(parallel(&numbers)).overlap(before, after);
                    let chunks = call()
                        .per_chunk(|chunk| (chunk, current_chunk().unwrap().range(), neighbours()));
                    let plain = ranges(fineness.apply(parallel(&numbers)));
                    assert_eq!(chunks.len(), plain.len());
                    for ((chunk, range, (before_it, after_it)), own) in
                        chunks.into_iter().zip(plain)
                    {
                        assert_eq!(range, own);
                        let expected = widened(&own, before, after, len);
                        assert_eq!(before_it, own.start - expected.start);
                        assert_eq!(after_it, expected.end - own.end);
                        let expected = &numbers[expected];
                        assert_eq!(chunk.as_ptr_range(), expected.as_ptr_range(), "not copied");
                    }
                    let joined = joined_ranges(call());
                    assert_eq!(joined, joined_ranges(fineness.apply(parallel(&numbers))));
                }
            }
        }
    });
}

#[test]
fn ranges_overlap_also_at_the_ends_of_their_type() {
    let chunks = parallel(250..255_u8)
        .jobs(2)
        .overlap(1, 1)
        .per_chunk(|chunk| chunk);
    assert_eq!(chunks, [250..254, 252..255]);
    let chunks = parallel(250..=255_u8)
        .jobs(2)
        .overlap(1, 1)
        .per_chunk(|chunk| chunk);
    assert_eq!(chunks, [250..=253, 252..=255]);
    let chunks = parallel(-128..=127_i8)
        .jobs(2)
        .overlap(9, 9)
        .per_chunk(|chunk| chunk);
    assert_eq!(chunks, [-128..=8, -9..=127]);
    #[allow(clippy::reversed_empty_ranges)]
    let empty = parallel(5..=4_u32)
        .overlap(3, 3)
        .per_chunk(|chunk| chunk.is_empty());
    assert_eq!(empty, [true]);
}

#[test]
fn the_other_inputs_of_a_tuple_are_cut_without_overlap() {
    for len in 0..=20 {
        let heights: Vec<usize> = (0..len).map(|n| n * n % 7).collect();
        let around =
            |at: usize| -> usize { heights[at.saturating_sub(1)..len.min(at + 3)].iter().sum() };
        let expected: Vec<usize> = (0..len).map(around).collect();
        for fineness in Fineness::all() {
            let mut sums = vec![0; len];
            let owned: Vec<usize> = (0..len).collect();
            let call = parallel((&heights, &mut sums, owned)).overlap(1, 2);
            fineness.apply(call).flatten(|(heights, sums, owned)| {
                let chunk = current_chunk().unwrap();
                assert!(owned.into_iter().eq(chunk.range()));
                assert_eq!(sums.len(), chunk.range().len());
                assert_eq!(heights.len(), chunk.before() + sums.len() + chunk.after());
                for (at, sum) in (chunk.before()..).zip(sums) {
                    *sum = heights[at.saturating_sub(1)..heights.len().min(at + 3)]
                        .iter()
                        .sum();
                }
            });
            assert_eq!(sums, expected, "{fineness:?}");
        }
    }
}

#[test]
fn overlap_counts_elements_also_with_units() {
    let numbers: Vec<usize> = (0..12).collect();
    let call = || {
        parallel(&numbers)
            .chunk_size(1)
            .multiple_of(4)
            .overlap(1, 2)
    };
    let chunks = call().per_chunk(<[usize]>::to_vec);
    let expected = [0..6, 3..10, 7..12].map(Vec::from_iter);
    assert_eq!(chunks, expected);
    let tens: Vec<usize> = (0..3).map(|n| n * 10).collect();
    let call = parallel((&numbers, &tens))
        .chunk_size(1)
        .overlap(1, 2)
        .units((4, 1));
    let chunks = call.per_chunk(|(numbers, tens)| (numbers.to_vec(), tens[0]));
    assert_eq!(chunks, [0, 1, 2].map(|n| (expected[n].clone(), n * 10)));
}

#[test]
fn a_chunk_without_overlap_has_no_neighbours() {
    let neighbours = parallel(0..9).jobs(3).per_chunk(|_| neighbours());
    assert_eq!(neighbours, [(0, 0); 3]);
}

type Lend = fn(&[usize], Range<usize>) -> &[usize];

/// Lends its elements, or something else.
struct Lender<'a> {
    elements: &'a [usize],
    lends: Lend,
}

impl Split for Lender<'_> {
    fn element_count(&self) -> usize {
        self.elements.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (early, late) = self.elements.split_at(at);
        let part = |elements| Lender { elements, ..self };
        (part(early), part(late))
    }

    fn may_cut(&self, at: usize) -> bool {
        self.elements[at] % 2 == 0
    }
}

impl Overlap for Lender<'_> {
    fn part(&self, range: Range<usize>) -> Self {
        Lender {
            elements: (self.lends)(self.elements, range),
            ..*self
        }
    }
}

#[test]
fn an_own_type_overlaps_and_is_cut_where_it_may() {
    let elements: Vec<usize> = (0..20).collect();
    for fineness in Fineness::all() {
        let input = || Lender {
            elements: &elements,
            lends: |elements, range| &elements[range],
        };
        let call = || fineness.apply(parallel(input()).overlap(1, 2));
        let plain = ranges(fineness.apply(parallel(&elements)));
        let own = moved(&plain, fineness.min_len, |at| at % 2 == 0);
        assert_eq!(ranges(call()), own);
        let chunks: Vec<Vec<usize>> = call().per_chunk(|chunk| chunk.elements.to_vec());
        let expected = own
            .iter()
            .map(|range| widened(range, 1, 2, 20).collect::<Vec<usize>>());
        assert!(chunks.into_iter().eq(expected), "{fineness:?}");
    }
}

#[test]
fn a_part_that_is_not_what_was_asked_for_is_a_clear_panic() {
    let elements: Vec<usize> = (0..20).collect();
    let lies: [Lend; 3] = [
        |elements, _| elements,
        |elements, range| &elements[range.start..range.end - 1],
        |_, _| &[],
    ];
    for lends in lies {
        let input = Lender {
            elements: &elements,
            lends,
        };
        let message = message_of(|| parallel(input).jobs(3).overlap(1, 1).flatten(drop));
        assert!(message.starts_with("`Overlap::part` of `"), "{message}");
        assert!(message.contains("Lender"), "{message}");
    }
    let input = Lender {
        elements: &elements,
        lends: |elements, _| &elements[30..],
    };
    let message = message_of(|| parallel(input).jobs(3).overlap(1, 1).flatten(drop));
    assert!(message.contains("out of range"), "{message}");
}
