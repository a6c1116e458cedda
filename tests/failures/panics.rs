//! Bodies that panic: what the caller gets, what still runs, and that all is dropped once.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use parallelize::__private::argument;
use parallelize::{Report, current_chunk, parallel};

use crate::support::panics::message_of;

fn index() -> usize {
    current_chunk().unwrap().index()
}

/// Panics, without the message on stderr.
fn panic_with(payload: impl Any + Send) -> ! {
    resume_unwind(Box::new(payload))
}

fn payload_of<P: 'static>(call: impl FnOnce()) -> P {
    let payload = catch_unwind(AssertUnwindSafe(call)).expect_err("a panic");
    *payload.downcast().expect("the payload of the body")
}

#[test]
fn of_the_chunks_that_panic_the_lowest_decides() {
    for lower in 0..6 {
        // With `lower` itself only one chunk panics.
        for higher in lower..6 {
            for jobs in [1, 6] {
                let meeting = Barrier::new(jobs);
                let payload: usize = payload_of(|| {
                    parallel(0..6).chunk_size(1).jobs(jobs).per_chunk(|_| {
                        meeting.wait();
                        if index() == lower || index() == higher {
                            panic_with(index());
                        }
                    });
                });
                assert_eq!(payload, lower);
            }
        }
    }
}

#[test]
fn payloads_of_any_type_arrive_and_later_calls_work() {
    #[derive(Debug, PartialEq)]
    struct Own(Vec<u32>);
    let run = |panicking: &(dyn Fn() + Sync)| parallel(0..4).jobs(4).per_chunk(|_| panicking());
    let text: &str = payload_of(|| drop(run(&|| panic!("plain"))));
    assert_eq!(text, "plain");
    let text: String = payload_of(|| drop(run(&|| panic!("chunk {}", index()))));
    assert_eq!(text, "chunk 0");
    let own: Own = payload_of(|| drop(run(&|| panic_any(Own(vec![1])))));
    assert_eq!(own, Own(vec![1]));
    assert_eq!(run(&|| ()).len(), 4);
}

#[test]
fn no_new_chunk_starts_after_a_panic() {
    for panicking in 0..8 {
        let started = AtomicUsize::new(0);
        let _: usize = payload_of(|| {
            parallel(0..8).chunk_size(1).jobs(1).per_chunk(|_| {
                started.fetch_add(1, Ordering::Relaxed);
                if index() == panicking {
                    panic_with(panicking);
                }
            });
        });
        assert_eq!(started.into_inner(), panicking + 1);
    }
}

#[test]
fn a_panic_on_one_of_several_workers_stops_the_others() {
    const CHUNKS: usize = 20_000;
    for jobs in [2, 4] {
        let (meeting, started) = (Barrier::new(jobs), AtomicUsize::new(0));
        let _: &str = payload_of(|| {
            parallel(0..CHUNKS).chunk_size(1).jobs(jobs).per_chunk(|_| {
                started.fetch_add(1, Ordering::Relaxed);
                if index() < jobs {
                    meeting.wait();
                }
                if index() == 0 {
                    panic_with("stop");
                }
                // Gives chunk 0 all the time it needs, 20 seconds or more.
                thread::sleep(Duration::from_millis(2));
            });
        });
        assert!(started.into_inner() < CHUNKS);
    }
}

#[test]
fn chunks_that_run_when_another_panics_run_to_their_end() {
    let (meeting, ended) = (Barrier::new(4), AtomicUsize::new(0));
    let _: &str = payload_of(|| {
        parallel(0..4).jobs(4).per_chunk(|_| {
            meeting.wait();
            if index() == 1 {
                panic_with("one");
            }
            // Gives the call time to return too early.
            thread::sleep(Duration::from_millis(20));
            ended.fetch_add(1, Ordering::Relaxed);
        });
    });
    assert_eq!(ended.into_inner(), 3);
}

/// One of some values whose drops are counted one by one.
struct Token<'a>(&'a AtomicUsize);

impl Drop for Token<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// How a chunk ends.
#[derive(Clone, Copy, PartialEq, Debug)]
enum End {
    Well,
    Error,
    Panic,
}

/// Moves tokens through a call in which chunk `place` ends in `end`, while the bodies drop the first
/// `skip` of each chunk, and returns how the call ended.
fn send(tokens: Vec<Token<'_>>, [size, jobs, skip]: [usize; 3], place: usize, end: End) -> End {
    let call = || {
        let call = parallel(tokens).chunk_size(size).jobs(jobs);
        call.flatten(|chunk| {
            let kept: Vec<Token<'_>> = chunk.into_iter().skip(skip).collect();
            match end {
                End::Error if index() == place => Err(kept),
                End::Panic if index() == place => panic_with("on purpose"),
                _ => Ok(kept),
            }
        })
    };
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(_)) => End::Well,
        Ok(Err(_)) => End::Error,
        Err(_) => End::Panic,
    }
}

