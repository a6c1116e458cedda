//! Automatic calls, many of which are small, among mutexes, many threads, and other users of the
//! pool: that they leave the rest of the program alone.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::thread::{self, ThreadId};
use std::time::Duration;

use parallelize::parallel;

use crate::support::pools::{chunk_index, pool, spend};
use crate::support::{Meeting, POOL, wait_until, with_variable};

/// Calls that may be nested in a body.
fn call_inside() {
    assert!(
        parallel(0..100)
            .flatten(Vec::from_iter)
            .into_iter()
            .eq(0..100)
    );
    assert_eq!(
        parallel(0..9).jobs(3).per_chunk(|chunk| chunk.len()),
        [3; 3]
    );
}

#[test]
fn an_automatic_call_under_a_mutex_ends_where_all_other_threads_want_the_mutex() {
    for threads in [1, 2, 4] {
        let mutex = Mutex::new(());
        let is_free = || mutex.try_lock().is_ok();
        pool(threads).scope(|scope| {
            let guard = mutex.lock().unwrap();
            for _ in 0..16 {
                scope.spawn(|_| wait_until("the mutex is free", is_free));
            }
            let joined = parallel(0..100).flatten(|chunk| {
                spend(20);
                call_inside();
                chunk.collect::<Vec<_>>()
            });
            drop(guard);
            assert!(joined.into_iter().eq(0..100));
        });
    }
}

/// An automatic call under a mutex with one helper at least. Once that has come, the caller gets
/// tasks that want the mutex, and is done before the helper is.
fn wait_for_a_helper_under_a_mutex(threads: usize, inside: fn()) {
    let mutex = Mutex::new(());
    let is_free = || mutex.try_lock().is_ok();
    let (is_helped, is_alone) = (AtomicBool::new(false), AtomicBool::new(false));
    pool(threads).scope(|scope| {
        let guard = mutex.lock().unwrap();
        let caller = thread::current().id();
        parallel(0..1000).flatten(|_| {
            if chunk_index() == 0 {
                return spend(100); // shows that the others are worth a helper
            }
            if thread::current().id() != caller {
                is_helped.store(true, Ordering::SeqCst);
                wait_until("the caller goes on", || is_alone.load(Ordering::SeqCst));
                return thread::sleep(Duration::from_millis(1)); // the caller is done first, mostly
            }
            wait_until("a helper comes", || is_helped.load(Ordering::SeqCst));
            if !is_alone.swap(true, Ordering::SeqCst) {
                for _ in 0..16 {
                    scope.spawn(|_| wait_until("the mutex is free", is_free));
                }
                inside();
            }
        });
        drop(guard);
    });
}

#[test]
fn an_automatic_call_under_a_mutex_does_not_run_tasks_that_want_it_while_it_waits_for_helpers() {
    for threads in [2, 3, 5] {
        wait_for_a_helper_under_a_mutex(threads, || ());
        wait_for_a_helper_under_a_mutex(threads, call_inside);
    }
}

#[test]
fn small_calls_from_many_threads_all_end_among_parallel_iterators() {
    use rayon::prelude::*;
    thread::scope(|scope| {
        for thread in 0..4_usize {
            scope.spawn(move || {
                for round in 0..2000 {
                    let len = 2 + (thread + round) % 70;
                    let joined = parallel(0..len).jobs(2).flatten(Vec::from_iter);
                    assert!(joined.into_iter().eq(0..len));
                    let joined = parallel(0..len).flatten(Vec::from_iter);
                    assert!(joined.into_iter().eq(0..len));
                }
            });
            scope.spawn(move || {
                for round in 0..2000 {
                    let len = 2 + (thread + round) % 70;
                    let sum: usize = (0..len).into_par_iter().sum();
                    assert_eq!(sum, len * (len - 1) / 2);
                }
            });
        }
    });
}

/// A row of calls, each of which goes on until the next one has asked for a helper: a thread can go
/// from one to the next without end.
#[derive(Default)]
struct Row {
    calls: AtomicUsize,
    asked: AtomicUsize,
    helpers: Mutex<HashSet<ThreadId>>,
    is_done: AtomicBool,
}

impl Row {
    fn call(&self) {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        let caller = thread::current().id();
        let is_next_here = || self.asked.load(Ordering::SeqCst) > number;
        parallel(0..16).flatten(|_| {
            if chunk_index() == 0 {
                return spend(100); // shows that the others are worth a helper
            }
            if thread::current().id() == caller {
                self.asked.fetch_max(number, Ordering::SeqCst);
            } else {
                self.helpers.lock().unwrap().insert(thread::current().id());
            }
            wait_until("the next call comes", || is_next_here() || self.is_done());
        });
    }

    fn is_done(&self) -> bool {
        self.is_done.load(Ordering::SeqCst)
    }

    /// Uses both threads of the pool as other parts of a program do. The first one waits for what
    /// the second one does, which does not end before the first one has begun to help calls.
    fn use_pool(self: &Arc<Self>, by_join: bool) {
        let (meeting, first) = (Meeting::of(2), OnceLock::new());
        let short = || {
            first.set(thread::current().id()).unwrap();
            meeting.wait();
        };
        let long = || {
            meeting.wait();
            let first = *first.get().unwrap();
            let helps = || self.helpers.lock().unwrap().contains(&first);
            wait_until("the waiting thread helps", helps);
            let row = Arc::clone(self);
            rayon::spawn(move || {
                if thread::current().id() != first {
                    wait_until("the first thread is back", || row.is_done());
                }
            });
        };
        if by_join {
            rayon::join(short, long);
        } else {
            rayon::scope(|scope| {
                scope.spawn(|_| long());
                short();
            });
        }
        self.is_done.store(true, Ordering::SeqCst);
    }
}

/// Runs `body`, but not for good.
fn ends(body: impl FnOnce() + Send + 'static) {
    let (done, ended) = mpsc::channel();
    thread::spawn(move || {
        body();
        done.send(()).expect("somebody waits");
    });
    let ended = ended.recv_timeout(Duration::from_secs(60));
    assert_eq!(ended, Ok(()), "it does not end");
}

#[test]
fn joins_and_scopes_end_while_others_make_calls_without_end() {
    let name = "joins_and_scopes_end_while_others_make_calls_without_end";
    with_variable(name, POOL, "2", || {
        for by_join in [true, false].repeat(5) {
            let row = Arc::new(Row::default());
            for _ in 0..2 {
                let row = Arc::clone(&row);
                thread::spawn(move || {
                    while !row.is_done() {
                        row.call();
                    }
                });
            }
            ends(move || row.use_pool(by_join));
        }
    });
}

#[test]
fn calls_give_the_threads_of_the_pool_back() {
    let name = "calls_give_the_threads_of_the_pool_back";
    with_variable(name, POOL, "2", || {
        for _ in 0..20 {
            ends(|| {
                let meeting = Meeting::of(2);
                parallel(0..2).jobs(2).flatten(|_| meeting.wait());
                rayon::broadcast(|_| ()); // needs all threads
            });
        }
    });
}
