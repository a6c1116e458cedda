//! What the unsafe code does to memory, for Miri to look at: no rayon, no files, small numbers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::DrainQueue;
use crate::input::Queue;
use crate::plan::{Boundaries, Crew, Plan, Workers};
use crate::sys::panics::catch;

/// An element with memory of its own. The `Arc` counts the elements that are there.
type Element = Box<(usize, Arc<()>)>;

fn elements(len: usize, alive: &Arc<()>) -> Vec<Element> {
    let element = |number| Box::new((number, Arc::clone(alive)));
    (0..len).map(element).collect()
}

fn numbers(elements: &[Element]) -> Vec<usize> {
    elements.iter().map(|element| element.0).collect()
}

fn plan(len: usize, chunk_size: usize) -> Plan {
    let workers = Workers {
        max: 3,
        crew: Crew::Pool,
    };
    Plan::new(Boundaries::every(len, chunk_size), workers)
}

/// The elements of the next chunk, if there is one.
fn next<T>(queue: &DrainQueue<'_, T>) -> Option<Vec<T>> {
    let claim = queue.claim()?;
    Some(claim.chunk.expect("a `Vec` can be cut"))
}

#[test]
fn chunks_own_their_elements_and_the_rest_is_dropped_with_the_queue() {
    for len in 1..=4_usize {
        for chunk_size in 1..=len {
            for claimed in 0..=len.div_ceil(chunk_size) {
                let alive = Arc::new(());
                let plan = plan(len, chunk_size);
                let queue = DrainQueue::new(elements(len, &alive), &plan);
                let kept: Vec<_> = (0..claimed).flat_map(|_| next(&queue).unwrap()).collect();
                assert_eq!(queue.has_more(), claimed < plan.count());
                assert_eq!(Arc::strong_count(&alive), 1 + len);
                drop(queue);
                let end = len.min(claimed * chunk_size);
                assert_eq!(numbers(&kept), (0..end).collect::<Vec<_>>());
                assert_eq!(Arc::strong_count(&alive), 1 + end);
            }
        }
    }
}

#[test]
fn claims_of_one_worker_and_of_several_mix() {
    let alive = Arc::new(());
    let plan = plan(10, 2);
    let mut queue = DrainQueue::new(elements(10, &alive), &plan);
    let mut kept = Vec::new();
    for is_alone in [true, false, true, false] {
        let claim = if is_alone {
            queue.claim_alone()
        } else {
            queue.claim()
        };
        kept.extend(claim.unwrap().chunk.expect("a `Vec` can be cut"));
    }
    drop(queue);
    assert_eq!(numbers(&kept), (0..8).collect::<Vec<_>>());
    assert_eq!(Arc::strong_count(&alive), 1 + 8);
}

#[test]
fn a_part_of_a_call_counts_in_the_whole_input() {
    let plan = plan(10, 3).part(1..3);
    let queue = DrainQueue::new(vec![3, 4, 5, 6, 7, 8], &plan);
    let claims: Vec<_> = std::iter::from_fn(|| queue.claim()).collect();
    let places = claims
        .iter()
        .map(|claim| (claim.place.start, claim.place.end));
    assert!(places.eq([(3, 6), (6, 9)]));
    let chunks = claims.into_iter().map(|claim| claim.chunk.ok().unwrap());
    assert!(chunks.eq([vec![3, 4, 5], vec![6, 7, 8]]));
}

#[test]
fn threads_claim_chunks_at_the_same_time() {
    const LEN: usize = 12;
    let alive = Arc::new(());
    let plan = plan(LEN, 2);
    let queue = DrainQueue::new(elements(LEN, &alive), &plan);
    let two = || [next(&queue), next(&queue)].map(|chunk| chunk.expect("there are six"));
    let mut claimed = thread::scope(|scope| {
        let threads = [(); 3].map(|()| scope.spawn(|| two().concat()));
        threads.map(|thread| numbers(&thread.join().unwrap()))
    })
    .concat();
    claimed.sort_unstable();
    assert_eq!(claimed, (0..LEN).collect::<Vec<_>>());
    assert!(next(&queue).is_none());
    drop(queue);
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn elements_without_size_are_claimed_and_dropped_once() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    struct Nothing;
    impl Drop for Nothing {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }
    let plan = plan(5, 2);
    let queue = DrainQueue::new(vec![Nothing, Nothing, Nothing, Nothing, Nothing], &plan);
    let two = next(&queue);
    drop(next(&queue));
    assert_eq!(DROPPED.load(Ordering::Relaxed), 2);
    drop(queue);
    assert_eq!(DROPPED.load(Ordering::Relaxed), 3);
    drop(two);
    assert_eq!(DROPPED.load(Ordering::Relaxed), 5);
}

#[test]
fn a_panic_while_one_element_is_dropped_loses_no_other() {
    struct Fragile {
        breaks: bool,
        _alive: Arc<()>,
    }
    impl Drop for Fragile {
        fn drop(&mut self) {
            if self.breaks {
                std::panic::resume_unwind(Box::new("it breaks"));
            }
        }
    }
    let alive = Arc::new(());
    let element = |breaks| Fragile {
        breaks,
        _alive: Arc::clone(&alive),
    };
    let plan = plan(4, 1);
    let elements = || [false, true, false, false].map(element).into();
    let queue = DrainQueue::new(elements(), &plan);
    drop(next(&queue));
    assert!(catch(|| drop(next(&queue))).is_err());
    assert_eq!(Arc::strong_count(&alive), 3, "two are still there");
    drop(queue);
    assert!(catch(|| drop(DrainQueue::new(elements(), &plan))).is_err());
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_plan_for_a_longer_input_is_refused() {
    let plan = plan(3, 1);
    assert!(catch(|| drop(DrainQueue::new(vec![1_u8, 2], &plan))).is_err());
}
