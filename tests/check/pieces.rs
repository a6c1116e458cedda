//! Which pieces `parallelize::check` runs a function on, and what these know of their place.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use parallelize::check;
use parallelize::{Chunk, current_chunk};

#[test]
fn an_empty_input_is_run_on() {
    let runs = Cell::new(0);
    check(&[0_u8; 0])
        .flatten(|nothing| {
            runs.set(runs.get() + 1);
            nothing.to_vec()
        })
        .unwrap();
    assert_eq!(runs.get(), 2);
    check(&[0_u8; 0])
        .flatten(|nothing| assert!(nothing.is_empty()))
        .unwrap();
    let not_neutral = |numbers: &[u8]| numbers.len().max(1);
    check(&[0_u8; 0]).reduce(not_neutral, |a, b| a + b).unwrap();
}

#[test]
fn the_pieces_are_all_of_the_input_and_know_their_place() {
    for len in (0..40).chain(254..260) {
        let input: Vec<usize> = (0..len).collect();
        let splits = RefCell::new(Vec::new());
        check(&input)
            .flatten(|piece| {
                let chunk = current_chunk().unwrap();
                assert_eq!(piece, &input[chunk.range()]);
                let mut splits = splits.borrow_mut();
                if chunk.index() == 0 {
                    splits.push(Vec::new());
                }
                splits.last_mut().unwrap().push(chunk);
            })
            .unwrap();
        assert_eq!(current_chunk(), None);
        let splits = splits.into_inner();
        for split in &splits {
            assert_eq!(
                (split[0].range().start, split[split.len() - 1].range().end),
                (0, len)
            );
            let follows = |pair: &[Chunk]| pair[0].range().end == pair[1].range().start;
            assert!(split.windows(2).all(follows));
            let has_place = |(index, chunk): (usize, &Chunk)| {
                (chunk.index(), chunk.count()) == (index, Some(split.len()))
                    && (len == 0 || !chunk.range().is_empty())
            };
            assert!(split.iter().enumerate().all(has_place));
        }
        let cuts_in_two = splits.iter().filter(|split| split.len() == 2);
        let in_two: BTreeSet<_> = cuts_in_two.map(|split| split[0].range().end).collect();
        if len <= 256 {
            assert!(in_two.into_iter().eq(1..len), "every cut in two");
            assert!(
                splits.iter().any(|split| split.len() == len.max(1)),
                "single elements"
            );
        } else {
            assert_eq!(splits.len(), 2 + 64);
        }
    }
}

/// When a part is taken for a smaller counterexample, it is a whole input.
#[test]
fn places_are_counted_from_the_start_of_a_part() {
    for len in [9, 600] {
        let mut input = vec![0_u8; len];
        input[len - 2] = 1;
        let found = check(&input).flatten(|piece| {
            let chunk = current_chunk().unwrap();
            assert_eq!(chunk.index() == 0, chunk.range().start == 0);
            assert_eq!(chunk.range().len(), piece.len());
            let mut sorted = piece.to_vec();
            sorted.sort_unstable();
            sorted
        });
        assert_eq!(found.unwrap_err().range, len - 2..len);
    }
}

#[test]
fn a_position_is_found_unless_it_counts_from_where_the_chunk_starts() {
    let zeros = |numbers: &[u8]| -> Vec<usize> {
        (0..numbers.len()).filter(|&at| numbers[at] == 0).collect()
    };
    let of_all = |numbers: &[u8]| -> Vec<usize> {
        let start = current_chunk().map_or(0, |chunk| chunk.range().start);
        zeros(numbers).into_iter().map(|at| start + at).collect()
    };
    for len in [2, 3, 9, 100, 256, 257, 600] {
        let input = vec![0; len];
        check(&input).flatten(of_all).unwrap();
        let found = check(&input).flatten(zeros).unwrap_err();
        assert_eq!((found.range.len(), &*found.whole), (2, "[0, 1]"));
    }
}

#[test]
fn a_search_for_a_position_is_checked_as_well() {
    let one = |numbers: &[u8]| numbers.iter().position(|n| *n == 1);
    let of_all = |numbers: &[u8]| {
        let start = current_chunk().map_or(0, |chunk| chunk.range().start);
        Some(start + one(numbers)?)
    };
    for len in [2, 3, 9, 100, 600] {
        let mut input = vec![0; len];
        check(&input).first(one).unwrap();
        input[len - 1] = 1;
        check(&input).first(of_all).unwrap();
        check(&input).first(|numbers| numbers.contains(&1)).unwrap();
        let found = check(&input).first(one).unwrap_err();
        assert_eq!((&*found.whole, &*found.pieces), ("Some(1)", "Some(0)"));
    }
}
