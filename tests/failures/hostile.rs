//! What users pass to a call, and what it calls of theirs, doing what it should not: the call ends, with a
//! panic at worst, and nothing is dropped twice.

use std::mem::{self, ManuallyDrop, forget};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::__private::argument;
use parallelize::{Flatten, RangeInteger, Split, parallel};

use crate::support::calls::{Boxes, boxes, make_calls};
use crate::support::child::in_child;
use crate::support::paths::Way;

/// Panics with another one when it is dropped, so many times.
struct Endless(usize);

impl Drop for Endless {
    fn drop(&mut self) {
        if let Some(left) = self.0.checked_sub(1) {
            resume_unwind(Box::new(Endless(left)));
        }
    }
}

#[test]
fn payloads_that_throw_others_without_end_are_given_up() {
    in_child(
        "payloads_that_throw_others_without_end_are_given_up",
        || {
            for way in Way::ALL {
                let call = || -> Vec<Endless> {
                    // The original is the caller's, whose unwinding it would abort as any variable would.
                    let argument = ManuallyDrop::new(argument((Endless(usize::MAX),)));
                    way.call(0..way.len).per_chunk(|_| {
                        forget(argument.get());
                        resume_unwind(Box::new(Endless(usize::MAX)))
                    })
                };
                // (The clone must not end in a panic before there is a body.)
                let payload = catch_unwind(AssertUnwindSafe(call)).err().expect("a panic");
                assert!(payload.is::<Endless>());
                forget(payload);
            }
        },
    );
}

impl Clone for Endless {
    fn clone(&self) -> Self {
        Endless(self.0)
    }
}

#[test]
fn bodies_may_keep_or_leak_their_chunks() {
    in_child("bodies_may_keep_or_leak_their_chunks", || {
        for way in Way::ALL {
            let kept = Mutex::new(Vec::new());
            way.call(boxes(way.len))
                .flatten(|chunk| kept.lock().unwrap().extend(chunk));
            let mut kept = kept.into_inner().unwrap();
            kept.sort();
            assert_eq!(kept, boxes(way.len));

            let mut lent = boxes(way.len);
            let chunks: Vec<&mut [Box<usize>]> = way.call(&mut lent).per_chunk(|chunk| chunk);
            forget(chunks);
            let taken: Vec<Boxes> = way
                .call(&mut lent)
                .per_chunk(|chunk| chunk.iter_mut().map(mem::take).collect());
            assert_eq!(taken.concat(), boxes(way.len));
            let argument = argument((vec![1_u8; 0],));
            way.call(0..way.len).per_chunk(|_| forget(argument.get()));
        }
    });
}

#[test]
fn bodies_and_what_combines_outputs_may_leak_and_exchange_them() {
    let name = "bodies_and_what_combines_outputs_may_leak_and_exchange_them";
    in_child(name, || {
        for way in Way::ALL {
            let call = || way.call(boxes(way.len));
            let last = call().reduce(|chunk| chunk, |_, last| last);
            assert_eq!(last.last(), boxes(way.len).last());
            let swapped = call().reduce(
                |chunk| chunk,
                |first, last| {
                    make_calls();
                    last.into_iter().chain(first).collect()
                },
            );
            assert_eq!(swapped.len(), way.len);
            let empty = call().reduce(|chunk| chunk, |_, _| Vec::new());
            assert!(empty.len() <= way.len);
        }
    });
}

/// What a `Flatten` does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Drop,
    Leak,
    Duplicate,
    Reverse,
    Panic,
    Call,
    Recurse,
}

const DEEDS: [Deed; 7] = [
    Deed::Drop,
    Deed::Leak,
    Deed::Duplicate,
    Deed::Reverse,
    Deed::Panic,
    Deed::Call,
    Deed::Recurse,
];

#[derive(Clone, Debug)]
struct Heap {
    boxes: Boxes,
    deed: Deed,
    /// Says that it is a failure every so many times.
    fails: usize,
}

static ASKED: AtomicUsize = AtomicUsize::new(0);

