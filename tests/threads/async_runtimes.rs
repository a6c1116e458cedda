//! Calls on the threads of `tokio`, whose workers are few. Each test runs in a process of its own, which is not
//! waited for for good.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use parallelize::parallel;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::support::calls::make_calls;
use crate::support::watched::watched;
use crate::support::{Meeting, POOL, wait_until};

/// Calls of all kinds, and some whose chunks meet.
fn call() {
    make_calls();
    let meeting = Meeting::of(4);
    let nested = parallel(0..2).jobs(2).per_chunk(|_| {
        let inner = parallel(0..2).jobs(2);
        inner.per_chunk(|_| meeting.wait()).len()
    });
    assert_eq!(nested, [2, 2]);
}

fn with_one_thread_in_the_pool(name: &str, body: fn()) {
    watched(name, |child| _ = child.env(POOL, "1"), body);
}

fn workers(count: usize) -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(count).build().expect("a runtime")
}

#[test]
fn calls_on_all_workers_of_a_runtime_end() {
    with_one_thread_in_the_pool("calls_on_all_workers_of_a_runtime_end", || {
        for count in [1, 2, 4] {
            workers(count).block_on(async {
                let tasks: Vec<_> = (0..16).map(|_| tokio::spawn(async { call() })).collect();
                call();
                for task in tasks {
                    task.await.expect("it does not panic");
                }
            });
        }
    });
}

#[test]
fn calls_on_threads_for_blocking_work_end() {
    with_one_thread_in_the_pool("calls_on_threads_for_blocking_work_end", || {
        workers(1).block_on(async {
            let tasks: Vec<_> = (0..16).map(|_| tokio::task::spawn_blocking(call)).collect();
            for task in tasks {
                task.await.expect("it does not panic");
            }
        });
    });
}

#[test]
fn calls_in_a_worker_that_hands_its_tasks_over_end() {
    let name = "calls_in_a_worker_that_hands_its_tasks_over_end";
    with_one_thread_in_the_pool(name, || {
        workers(1).block_on(async {
            let tasks: Vec<_> = (0..8)
                .map(|_| tokio::spawn(async { tokio::task::block_in_place(call) }))
                .collect();
            for task in tasks {
                task.await.expect("it does not panic");
            }
        });
    });
}

#[test]
fn calls_on_the_thread_of_a_runtime_of_one_end() {
    with_one_thread_in_the_pool("calls_on_the_thread_of_a_runtime_of_one_end", || {
        let runtime = Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let task = tokio::spawn(async { call() });
            call();
            task.await.expect("it does not panic");
            tokio::task::spawn_blocking(call)
                .await
                .expect("it does not panic");
        });
    });
}

#[test]
fn calls_on_all_workers_end_while_the_pool_of_rayon_is_blocked() {
    let name = "calls_on_all_workers_end_while_the_pool_of_rayon_is_blocked";
    with_one_thread_in_the_pool(name, || {
        rayon::spawn(|| {
            loop {
                thread::park();
            }
        });
        let numbers: Vec<u64> = (0..100).collect();
        workers(2).block_on(async {
            let call = || parallel(0..100).jobs(5).flatten(Vec::from_iter);
            let tasks: Vec<_> = (0..8)
                .map(|_| tokio::spawn(async move { call() }))
                .collect();
            assert_eq!(call(), numbers);
            for task in tasks {
                assert_eq!(task.await.expect("it does not panic"), numbers);
            }
        });
    });
}

#[test]
fn bodies_can_wait_for_tasks_of_the_runtime_whose_other_workers_make_calls() {
    let name = "bodies_can_wait_for_tasks_of_the_runtime_whose_other_workers_make_calls";
    with_one_thread_in_the_pool(name, || {
        let runtime = workers(2);
        let answered = AtomicUsize::new(0);
        let handle: &Handle = runtime.handle();
        // Made outside of the runtime, so bodies on any thread may block on it.
        parallel(0..4).jobs(4).flatten(|numbers| {
            for number in numbers {
                let task = handle.spawn(async move {
                    call();
                    number
                });
                assert_eq!(handle.block_on(task).expect("it does not panic"), number);
                answered.fetch_add(1, Ordering::SeqCst);
            }
        });
        wait_until("all have answered", || answered.load(Ordering::SeqCst) == 4);
    });
}
