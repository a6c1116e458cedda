//! Calls over streams: as `exactly_once`, with iterators, merges and sinks that fail as well. Of all failures the one at
//! the lowest position decides.

use parallelize::__private::{append, fold};
use parallelize::Flatten;

use crate::support::child::in_child;
use crate::support::faults::{Event, as_user, due, happen};
use crate::support::panics::message_of;
use crate::support::paths::{APART, End, LIST, Path, Way, body, path, try_body};
use crate::support::values::{Kind, Output, Token};
use crate::support::verdict::{count_all, try_all};
use crate::support::wait_until;

/// A merge of two outputs.
fn merge(mut first: Vec<Token>, later: Vec<Token>) -> Vec<Token> {
    as_user(move || {
        happen(Event::Merge, later[0].chunk);
        first.extend(later);
        first
    })
}

/// An output of the user's own.
struct Row(Vec<Token>);

impl Flatten for Row {
    fn append(&mut self, later: Self) {
        let first = std::mem::take(&mut self.0);
        self.0 = merge(first, later.0);
    }

    fn is_failure(&self) -> bool {
        as_user(|| happen(Event::IsFailure, self.0[0].chunk));
        false
    }
}

impl Output for Row {
    fn make(tokens: Vec<Token>) -> Self {
        Row(tokens)
    }

    fn numbers(&self) -> Vec<usize> {
        self.0.numbers()
    }
}

/// Moves an output to where nothing drops it before the call ends.
fn keep(kept: &mut Vec<Token>, output: Vec<Token>) -> Result<(), Token> {
    as_user(|| {
        let chunk = output[0].chunk;
        kept.extend(output);
        happen(Event::Sink, chunk);
        match due(Event::Refuse, chunk).and_then(|fired| fired.of) {
            Some(chunk) => Err(Token::new(Kind::Error, chunk, Some(chunk))),
            None => Ok(()),
        }
    })
}

/// As `keep`, for a sink that cannot refuse.
fn keep_all(kept: &mut Vec<Token>, output: Vec<Token>) {
    as_user(|| {
        happen(Event::Sink, output[0].chunk);
        kept.extend(output);
    });
}

/// Asserts that a sink has got outputs in order.
fn assert_in_order(kept: &[Token]) {
    let numbers = kept.iter().map(|token| token.number);
    assert!(numbers.eq(0..kept.len()));
}

const PATHS: &[Path] = &[
    path("flatten", LIST, |way| {
        End::of(|| way.stream().flatten(try_body::<Vec<Token>>))
    }),
    path("flatten, of an own type", LIST, |way| {
        End::of(|| Ok(way.stream().flatten(body::<Row>)))
    }),
    path("flatten, with a report", LIST, |way| {
        let call = || way.stream().report(|_| happen(Event::Report, None));
        End::of(|| call().flatten(try_body::<Vec<Token>>))
    }),
    path("per_chunk", APART, |way| {
        End::of(|| Ok(way.stream().per_chunk(body::<Token>)))
    }),
    path("try_per_chunk", APART, |way| {
        End::of(|| way.stream().try_per_chunk(try_body::<Token>))
    }),
    path("first", APART, |way| {
        let search = |held| try_body::<()>(held).err();
        End::of(|| way.stream().first(search).map_or(Ok(()), Err))
    }),
];

