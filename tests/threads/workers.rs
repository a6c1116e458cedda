//! Who runs the chunks: how many at once, on which threads, and that nobody waits for good.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use parallelize::{parallel, parallelize};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::support::{Meeting, wait_until};

/// A call of so many jobs, all of which come to the meeting.
fn call(meeting: &Meeting, jobs: usize) -> Vec<ThreadId> {
    parallel(0..jobs).jobs(jobs).per_chunk(|_| {
        meeting.wait();
        thread::current().id()
    })
}

fn pool(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    builder.build().expect("a pool")
}

fn distinct(threads: &[ThreadId]) -> usize {
    threads.iter().collect::<HashSet<_>>().len()
}

#[parallelize(jobs = 8)]
fn meet(chunk: &[u8], meeting: &Meeting) -> Vec<u8> {
    meeting.wait();
    chunk.to_vec()
}

#[test]
fn all_jobs_are_in_flight_at_once_whatever_the_machine_has() {
    for jobs in [2, 8, 64] {
        let threads = call(&Meeting::of(jobs), jobs);
        assert_eq!(distinct(&threads), jobs);
        assert!(threads.contains(&thread::current().id()));
    }
    assert_eq!(meet(&[7; 20], &Meeting::of(8)), [7; 20]);
}

#[test]
fn the_jobs_of_several_calls_at_once_are_in_flight_together() {
    let meeting = Meeting::of(12);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let caller = thread::current().id();
                assert!(call(&meeting, 2).contains(&caller));
            });
        }
    });
}

#[test]
fn the_jobs_of_nested_calls_are_in_flight_together() {
    for outer in 2..=4 {
        for inner in 2..=4 {
            let meeting = Meeting::of(outer * inner);
            let threads = parallel(0..outer)
                .jobs(outer)
                .per_chunk(|_| call(&meeting, inner));
            assert_eq!(distinct(&threads.concat()), outer * inner);
        }
    }
}

#[test]
fn inside_a_pool_all_jobs_are_in_flight_at_once() {
    for threads in [1, 2, 4] {
        let pool = pool(threads);
        let ids = pool.install(|| {
            let ids = call(&Meeting::of(6), 6);
            assert!(ids.contains(&thread::current().id()));
            ids
        });
        assert_eq!(distinct(&ids), 6);
        pool.join(|| call(&Meeting::of(6), 6), || ());
        pool.scope(|scope| scope.spawn(|_| drop(call(&Meeting::of(6), 6))));
        let nested = Meeting::of(4);
        pool.install(|| parallel(0..2).jobs(2).per_chunk(|_| call(&nested, 2)));
    }
}

// In the next three, `start` makes sure that each task has a thread before a call takes helpers: a
// task that rayon has not started cannot be in flight.

#[test]
fn calls_on_both_sides_of_a_join_are_in_flight_together() {
    let (start, meeting) = (Meeting::of(2), Meeting::of(4));
    let call = || {
        start.wait();
        call(&meeting, 2)
    };
    pool(2).join(call, call);
}

#[test]
fn calls_in_all_tasks_of_a_scope_are_in_flight_together() {
    let (start, meeting) = (Meeting::of(4), Meeting::of(12));
    pool(4).scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|_| {
                start.wait();
                call(&meeting, 3);
            });
        }
    });
}

#[test]
fn calls_in_all_items_of_a_parallel_iterator_are_in_flight_together() {
    let (start, meeting) = (Meeting::of(3), Meeting::of(9));
    let items = || (0..3).into_par_iter().with_max_len(1);
    pool(3).install(|| {
        items().for_each(|_| {
            start.wait();
            call(&meeting, 3);
        });
    });
}

/// The sizes of the pools that the bodies of a call with 8 jobs are in.
fn pools_of_bodies() -> Vec<Option<usize>> {
    let meeting = Meeting::of(8);
    let mut sizes = parallel(0..8).jobs(8).per_chunk(|_| {
        meeting.wait();
        rayon::current_thread_index().map(|_| rayon::current_num_threads())
    });
    sizes.sort_unstable();
    sizes
}

#[test]
fn with_jobs_only_the_calling_thread_is_one_of_the_pool() {
    assert_eq!(pools_of_bodies(), [None; 8]);
    // What bodies do with rayon stays with them: the threads of the pool may all wait for these bodies.
    let sizes = pool(64).install(pools_of_bodies);
    assert_eq!(sizes[..7], [Some(1); 7]);
    assert_eq!(sizes[7], Some(64));
}

#[test]
fn helpers_of_an_automatic_call_come_from_the_pool_that_the_call_is_made_in() {
    let pool = pool(64);
    let are_of_pool = || {
        let sizes = pool.install(|| {
            parallel(0..64).flatten(|_| {
                thread::sleep(Duration::from_millis(1));
                vec![rayon::current_num_threads()]
            })
        });
        assert!(sizes.iter().all(|&size| size == 64), "{sizes:?}");
        let threads = pool.install(|| {
            parallel(0..64).flatten(|_| {
                thread::sleep(Duration::from_millis(1));
                vec![thread::current().id()]
            })
        });
        distinct(&threads) > 1
    };
    wait_until("the pool helps", are_of_pool);
    // Neither calls nor panics use places in the pool up.
    for _ in 0..100 {
        let fail = || parallel(0..8).flatten(|_| -> Vec<()> { resume_unwind(Box::new(1)) });
        assert!(catch_unwind(AssertUnwindSafe(|| pool.install(fail).len())).is_err());
        pool.install(|| parallel(0..8).flatten(drop));
    }
    wait_until("the pool helps again", are_of_pool);
}

