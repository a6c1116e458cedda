//! What `parallelize::check` takes: all that a call takes, also where it is changed in place.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parallelize::check;
use parallelize::check::{Counterexample, Difference};
use parallelize::{Split, parallelize};
use proptest::prelude::*;

#[parallelize(jobs = 2, zip = doubled, sequential = double_seq)]
fn double(numbers: &[u8], doubled: &mut [u8], factor: u8) {
    for (number, doubled) in numbers.iter().zip(doubled) {
        *doubled = number.wrapping_mul(factor);
    }
}

fn reverse(numbers: &mut [u8]) {
    numbers.reverse();
}

fn found(result: Result<(), Counterexample>) -> (Range<usize>, Vec<usize>, String, String) {
    let found = result.expect_err("the law is broken");
    (found.range, found.cuts, found.whole, found.pieces)
}

fn expected(
    range: Range<usize>,
    cut: usize,
    whole: &str,
    pieces: &str,
) -> (Range<usize>, Vec<usize>, String, String) {
    (range, vec![cut], whole.to_owned(), pieces.to_owned())
}

#[test]
fn every_kind_of_shared_input() {
    let numbers = vec![3_u8, 1, 2];
    let array = [3_u8, 1, 2];
    let reversed = |numbers: &[u8]| -> Vec<u8> { numbers.iter().rev().copied().collect() };
    let expected = expected(0..2, 1, "[1, 3]", "[3, 1]");
    assert_eq!(found(check(&numbers).flatten(reversed)), expected);
    assert_eq!(found(check(&numbers[..]).flatten(reversed)), expected);
    assert_eq!(found(check(&array).flatten(reversed)), expected);
    let owned = |numbers: Vec<u8>| reversed(&numbers);
    assert_eq!(found(check(numbers.clone()).flatten(owned)), expected);

    check(&numbers).flatten(<[u8]>::to_vec).unwrap();
    check(&numbers[..]).flatten(<[u8]>::to_vec).unwrap();
    check(&array).flatten(<[u8]>::to_vec).unwrap();
    check(numbers).flatten(|numbers| numbers).unwrap();
}

#[test]
fn ranges_of_all_integers() {
    check(0..9_usize)
        .flatten(Iterator::collect::<Vec<_>>)
        .unwrap();
    check(0..9_u32)
        .flatten(Iterator::collect::<Vec<_>>)
        .unwrap();
    check(0..9_u64)
        .flatten(Iterator::collect::<Vec<_>>)
        .unwrap();
    check(-4..5_i32)
        .flatten(Iterator::collect::<Vec<_>>)
        .unwrap();
    let twice = |range: Range<i64>| vec![range.start, range.end];
    let result = check(-4..5_i64).flatten(twice);
    assert_eq!(
        found(result),
        expected(0..2, 1, "[-4, -2]", "[-4, -3, -3, -2]")
    );
}

#[test]
fn every_kind_of_mutable_input_stays_as_it_is() {
    let mut vec = vec![3_u8, 1, 2];
    let mut array = [3_u8, 1, 2];
    let expected = expected(0..2, 1, "[1, 3]", "[3, 1]");
    assert_eq!(found(check(&mut vec).flatten(reverse)), expected);
    assert_eq!(found(check(&mut vec[..]).flatten(reverse)), expected);
    assert_eq!(found(check(&mut array).flatten(reverse)), expected);
    check(&mut vec).flatten(|numbers| numbers.fill(7)).unwrap();
    check(&mut vec[..])
        .flatten(|numbers| numbers.fill(7))
        .unwrap();
    check(&mut array)
        .flatten(|numbers| numbers.fill(7))
        .unwrap();
    assert_eq!((vec, array), (vec![3, 1, 2], [3, 1, 2]));
}

#[test]
fn of_a_function_that_changes_its_input_both_that_and_the_output_count() {
    let input = &mut [1_u8, 2, 3];
    let result = check(&mut *input).flatten(|numbers| {
        numbers.reverse();
        numbers.to_vec()
    });
    assert_eq!(result.unwrap_err().difference, Difference::Output);
    let reverse_and_count = |numbers: &mut [u8]| {
        numbers.reverse();
        numbers.len()
    };
    let result = check(&mut *input).reduce(reverse_and_count, |a, b| a + b);
    assert_eq!(result.unwrap_err().difference, Difference::Input);
}

/// A slice that is named in `zip`, and the same one forgotten there.
#[test]
fn a_second_slice_that_is_given_whole_is_found() {
    let (numbers, factors) = ([1_u8, 2, 3], [5_u8, 6, 7]);
    let products =
        |a: &[u8], b: &[u8]| -> Vec<u8> { a.iter().zip(b).map(|(a, b)| a * b).collect() };
    let forgotten = check(&numbers).flatten(|numbers| products(numbers, &factors));
    assert_eq!(found(forgotten), expected(0..2, 1, "[5, 12]", "[5, 10]"));
    check((&numbers, &factors))
        .flatten(|(a, b)| products(a, b))
        .unwrap();

    let mut doubled = [0; 3];
    let forgotten = check(&numbers).flatten(|numbers| {
        let mut doubled = doubled;
        double_seq(numbers, &mut doubled, 2);
        doubled.to_vec()
    });
    assert!(forgotten.is_err());
    check((&numbers, &mut doubled))
        .flatten(|(a, b)| double_seq(a, b, 2))
        .unwrap();
    double(&numbers, &mut doubled, 2);
    assert_eq!(doubled, [2, 4, 6]);
}