const MERGE_PATHS: &[Path] = &[
    path("reduce", LIST, |way| {
        End::of(|| Ok(way.stream().reduce(body::<Vec<Token>>, merge)))
    }),
    path("try_reduce", LIST, |way| {
        End::of(|| way.stream().try_reduce(try_body::<Vec<Token>>, merge))
    }),
    path("append to a `Vec`", LIST, |way| {
        let mut out: Vec<Token> = Vec::new();
        let call = || {
            let call = way.stream().with((append(&mut out),));
            call.try_flatten(|chunk, (out,): &mut (Vec<Token>,)| {
                out.extend(try_body::<Vec<Token>>(chunk)?);
                Ok(())
            })
        };
        End::of(call)
    }),
    path("an argument with a merge of its own", LIST, |way| {
        let mut out: Vec<Token> = Vec::new();
        let merge = |to: &mut Vec<Token>, later: Vec<Token>| {
            let first = std::mem::take(to);
            *to = merge(first, later);
        };
        let call = || {
            let call = way.stream().with((fold(&mut out, merge),));
            call.try_flatten(|chunk, (out,): &mut (Vec<Token>,)| {
                out.extend(try_body::<Vec<Token>>(chunk)?);
                Ok(())
            })
        };
        End::of(call)
    }),
];

const SINK_PATHS: &[Path] = &[
    path("consume", LIST, |way| {
        let mut kept = Vec::new();
        let sink = |output| keep_all(&mut kept, output);
        let end = End::of(|| {
            way.stream().consume(body, sink);
            Ok(())
        });
        assert_in_order(&kept);
        end
    }),
    path("try_consume", LIST, |way| {
        let mut kept = Vec::new();
        let end = End::of(|| {
            way.stream()
                .try_consume(body, |output| keep(&mut kept, output))
        });
        assert_in_order(&kept);
        end
    }),
];

#[test]
fn outputs_that_are_joined_or_not() {
    in_child("outputs_that_are_joined_or_not", || {
        try_all(PATHS, &Way::ALL[..4])
    });
}

#[test]
fn outputs_that_are_merged() {
    in_child("outputs_that_are_merged", || {
        try_all(MERGE_PATHS, &Way::ALL[..4])
    });
}

#[test]
fn outputs_that_go_to_a_sink() {
    in_child("outputs_that_go_to_a_sink", || {
        try_all(SINK_PATHS, &Way::ALL[..4])
    });
}

#[test]
fn nothing_is_made_more_often_than_it_must() {
    in_child("nothing_is_made_more_often_than_it_must", || {
        for paths in [PATHS, MERGE_PATHS, SINK_PATHS] {
            count_all(paths, false);
        }
    });
}

/// Panics, without the message on stderr.
fn panic_with(payload: &'static str) -> ! {
    resume_unwind(Box::new(payload))
}

/// The payload of the panic that a call ends with.
fn payload_of(call: impl FnOnce()) -> &'static str {
    let payload = catch_unwind(AssertUnwindSafe(call)).expect_err("a panic");
    payload.downcast_ref().copied().expect("a planned panic")
}

/// So many numbers, and then a panic.
fn panics_after(count: usize) -> impl Iterator<Item = usize> {
    (0..).inspect(move |n| {
        if *n == count {
            panic_with("the iterator");
        }
    })
}