/// Occupies so many threads of the pool for as long as some calls take.
fn call_among(scope: &rayon::Scope<'_>, occupied: usize) {
    let state = Arc::new((AtomicUsize::new(0), AtomicBool::new(false)));
    for _ in 0..occupied {
        let state = Arc::clone(&state);
        scope.spawn(move |_| {
            state.0.fetch_add(1, Ordering::SeqCst);
            wait_until("the calls return", || state.1.load(Ordering::SeqCst));
        });
    }
    let is_busy = || state.0.load(Ordering::SeqCst) == occupied;
    wait_until("all threads are busy", is_busy);
    for jobs in [2, 8, 50] {
        let joined = parallel(0..100).jobs(jobs).flatten(Vec::from_iter);
        assert!(joined.into_iter().eq(0..100));
    }
    state.1.store(true, Ordering::SeqCst);
}

#[test]
fn foreign_work_on_all_threads_of_a_pool_does_not_block_a_call() {
    for threads in [2, 4] {
        // The call's own thread is in the pool too.
        pool(threads).scope(|scope| call_among(scope, threads - 1));
    }
    rayon::in_place_scope(|scope| call_among(scope, rayon::current_num_threads()));
}

#[test]
fn a_call_under_a_mutex_does_not_run_tasks_that_want_the_mutex() {
    for threads in [1, 2, 4] {
        let mutex = Mutex::new(());
        let is_free = || mutex.try_lock().is_ok();
        pool(threads).scope(|scope| {
            let guard = mutex.lock().unwrap();
            for _ in 0..16 {
                scope.spawn(|_| wait_until("the mutex is free", is_free));
            }
            let caller = thread::current().id();
            let lengths = parallel(0..100).jobs(6).per_chunk(|chunk| {
                // Makes the caller finish first, and wait.
                if thread::current().id() != caller {
                    thread::sleep(Duration::from_millis(20));
                }
                chunk.len()
            });
            drop(guard);
            assert_eq!(lengths.iter().sum::<usize>(), 100);
        });
    }
}

#[test]
fn threads_of_the_library_are_kept_for_later_calls() {
    let (pool, seen) = (pool(1), Mutex::new(HashSet::new()));
    wait_until("no call makes threads", || {
        // Just after a call its threads may not be ready for the next one yet.
        thread::sleep(Duration::from_millis(50));
        let threads = pool.install(|| call(&Meeting::of(8), 8));
        let mut seen = seen.lock().unwrap();
        threads.into_iter().filter(|&id| seen.insert(id)).count() == 0
    });
}

#[cfg(target_os = "linux")]
#[test]
fn threads_of_the_library_go_away_when_there_is_nothing_to_do() {
    use std::fs;
    let meeting = Meeting::of(8);
    let tasks = pool(1).install(|| {
        parallel(0..8).jobs(8).per_chunk(|_| {
            meeting.wait();
            let task = fs::read_link("/proc/thread-self").expect("Linux tells");
            fs::canonicalize("/proc").unwrap().join(task)
        })
    });
    let are_of_library = |task: &std::path::PathBuf| {
        fs::read_to_string(task.join("comm")).is_ok_and(|name| name == "parallelize\n")
    };
    let kept: Vec<_> = tasks.into_iter().filter(are_of_library).collect();
    assert_eq!(kept.len(), 7);
    wait_until("idle threads go away", || {
        !kept.iter().any(|task| task.exists())
    });
}

/// Calls in calls, whose other chunks all wait at `meeting` until the innermost is reached.
fn nest(depth: usize, meeting: &Meeting) -> usize {
    if depth == 0 {
        return 0;
    }
    let depths = parallel(0..2).jobs(2).per_chunk(|chunk| {
        if chunk.start == 0 {
            return nest(depth - 1, meeting) + 1;
        }
        meeting.wait();
        0
    });
    depths[0]
}

#[test]
fn calls_nest_deeply() {
    assert_eq!(nest(40, &Meeting::of(40)), 40);
    assert_eq!(pool(3).install(|| nest(40, &Meeting::of(40))), 40);
}

#[test]
fn calls_come_from_many_threads_at_once() {
    thread::scope(|scope| {
        for thread in 0..32 {
            scope.spawn(move || {
                for jobs in 2..40 {
                    let joined = parallel(0..thread).jobs(jobs).flatten(Vec::from_iter);
                    assert!(joined.into_iter().eq(0..thread));
                }
            });
        }
    });
}

#[test]
#[cfg(target_os = "linux")]
fn threads_of_the_library_have_its_name_for_tools_that_list_threads() {
    let meeting = Meeting::of(6);
    let names = Mutex::new(Vec::new());
    let pool = pool(2);
    pool.install(|| {
        parallel(0..6).jobs(6).per_chunk(|_| {
            let name = std::fs::read_to_string("/proc/thread-self/comm").unwrap();
            names.lock().unwrap().push(name.trim_end().to_owned());
            meeting.wait();
        })
    });
    let names = names.into_inner().unwrap();
    let own = names.iter().filter(|name| *name == "parallelize").count();
    assert_eq!(own, 5, "{names:?}");
}