#[test]
fn in_a_tuple_every_mutable_slice_is_compared() {
    let (mut a, mut b) = ([1_u8, 2, 3], [4_u8, 5, 6]);
    let result = check((&mut a, &mut b)).flatten(|(a, b)| {
        a.fill(0);
        b.reverse();
    });
    assert_eq!(found(result), expected(0..2, 1, "[5, 4]", "[4, 5]"));
    let result = check((&mut a, 0..3, &mut b)).flatten(|(a, _, _)| a.reverse());
    assert_eq!(found(result), expected(0..2, 1, "[2, 1]", "[1, 2]"));
}

#[test]
fn tuples_of_up_to_six() {
    let numbers = [1_u8, 2, 3];
    let range = || 0..3_usize;
    let all = |ranges: &[Range<usize>]| assert!(ranges.iter().all(|range| *range == ranges[0]));
    check((range(), range(), range()))
        .flatten(|(a, b, c)| all(&[a, b, c]))
        .unwrap();
    let four = (range(), &numbers, range(), range());
    check(four).flatten(|(a, _, c, d)| all(&[a, c, d])).unwrap();
    let five = (range(), &numbers[..], range(), range(), vec![0; 3]);
    check(five)
        .flatten(|(a, _, c, d, _)| all(&[a, c, d]))
        .unwrap();
    let six = (range(), range(), range(), range(), range(), &numbers);
    check(six)
        .flatten(|(a, b, c, d, e, f)| {
            all(&[a, b, c, d, e]);
            f.to_vec()
        })
        .unwrap();
}

#[test]
fn inputs_of_different_lengths_are_refused() {
    let call = || check((0..3, &[1, 2])).flatten(|_| ());
    let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
    let message = payload.downcast::<String>().unwrap();
    assert!(message.contains("3 and 2 elements"), "{message}");
}

/// Pairs of numbers, cut between pairs, or so it should be.
#[derive(Clone)]
struct Pairs {
    numbers: Vec<u8>,
    is_faulty: bool,
}

impl Split for Pairs {
    fn element_count(&self) -> usize {
        self.numbers.len() / 2
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let numbers = self
            .numbers
            .split_off(if self.is_faulty { at } else { 2 * at });
        let is_faulty = self.is_faulty;
        (self, Pairs { numbers, is_faulty })
    }
}

#[test]
fn a_type_of_ones_own_that_can_be_cloned() {
    let pairs = |is_faulty| Pairs {
        numbers: (0..12).collect(),
        is_faulty,
    };
    check(pairs(false)).flatten(|pairs| pairs.numbers).unwrap();
    let sums = |pairs: Pairs| pairs.numbers.iter().sum::<u8>();
    check(pairs(false)).reduce(sums, |a, b| a + b).unwrap();
    let found = check(pairs(true))
        .flatten(|pairs| pairs.numbers)
        .unwrap_err();
    assert_eq!(found.difference, Difference::Panic);
    assert!(
        found
            .pieces
            .contains("`Split::cut` of `check::inputs::Pairs`"),
        "{found}"
    );
}

/// The elements are compared with `==` all the same.
#[test]
fn a_way_to_compare_is_for_outputs_alone() {
    let reverse = |numbers: &mut [u8]| -> Vec<u8> {
        numbers.reverse();
        numbers.to_vec()
    };
    let same_length = |a: &Vec<u8>, b: &Vec<u8>| a.len() == b.len();
    let input = &mut [1, 2];
    let result = check(&mut *input).same_by(same_length).flatten(reverse);
    assert_eq!(result.unwrap_err().difference, Difference::Input);
    let never = |_: &Vec<u8>, _: &Vec<u8>| false;
    let result = check(input)
        .same_by(never)
        .flatten(|numbers| numbers.to_vec());
    assert_eq!(result.unwrap_err().difference, Difference::Output);
}

proptest! {
    #[test]
    fn a_change_in_place_is_found_just_where_it_shows(input in prop::collection::vec(0..4_u8, 0..30)) {
        let mut changed = input.clone();
        let is_palindrome = |part: &[u8]| part.iter().eq(part.iter().rev());
        let result = check(&mut changed).flatten(reverse);
        let pairs = input.windows(2).position(|pair| !is_palindrome(pair));
        match (result, pairs) {
            (Ok(()), None) => (),
            (Err(found), Some(at)) => {
                prop_assert_eq!((found.range, found.cuts), (at..at + 2, vec![at + 1]));
            }
            (result, _) => prop_assert!(false, "{:?}", result),
        }
        prop_assert_eq!(changed, input);
    }
}
