//! Chunks that are handed out.

use std::ops::Range;

use loom::sync::Arc;
use loom::thread;

use super::Memory;
use crate::input::{Claim, DrainQueue, Queue, SharedQueue, Split, SplitQueue};
use crate::plan::{Boundaries, Crew, Plan, Workers};

const CHUNKS: usize = 4;

/// The plan of all queues here, which live as long as a model.
fn plan() -> &'static Plan {
    let workers = Workers {
        max: 2,
        crew: Crew::OwnAtOnce,
    };
    Box::leak(Box::new(Plan::new(Boundaries::every(CHUNKS, 1), workers)))
}

/// The chunks that a thread gets, `most` of them at most.
fn claim<C>(queue: &impl Queue<C>, most: usize) -> Vec<(usize, C)> {
    let claims = std::iter::from_fn(|| queue.claim()).take(most);
    let chunk = |claim: Claim<C>| {
        assert_eq!(claim.place.end, claim.place.start + 1);
        let chunk = claim.chunk.ok().expect("it can be cut");
        (claim.place.index, chunk)
    };
    claims.map(chunk).collect()
}

/// Two threads claim all chunks of `queue`; returns those of each.
fn claim_by_two<C: Send + 'static>(
    queue: &Arc<impl Queue<C> + Send + Sync + 'static>,
) -> [Vec<(usize, C)>; 2] {
    let other = {
        let queue = Arc::clone(queue);
        thread::spawn(move || claim(&*queue, usize::MAX))
    };
    let own = claim(&**queue, usize::MAX);
    [own, other.join().unwrap()]
}

#[test]
fn every_chunk_goes_to_one_worker_in_order() {
    loom::model(|| {
        let splitter = Box::leak(Box::new(<Range<usize>>::splitter()));
        all_go_out_in_order(SplitQueue::new(0..CHUNKS, splitter, plan()));
    });
}

#[test]
fn every_chunk_of_a_shared_input_goes_to_one_worker_in_order() {
    loom::model(|| all_go_out_in_order(SharedQueue::new(0..CHUNKS, plan())));
}

fn all_go_out_in_order(queue: impl Queue<Range<usize>> + Send + Sync + 'static) {
    let parts = claim_by_two(&Arc::new(queue));
    let is_sorted = |part: &Vec<_>| part.is_sorted_by_key(|chunk: &(usize, _)| chunk.0);
    assert!(parts.iter().all(is_sorted));
    let mut chunks = parts.concat();
    chunks.sort_by_key(|chunk| chunk.0);
    let expected = (0..CHUNKS).map(|index| (index, index..index + 1));
    assert!(chunks.into_iter().eq(expected));
}

#[test]
fn the_elements_of_a_vec_are_moved_to_the_worker_that_claims_them() {
    loom::model(|| {
        let witnesses: Vec<_> = (0..CHUNKS).map(|_| Memory::default()).collect();
        let elements = witnesses.iter().cloned().enumerate().collect();
        let queue = Arc::new(DrainQueue::new(elements, plan()));
        let parts = claim_by_two(&queue);
        for (index, chunk) in parts.iter().flatten() {
            let [(number, memory)] = &chunk[..] else {
                panic!("a chunk has one element");
            };
            assert_eq!(number, index);
            memory.own();
            witnesses[*index].own();
            assert_eq!(witnesses[*index].owners(), 2);
        }
        drop((parts, queue));
        assert!(witnesses.iter().all(|witness| witness.owners() == 1));
    });
}

#[test]
fn nothing_is_claimed_once_the_queue_is_stopped() {
    loom::model(|| {
        let witnesses: Vec<_> = (0..CHUNKS).map(|_| Memory::default()).collect();
        let elements = witnesses.iter().cloned().enumerate().collect();
        let queue = Arc::new(DrainQueue::new(elements, plan()));
        let other = {
            let queue = Arc::clone(&queue);
            thread::spawn(move || claim(&*queue, usize::MAX).len())
        };
        let first = claim(&*queue, 1).len();
        queue.stop();
        assert!(!queue.has_more());
        assert!(queue.claim().is_none());
        let claimed = first + other.join().unwrap();
        assert!((first..=CHUNKS).contains(&claimed));
        drop(queue);
        assert!(witnesses.iter().all(|witness| witness.owners() == 1));
    });
}
