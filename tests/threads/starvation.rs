//! Calls where there is nobody to help, or where others wait for the caller: all of them end. Each test runs
//! in a process of its own, which has a pool of one or two threads and is not waited for for good.

use std::env;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use parallelize::parallel;
use rayon::prelude::*;

use crate::support::calls::make_calls;
use crate::support::watched::watched;
use crate::support::{IS_CHILD, Meeting, POOL, wait_until};

/// Runs `body` with pools of one and of two threads.
fn with_small_pools(name: &str, body: fn()) {
    if env::var_os(IS_CHILD).is_some() {
        return body(); // once
    }
    for threads in ["1", "2"] {
        watched(name, |child| _ = child.env(POOL, threads), body);
    }
}

/// Blocks so many threads of the global pool for good.
fn block(threads: usize) {
    static BLOCKED: AtomicUsize = AtomicUsize::new(0);
    for _ in 0..threads {
        rayon::spawn(|| {
            BLOCKED.fetch_add(1, Ordering::SeqCst);
            loop {
                thread::park();
            }
        });
    }
    wait_until("all are blocked", || {
        BLOCKED.load(Ordering::SeqCst) == threads
    });
}

#[test]
fn a_call_ends_while_every_thread_of_the_pool_is_blocked() {
    with_small_pools(
        "a_call_ends_while_every_thread_of_the_pool_is_blocked",
        || {
            block(rayon::current_num_threads());
            make_calls();
        },
    );
}

#[test]
fn a_call_on_the_last_thread_of_the_pool_ends_while_all_others_are_blocked() {
    let name = "a_call_on_the_last_thread_of_the_pool_ends_while_all_others_are_blocked";
    with_small_pools(name, || {
        block(rayon::current_num_threads() - 1);
        rayon::scope(|_| make_calls());
    });
}

#[test]
fn a_call_under_a_mutex_ends_while_the_bodies_of_other_calls_wait_for_that_mutex() {
    let name = "a_call_under_a_mutex_ends_while_the_bodies_of_other_calls_wait_for_that_mutex";
    with_small_pools(name, || {
        let (mutex, waiting) = (Mutex::new(0), AtomicUsize::new(0));
        let call_for_it = |jobs| {
            parallel(0..8).chunk_size(1).jobs(jobs).flatten(|_| {
                waiting.fetch_add(1, Ordering::SeqCst);
                *mutex.lock().unwrap() += 1;
            });
        };
        thread::scope(|scope| {
            let guard = mutex.lock().unwrap();
            for jobs in [1, 2, 4, 4] {
                scope.spawn(move || call_for_it(jobs));
            }
            wait_until("all others wait", || waiting.load(Ordering::SeqCst) == 11);
            make_calls();
            drop(guard);
        });
        assert_eq!(mutex.into_inner().unwrap(), 32);
    });
}

/// A task of the pool holds `mutex` while it waits in rayon, which may give its thread any other task meanwhile.
fn hold_while_joining(mutex: &'static Mutex<u64>) {
    let is_held = Arc::new(AtomicBool::new(false));
    let holds = Arc::clone(&is_held);
    rayon::spawn(move || {
        let _held = mutex.lock().unwrap();
        let pause = |millis| move || thread::sleep(Duration::from_millis(millis));
        holds.store(true, Ordering::SeqCst);
        rayon::join(pause(10), pause(50));
    });
    wait_until("the task holds the mutex", || {
        is_held.load(Ordering::SeqCst)
    });
}

#[test]
fn helpers_do_not_come_on_top_of_a_task_that_holds_what_their_bodies_want() {
    static MUTEX: Mutex<u64> = Mutex::new(0);
    let name = "helpers_do_not_come_on_top_of_a_task_that_holds_what_their_bodies_want";
    with_small_pools(name, || {
        for jobs in [0, 2, 8] {
            hold_while_joining(&MUTEX);
            let call = parallel(0..4).chunk_size(1).jobs(jobs);
            let counted = call.flatten(|range| {
                *MUTEX.lock().unwrap() += 1;
                range.collect::<Vec<_>>()
            });
            assert_eq!(counted, [0, 1, 2, 3]);
        }
    });
}

#[test]
fn bodies_may_wait_for_one_that_uses_the_pool() {
    let name = "bodies_may_wait_for_one_that_uses_the_pool";
    with_small_pools(name, || {
        for jobs in [2, 6, 40] {
            let table = OnceLock::new();
            let fill = || {
                (0..1000_u64)
                    .into_par_iter()
                    .map(|n| n * n)
                    .collect::<Vec<_>>()
            };
            let squares = parallel(0..jobs).jobs(jobs).per_chunk(|chunk| {
                let table = table.get_or_init(fill);
                table[chunk.start]
            });
            assert!(squares.into_iter().eq((0..jobs as u64).map(|n| n * n)));
        }
    });
}

#[test]
fn a_call_inside_of_join_ends() {
    with_small_pools("a_call_inside_of_join_ends", || {
        rayon::join(make_calls, make_calls);
        rayon::join(
            || rayon::join(make_calls, make_calls),
            || rayon::join(make_calls, make_calls),
        );
    });
}

