//! `parallelize::check` finds whether a function gives in pieces what it gives on the whole.

use parallelize::check;
use parallelize::check::{Counterexample, Difference};
use proptest::prelude::*;

type Function = fn(&[u8]) -> Vec<u8>;

const KEEPING: &[(&str, Function)] = &[
    ("map", |numbers| numbers.iter().map(|n| n ^ 1).collect()),
    ("filter", |numbers| {
        numbers.iter().copied().filter(|n| n % 2 == 1).collect()
    }),
    ("repeat", |numbers| {
        numbers.iter().flat_map(|&n| vec![n; n.into()]).collect()
    }),
    ("nothing", |_| Vec::new()),
];

/// Each breaks the law for some input only.
const BREAKING: &[(&str, Function)] = &[
    ("sort", |numbers| {
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        sorted
    }),
    ("remove duplicates", |numbers| {
        let mut numbers = numbers.to_vec();
        numbers.dedup();
        numbers
    }),
    ("running totals", |numbers| {
        let totals = numbers.iter().scan(0, |total: &mut u8, n| {
            *total = total.wrapping_add(*n);
            Some(*total)
        });
        totals.collect()
    }),
    ("windows", |numbers| {
        let pairs = numbers.windows(2);
        pairs.map(|pair| pair[1].wrapping_sub(pair[0])).collect()
    }),
    ("positions", |numbers| {
        let positions = (0..=255).cycle().zip(numbers).filter(|(_, n)| **n == 0);
        positions.map(|(at, _)| at).collect()
    }),
    ("blocks", |numbers| {
        numbers.chunks(3).map(|block| block[0]).collect()
    }),
    ("whole blocks", |numbers| {
        let blocks = numbers.chunks_exact(3);
        blocks.map(|block| block[0]).collect()
    }),
    ("reverse", |numbers| numbers.iter().rev().copied().collect()),
    ("once", |numbers| numbers.iter().copied().take(1).collect()),
    ("header", |numbers| [&[7], numbers].concat()),
];

/// What `function` gives on the pieces of `input`, which is cut at `cuts`.
fn in_pieces(function: Function, input: &[u8], cuts: &[usize]) -> Vec<u8> {
    let starts = [&[0], cuts].concat();
    let ends = [cuts, &[input.len()]].concat();
    let pieces = starts.iter().zip(&ends);
    pieces
        .flat_map(|(&start, &end)| function(&input[start..end]))
        .collect()
}

/// Whether some split of `input` breaks the law, by trying all.
fn breaks(function: Function, input: &[u8]) -> bool {
    let places = input.len().saturating_sub(1);
    (0..1_u32 << places).any(|way| {
        let is_cut = |at: &usize| (way >> (at - 1)) & 1 == 1;
        let cuts: Vec<usize> = (1..=places).filter(is_cut).collect();
        in_pieces(function, input, &cuts) != function(input)
    })
}

fn breaks_with_one_cut(function: Function, input: &[u8]) -> Option<usize> {
    (1..input.len()).find(|&at| in_pieces(function, input, &[at]) != function(input))
}

/// All inputs of up to 6 elements of three kinds.
fn short_inputs() -> impl Iterator<Item = Vec<u8>> {
    (0..=6).flat_map(|len| {
        (0..3_usize.pow(len)).map(move |number| {
            let digit = |place| number / 3_usize.pow(place) % 3;
            (0..len)
                .map(|place| u8::try_from(digit(place)).unwrap())
                .collect()
        })
    })
}

/// Cuts `input` as the counterexample says, and sees just what it says.
fn reproduce(function: Function, input: &[u8], found: &Counterexample) {
    assert_eq!(found.len, input.len());
    assert_eq!(found.difference, Difference::Output);
    let part = &input[found.range.clone()];
    let cuts: Vec<usize> = found.cuts.iter().map(|at| at - found.range.start).collect();
    let (whole, pieces) = (function(part), in_pieces(function, part, &cuts));
    assert_ne!(whole, pieces);
    assert_eq!(found.whole, format!("{whole:?}"));
    assert_eq!(found.pieces, format!("{pieces:?}"));
    let same = whole.iter().zip(&pieces).take_while(|(a, b)| a == b);
    assert_eq!(found.first_difference, Some(same.count()));
}

#[test]
fn a_function_that_keeps_the_law_has_no_counterexample() {
    for (name, function) in KEEPING {
        for input in short_inputs() {
            assert!(!breaks(*function, &input));
            assert_eq!(check(&input).flatten(function), Ok(()), "{name}");
        }
    }
}

#[test]
fn one_that_breaks_it_is_found_just_for_the_inputs_that_show_it() {
    for (name, function) in BREAKING {
        let mut found = 0;
        for input in short_inputs() {
            let result = check(&input).flatten(function);
            assert_eq!(
                result.is_err(),
                breaks(*function, &input),
                "{name}: {input:?}"
            );
            found += usize::from(result.is_err());
        }
        assert!(found > 0, "{name}");
    }
}

