//! Searches that hit and panic: what decides, what still runs, and what is dropped.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parallelize::{current_chunk, parallel};

use crate::support::{Meeting, wait_until};

fn index() -> usize {
    current_chunk().unwrap().index()
}

/// What one chunk does.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Deed {
    Miss,
    Hit,
    Panic,
}

use Deed::{Hit, Miss, Panic};

/// The index of the chunk that decides, and what it did; all chunks are in flight together.
fn outcome_of_all(deeds: &[Deed]) -> (Option<usize>, Deed) {
    let meeting = Meeting::of(deeds.len());
    let call = || {
        parallel(deeds)
            .chunk_size(1)
            .jobs(deeds.len())
            .first(|chunk| {
                meeting.wait();
                match chunk[0] {
                    Miss => None,
                    Hit => Some(index()),
                    Panic => resume_unwind(Box::new(index())),
                }
            })
    };
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(None) => (None, Miss),
        Ok(Some(index)) => (Some(index), Hit),
        Err(payload) => (payload.downcast_ref().copied(), Panic),
    }
}

#[test]
fn the_lowest_chunk_that_hits_or_panics_decides() {
    for code in 0..3_usize.pow(4) {
        let deeds = [0, 1, 2, 3].map(|place| [Miss, Hit, Panic][code / 3_usize.pow(place) % 3]);
        let lowest = deeds.iter().position(|&deed| deed != Miss);
        let expected = (lowest, lowest.map_or(Miss, |index| deeds[index]));
        assert_eq!(outcome_of_all(&deeds), expected, "{deeds:?}");
    }
}

#[test]
fn a_lower_hit_wins_that_comes_after_a_higher_hit_or_panic() {
    for later in [Hit, Panic] {
        let is_over = AtomicBool::new(false);
        let found = parallel(0..2).chunk_size(1).jobs(2).first(|_| {
            if index() == 0 {
                wait_until("chunk 1 ends", || is_over.load(Ordering::SeqCst));
                return Some("lower");
            }
            is_over.store(true, Ordering::SeqCst);
            match later {
                Panic => resume_unwind(Box::new("higher")),
                _ => Some("higher"),
            }
        });
        assert_eq!(found, Some("lower"));
    }
}

#[test]
fn a_lower_panic_wins_that_comes_after_a_higher_hit() {
    let has_hit = AtomicBool::new(false);
    let call = || {
        parallel(0..2).chunk_size(1).jobs(2).first(|_| {
            if index() == 0 {
                wait_until("chunk 1 hits", || has_hit.load(Ordering::SeqCst));
                resume_unwind(Box::new("lower"));
            }
            has_hit.store(true, Ordering::SeqCst);
            true
        })
    };
    let payload = catch_unwind(AssertUnwindSafe(call)).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"lower"));
}

#[test]
fn a_hit_on_one_of_several_workers_stops_the_others() {
    // All chunks together would take longer than the machine lasts.
    for workers in [2, 4] {
        let meeting = Meeting::of(workers);
        let call = parallel(0..usize::MAX).chunk_size(1).jobs(workers);
        let found = call.first(|chunk| {
            if index() < workers {
                meeting.wait();
            }
            (index() == 0).then_some(chunk)
        });
        assert_eq!(found, Some(0..1));
    }
}

#[test]
fn chunks_that_run_when_another_hits_run_to_their_end() {
    let (meeting, ended) = (Meeting::of(4), AtomicUsize::new(0));
    let has_hit = AtomicBool::new(false);
    let found = parallel(0..4).chunk_size(1).jobs(4).first(|_| {
        meeting.wait();
        if index() == 1 {
            has_hit.store(true, Ordering::SeqCst);
            return true;
        }
        wait_until("chunk 1 hits", || has_hit.load(Ordering::SeqCst));
        ended.fetch_add(1, Ordering::SeqCst);
        false
    });
    assert!(found);
    assert_eq!(ended.into_inner(), 3);
}

#[test]
fn a_panic_behind_a_hit_of_an_earlier_chunk_does_not_come_about() {
    let call = parallel(0..8).chunk_size(1).jobs(1);
    let found = call.first(|_| match index() {
        0..3 => None,
        3 => Some(3),
        _ => panic!("no chunk behind a hit starts"),
    });
    assert_eq!(found, Some(3));
}

#[test]
fn inputs_and_hits_are_dropped_once_and_the_result_is_kept() {
    for jobs in [1, 3, 9] {
        for hit in [0, 4, 8, 9] {
            let witness = Arc::new(());
            let elements = vec![Arc::clone(&witness); 9];
            let call = parallel(elements).chunk_size(1).jobs(jobs);
            // All chunks from `hit` on would hit.
            let found = call.first(|mut chunk| (index() >= hit).then(|| (index(), chunk.pop())));
            assert_eq!(
                found.as_ref().map(|(index, _)| *index),
                (hit < 9).then_some(hit)
            );
            assert_eq!(Arc::strong_count(&witness), 1 + usize::from(hit < 9));
            drop(found);
            assert_eq!(Arc::strong_count(&witness), 1);
        }
    }
}
