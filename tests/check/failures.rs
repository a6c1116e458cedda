//! `parallelize::check` of functions that panic or fail, or whose outputs do not merge.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use parallelize::Flatten;
use parallelize::check;
use parallelize::check::Difference;

/// A panic without a message on stderr.
fn give_up(message: &str) -> ! {
    resume_unwind(Box::new(message.to_owned()))
}

#[test]
fn a_panic_in_a_piece_alone_is_a_counterexample() {
    let first = |numbers: &[u8]| match numbers {
        [first, _, ..] => vec![*first],
        _ => give_up("too short"),
    };
    let found = check(&[1, 2, 3, 4]).flatten(first).unwrap_err();
    assert_eq!(found.difference, Difference::Panic);
    assert_eq!((found.range, found.cuts), (0..2, vec![1]));
    assert_eq!(found.whole, "[1]");
    assert_eq!(found.pieces, "panic in elements 0..1: too short");
    assert_eq!(found.first_difference, None);
}

#[test]
fn the_piece_that_panics_is_named() {
    let unless_last = |numbers: &[u8]| match numbers {
        [4] => resume_unwind(Box::new("alone")),
        _ => numbers.to_vec(),
    };
    let found = check(&[1, 2, 3, 4]).flatten(unless_last).unwrap_err();
    assert_eq!((found.range, found.cuts), (2..4, vec![3]));
    assert_eq!(found.pieces, "panic in elements 3..4: alone");
}

#[test]
fn a_panic_of_the_merge_is_a_counterexample() {
    let never = |_, _| give_up("no way to combine");
    let found = check(&[1, 2]).reduce(<[u8]>::len, never).unwrap_err();
    assert_eq!(found.difference, Difference::Panic);
    assert_eq!(
        found.pieces,
        "panic while the outputs are merged: no way to combine"
    );
}

#[test]
fn a_panic_on_the_whole_goes_on() {
    let runs = Cell::new(0);
    let call = || {
        check(&[1, 2, 3]).flatten(|numbers| {
            runs.set(runs.get() + 1);
            if numbers.len() == 3 {
                give_up("not all of them");
            }
        })
    };
    let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
    assert_eq!(*payload.downcast::<String>().unwrap(), "not all of them");
    assert_eq!(runs.get(), 1);
}

/// A smaller part on which the function cannot run at all is no counterexample.
#[test]
fn parts_on_which_the_whole_panics_are_passed_over() {
    let of_four = |numbers: &[u8]| {
        if numbers.len() == 3 || numbers.len() == 2 {
            give_up("three");
        }
        numbers.len()
    };
    let found = check(&[0; 6]).reduce(of_four, |a, b| a + b).unwrap_err();
    assert_eq!(found.range, 0..4);
    assert_eq!(found.difference, Difference::Panic);
}

/// A smaller part that breaks the law in another respect is another matter.
#[test]
fn a_counterexample_stays_of_its_kind_when_it_is_made_smaller() {
    let sort_unless_alone = |numbers: &[u8]| {
        if numbers == [9] {
            give_up("alone");
        }
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        sorted
    };
    let found = check(&[3, 9, 1]).flatten(sort_unless_alone).unwrap_err();
    assert_eq!(found.difference, Difference::Output);
    assert_eq!((found.range, found.cuts), (0..3, vec![1]));
    let found = check(&[9, 3, 1]).flatten(sort_unless_alone).unwrap_err();
    assert_eq!(found.difference, Difference::Panic);
    assert_eq!((found.range, found.cuts), (0..2, vec![1]));

    let descending: Vec<u32> = (0..1000).rev().collect();
    let sort_three = |numbers: &[u32]| {
        if numbers.len() < 3 {
            give_up("too short");
        }
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        sorted
    };
    let found = check(&descending).flatten(sort_three).unwrap_err();
    assert_eq!(found.difference, Difference::Output);
    assert_eq!(found.range.len(), 6);
}

fn parse(fields: &[&str]) -> Result<Vec<u8>, String> {
    let parse = |field: &&str| field.parse::<u8>().map_err(|_| (*field).to_owned());
    fields.iter().map(parse).collect()
}

