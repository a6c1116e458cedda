//! Every kind of input that each rule is for.

use std::collections::VecDeque;

use parallelize::{Neighbours, Split, current_chunk, parallel};

use super::{Fineness, moved, ranges};
use crate::support::pools::pool;

/// Some runs, some elements that end a record, and a rest of 2 elements in units of 3.
const DATA: [u8; 23] = [
    4, 4, 4, 0, 1, 1, 0, 0, 5, 5, 5, 5, 5, 5, 2, 0, 7, 7, 7, 7, 7, 7, 0,
];

fn is_multiple(at: usize) -> bool {
    at % 3 == 0 && at <= 18
}

fn is_other_run(at: usize) -> bool {
    DATA[at - 1] != DATA[at]
}

fn is_behind_end(at: usize) -> bool {
    DATA[at - 1] == 0
}

/// Asserts where an input whose elements are `DATA` is cut, and that all elements are there in order.
macro_rules! assert_cut {
    ($input:expr) => {{
        pool(3).install(|| {
            for fineness in Fineness::all() {
                let plain = ranges(fineness.apply(parallel(0..DATA.len())));
                let expected = |is_allowed| moved(&plain, fineness.min_len, is_allowed);
                let is_allowed: [fn(usize) -> bool; 3] = [is_multiple, is_other_run, is_behind_end];
                let [multiples, runs, records] = is_allowed.map(expected);
                // Inputs may borrow from temporaries: each call is one statement.
                assert_eq!(
                    ranges(fineness.apply(parallel($input).multiple_of(3))),
                    multiples,
                    "{fineness:?}"
                );
                assert_eq!(
                    ranges(fineness.apply(parallel($input).chunk_by(|a, b| a == b))),
                    runs,
                    "{fineness:?}"
                );
                assert_eq!(
                    ranges(fineness.apply(parallel($input).delimiter(0))),
                    records,
                    "{fineness:?}"
                );
                let elements: Vec<u8> = fineness
                    .apply(parallel($input).chunk_by(|a, b| a == b))
                    .flatten(|chunk| {
                        let length = current_chunk().unwrap().range().len();
                        let elements: Vec<u8> = chunk.into_iter().map(|n| n.to_owned()).collect();
                        assert_eq!(elements.len(), length);
                        elements
                    });
                assert_eq!(elements, DATA, "{fineness:?}");
            }
        });
    }};
}

#[test]
fn slices() {
    assert_cut!(&DATA[..]);
    assert_cut!(&DATA);
    assert_cut!(&DATA.to_vec());
}

#[test]
fn mutable_slices() {
    assert_cut!(&mut DATA.to_vec()[..]);
    assert_cut!(&mut DATA.to_vec());
    assert_cut!(&mut { DATA });
}

#[test]
fn lists_that_own_their_elements() {
    assert_cut!(DATA.to_vec());
    assert_cut!(DATA.to_vec().into_boxed_slice());
    assert_cut!(VecDeque::from(DATA));
}

#[test]
fn a_deque_in_two_pieces() {
    let deque = || {
        let mut deque = VecDeque::with_capacity(DATA.len());
        deque.extend(&DATA[9..]);
        DATA[..9].iter().rev().for_each(|&n| deque.push_front(n));
        assert!(!deque.as_slices().1.is_empty(), "the pieces are two");
        deque
    };
    assert_cut!(deque());
}

/// Elements that are no bytes, which are searched otherwise.
#[test]
fn elements_of_all_types() {
    let texts: Vec<String> = DATA.iter().map(u8::to_string).collect();
    let signed = DATA.map(|n| i8::try_from(n).unwrap());
    let words = DATA.map(u64::from);
    let pairs = DATA.map(|n| (n, 'x'));
    for fineness in Fineness::all() {
        let plain = ranges(fineness.apply(parallel(0..DATA.len())));
        let records = moved(&plain, fineness.min_len, is_behind_end);
        let zero = String::from("0");
        assert_eq!(
            ranges(fineness.apply(parallel(&texts)).delimiter(zero)),
            records
        );
        assert_eq!(
            ranges(fineness.apply(parallel(&signed)).delimiter(0)),
            records
        );
        assert_eq!(
            ranges(fineness.apply(parallel(&words)).delimiter(0)),
            records
        );
        assert_eq!(
            ranges(fineness.apply(parallel(&pairs)).delimiter((0, 'x'))),
            records
        );
    }
}