impl Flatten for Heap {
    fn append(&mut self, later: Self) {
        let boxes = mem::take(&mut self.boxes);
        *self = Self::flatten(vec![Heap { boxes, ..*self }, later]);
    }

    fn flatten(mut parts: Vec<Self>) -> Self {
        let (deed, fails) = (parts[0].deed, parts[0].fails);
        let boxes = match deed {
            Deed::Drop => Vec::new(),
            Deed::Leak => {
                forget(mem::take(&mut parts[0].boxes));
                Vec::new()
            }
            Deed::Duplicate => [parts[0].boxes.clone(), parts[0].boxes.clone()].concat(),
            Deed::Reverse => parts
                .into_iter()
                .rev()
                .flat_map(|part| part.boxes)
                .collect(),
            Deed::Panic => resume_unwind(Box::new("no flatten")),
            Deed::Call => {
                make_calls();
                parts.remove(0).boxes
            }
            Deed::Recurse if parts.len() > 2 => {
                let half = |parts: &mut [Heap]| {
                    let mut first = parts[0].clone();
                    first.boxes = parts.iter().flat_map(|part| part.boxes.clone()).collect();
                    first
                };
                parallel(&mut parts).jobs(2).flatten(half).boxes
            }
            Deed::Recurse => parts.remove(0).boxes,
        };
        Heap { boxes, deed, fails }
    }

    fn is_failure(&self) -> bool {
        if self.deed == Deed::Call {
            make_calls();
        }
        let asked = ASKED.fetch_add(1, Ordering::Relaxed);
        self.fails > 0 && asked % self.fails == 0
    }
}

#[test]
fn outputs_that_join_otherwise_than_they_should_are_the_result_or_a_panic() {
    let name = "outputs_that_join_otherwise_than_they_should_are_the_result_or_a_panic";
    in_child(name, || {
        for (way, deed) in Way::ALL
            .into_iter()
            .flat_map(|way| DEEDS.map(|deed| (way, deed)))
        {
            for fails in 0..4 {
                let body = |boxes| Heap { boxes, deed, fails };
                let call = || way.call(boxes(way.len));
                let calls: [&dyn Fn() -> Option<Heap>; 4] = [
                    &|| Some(call().flatten(body)),
                    &|| call().flatten(|chunk| Some(body(chunk))),
                    &|| call().flatten(|chunk| Ok::<_, ()>(body(chunk))).ok(),
                    &|| Some(call().flatten(|chunk| (body(chunk), vec![1])).0),
                ];
                for call in calls {
                    match catch_unwind(AssertUnwindSafe(call)) {
                        Ok(heap) => {
                            // Each time that outputs are joined, a `Flatten` may double what is there.
                            let most = 2 * way.len * way.len;
                            assert!(heap.is_some_and(|heap| heap.boxes.len() <= most));
                        }
                        Err(payload) => assert_eq!(
                            (deed, payload.downcast_ref()),
                            (Deed::Panic, Some(&"no flatten"))
                        ),
                    }
                }
            }
        }
    });
}

#[test]
fn what_is_hidden_in_the_documentation_can_be_called_and_does_no_harm() {
    let mut numbers = boxes(3);
    let mut text = "abc".to_owned();
    for list in [Flatten::as_list(&mut numbers), Flatten::as_list(&mut text)] {
        let list = list.expect("a list");
        list.reserve_total(usize::MAX, 0); // there is not that much
        list.reserve_total(100, 10);
        list.reserve_total(0, 0);
        let _ = list.raw();
        list.shrink_to_fit();
    }
    assert_eq!((numbers, text.as_str()), (boxes(3), "abc"));
    assert_eq!(usize::advance(usize::MAX, 2), 1);
    assert_eq!(i32::distance(3, -3), Some(0));
    let splitter = <Boxes as Split>::splitter();
    assert!(format!("{splitter:?}").starts_with("Splitter"));
    let nothing = catch_unwind(|| Boxes::flatten(Vec::new())).unwrap_err();
    let message = nothing.downcast_ref().map(String::as_str);
    assert_eq!(message, Some("a call has at least one chunk"));
}