#[test]
fn the_first_error_is_that_of_the_pieces() {
    for fields in [
        ["1", "2", "3"],
        ["a", "2", "b"],
        ["1", "b", "c"],
        ["", "", "c"],
    ] {
        check(&fields).flatten(parse).unwrap();
        let sum = |fields: &[&str]| Ok::<u8, String>(parse(fields)?.iter().sum());
        check(&fields).try_reduce(sum, |a, b| a + b).unwrap();
    }
    let last_error = |fields: &[&str]| {
        let errors = fields
            .iter()
            .rev()
            .find(|field| field.parse::<u8>().is_err());
        errors.map_or(Ok(()), |error| Err((*error).to_owned()))
    };
    let found = check(&["a", "2", "b"]).flatten(last_error).unwrap_err();
    assert_eq!((found.range, found.cuts), (0..3, vec![1]));
    assert_eq!(
        (&*found.whole, &*found.pieces),
        (r#"Err("b")"#, r#"Err("a")"#)
    );
    let found = check(&["a", "b"])
        .try_reduce(last_error, |(), ()| ())
        .unwrap_err();
    assert_eq!(
        (&*found.whole, &*found.pieces),
        (r#"Err("b")"#, r#"Err("a")"#)
    );
}

#[test]
fn no_piece_runs_after_a_failure() {
    let no_zero = |numbers: &[u8]| {
        assert!(!numbers.starts_with(&[1]), "it comes after 0");
        if numbers.contains(&0) { Err(0) } else { Ok(()) }
    };
    check(&[2, 0, 1]).flatten(no_zero).unwrap();
    check(&[2, 0, 1]).try_reduce(no_zero, |(), ()| ()).unwrap();
    let none = |numbers: &[u8]| no_zero(numbers).ok();
    check(&[2, 0, 1]).flatten(none).unwrap();
}

/// A parallel call may have changed the elements after the error by then, or not.
#[test]
fn what_is_changed_in_place_is_not_compared_after_a_failure() {
    let all_or_nothing = |numbers: &mut [u8]| {
        if numbers.contains(&0) {
            return Err("a zero");
        }
        numbers.fill(7);
        Ok(())
    };
    check(&mut [1, 0, 2]).flatten(all_or_nothing).unwrap();
    check(&mut [1, 0, 2])
        .try_reduce(all_or_nothing, |(), ()| ())
        .unwrap();
}

#[test]
fn reduce_is_checked_however_it_is_cut() {
    let sum = |numbers: &[i32]| numbers.iter().sum::<i32>();
    check(&[1, 2, 3]).reduce(sum, |a, b| a + b).unwrap();
    let found = check(&[0, 1, 2]).reduce(sum, |a, b| a - b).unwrap_err();
    assert_eq!((found.range, found.cuts), (0..2, vec![1]));
    assert_eq!((&*found.whole, &*found.pieces), ("1", "-1"));
    assert_eq!(found.first_difference, None);
}

/// Two pieces are combined rightly, three are not: more than one cut is needed.
#[test]
fn a_merge_that_is_not_associative_takes_two_cuts() {
    let count = |numbers: &[u8]| (numbers.len(), 0);
    let up_to_two = |a: (usize, u8), b: (usize, u8)| {
        let merges = a.1 + b.1 + 1;
        if merges > 1 {
            (0, 0)
        } else {
            (a.0 + b.0, merges)
        }
    };
    let same = |a: &(usize, u8), b: &(usize, u8)| a.0 == b.0;
    for len in [3, 8, 9, 40, 256, 300, 2000] {
        let input = vec![0; len];
        let found = check(&input)
            .same_by(same)
            .reduce(count, up_to_two)
            .unwrap_err();
        let (range, cuts) = (found.range, found.cuts);
        assert_eq!((cuts.len(), &*found.pieces), (2, "(0, 0)"));
        // Nothing can be left out at either end.
        assert_eq!((cuts[0], cuts[1]), (range.start + 1, range.end - 1));
        assert!(len > 256 || range.len() == 3, "{len}: {range:?}");
    }
    check(&[0; 2])
        .same_by(same)
        .reduce(count, up_to_two)
        .unwrap();
}

#[test]
fn a_function_that_gives_something_else_each_time_is_told_apart() {
    let calls = Cell::new(0);
    let count = |_: &[u8]| {
        calls.set(calls.get() + 1);
        vec![calls.get()]
    };
    let found = check(&[1, 2, 3]).flatten(count).unwrap_err();
    assert_eq!((&found.range, &found.cuts), (&(0..3), &vec![]));
    assert_eq!((&*found.whole, &*found.pieces), ("[1]", "[2]"));
    let message = found.to_string();
    assert!(
        message
            .starts_with("once more on the whole, the function gives something else than before")
    );
}

/// Changes a part also where it is the only one.
#[derive(Debug, PartialEq)]
struct Doubled(usize);

impl Flatten for Doubled {
    fn append(&mut self, later: Self) {
        self.0 += later.0;
    }

    fn flatten(parts: Vec<Self>) -> Self {
        Doubled(parts.into_iter().map(|part| 2 * part.0).sum())
    }
}

#[test]
fn a_flatten_that_changes_a_single_part_is_found() {
    let found = check(&[1, 2])
        .flatten(|numbers: &[u8]| Doubled(numbers.len()))
        .unwrap_err();
    assert!(found.cuts.is_empty());
    assert_eq!(
        (&*found.whole, &*found.pieces),
        ("Doubled(2)", "Doubled(4)")
    );
}

/// Without `PartialEq`.
#[derive(Debug)]
struct Refused {
    number: u8,
    at: usize,
}

#[test]
fn outputs_are_compared_as_the_caller_says() {
    let refuse = |numbers: &[u8]| match numbers.iter().position(|&number| number > 9) {
        None => Ok(numbers.iter().map(|&number| f32::from(number)).sum()),
        Some(at) => Err(Refused {
            number: numbers[at],
            at,
        }),
    };
    let list = |numbers: &[u8]| refuse(numbers).map(|sum: f32| vec![sum]);
    // Positions count from the start of a piece.
    let number = |a: &Result<f32, Refused>, b: &Result<f32, Refused>| match (a, b) {
        (Ok(a), Ok(b)) => (a - b).abs() < 0.5,
        (Err(a), Err(b)) => a.number == b.number,
        _ => false,
    };
    let number_and_place =
        |a: &Result<Vec<f32>, Refused>, b: &Result<Vec<f32>, Refused>| match (a, b) {
            (Err(a), Err(b)) => (a.number, a.at) == (b.number, b.at),
            _ => true,
        };
    let numbers = [1, 2, 30, 4];
    let call = check(&numbers).same_by(number);
    call.try_reduce(refuse, |a, b| a + b).unwrap();
    let call = check(&numbers).same_by(number_and_place);
    let found = call.flatten(list).unwrap_err();
    assert_eq!((found.range, found.cuts), (1..3, vec![2]));
    assert_eq!(found.pieces, "Err(Refused { number: 30, at: 0 })");
    let call = check(&numbers[..2]).same_by(number_and_place);
    call.flatten(list).unwrap();
}
