//! How `parallelize::check` compares outputs: up to a tolerance, and as `Debug` prints them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::f64::consts::PI;
use std::panic::catch_unwind;

use parallelize::check;
use parallelize::check::Close;
use proptest::prelude::*;

/// Whether a check with `close` takes the two for the same.
fn are_close<R: Close + Clone + std::fmt::Debug>(one: &R, other: &R, tolerance: f64) -> bool {
    let whole_or_pieces = |numbers: &[u8]| (if numbers.len() == 2 { one } else { other }).clone();
    let later = |_, later| later;
    let result = check(&[0, 0])
        .close(tolerance)
        .reduce(whole_or_pieces, later);
    result.is_ok()
}

#[test]
fn roundedsums_are_close() {
    let sum = |numbers: &[f64]| numbers.iter().sum::<f64>();
    let numbers = [0.1, 0.2, 0.3, 1e3, -7.7];
    check(&numbers).reduce(sum, |a, b| a + b).unwrap_err();
    check(&numbers)
        .close(1e-9)
        .reduce(sum, |a, b| a + b)
        .unwrap();
    let found = check(&numbers).close(1e-9).reduce(sum, f64::max);
    assert_eq!(found.unwrap_err().cuts.len(), 1, "a wrong merge is found");
    let sum = |numbers: &[f32]| numbers.iter().sum::<f32>();
    let numbers = [16_777_216.0, 1.0, 1.0]; // 2^24: the next `f32` is 2 more
    check(&numbers).reduce(sum, |a, b| a + b).unwrap_err();
    check(&numbers)
        .close(1e-6)
        .reduce(sum, |a, b| a + b)
        .unwrap();
}

#[test]
fn the_tolerance_is_absolute_up_to_1_and_relative_beyond() {
    let large = 2_f64.powi(1000);
    for (one, other, is_close) in [
        (0.0, 0.125, true),
        (0.0, 0.126, false),
        (0.0, -0.0, true),
        (1e-300, -1e-300, true),
        (0.5, 0.625, true),
        (0.5, 0.63, false),
        (-0.0625, 0.0625, true),
        // An eighth of the larger one.
        (7.0, 8.0, true),
        (6.9, 8.0, false),
        (-8.0, -7.0, true),
        (7.0 * large, 8.0 * large, true),
        (6.9 * large, 8.0 * large, false),
        (f64::MAX, -f64::MAX, false),
    ] {
        assert_eq!(are_close(&one, &other, 0.125), is_close, "{one} {other}");
        assert_eq!(are_close(&other, &one, 0.125), is_close, "{other} {one}");
    }
    assert!(are_close(&PI, &PI, 0.0) && !are_close(&1.0, &1.000_000_000_000_1, 0.0));
}

#[test]
fn not_a_number_and_infinities_are_close_to_themselves_alone() {
    let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 0.0];
    let short = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, 0.0];
    for one in 0..special.len() {
        for other in 0..special.len() {
            let is_same = one == other;
            let (a, b) = (special[one], special[other]);
            assert_eq!(are_close(&a, &b, 1e-3), is_same, "{a} {b}");
            let (a, b) = (short[one], short[other]);
            assert_eq!(are_close(&a, &b, 1e-3), is_same, "{a} {b}");
        }
    }
    assert!(are_close(&f64::NAN, &-f64::NAN, 0.0));
}

/// `[value, one that is close, one that is not]`
fn assert_compared<R: Close + Clone + std::fmt::Debug>([value, close, other]: [R; 3]) {
    assert!(are_close(&value, &close, 1e-9), "{value:?} {close:?}");
    assert!(!are_close(&value, &other, 1e-9), "{value:?} {other:?}");
    assert!(!are_close(&other, &value, 1e-9), "{other:?} {value:?}");
}

const ONE: f64 = 1.000_000_000_01;

#[test]
fn lists_are_close_if_all_elements_are() {
    assert_compared([vec![1.0, 2.0], vec![ONE, 2.0], vec![1.0, 2.1]]);
    assert_compared([vec![1.0, 2.0], vec![ONE, 2.0], vec![1.0]]);
    assert_compared([vec![], vec![], vec![0.0]]);
    assert_compared([[1.0, 2.0], [ONE, 2.0], [1.1, 2.0]]);
    assert_compared([[1.0].as_slice(), &[ONE], &[1.0, 1.0]]);
    assert_compared([
        VecDeque::from([1.0]),
        VecDeque::from([ONE]),
        VecDeque::new(),
    ]);
    assert_compared([
        LinkedList::from([1.0]),
        LinkedList::from([ONE]),
        LinkedList::new(),
    ]);
    assert_compared([[1.0], [ONE], [2.0]].map(|list| Box::from(list.as_slice()) as Box<[f64]>));
    assert_compared([vec![vec![1.0]], vec![vec![ONE]], vec![vec![], vec![1.0]]]);
}

