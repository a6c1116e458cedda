//! Inputs whose `Split` lies, or does what it should not: a clear panic at worst, every element is dropped
//! once, and the call ends.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{Split, current_chunk, parallel};

use crate::support::child::in_child;
use crate::support::faults::{open, unbalanced};
use crate::support::panics::message;
use crate::support::paths::Way;
use crate::support::values::{Token, elements};

/// What an input says its length is. It gets what it is, and how often it has been asked.
type Count = fn(usize, usize) -> usize;

/// Where an input cuts; it gets its length and the place where it should.
type Place = fn(usize, usize) -> usize;

#[derive(Clone, Copy)]
struct Lies {
    count: Count,
    place: Place,
    is_swapped: bool,
}

struct Liar<'a> {
    elements: Vec<Token>,
    lies: Lies,
    asked: &'a AtomicUsize,
}

impl Split for Liar<'_> {
    fn element_count(&self) -> usize {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        (self.lies.count)(self.elements.len(), asked)
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let len = self.elements.len();
        let place = (self.lies.place)(len, at).min(len);
        let later = Liar {
            elements: self.elements.split_off(place),
            ..self
        };
        if self.lies.is_swapped {
            (later, self)
        } else {
            (self, later)
        }
    }
}

const COUNTS: [(&str, Count); 12] = [
    ("the truth", |len, _| len),
    ("one more", |len, _| len + 1),
    ("one less", |len, _| len.saturating_sub(1)),
    ("one more from the second time on", |len, asked| {
        len + asked.min(1)
    }),
    ("one less from the second time on", |len, asked| {
        len.saturating_sub(asked.min(1))
    }),
    ("something else each time", |len, asked| len + asked % 3),
    ("more each time", |len, asked| len + asked),
    ("nothing", |_, _| 0),
    ("nothing from the second time on", |len, asked| {
        if asked == 0 { len } else { 0 }
    }),
    (
        "something after nothing",
        |len, asked| if asked == 0 { 0 } else { len },
    ),
    ("everything", |_, _| usize::MAX),
    ("everything at first", |len, asked| {
        if asked == 0 { usize::MAX } else { len }
    }),
];

const PLACES: [(&str, Place); 7] = [
    ("where it should", |_, at| at),
    ("one too late", |_, at| at + 1),
    ("one too early", |_, at| at - 1),
    ("in the middle", |len, _| len / 2),
    ("from behind", |len, at| len.saturating_sub(at)),
    ("everything in the first piece", |len, _| len),
    ("everything in the second piece", |_, _| 0),
];

/// The numbers of what comes out, unless there is a panic, which must name what is wrong.
fn numbers(case: &str, call: impl FnOnce() -> Vec<Token>) -> Option<Vec<usize>> {
    let outcome = catch_unwind(AssertUnwindSafe(call));
    let numbers = match &outcome {
        Ok(tokens) => Some(tokens.iter().map(|token| token.number).collect()),
        Err(payload) => {
            let message = message(&**payload);
            let is_clear = message.starts_with("`Split::cut` of `")
                || message.contains("have different lengths: ");
            assert!(is_clear, "{case}: {message}");
            None
        }
    };
    drop(outcome);
    assert!(unbalanced().is_empty(), "{case}: {:?}", unbalanced());
    numbers
}

/// All lies, by ways to cut.
fn for_all_lies(test: impl Fn(&str, Way, Lies, bool)) {
    for (counted, count) in COUNTS {
        for (cut, place) in PLACES {
            for (is_swapped, way) in [false, true]
                .into_iter()
                .flat_map(|s| Way::ALL.map(|w| (s, w)))
            {
                let lies = Lies {
                    count,
                    place,
                    is_swapped,
                };
                let case = format!("says {counted}, cuts {cut}, swaps: {is_swapped}, {way:?}");
                let is_honest = counted == "the truth" && cut == "where it should" && !is_swapped;
                open(&[], &[]);
                test(&case, way, lies, is_honest);
            }
        }
    }
}

fn liar(len: usize, lies: Lies, asked: &AtomicUsize) -> Liar<'_> {
    Liar {
        elements: elements(len),
        lies,
        asked,
    }
}

#[test]
fn an_input_that_lies_gives_each_element_at_most_once_or_a_clear_panic() {
    let name = "an_input_that_lies_gives_each_element_at_most_once_or_a_clear_panic";
    in_child(name, || {
        let panics = AtomicUsize::new(0);
        for_all_lies(|case, way, lies, is_honest| {
            let asked = AtomicUsize::new(0);
            let put_out = |chunk: Liar<'_>| chunk.elements;
            let numbers = numbers(case, || {
                way.call(liar(way.len, lies, &asked)).flatten(put_out)
            });
            let Some(mut numbers) = numbers else {
                panics.fetch_add(1, Ordering::Relaxed);
                return assert!(!is_honest, "{case}");
            };
            assert!(!is_honest || numbers.is_sorted(), "{case}");
            numbers.sort_unstable();
            let len = numbers.len();
            numbers.dedup();
            assert_eq!(numbers.len(), len, "{case}");
            assert!(!is_honest || len == way.len, "{case}");
        });
        assert!(panics.into_inner() > 100, "lies are found");
    });
}

#[test]
fn an_input_that_lies_does_no_harm_to_those_it_is_cut_with() {
    let name = "an_input_that_lies_does_no_harm_to_those_it_is_cut_with";
    in_child(name, || {
        for_all_lies(|case, way, lies, is_honest| {
            let asked = AtomicUsize::new(0);
            let mut written = vec![usize::MAX; way.len];
            let put_out = |(liar, owned, written): (Liar<'_>, Vec<Token>, &mut [usize])| {
                let range = current_chunk().unwrap().range();
                assert_eq!((owned.len(), written.len()), (range.len(), range.len()));
                for (number, (place, element)) in range.zip(written.iter_mut().zip(&owned)) {
                    assert_eq!(element.number, number);
                    *place = number;
                }
                drop(liar);
                owned
            };
            let call = || {
                let liar = liar(way.len, lies, &asked);
                let input = (liar, elements(way.len), &mut written);
                way.call(input).flatten(put_out)
            };
            let numbers = numbers(case, call);
            assert!(numbers.is_some() || !is_honest, "{case}");
            let all: Vec<usize> = (0..way.len).collect();
            assert!(numbers.is_none_or(|numbers| numbers == all), "{case}");
            let right = written
                .iter()
                .zip(0..)
                .all(|(&n, at)| n == at || n == usize::MAX);
            assert!(right, "{case}");
        });
    });
}

#[test]
fn an_input_of_more_elements_than_memory_is_cut_as_it_says() {
    let name = "an_input_of_more_elements_than_memory_is_cut_as_it_says";
    in_child(name, || {
        struct Vast(usize);
        impl Split for Vast {
            fn element_count(&self) -> usize {
                self.0
            }

            fn cut(self, at: usize) -> (Self, Self) {
                (Vast(at), Vast(self.0 - at))
            }
        }
        for jobs in 0..5 {
            let call = parallel(Vast(usize::MAX)).jobs(jobs);
            let lengths: Vec<usize> = call.flatten(|part| vec![part.0]);
            let sum = lengths
                .iter()
                .try_fold(0, |sum: usize, &len| sum.checked_add(len));
            assert_eq!(sum, Some(usize::MAX), "{lengths:?}");
        }
    });
}