#[test]
fn elements_that_borrow_are_compared_by_a_predicate() {
    let texts: Vec<String> = DATA.iter().map(u8::to_string).collect();
    let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
    let plain = ranges(parallel(0..DATA.len()).chunk_size(2));
    let call = parallel(&borrowed).chunk_size(2).chunk_by(|a, _| *a != "0");
    assert_eq!(ranges(call), moved(&plain, 0, is_behind_end));
}

#[test]
fn ranges_of_numbers() {
    for fineness in Fineness::all() {
        let plain = ranges(fineness.apply(parallel(0..40)));
        let expected = |is_allowed: fn(usize) -> bool| moved(&plain, fineness.min_len, is_allowed);
        let tens = expected(|at| at % 10 == 0);
        let by_tens = |a: &u8, b: &u8| a / 10 == b / 10;
        assert_eq!(
            ranges(fineness.apply(parallel(100..140_u8)).chunk_by(by_tens)),
            tens
        );
        assert_eq!(
            ranges(fineness.apply(parallel(100..=139_u8)).chunk_by(by_tens)),
            tens
        );
        let one = expected(|at| at == 8);
        assert_eq!(
            ranges(fineness.apply(parallel(-20..20_i64)).delimiter(-13)),
            one
        );
        assert_eq!(
            ranges(fineness.apply(parallel(-20..=19_i64)).delimiter(-13)),
            one
        );
        let fives = expected(|at| at % 5 == 0 && at < 40);
        assert_eq!(
            ranges(fineness.apply(parallel(0..40_u32)).multiple_of(5)),
            fives
        );
    }
}

/// A list of an own type that is never cut before an odd number.
struct Evens(Vec<u8>);

impl Split for Evens {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.0.split_off(at);
        (self, Evens(later))
    }

    fn may_cut(&self, at: usize) -> bool {
        assert!(
            (1..self.0.len()).contains(&at),
            "it is asked about places inside"
        );
        self.0[at] % 2 == 0
    }
}

impl Neighbours for Evens {
    type Element = u8;

    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&u8, &u8) -> R) -> R {
        look(&self.0[at - 1], &self.0[at])
    }
}

#[test]
fn an_own_type_says_where_it_may_be_cut_and_rules_come_on_top() {
    let may_cut = |at: usize| DATA[at] % 2 == 0;
    for fineness in Fineness::all() {
        let call = || parallel(Evens(DATA.to_vec()));
        let len = DATA.len();
        fineness.check(len, call, may_cut);
        let is_allowed = |at| is_multiple(at) && may_cut(at);
        fineness.check(len, || call().multiple_of(3), is_allowed);
        let is_allowed = |at| is_other_run(at) && may_cut(at);
        fineness.check(len, || call().chunk_by(|a, b| a == b), is_allowed);
        let is_allowed = |at| is_behind_end(at) && may_cut(at);
        fineness.check(len, || call().delimiter(0), is_allowed);
        // In a tuple, whichever of the inputs it is.
        fineness.check(len, || parallel((Evens(DATA.to_vec()), 0..len)), may_cut);
        fineness.check(len, || parallel((0..len, Evens(DATA.to_vec()))), may_cut);
    }
}

/// Asks what it holds, which leaves `may_cut` as it is, and then decides by itself.
struct Around(Inside);

struct Inside(Vec<u8>);

impl Split for Inside {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.0.split_off(at);
        (self, Inside(later))
    }
}

impl Split for Around {
    fn element_count(&self) -> usize {
        self.0.element_count()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (early, late) = self.0.cut(at);
        (Around(early), Around(late))
    }

    fn may_cut(&self, at: usize) -> bool {
        let is_free = self.0.may_cut(at);
        is_free && (at == 1 || self.0.0[at] % 2 == 0)
    }
}

#[test]
fn an_own_type_may_ask_what_it_is_made_of() {
    let may_cut = |at: usize| at == 1 || DATA[at] % 2 == 0;
    for fineness in Fineness::all() {
        let (len, data) = (DATA.len(), || DATA.to_vec());
        fineness.check(len, || parallel(Around(Inside(data()))), may_cut);
        fineness.check(len, || parallel(Inside(data())), |_| true);
        let both = || (Inside(data()), Around(Inside(data())));
        fineness.check(len, || parallel(both()), may_cut);
    }
}