#[test]
fn a_call_inside_of_scope_ends() {
    with_small_pools("a_call_inside_of_scope_ends", || {
        rayon::scope(|scope| {
            (0..8).for_each(|_| scope.spawn(|_| make_calls()));
            make_calls();
        });
        rayon::in_place_scope(|scope| {
            (0..8).for_each(|_| scope.spawn(|_| make_calls()));
            make_calls();
        });
    });
}

#[test]
fn a_call_inside_of_install_ends() {
    with_small_pools("a_call_inside_of_install_ends", || {
        for threads in 1..=3 {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let pool = pool.build().unwrap();
            pool.install(make_calls);
            // Of one pool into another.
            rayon::scope(|_| pool.install(|| rayon::join(make_calls, make_calls)));
        }
    });
}

#[test]
fn a_call_inside_of_spawn_ends() {
    with_small_pools("a_call_inside_of_spawn_ends", || {
        let (done, ended) = mpsc::channel();
        for _ in 0..8 {
            let done = done.clone();
            rayon::spawn(move || {
                make_calls();
                done.send(()).expect("somebody waits");
            });
        }
        drop(done);
        assert_eq!(ended.iter().count(), 8);
    });
}

#[test]
fn a_call_inside_of_broadcast_ends() {
    with_small_pools("a_call_inside_of_broadcast_ends", || {
        rayon::broadcast(|_| make_calls());
        rayon::broadcast(|_| rayon::join(make_calls, make_calls));
    });
}

#[test]
fn a_call_inside_of_a_parallel_iterator_ends() {
    with_small_pools("a_call_inside_of_a_parallel_iterator_ends", || {
        (0..16).into_par_iter().for_each(|_| make_calls());
    });
}

#[test]
fn outputs_can_be_folded_with_what_the_pool_runs() {
    with_small_pools("outputs_can_be_folded_with_what_the_pool_runs", || {
        for jobs in [2, 3, 5] {
            let call = parallel(0..10_000_u64).chunk_size(1).jobs(jobs);
            let sum = call.reduce(Iterator::sum::<u64>, |a, b| {
                let (a, b) = rayon::join(|| a, || b);
                a + b
            });
            assert_eq!(sum, 49_995_000);
            let call = parallel(0..10_000_u64).chunk_size(1).jobs(jobs);
            let most = call.reduce(
                |chunk| chunk.start,
                |a, b| {
                    rayon::broadcast(|_| a.max(b))
                        .pop()
                        .expect("one thread at least")
                },
            );
            assert_eq!(most, 9_999);
        }
    });
}

#[test]
fn helpers_leave_a_caller_that_folds_and_come_back() {
    static IS_FREE: AtomicBool = AtomicBool::new(false);
    let name = "helpers_leave_a_caller_that_folds_and_come_back";
    watched(
        name,
        |child| _ = child.env(POOL, "1"),
        || {
            let caller = thread::current().id();
            let [before, after] = [0; 2].map(AtomicUsize::new);
            let body = |_| {
                let helped = if IS_FREE.load(Ordering::SeqCst) {
                    &after
                } else {
                    &before
                };
                if thread::current().id() == caller {
                    wait_until("a helper is there", || helped.load(Ordering::SeqCst) >= 100);
                } else {
                    helped.fetch_add(1, Ordering::SeqCst);
                }
            };
            parallel(0..10_000)
                .chunk_size(1)
                .jobs(2)
                .reduce(body, |(), ()| {
                    if !IS_FREE.load(Ordering::SeqCst) {
                        rayon::spawn(|| IS_FREE.store(true, Ordering::SeqCst));
                        wait_until("the thread of the pool is free", || {
                            IS_FREE.load(Ordering::SeqCst)
                        });
                    }
                });
        },
    );
}

/// Makes a call when its thread ends, and tells that it is over.
struct AtTheEnd(mpsc::Sender<()>);

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        make_calls();
        self.0.send(()).expect("somebody waits");
    }
}

thread_local! {
    static AT_THE_END: std::cell::RefCell<Option<AtTheEnd>> = const { std::cell::RefCell::new(None) };
}

#[test]
fn a_call_in_the_destructor_of_a_thread_local_ends() {
    with_small_pools("a_call_in_the_destructor_of_a_thread_local_ends", || {
        for calls_before in [false, true] {
            let (done, ended) = mpsc::channel();
            let thread = thread::spawn(move || {
                AT_THE_END.set(Some(AtTheEnd(done)));
                if calls_before {
                    make_calls();
                }
            });
            thread.join().expect("it ends");
            assert_eq!(ended.iter().count(), 1);
        }
    });
}

#[test]
fn calls_in_destructors_of_helpers_end() {
    with_small_pools("calls_in_destructors_of_helpers_end", || {
        let (done, ended) = mpsc::channel();
        let (done, expected) = (Mutex::new(done), AtomicUsize::new(0));
        let meeting = Meeting::of(4);
        parallel(0..4).jobs(4).flatten(|_| {
            // One of the library: those of the pool do not end.
            if thread::current().name() == Some("parallelize") {
                expected.fetch_add(1, Ordering::SeqCst);
                AT_THE_END.set(Some(AtTheEnd(done.lock().unwrap().clone())));
            }
            meeting.wait();
        });
        drop(done);
        assert!(expected.load(Ordering::SeqCst) > 0);
        // They end when they have been idle for a while.
        assert_eq!(ended.iter().count(), expected.into_inner());
    });
}