#[test]
fn inputs_and_outputs_are_dropped_exactly_once() {
    let ways = [1, 2, 4]
        .into_iter()
        .flat_map(|jobs| [(jobs, 0), (jobs, 1), (jobs, 9)]);
    for (size, chunks) in [(1, 13), (4, 4)] {
        for ((jobs, skip), place) in ways
            .clone()
            .flat_map(|way| (0..chunks).map(move |at| (way, at)))
        {
            for end in [End::Well, End::Error, End::Panic] {
                let drops = [0; 13].map(AtomicUsize::new);
                let tokens = drops.iter().map(Token).collect();
                assert_eq!(send(tokens, [size, jobs, skip], place, end), end);
                assert!(drops.iter().all(|n| n.load(Ordering::Relaxed) == 1));
            }
        }
    }
}

#[test]
fn values_without_size_are_dropped_exactly_once() {
    static DROPS: AtomicUsize = AtomicUsize::new(0);
    struct Empty;
    impl Drop for Empty {
        fn drop(&mut self) {
            DROPS.fetch_add(1, Ordering::Relaxed);
        }
    }
    for panicking in 0..=8 {
        for jobs in [1, 4] {
            DROPS.store(0, Ordering::Relaxed);
            let input: Vec<Empty> = (0..8).map(|_| Empty).collect();
            let call = parallel(input).chunk_size(1).jobs(jobs);
            let call = || {
                call.flatten(|chunk| {
                    if index() == panicking {
                        panic_with("on purpose");
                    }
                    chunk
                })
            };
            let joined = catch_unwind(AssertUnwindSafe(call));
            assert_eq!(
                joined.map_or(0, |all| all.len()),
                if panicking == 8 { 8 } else { 0 }
            );
            assert_eq!(DROPS.load(Ordering::Relaxed), 8);
        }
    }
}

#[test]
fn payloads_of_chunks_that_do_not_decide_are_dropped() {
    static DROPS: AtomicUsize = AtomicUsize::new(0);
    let meeting = Barrier::new(5);
    let lowest: (usize, Token<'static>) = payload_of(|| {
        parallel(0..5).jobs(5).per_chunk(|_| {
            meeting.wait();
            panic_with((index(), Token(&DROPS)))
        });
    });
    assert_eq!((lowest.0, DROPS.load(Ordering::Relaxed)), (0, 4));
}

/// Panics when it is dropped.
struct Bomb(&'static str);

impl Clone for Bomb {
    fn clone(&self) -> Self {
        Bomb("a clone")
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        panic_with(self.0);
    }
}

#[test]
fn outputs_that_panic_when_dropped_do_not_replace_the_panic_on_its_way() {
    for panicking in 0..5 {
        let meeting = Barrier::new(5);
        let payload: &str = payload_of(|| {
            std::mem::forget(parallel(0..5).jobs(5).per_chunk(|_| {
                meeting.wait();
                if index() == panicking {
                    panic_with("the body");
                }
                Bomb("an output")
            }));
        });
        assert_eq!(payload, "the body");
    }
}

#[test]
fn payloads_that_panic_when_dropped_do_not_replace_the_lowest() {
    let meeting = Barrier::new(4);
    let lowest: (usize, Bomb) = payload_of(|| {
        parallel(0..4).jobs(4).per_chunk(|_| {
            meeting.wait();
            panic_with((index(), Bomb("a payload")))
        });
    });
    assert_eq!(lowest.0, 0);
    std::mem::forget(lowest);
}

#[test]
fn inputs_that_panic_when_dropped_do_not_replace_the_panic_on_its_way() {
    for (panicking, jobs) in [(0, 1), (2, 1), (2, 2), (3, 4)] {
        let payload: &str = payload_of(|| {
            let input: Vec<Option<Bomb>> =
                (0..8).map(|n| (n == 7).then(|| Bomb("input"))).collect();
            let call = parallel(input).chunk_size(1).jobs(jobs);
            call.per_chunk(|chunk| {
                std::mem::forget(chunk);
                if index() == panicking {
                    panic_with("the body");
                }
            });
        });
        assert_eq!(payload, "the body");
    }
}

#[test]
fn what_a_refused_call_was_given_does_not_replace_the_refusal() {
    let bomb = Bomb("a receiver");
    let receiver = move |_: &Report| {
        let _ = &bomb;
    };
    let call = parallel(vec![Bomb("input")]).chunk_size(0).report(receiver);
    let message = message_of(|| call.flatten(std::mem::forget));
    assert!(message.contains("` is 0: "), "{message}");
}

#[test]
fn a_panic_while_dropping_an_argument_reaches_the_caller() {
    for jobs in [1, 2, 4] {
        let payload: &str = payload_of(|| {
            let argument = argument((Bomb("the original"),));
            let call = parallel(0..8).chunk_size(1).jobs(jobs);
            call.per_chunk(|_| std::mem::forget(argument.get()));
        });
        assert!(["a clone", "the original"].contains(&payload));
    }
}
