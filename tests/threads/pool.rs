//! Calls on the threads of a pool, whose size each test sets for a process of its own.

use std::sync::{Barrier, mpsc};
use std::thread;
use std::time::Duration;

use parallelize::__private::argument;
use parallelize::{current_chunk, parallel};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use crate::support::{POOL, with_variable};

/// Runs `call` on a thread of the global pool, and waits for it, but not for good.
fn ends(call: impl FnOnce() + Send + 'static) {
    let (done, ended) = mpsc::channel();
    rayon::spawn(move || {
        call();
        done.send(()).expect("somebody waits");
    });
    let ended = ended.recv_timeout(Duration::from_secs(60));
    assert_eq!(ended, Ok(()), "the call does not end");
}

#[test]
fn two_calls_that_take_all_threads_of_the_pool_get_other_helpers() {
    let name = "two_calls_that_take_all_threads_of_the_pool_get_other_helpers";
    with_variable(name, POOL, "2", || {
        ends(|| {
            let (start, meeting) = (Barrier::new(2), Barrier::new(4));
            let call = || {
                start.wait();
                parallel(0..2)
                    .jobs(2)
                    .per_chunk(|_| meeting.wait().is_leader())
            };
            rayon::join(call, call);
        });
    });
}

#[test]
fn a_call_of_one_chunk_occupies_its_thread() {
    let name = "a_call_of_one_chunk_occupies_its_thread";
    with_variable(name, POOL, "2", || {
        ends(|| {
            let (start, meeting) = (Barrier::new(2), Barrier::new(3));
            rayon::join(
                || {
                    parallel(0..1).flatten(|_| {
                        start.wait();
                        meeting.wait();
                    });
                },
                || {
                    start.wait();
                    parallel(0..2).jobs(2).flatten(|_| {
                        meeting.wait();
                    });
                },
            );
        });
    });
}

#[test]
fn arguments_may_use_the_pool_to_clone_themselves() {
    struct Table(Vec<u64>);

    impl Clone for Table {
        fn clone(&self) -> Self {
            Table(self.0.par_iter().map(|n| n + 1).collect())
        }
    }

    for threads in ["1", "2"] {
        with_variable(
            "arguments_may_use_the_pool_to_clone_themselves",
            POOL,
            threads,
            || {
                ends(|| {
                    for _ in 0..100 {
                        let table = Table(vec![0; 1000]);
                        let table = argument((table,));
                        let call = parallel(0..30).jobs(3).chunk_size(1);
                        call.flatten(|_| assert!(table.get().0[999] > 0));
                    }
                });
            },
        );
    }
}

#[test]
fn a_chunk_does_not_run_on_top_of_another_of_its_call() {
    let name = "a_chunk_does_not_run_on_top_of_another_of_its_call";
    with_variable(name, POOL, "2", || {
        ends(|| {
            let meeting = Barrier::new(4);
            rayon::scope(|_| {
                parallel(0..4).jobs(4).flatten(|_| {
                    (0..1000).into_par_iter().for_each(drop);
                    meeting.wait();
                });
            });
        });
    });
}

#[test]
fn a_helper_that_moves_keeps_the_size_of_its_pool() {
    let name = "a_helper_that_moves_keeps_the_size_of_its_pool";
    with_variable(name, POOL, "2", || {
        ends(|| {
            let pool = ThreadPoolBuilder::new().num_threads(4).build();
            let pool = pool.expect("a pool");
            let (busy, free, meeting) = (Barrier::new(4), Barrier::new(4), Barrier::new(2));
            // Three threads of the pool do something else, so that a helper waits for them ..
            let sizes = pool.scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|_| {
                        busy.wait();
                        free.wait();
                    });
                }
                busy.wait();
                parallel(0..2).jobs(2).per_chunk(|_| {
                    if current_chunk().is_some_and(|chunk| chunk.index() == 0) {
                        // .. and moves when a call takes a thread of the smaller pool.
                        thread::scope(|other| {
                            other.spawn(|| rayon::join(take_threads, take_threads));
                        });
                        free.wait();
                    }
                    meeting.wait();
                    parallel(0..100).per_chunk(drop).len()
                })
            });
            assert_eq!(sizes, [4, 4]);
        });
    });
}

fn take_threads() {
    parallel(0..4).jobs(4).flatten(|_| ());
}

#[test]
fn a_call_on_the_only_thread_of_the_pool_does_not_block_bodies_that_use_the_pool() {
    let name = "a_call_on_the_only_thread_of_the_pool_does_not_block_bodies_that_use_the_pool";
    with_variable(name, POOL, "1", || {
        ends(|| {
            let (caller, meeting) = (thread::current().id(), Barrier::new(2));
            let sums = parallel(0..2).jobs(2).per_chunk(|_| {
                meeting.wait();
                if thread::current().id() != caller {
                    // Makes the caller finish first, and wait.
                    thread::sleep(Duration::from_millis(50));
                }
                (0..100).into_par_iter().sum::<i32>()
            });
            assert_eq!(sums, [4950; 2]);
        });
    });
}
