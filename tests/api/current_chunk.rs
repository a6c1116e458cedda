//! What a body can ask for about its chunk.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Barrier;
use std::thread;

use parallelize::{current_chunk, parallel, parallelize};

fn here() -> (usize, usize, std::ops::Range<usize>) {
    let chunk = current_chunk().expect("a body runs");
    let count = chunk.count().expect("an input with a length has a count");
    (chunk.index(), count, chunk.range())
}

#[test]
fn index_count_and_range_are_those_of_the_chunk() {
    for len in 0..=20 {
        for jobs in 1..=7 {
            let data: Vec<usize> = (0..len).collect();
            let count = jobs.min(len).max(1);
            let seen = parallel(&data).jobs(jobs).per_chunk(|chunk| {
                let (index, count, range) = here();
                assert_eq!(chunk, &data[range]);
                (index, count)
            });
            assert!(seen.into_iter().eq((0..count).map(|index| (index, count))));
        }
    }
}

#[test]
fn a_range_counts_from_the_start_of_the_input_and_not_from_its_values() {
    let seen = parallel(-7..-2_i64).chunk_size(2).per_chunk(|_| here());
    assert_eq!(seen, [(0, 3, 0..2), (1, 3, 2..4), (2, 3, 4..5)]);
}

#[test]
fn an_empty_input_is_chunk_0_of_1() {
    let nothing: [u8; 0] = [];
    assert_eq!(
        parallel(&nothing).jobs(4).per_chunk(|_| here()),
        [(0, 1, 0..0)]
    );
}

#[test]
fn it_is_the_same_whichever_worker_runs_the_chunk() {
    let expected = parallel(0..60).chunk_size(7).jobs(1).per_chunk(|_| here());
    for jobs in 2..=9 {
        for _ in 0..10 {
            let seen = parallel(0..60)
                .chunk_size(7)
                .jobs(jobs)
                .per_chunk(|_| here());
            assert_eq!(seen, expected);
        }
    }
}

#[test]
fn on_every_worker_the_innermost_calls_chunk_counts_and_then_the_outer_one_again() {
    let meeting = Barrier::new(4);
    parallel(0..4).jobs(4).per_chunk(|_| {
        let outer = here();
        meeting.wait();
        let inner = parallel(0..10 + outer.0).jobs(2).per_chunk(|_| here());
        let half = (10 + outer.0).div_ceil(2);
        assert_eq!(inner, [(0, 2, 0..half), (1, 2, half..10 + outer.0)]);
        assert_eq!(here(), outer);
        let alone = parallel(0..3).jobs(1).per_chunk(|_| here());
        assert_eq!(alone, [(0, 1, 0..3)]);
        assert_eq!(here(), outer);
    });
}

#[test]
fn outside_of_bodies_there_is_none() {
    assert_eq!(current_chunk(), None);
    parallel(0..4).jobs(2).per_chunk(|_| {
        let elsewhere = thread::spawn(current_chunk).join();
        assert_eq!(elsewhere.ok(), Some(None));
    });
    assert_eq!(current_chunk(), None);
    parallel(0..1).per_chunk(|_| assert!(current_chunk().is_some()));
    assert_eq!(current_chunk(), None);
}

#[test]
fn the_threads_of_a_pool_are_outside_again_after_a_call() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(4);
    let pool = pool.build().unwrap();
    let meeting = Barrier::new(4);
    pool.install(|| {
        parallel(0..4).jobs(4).per_chunk(|_| meeting.wait());
    });
    assert_eq!(
        pool.broadcast(|_| current_chunk()),
        [None, None, None, None]
    );
}

#[test]
fn after_a_panic_it_is_what_it_was_before() {
    for (len, jobs) in [(1, 1), (4, 1), (4, 4)] {
        let fail = || {
            parallel(0..len)
                .jobs(jobs)
                .per_chunk(|_| resume_unwind(Box::new(1)))
        };
        let fail = || catch_unwind(AssertUnwindSafe(|| fail().len())).is_err();
        assert!(fail());
        assert_eq!(current_chunk(), None);
        parallel(0..4).jobs(4).per_chunk(|_| {
            let outer = here();
            assert!(fail());
            assert_eq!(here(), outer);
        });
    }
}

#[test]
fn after_a_panic_the_threads_of_a_pool_are_outside_again() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(4);
    let pool = pool.build().unwrap();
    let meeting = Barrier::new(4);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        pool.install(|| {
            parallel(0..4).jobs(4).per_chunk(|_| {
                meeting.wait();
                resume_unwind(Box::new("all panic"))
            })
        })
        .len()
    }));
    assert!(outcome.is_err());
    assert_eq!(
        pool.broadcast(|_| current_chunk()),
        [None, None, None, None]
    );
}

#[parallelize(chunk_size = 3)]
fn positions_of_zeros(numbers: &[u8]) -> Vec<usize> {
    let start = here().2.start;
    let zeros = (0..numbers.len()).filter(|&at| numbers[at] == 0);
    zeros.map(|at| start + at).collect()
}

#[test]
fn annotated_bodies_find_their_place_in_the_whole_slice() {
    assert_eq!(
        positions_of_zeros(&[0, 1, 0, 1, 1, 0, 0, 0]),
        [0, 2, 5, 6, 7]
    );
}
