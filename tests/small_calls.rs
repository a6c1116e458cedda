//! Automatic calls, many of which are small: where they are cut, who runs them, and that they leave
//! the rest of the program alone.

mod support;

use std::collections::HashSet;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use parallelize::{Chunk, current_chunk, parallel};
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::support::{Meeting, POOL, wait_until, with_variable};

/// One pool a size, made once.
fn pool(threads: usize) -> &'static ThreadPool {
    static POOLS: OnceLock<Vec<ThreadPool>> = OnceLock::new();
    let build = |threads| ThreadPoolBuilder::new().num_threads(threads).build();
    &POOLS.get_or_init(|| (1..=5).map(|threads| build(threads).unwrap()).collect())[threads - 1]
}

/// Costs so much time.
fn spend(micros: u64) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_micros(micros) {
        spin_loop();
    }
}

/// The chunks of an automatic call whose outputs are joined, where each costs so much time.
fn chunks(threads: usize, len: usize, min_len: usize, micros: u64) -> Vec<Chunk> {
    let body = |_| {
        spend(micros);
        Vec::from_iter(current_chunk())
    };
    pool(threads).install(|| parallel(0..len).min_len(min_len).flatten(body))
}

fn chunk_index() -> usize {
    current_chunk().unwrap().index
}

/// An argument that takes its time, so that helpers come before the caller goes on.
struct Slow;

impl Clone for Slow {
    fn clone(&self) -> Self {
        spend(200);
        Slow
    }
}

#[test]
fn a_short_first_chunk_runs_on_the_calling_thread() {
    for (size, micros) in (2..=5).flat_map(|size| [(size, 0), (size, 20), (size, 200)]) {
        let id = |_, _| {
            spend(micros);
            vec![thread::current().id()]
        };
        // With fewer elements no chunk is short enough to tell what the others cost.
        for len in [8 * size, 8 * size + 1, 255, 256, 1000, 1_000_000] {
            pool(size).install(|| {
                let threads = parallel(0..len).with((Slow,)).flatten(id);
                assert_eq!(threads[0], thread::current().id(), "{size} {len}");
            });
        }
    }
}

#[test]
fn what_is_not_cut_runs_on_the_calling_thread() {
    let is_here = || {
        let caller = thread::current().id();
        let ids = |_| vec![thread::current().id()];
        for (len, min_len) in [
            (0, 0),
            (1, 0),
            (1, 1),
            (99, 50),
            (1000, 501),
            (1000, usize::MAX),
        ] {
            let call = || parallel(0..len).min_len(min_len);
            assert_eq!(call().flatten(ids), [caller]);
            assert_eq!(call().jobs(4).flatten(ids), [caller]);
            assert_eq!(call().map(|_| thread::current().id()), [caller]);
        }
        assert_eq!(parallel(0..9).jobs(1).flatten(ids), [caller]);
    };
    is_here();
    for threads in 1..=5 {
        pool(threads).install(is_here);
    }
}

#[test]
fn boundaries_do_not_depend_on_what_the_body_costs() {
    for threads in 2..=5 {
        for len in (1..300).chain([1_000_000, 1_000_000_000]) {
            let free = chunks(threads, len, 0, 0);
            for micros in [1, 30] {
                // Long enough for one more look at the clock than a free body gets.
                let spent = chunks(threads, len, 0, micros);
                assert_eq!(spent, free, "{threads} {len}");
            }
        }
    }
}

/// What holds for the chunks of any automatic call of so many workers.
fn assert_covers(chunks: &[Chunk], workers: usize, len: usize, min_len: usize) {
    let least = min_len.max(1);
    let mut end = 0;
    for (index, chunk) in chunks.iter().enumerate() {
        assert_eq!((chunk.index, chunk.count), (index, chunks.len()));
        assert_eq!(chunk.range.start, end);
        end = chunk.range.end;
        let is_whole = chunks.len() == 1;
        assert!(is_whole || chunk.range.len() >= least, "{chunk:?}");
    }
    assert_eq!(end, len);
    let share = len / workers;
    if share / 8 < least {
        assert!(chunks.len() <= 4 * workers, "{}", chunks.len());
    } else {
        assert!(chunks.len() <= 16 * workers + 2, "{}", chunks.len());
        assert!(chunks[0].range.len() <= share / 8, "{:?}", chunks[0]);
    }
    assert!(chunks.len() >= workers || len / (2 * workers) < least);
}

#[test]
fn chunks_of_any_short_input_cover_it_without_gaps() {
    for (workers, len) in (2..=5).flat_map(|workers| (1..300).map(move |len| (workers, len))) {
        for min_len in [0, 1, 2, 7, 100] {
            assert_covers(&chunks(workers, len, min_len, 0), workers, len, min_len);
        }
    }
}

proptest! {
    #[test]
    fn chunks_of_any_input_cover_it_without_gaps(
        workers in 2..=5_usize,
        len in prop_oneof![1..5000_usize, 1..=usize::MAX, Just(usize::MAX)],
        part in prop_oneof![Just(usize::MAX), 1..2000_usize],
    ) {
        let min_len = len / part;
        assert_covers(&chunks(workers, len, min_len, 0), workers, len, min_len);
    }
}

/// How many threads this process has.
#[cfg(target_os = "linux")]
fn thread_count() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let count = status
        .lines()
        .find_map(|line| line.strip_prefix("Threads:"));
    count.unwrap().trim().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_gets_no_thread_from_calls_that_are_not_cut() {
    let name = "a_process_gets_no_thread_from_calls_that_are_not_cut";
    with_variable(name, POOL, "4", || {
        let before = thread_count();
        assert_eq!(parallel(&[7]).flatten(<[i32]>::to_vec), [7]);
        assert_eq!(parallel(&[7]).jobs(4).map(<[i32]>::len), [1]);
        assert_eq!(parallel(&[0; 9]).jobs(1).map(<[i32]>::len), [9]);
        assert_eq!(parallel(0..9).jobs(1).chunk_size(4).map(drop).len(), 3);
        assert_eq!(parallel(&[0; 9]).min_len(5).map(<[i32]>::len), [9]);
        assert_eq!(parallel(&[0; 9]).jobs(4).min_len(5).map(<[i32]>::len), [9]);
        assert_eq!(parallel(&[0; 0]).map(<[i32]>::len), [0]);
        assert_eq!(parallel(&[0; 0]).jobs(4).map(<[i32]>::len), [0]);
        assert_eq!(thread_count(), before);
        assert_eq!(parallel(&[0; 9]).map(<[i32]>::len), [3, 2, 2, 2]);
        assert!(thread_count() > before);
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_gets_no_thread_where_one_chunk_at_a_time_may_run() {
    let name = "a_process_gets_no_thread_where_one_chunk_at_a_time_may_run";
    with_variable(name, support::JOBS, "1", || {
        let before = thread_count();
        assert_eq!(parallel(&[0; 9]).jobs(4).map(<[i32]>::len), [3, 2, 2, 2]);
        let joined = parallel(0..99)
            .jobs(4)
            .chunk_size(2)
            .flatten(Vec::from_iter);
        assert!(joined.into_iter().eq(0..99));
        assert_eq!(thread_count(), before);
    });
}

/// Calls that may be nested in a body.
fn call_inside() {
    assert!(
        parallel(0..100)
            .flatten(Vec::from_iter)
            .into_iter()
            .eq(0..100)
    );
    assert_eq!(parallel(0..9).jobs(3).map(|chunk| chunk.len()), [3; 3]);
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
