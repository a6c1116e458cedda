//! Code of the user that makes calls where one would not expect it: in `Split`, `Clone` and `Drop`, and in
//! the expressions of options. All calls end, and none disturbs another.

use std::any::Any;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use parallelize::__private::argument;
use parallelize::{Input, Split, parallel, parallelize};

use crate::support::calls::{Boxes, boxes, make_calls};
use crate::support::child::in_child;
use crate::support::paths::Way;
use crate::support::pools::chunk_index as index;

/// A range that does something whenever it is asked or cut.
struct Busy<F>(Range<usize>, F);

impl<F: Fn() + Clone + Send> Split for Busy<F> {
    fn element_count(&self) -> usize {
        self.1();
        self.0.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        self.1();
        let (first, second) = self.0.cut(at);
        self.1();
        (Busy(first, self.1.clone()), Busy(second, self.1))
    }
}

fn all<C>(way: Way, input: impl Input<C>, numbers: fn(C) -> Vec<usize>) {
    let joined = way.call(input).flatten(numbers);
    assert!(joined.into_iter().eq(0..way.len), "{way:?}");
}

fn all_busy<F: Fn() + Clone + Send>(way: Way, inside: F) {
    all(way, Busy(0..way.len, inside), |chunk| chunk.0.collect());
}

#[test]
fn an_input_may_make_calls_while_it_is_counted_and_cut() {
    in_child(
        "an_input_may_make_calls_while_it_is_counted_and_cut",
        || {
            let inner = || {
                for way in Way::ALL {
                    all(way, 0..way.len, Iterator::collect);
                }
            };
            for way in Way::ALL {
                let inside = inner;
                all_busy(way, inside); // on this thread
                way.run(|| all_busy(way, inside)); // on one of a pool
                all_busy(way, || all_busy(Way::ALL[1], inside)); // in another one
            }
            // All threads of a pool at once.
            let way = Way::ALL[4];
            way.run(|| rayon::broadcast(|_| all_busy(way, inner)));
            // In the body of another call, of which others wait for this one.
            let outer = parallel(0..8).chunk_size(1).jobs(4);
            outer.per_chunk(|_| all_busy(Way::ALL[1], inner));
        },
    );
}

/// Cuts itself, and counts itself, by calls over itself.
struct Recursive(Range<usize>, usize);

impl Split for Recursive {
    fn element_count(&self) -> usize {
        let Some(depth) = self.1.checked_sub(1) else {
            return self.0.len();
        };
        let call = parallel(Recursive(self.0.clone(), depth))
            .chunk_size(2)
            .jobs(2);
        call.reduce(|part| part.0.len(), |a, b| a + b)
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (first, second) = self.0.cut(at);
        (Recursive(first, self.1), Recursive(second, self.1))
    }
}

#[test]
fn an_input_may_count_itself_by_calls_over_itself() {
    in_child("an_input_may_count_itself_by_calls_over_itself", || {
        for depth in 0..4 {
            let numbers = |part: Recursive| part.0.collect();
            all(Way::ALL[2], Recursive(0..Way::ALL[2].len, depth), numbers);
        }
    });
}

/// Makes calls when it is cloned and when it is dropped.
struct Caller(Box<usize>);

impl Clone for Caller {
    fn clone(&self) -> Self {
        make_calls();
        Caller(self.0.clone())
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        make_calls();
    }
}

fn callers(len: usize) -> Vec<Caller> {
    boxes(len).into_iter().map(Caller).collect()
}

fn assert_all(callers: &[Caller], len: usize) {
    let numbers = callers.iter().map(|caller| *caller.0);
    assert!(numbers.eq(0..len));
}

#[test]
fn elements_arguments_and_outputs_may_make_calls_when_they_are_cloned_and_dropped() {
    let name = "elements_arguments_and_outputs_may_make_calls_when_they_are_cloned_and_dropped";
    in_child(name, || {
        for way in Way::ALL {
            let joined = way.call(callers(way.len)).flatten(|chunk| chunk);
            assert_all(&joined, way.len);
            let seven = argument((Caller(Box::new(7)),));
            let eight = argument((Caller(Box::new(8)),));
            let sevens = way.call(callers(way.len)).per_chunk(|_| {
                assert_eq!(*eight.get().0, 8);
                seven.get()
            });
            assert!(sevens.iter().all(|seven| *seven.0 == 7));
            for failing in 0..3 {
                let seven = argument((Caller(Box::new(7)),));
                let call = || {
                    way.call(callers(way.len)).try_per_chunk(|chunk| {
                        let seven = seven.get();
                        if index() == failing {
                            Err((chunk, seven))
                        } else {
                            Ok((chunk, seven))
                        }
                    })
                };
                drop(catch_unwind(AssertUnwindSafe(call)).expect("no panic"));
            }
        }
    });
}

#[test]
fn payloads_may_make_calls_when_they_are_dropped() {
    in_child("payloads_may_make_calls_when_they_are_dropped", || {
        for way in Way::ALL {
            let call = || -> Vec<()> {
                way.call(0..way.len).per_chunk(|_| {
                    let payload: Box<dyn Any + Send> = Box::new(Caller(Box::new(index())));
                    resume_unwind(payload)
                })
            };
            let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
            let caller = payload.downcast::<Caller>().expect("of the body");
            assert_eq!(*caller.0, 0);
        }
    });
}

#[parallelize(jobs = { make_calls(); 3 }, min_len = { make_calls(); 1 }, merge = flatten)]
fn annotated(chunk: Boxes, caller: Caller) -> Boxes {
    make_calls();
    assert_eq!(*caller.0, 5);
    chunk
}

#[test]
fn expressions_of_options_and_reports_may_make_calls() {
    in_child("expressions_of_options_and_reports_may_make_calls", || {
        assert_eq!(annotated(boxes(9), Caller(Box::new(5))), boxes(9));
        for way in Way::ALL {
            let call = way.call(boxes(way.len)).report(|report| {
                make_calls();
                assert!(!report.chunks.is_empty());
            });
            assert_eq!(call.flatten(|chunk| chunk), boxes(way.len));
        }
    });
}