#[test]
fn elements_before_a_panic_of_the_iterator_are_run_and_consumed() {
    for (jobs, size) in [1, 2, 4]
        .into_iter()
        .flat_map(|jobs| [1, 3, 100].map(|size| (jobs, size)))
    {
        for count in [0, 1, 2, 3, 50, 99, 100, 101] {
            let (begun, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let mut consumed = Vec::new();
            let call = || stream(panics_after(count)).jobs(jobs).chunk_size(size);
            let body = |numbers: vec::IntoIter<usize>| {
                begun.fetch_add(1, Ordering::SeqCst);
                thread::yield_now();
                let numbers: Vec<usize> = numbers.collect();
                ended.fetch_add(1, Ordering::SeqCst);
                numbers
            };
            let payload = payload_of(|| call().consume(body, |output| consumed.extend(output)));
            assert_eq!(payload, "the iterator");
            assert!(consumed.into_iter().eq(0..count));
            assert_eq!(begun.load(Ordering::SeqCst), count.div_ceil(size));
            assert_eq!(begun.into_inner(), ended.into_inner());
        }
    }
}

#[test]
fn a_failure_before_the_panic_of_the_iterator_decides() {
    for (jobs, size) in [1, 2, 4]
        .into_iter()
        .flat_map(|jobs| [1, 3].map(|size| (jobs, size)))
    {
        for count in [1, 4, 20] {
            // The last element before the panic fails, and takes its time.
            let fail = |mut numbers: vec::IntoIter<usize>| {
                if numbers.any(|n| n + 1 == count) {
                    thread::sleep(Duration::from_millis(1));
                    return Err(count);
                }
                Ok(())
            };
            let call = || stream(panics_after(count)).jobs(jobs).chunk_size(size);
            assert_eq!(call().flatten(fail), Err(count));
            assert_eq!(call().try_per_chunk(fail), Err(count));
            assert_eq!(call().first(|numbers| fail(numbers).err()), Some(count));
            assert_eq!(call().try_consume(fail, |outcome| outcome), Err(count));
            let panic = |numbers| fail(numbers).unwrap_or_else(|_| panic_with("the batch"));
            assert_eq!(payload_of(|| call().flatten(panic)), "the batch");
        }
    }
}

/// Panics when it is dropped.
struct Fragile(&'static AtomicUsize);

impl Drop for Fragile {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
        panic_with("a drop");
    }
}

#[test]
fn a_panic_of_dropping_the_iterator_is_the_callers_unless_something_fails_before() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    let numbers = |fragile: Fragile| {
        iter::from_fn({
            let mut numbers = 0..10;
            move || {
                let _ = &fragile;
                numbers.next()
            }
        })
    };
    let body = |number: usize| {
        move |mut numbers: vec::IntoIter<usize>| {
            if numbers.any(|n| n == number) {
                Err(number)
            } else {
                Ok(())
            }
        }
    };
    let panic =
        |number| move |numbers| body(number)(numbers).unwrap_or_else(|_| panic_with("a batch"));
    for (jobs, size) in [1, 3]
        .into_iter()
        .flat_map(|jobs| [1, 4, 11].map(|size| (jobs, size)))
    {
        DROPPED.store(0, Ordering::SeqCst);
        let call = || {
            stream(numbers(Fragile(&DROPPED)))
                .jobs(jobs)
                .chunk_size(size)
        };
        assert_eq!(payload_of(|| call().flatten(panic(99))), "a drop");
        assert_eq!(payload_of(|| call().consume(panic(99), drop)), "a drop");
        assert_eq!(payload_of(|| call().flatten(panic(5))), "a batch");
        assert_eq!(payload_of(|| call().consume(panic(5), drop)), "a batch");
        let message = message_of(|| call().chunk_size(0).flatten(drop));
        assert!(message.contains("` is 0: "), "{message}");
        assert_eq!(DROPPED.load(Ordering::SeqCst), 5, "each is dropped once");
    }
}

#[test]
fn elements_that_nobody_claims_are_dropped_one_by_one_even_if_each_panics() {
    in_child(
        "elements_that_nobody_claims_are_dropped_one_by_one_even_if_each_panics",
        || {
            static DROPPED: AtomicUsize = AtomicUsize::new(0);
            let has_failed = AtomicBool::new(false);
            // The second batch is not complete when the first one fails, on a helper.
            let elements = (0..100).map(|n| {
                if n == 7 {
                    wait_until("a batch fails", || has_failed.load(Ordering::SeqCst));
                    thread::sleep(Duration::from_millis(5)); // it is noted
                }
                Fragile(&DROPPED)
            });
            let fail = |elements: vec::IntoIter<Fragile>| -> Result<(), ()> {
                elements.for_each(mem::forget);
                has_failed.store(true, Ordering::SeqCst);
                Err(())
            };
            let call = || _ = stream(elements).jobs(2).chunk_size(4).flatten(fail);
            assert_eq!(payload_of(call), "a drop");
            assert_eq!(DROPPED.load(Ordering::SeqCst), 4);
        },
    );
}