#[test]
fn options_results_and_tuples_are_close_if_their_contents_are() {
    assert_compared([Some(1.0), Some(ONE), None]);
    assert_compared([Some(1.0), Some(ONE), Some(2.0)]);
    assert_compared([None, None, Some(1.0)]);
    assert_compared([Ok(1.0), Ok(ONE), Err("1")]);
    assert_compared([Ok::<_, u8>(1.0), Ok(ONE), Ok(2.0)]);
    assert_compared([Err::<f64, _>("no"), Err("no"), Err("yes")]);
    assert_compared([(1.0,), (ONE,), (2.0,)]);
    assert_compared([(1.0, 7), (ONE, 7), (1.0, 8)]);
    let six = |last| ("a", 'b', true, (), -4_i8, last);
    assert_compared([six(1.0), six(ONE), six(2.0)]);
    let twelve = |last| ((), (), (), (), (), (), (), (), (), (), (), last);
    assert_compared([twelve(1.0), twelve(ONE), twelve(2.0)]);
}

#[test]
fn maps_are_close_if_they_have_the_same_keys_and_values_that_are() {
    let entries = [
        [("a", 1.0), ("b", 2.0)],
        [("a", ONE), ("b", 2.0)],
        [("a", 1.0), ("b", 3.0)],
    ];
    assert_compared(entries.map(HashMap::from));
    assert_compared(entries.map(BTreeMap::from));
    let others = [
        vec![("a", 1.0), ("c", 2.0)],
        vec![("a", 1.0)],
        vec![("a", 1.0), ("b", 2.0), ("c", 3.0)],
    ];
    for other in others {
        let all = || [entries[0].to_vec(), entries[1].to_vec(), other.clone()];
        assert_compared(all().map(HashMap::<_, _>::from_iter));
        assert_compared(all().map(BTreeMap::from_iter));
    }
}

#[test]
fn all_else_is_close_if_it_is_equal() {
    assert_compared(["a", "a", "b"].map(String::from));
    assert_compared(["a", "a", "b"]);
    assert_compared(['a', 'a', 'b']);
    assert_compared([true, true, false]);
    assert_compared([u64::MAX, u64::MAX, u64::MAX - 1]);
    assert_compared([i64::MIN, i64::MIN, i64::MIN + 1]);
    assert_compared([1, 1, 2].map(|n| BTreeSet::from([n])));
    assert_compared([1, 1, 2].map(|n| HashSet::from([n])));
    assert!(are_close(&(), &(), 0.0));
}

#[test]
fn a_tolerance_that_is_none_is_refused() {
    for tolerance in [-1e-9, f64::NAN, f64::INFINITY] {
        let payload = catch_unwind(|| check(&[1]).close(tolerance)).unwrap_err();
        let message = payload.downcast::<String>().unwrap();
        let expected = format!("the tolerance of `close` is {tolerance}: give a finite number");
        assert!(message.starts_with(&expected), "{message}");
    }
}

/// Without `PartialEq`.
#[derive(Debug)]
struct Total {
    sum: u32,
}

#[test]
fn outputs_without_equality_are_compared_as_they_are_printed() {
    let total = |numbers: &[u32]| Total {
        sum: numbers.iter().sum(),
    };
    let add = |a: Total, b: Total| Total { sum: a.sum + b.sum };
    let numbers = [1, 2, 3];
    check(&numbers).same_printed().reduce(total, add).unwrap();
    let later = |_, later| later;
    let found = check(&numbers).same_printed().reduce(total, later);
    let found = found.unwrap_err();
    assert_eq!(
        (&*found.whole, &*found.pieces),
        ("Total { sum: 3 }", "Total { sum: 2 }")
    );

    let list = |numbers: &[u32]| vec![total(numbers)];
    check(&numbers).same_printed().flatten(list).unwrap_err();
    let each = |numbers: &[u32]| numbers.chunks(1).map(total).collect::<Vec<_>>();
    check(&numbers).same_printed().flatten(each).unwrap();
    let first = |numbers: &[u32]| Err::<u32, _>(numbers.first().map(|&n| total(&[n])));
    let added = check(&numbers)
        .same_printed()
        .try_reduce(first, |a, b| a + b);
    added.unwrap();
}

/// Rust compares NaN as unequal to all, and as one text.
#[test]
fn not_a_number_is_printed_alike() {
    check(&[f64::NAN]).flatten(<[f64]>::to_vec).unwrap_err();
    let printed = check(&[f64::NAN]).same_printed();
    printed.flatten(<[f64]>::to_vec).unwrap();
    check(&[f64::NAN])
        .close(0.0)
        .flatten(<[f64]>::to_vec)
        .unwrap();
}

proptest! {
    /// By the formula of the documentation.
    #[test]
    fn finite_numbers_are_compared_by_the_formula(
        one in any::<f64>(),
        factor in 0.9..1.1_f64,
        shift in -0.1..0.1_f64,
        tolerance in 0.0..0.2_f64,
    ) {
        let other = one * factor + shift;
        prop_assume!(one.is_finite() && other.is_finite());
        let larger = f64::max(1.0, f64::max(one.abs(), other.abs()));
        prop_assert_eq!(
            one.is_close(&other, tolerance),
            (one - other).abs() <= tolerance * larger
        );
    }
}