#[test]
fn a_counterexample_is_the_first_of_the_shortest_and_can_be_reproduced() {
    for (name, function) in BREAKING {
        for input in short_inputs() {
            let Err(found) = check(&input).flatten(function) else {
                continue;
            };
            reproduce(*function, &input, &found);
            let parts = (2..=input.len())
                .flat_map(|len| (0..=input.len() - len).map(move |start| start..start + len));
            let smallest = parts.into_iter().find_map(|range| {
                let at = breaks_with_one_cut(*function, &input[range.clone()])?;
                Some((range.clone(), vec![range.start + at]))
            });
            assert_eq!(
                Some((found.range, found.cuts)),
                smallest,
                "{name}: {input:?}"
            );
        }
    }
}

fn medium_inputs() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(0..3_u8, 0..60),
        prop::collection::vec(any::<u8>(), 40..260),
    ]
}

fn long_inputs() -> impl Strategy<Value = Vec<u8>> {
    (257..800_usize).prop_flat_map(|len| prop::collection::vec(any::<u8>(), len))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn input_of_medium_length_is_cut_everywhere(input in medium_inputs()) {
        for (name, function) in KEEPING {
            prop_assert_eq!(check(&input).flatten(function), Ok(()), "{}", name);
        }
        for (name, function) in BREAKING {
            let expected = breaks_with_one_cut(*function, &input).is_some();
            match check(&input).flatten(function) {
                Ok(()) => prop_assert!(!expected, "{}", name),
                Err(found) => {
                    prop_assert!(expected, "{}", name);
                    reproduce(*function, &input, &found);
                    let part = &input[found.range.clone()];
                    let at = found.cuts[0] - found.range.start;
                    prop_assert_eq!(breaks_with_one_cut(*function, part), Some(at));
                    if part.len() > 48 {
                        continue;
                    }
                    for shorter in [&part[1..], &part[..part.len() - 1]] {
                        prop_assert_eq!(breaks_with_one_cut(*function, shorter), None);
                    }
                }
            }
        }
    }

    #[test]
    fn long_input_is_cut_at_many_places(input in long_inputs()) {
        for (name, function) in KEEPING {
            prop_assert_eq!(check(&input).flatten(function), Ok(()), "{}", name);
        }
        for (name, function) in BREAKING {
            // Zeros and neighbours that are alike are rare: the cuts may all miss them.
            if ["positions", "remove duplicates"].contains(name) {
                continue;
            }
            let found = check(&input).flatten(function).expect_err(name);
            reproduce(*function, &input, &found);
            prop_assert_eq!(found.cuts.len(), 1);
            prop_assert!(found.range.len() <= 6, "{}: {}", name, found);
        }
    }

    #[test]
    fn a_result_is_for_the_question_mark_in_a_property(input in long_inputs()) {
        check(&input).flatten(KEEPING[0].1)?;
        check(&input).reduce(|numbers| numbers.iter().max().copied(), Ord::max)?;
    }
}

#[test]
fn a_property_fails_with_the_counterexample() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let failure = runner.run(&medium_inputs(), |input| {
        check(&input).flatten(BREAKING[0].1)?;
        Ok(())
    });
    let message = failure.unwrap_err().to_string();
    assert!(
        message.contains("in pieces, the function gives"),
        "{message}"
    );
}

#[test]
fn long_input_is_cut_at_the_same_places_in_every_run() {
    let input: Vec<u8> = (0..=255).cycle().take(5000).collect();
    for (_, function) in BREAKING {
        let found = check(&input).flatten(function);
        assert_eq!(check(&input).flatten(function), found);
        assert!(found.err().is_none_or(|found| found.range.len() <= 6));
    }
}

/// One difference among 10,000 places, which takes 40 elements to show.
#[test]
fn a_large_counterexample_is_made_small() {
    let mut input = vec![1_u8; 10_000];
    input[6000..6040].fill(0);
    let longest_gap = |numbers: &[u8]| {
        let gaps = numbers.split(|&n| n == 1).map(<[u8]>::len);
        gaps.max().filter(|&gap| gap >= 40).into_iter().collect()
    };
    let found = check(&input).flatten(|numbers| -> Vec<usize> { longest_gap(numbers) });
    let found = found.expect_err("a cut goes through the gap");
    assert_eq!((found.range, found.cuts), (6000..6040, vec![6001]));
    assert_eq!((&*found.whole, &*found.pieces), ("[40]", "[]"));
}

/// What takes more than 48 elements to show is not made shorter by trying all parts, but by its ends.
#[test]
fn the_ends_of_a_larger_one_are_left_out() {
    let input: Vec<usize> = (0..10_000).collect();
    let blocks = |numbers: &[usize]| -> Vec<usize> {
        let blocks = numbers.chunks_exact(100);
        blocks.map(|block| block.iter().sum()).collect()
    };
    let found = check(&input).flatten(blocks).expect_err("blocks are cut");
    assert_eq!((found.range.len(), found.cuts.len()), (100, 1));
    let part = found.range;
    assert_eq!(found.whole, format!("[{}]", part.sum::<usize>()));
    assert_eq!(found.pieces, "[]");
}