/// More elements than a call could be asked about one by one.
struct Vast(usize);

impl Split for Vast {
    fn element_count(&self) -> usize {
        self.0
    }

    fn cut(self, at: usize) -> (Self, Self) {
        (Vast(at), Vast(self.0 - at))
    }
}

#[test]
fn a_type_that_leaves_may_cut_as_it_is_is_not_asked_for_each_chunk() {
    let call = parallel(Vast(usize::MAX)).chunk_size(1);
    assert_eq!(
        call.try_per_chunk(|_| Err::<(), _>("the first")),
        Err("the first")
    );
    let call = parallel((Vast(usize::MAX), 0..usize::MAX)).chunk_size(1);
    assert_eq!(
        call.try_per_chunk(|_| Err::<(), _>("the first")),
        Err("the first")
    );
}

#[test]
fn in_a_tuple_the_first_input_decides_and_all_are_cut() {
    let len = DATA.len();
    for fineness in Fineness::all() {
        let inputs = || (&DATA, DATA.to_vec(), 0..len);
        fineness.check(len, || parallel(inputs()).multiple_of(3), is_multiple);
        fineness.check(
            len,
            || parallel(inputs()).chunk_by(|a, b| a == b),
            is_other_run,
        );
        fineness.check(len, || parallel(inputs()).delimiter(0), is_behind_end);
        let mut copy = vec![9; len];
        let call = fineness.apply(parallel((DATA.to_vec(), &mut copy, 0..len)).delimiter(0));
        call.flatten(|(data, copy, places)| {
            assert_eq!(Some(places), current_chunk().map(|chunk| chunk.range()));
            copy.copy_from_slice(&data);
        });
        assert_eq!(copy, DATA);
    }
    // The first of a tuple may be a tuple.
    let call = parallel(((&DATA, 0..len), 0..len))
        .chunk_size(1)
        .delimiter(0);
    let plain = ranges(parallel(0..len).chunk_size(1));
    assert_eq!(ranges(call), moved(&plain, 0, is_behind_end));
}

#[test]
fn inputs_are_cut_unit_for_unit() {
    for fineness in Fineness::all() {
        for units in 0..8 {
            let rgb: Vec<usize> = (0..units * 3).collect();
            let mut rgba = vec![0; units * 4];
            let call = || parallel((&rgb, 0..units * 4, 0..units)).units((3, 4, 1));
            fineness.check(rgb.len(), call, |at| at % 3 == 0);
            let call = parallel((&rgb, &mut rgba, Evens(vec![0; units]))).units((3, 4, 1));
            fineness.apply(call).flatten(|(rgb, rgba, pixels)| {
                assert_eq!(current_chunk().unwrap().range().len(), rgb.len());
                assert_eq!(rgb.len() / 3, pixels.element_count());
                for (from, to) in rgb.chunks_exact(3).zip(rgba.chunks_exact_mut(4)) {
                    to[..3].copy_from_slice(from);
                    to[3] = 1000;
                }
            });
            let expected: Vec<usize> = rgb
                .chunks(3)
                .flat_map(|c| [c[0], c[1], c[2], 1000])
                .collect();
            assert_eq!(rgba, expected);
        }
    }
}

#[test]
fn units_may_say_no_too() {
    // The second input, in units of 2, is not cut before an odd number: so the first not at 3.
    let call = || parallel((0..9, Evens(vec![2, 2, 1, 1, 2, 2]))).units((3, 2));
    let plain = |fineness: Fineness| ranges(fineness.apply(parallel(0..9)));
    for fineness in Fineness::all() {
        let expected = moved(&plain(fineness), fineness.min_len, |at| at == 6);
        assert_eq!(ranges(fineness.apply(call())), expected);
    }
}

#[test]
fn one_element_and_none() {
    for len in [0, 1] {
        let numbers = vec![7; len];
        let whole = std::iter::once(0..len);
        for fineness in Fineness::all() {
            let call = || fineness.apply(parallel(&numbers));
            assert!(ranges(call().multiple_of(3)).into_iter().eq(whole.clone()));
            assert!(
                ranges(call().chunk_by(|_, _| unreachable!()))
                    .into_iter()
                    .eq(whole.clone())
            );
            assert!(ranges(call().delimiter(7)).into_iter().eq(whole.clone()));
            assert!(ranges(call().overlap(2, 2)).into_iter().eq(whole.clone()));
        }
    }
}
