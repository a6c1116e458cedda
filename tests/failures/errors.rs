//! Outputs that fail: which error the caller gets, and what still runs.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use parallelize::{current_chunk, parallel, parallelize};

use crate::support::{Meeting, wait_until};

fn index() -> usize {
    current_chunk().unwrap().index()
}

/// What one chunk does.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Deed {
    Succeed,
    Fail,
    Panic,
}

use Deed::{Fail, Panic, Succeed};

/// The index of the chunk that decides, and what it did; all chunks are in flight together.
fn outcome_of_all(deeds: &[Deed]) -> (Option<usize>, Deed) {
    let meeting = Meeting::of(deeds.len());
    let call = || {
        parallel(deeds).jobs(deeds.len()).try_per_chunk(|chunk| {
            meeting.wait();
            match chunk[0] {
                Succeed => Ok(index()),
                Fail => Err(index()),
                Panic => resume_unwind(Box::new(index())),
            }
        })
    };
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(all)) => {
            assert!(all.into_iter().eq(0..deeds.len()));
            (None, Succeed)
        }
        Ok(Err(index)) => (Some(index), Fail),
        Err(payload) => (payload.downcast_ref().copied(), Panic),
    }
}

#[test]
fn the_lowest_failing_chunk_decides_be_it_an_error_or_a_panic() {
    for code in 0..3_usize.pow(4) {
        let deeds = [0, 1, 2, 3].map(|place| [Succeed, Fail, Panic][code / 3_usize.pow(place) % 3]);
        let lowest = deeds.iter().position(|&deed| deed != Succeed);
        let expected = (lowest, lowest.map_or(Succeed, |index| deeds[index]));
        assert_eq!(outcome_of_all(&deeds), expected, "{deeds:?}");
    }
}

#[test]
fn a_lower_error_wins_that_comes_after_a_higher_one() {
    for later in [Fail, Panic] {
        let has_failed = AtomicBool::new(false);
        let outcome: Result<Vec<()>, _> = parallel(0..2).jobs(2).try_per_chunk(|_| {
            if index() == 0 {
                wait_until("chunk 1 fails", || has_failed.load(Ordering::SeqCst));
                return Err("lower");
            }
            has_failed.store(true, Ordering::SeqCst);
            match later {
                Panic => resume_unwind(Box::new("higher")),
                _ => Err("higher"),
            }
        });
        assert_eq!(outcome, Err("lower"));
    }
}

#[test]
fn a_lower_panic_wins_that_comes_after_a_higher_error() {
    let has_failed = AtomicBool::new(false);
    let call = || {
        parallel(0..2).jobs(2).flatten(|_| -> Result<(), &str> {
            if index() == 0 {
                wait_until("chunk 1 fails", || has_failed.load(Ordering::SeqCst));
                resume_unwind(Box::new("lower"));
            }
            has_failed.store(true, Ordering::SeqCst);
            Err("higher")
        })
    };
    let payload = catch_unwind(AssertUnwindSafe(call)).err().unwrap();
    assert_eq!(payload.downcast_ref(), Some(&"lower"));
}

#[test]
fn a_panic_in_a_nested_call_goes_through_to_the_outermost_caller() {
    for (outer, inner) in [(0, 0), (0, 2), (2, 0), (2, 2)] {
        let call = || {
            parallel(0..3).jobs(3).per_chunk(|a| {
                parallel(0..3).jobs(3).per_chunk(|b| {
                    if (a.start, b.start) == (outer, inner) {
                        resume_unwind(Box::new((outer, inner)));
                    }
                });
            })
        };
        let payload = catch_unwind(AssertUnwindSafe(call)).expect_err("a panic");
        assert_eq!(payload.downcast_ref(), Some(&(outer, inner)));
    }
}

/// Runs `call` with a body that fails at one place, and counts how many chunks start.
fn started<R>(failing: usize, call: impl Fn(&(dyn Fn() -> bool + Sync)) -> R) -> usize {
    let started = AtomicUsize::new(0);
    call(&|| {
        started.fetch_add(1, Ordering::SeqCst);
        index() == failing
    });
    started.into_inner()
}

