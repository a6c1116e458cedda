//! Outputs that several threads add, for Miri to look at; `models` tries all orders in which threads
//! can meet.

use std::sync::Arc;
use std::thread;

use super::{Failure, Outputs};
use crate::output::{Join, Lead};
use crate::plan::{Boundaries, Crew, Plan, Workers};
use crate::sys::panics::Payload;

const ALONE: Workers = Workers {
    max: 1,
    crew: Crew::Pool,
};

/// An element with memory of its own, that knows which chunk has put it out.
type Element = (usize, Arc<()>);

type List = Vec<Box<Element>>;

const LENGTHS: [usize; 8] = [1, 0, 3, 2, 7, 1, 0, 5];

fn plan() -> Plan {
    Plan::new(Boundaries::every(LENGTHS.len(), 1), ALONE)
}

/// All outputs, joined, if no chunk has failed.
fn settle(mut outputs: Outputs<'_, List>) -> Result<List, Payload> {
    let mut join = Join::new();
    let failure = outputs.settle(ALONE, &mut Lead::new(&mut join), Ok(()))?;
    assert!(failure.is_none());
    Ok(join.joined())
}

fn output(chunk: usize, alive: &Arc<()>) -> List {
    let element = || Box::new((chunk, Arc::clone(alive)));
    (0..LENGTHS[chunk]).map(|_| element()).collect()
}

/// Threads, one for each list of chunks, add the outputs of those, and do `finally`.
fn add(
    outputs: &Outputs<'_, List>,
    alive: &Arc<()>,
    threads: &[&[usize]],
    finally: impl Fn() + Sync,
) {
    let finally = &finally;
    thread::scope(|scope| {
        for chunks in threads {
            scope.spawn(move || {
                for &chunk in *chunks {
                    outputs.hand_in(chunk, output(chunk, alive), || true);
                }
                finally();
            });
        }
    });
}

#[test]
fn outputs_of_several_threads_meet_in_order() {
    let orders: [&[&[usize]]; 4] = [
        &[&[0, 2, 4, 6], &[1, 3, 5, 7]],
        &[&[7, 6, 5, 4], &[3, 2, 1, 0]],
        &[&[1, 2, 7], &[0, 6], &[3, 4, 5]],
        &[&[0, 1, 2, 3, 4, 5, 6, 7]],
    ];
    for threads in orders {
        let alive = Arc::new(());
        let plan = plan();
        let shared = Outputs::new::<Join<List>>(&plan);
        add(&shared, &alive, threads, || ());
        let joined = settle(shared).expect("no chunk fails");
        let expected = (0..LENGTHS.len()).flat_map(|chunk| vec![chunk; LENGTHS[chunk]]);
        assert!(joined.iter().map(|element| element.0).eq(expected));
        drop(joined);
        assert_eq!(Arc::strong_count(&alive), 1);
    }
}

#[test]
fn lists_are_dropped_once_after_a_failure_among_them() {
    for failing in 0..LENGTHS.len() {
        let alive = Arc::new(());
        let plan = plan();
        let shared = Outputs::new::<Join<List>>(&plan);
        let fail = || shared.fail(failing, Failure::Panic(Box::new(failing)));
        let others = |parity| (0..LENGTHS.len()).filter(move |i| i % 2 == parity && *i != failing);
        let [even, odd] = [0, 1].map(|parity| others(parity).collect::<Vec<_>>());
        add(&shared, &alive, &[&even, &odd], fail);
        let payload = settle(shared).expect_err("a chunk has panicked");
        assert_eq!(payload.downcast_ref(), Some(&failing));
        assert_eq!(Arc::strong_count(&alive), 1);
    }
}