#[test]
fn no_new_chunk_starts_after_an_error() {
    for failing in 0..8 {
        let input = || parallel(0..8).chunk_size(1).jobs(1);
        let fail = |failed: bool| if failed { Err(()) } else { Ok(()) };
        let all = [
            started(failing, |failed| input().try_per_chunk(|_| fail(failed()))),
            started(failing, |failed| {
                input().try_reduce(|_| fail(failed()), |(), ()| ())
            }),
            started(failing, |failed| input().flatten(|_| fail(failed()))),
            started(failing, |failed| input().flatten(|_| fail(failed()).ok())),
            started(failing, |failed| {
                input().flatten(|_| Some(fail(failed()).map(|()| vec![1])))
            }),
        ];
        assert_eq!(all, [failing + 1; 5]);
    }
}

#[test]
fn an_error_that_is_only_a_value_stops_nothing() {
    let fail = |failed: bool| if failed { Err(()) } else { Ok(()) };
    let all = started(2, |failed| {
        parallel(0..8)
            .chunk_size(1)
            .jobs(1)
            .per_chunk(|_| fail(failed()))
    });
    assert_eq!(all, 8);
}

#[test]
fn an_error_on_one_of_several_workers_stops_the_others() {
    const CHUNKS: usize = 20_000;
    for workers in [2, 4] {
        let (meeting, started) = (Meeting::of(workers), AtomicUsize::new(0));
        let outcome = parallel(0..CHUNKS)
            .chunk_size(1)
            .jobs(workers)
            .try_per_chunk(|_| {
                started.fetch_add(1, Ordering::SeqCst);
                if index() < workers {
                    meeting.wait();
                }
                if index() == 0 {
                    return Err("first");
                }
                // Gives chunk 0 all the time it needs, 20 seconds or more.
                thread::sleep(Duration::from_millis(2));
                Ok(())
            });
        assert_eq!(outcome, Err("first"));
        assert!(started.into_inner() < CHUNKS);
    }
}

#[test]
fn chunks_that_run_when_another_fails_run_to_their_end() {
    let (meeting, ended) = (Meeting::of(4), AtomicUsize::new(0));
    let has_failed = AtomicBool::new(false);
    let outcome: Result<Vec<()>, _> = parallel(0..4).jobs(4).try_per_chunk(|_| {
        meeting.wait();
        if index() == 1 {
            has_failed.store(true, Ordering::SeqCst);
            return Err("failed");
        }
        wait_until("chunk 1 fails", || has_failed.load(Ordering::SeqCst));
        ended.fetch_add(1, Ordering::SeqCst);
        Ok(())
    });
    assert_eq!(outcome, Err("failed"));
    assert_eq!(ended.into_inner(), 3);
}

#[test]
fn a_single_chunk_gives_its_error() {
    let fail = |_| Err::<Vec<u8>, _>("alone");
    assert_eq!(parallel(0..0).try_per_chunk(fail), Err("alone"));
    assert_eq!(parallel(0..1).flatten(fail), Err("alone"));
}

#[test]
fn errors_need_be_send_only() {
    let fail = |_| Err::<(), _>(std::cell::Cell::new(3));
    let outcome = parallel(0..4).jobs(4).try_per_chunk(fail);
    assert_eq!(outcome.map_err(|cell| cell.get()), Err(3));
}

#[parallelize(chunk_size = 1)]
fn parse(texts: &[&str]) -> Result<Vec<u8>, String> {
    let parse = |text: &&str| text.parse::<u8>().map_err(|_| (*text).to_owned());
    texts.iter().map(parse).collect()
}

#[parallelize(chunk_size = 1)]
fn check(numbers: Range<u32>) -> Result<(), u32> {
    numbers.filter(|n| n % 5 == 4).try_for_each(Err)
}

#[parallelize(chunk_size = 2)]
fn sum(numbers: Range<u32>) -> Result<u32, u32> {
    let sum = numbers.sum();
    if sum > 12 { Err(sum) } else { Ok(sum) }
}

#[test]
fn annotated_functions_return_the_first_error() {
    assert_eq!(parse(&["1", "2", "3"]), Ok(vec![1, 2, 3]));
    let first = parse(&["1", "b", "3", "d"]);
    assert_eq!(first, Err("b".to_owned()));
    assert_eq!((check(0..4), check(0..20)), (Ok(()), Err(4)));
    let sums: Result<Vec<u32>, u32> = sum(0..6);
    assert_eq!((sums, sum(0..20)), (Ok(vec![1, 5, 9]), Err(13)));
}
