//! Environment variables, which are read once: every test runs itself again, as a process of its
//! own with the variable set.

use std::env;
use std::ffi::{OsStr, OsString};
use std::ops::Range;
use std::panic::catch_unwind;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use parallelize::{current_chunk, parallel};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

const JOBS: &str = "PARALLELIZE_JOBS";
const POOL: &str = "RAYON_NUM_THREADS";

/// Tells a process that it is the second one.
const IS_CHILD: &str = "PARALLELIZE_TESTS_CHILD";

/// Runs test `name` again with the variable set; says in the child that this is the child.
fn run_again(name: &str, variable: &str, value: impl AsRef<OsStr>) -> Option<Output> {
    if env::var_os(IS_CHILD).is_some() {
        return None;
    }
    let test = env::current_exe().expect("the path of this test");
    let mut child = Command::new(test);
    child.args(["--exact", name, "--nocapture", "--test-threads=1"]);
    child
        .env_remove(JOBS)
        .env(variable, value)
        .env(IS_CHILD, "1");
    Some(child.output().expect("the test starts again"))
}

/// Runs `body` in a process where the variable is set.
fn with_variable(name: &str, variable: &str, value: impl AsRef<OsStr>, body: fn()) {
    let Some(output) = run_again(name, variable, value) else {
        return body();
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    assert!(text.contains("1 passed"), "no such test: {text}");
}

fn cuts(jobs: usize) -> Vec<Range<usize>> {
    parallel(0..100).jobs(jobs).map(|chunk| chunk)
}

#[test]
fn a_limit_of_one_runs_every_chunk_in_order_on_the_calling_thread() {
    with_variable(
        "a_limit_of_one_runs_every_chunk_in_order_on_the_calling_thread",
        JOBS,
        "1",
        || {
            let (caller, ran) = (thread::current().id(), Mutex::new(Vec::new()));
            let note = |_: Range<usize>| {
                assert_eq!(thread::current().id(), caller);
                ran.lock().unwrap().push(current_chunk().unwrap().index);
            };
            parallel(0..100).jobs(8).map(note);
            parallel(0..100).chunk_size(25).jobs(8).map(note);
            parallel(0..100).jobs(2).map(|_| {
                parallel(0..100).jobs(3).flatten(note);
            });
            let ran = ran.into_inner().unwrap();
            assert_eq!(ran, [0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 0, 1, 2, 0, 1, 2]);
        },
    );
}

#[test]
fn a_limit_moves_no_boundary() {
    let name = "a_limit_moves_no_boundary";
    for limit in ["1", "3", "1000"] {
        with_variable(name, JOBS, limit, || {
            let starts = |jobs| cuts(jobs).iter().map(|c| c.start).collect::<Vec<_>>();
            assert_eq!(starts(4), [0, 25, 50, 75]);
            assert_eq!(starts(6), [0, 17, 34, 51, 68, 84]);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(5);
            let automatic = pool.build().unwrap().install(|| cuts(0));
            assert_eq!(automatic, cuts(5));
            let sizes = parallel(0..10).chunk_size(4).map(|chunk| chunk.len());
            assert_eq!(sizes, [4, 4, 2]);
        });
    }
}

/// The most chunks of a call that are in flight at once, where each waits for `expected`.
fn most_at_once(jobs: usize, expected: usize) -> usize {
    let (inside, changed, most) = (Mutex::new((0, 0)), Condvar::new(), AtomicUsize::new(0));
    parallel(0..jobs).jobs(jobs).map(|_| {
        let mut counts = inside.lock().unwrap();
        counts.0 += 1;
        counts.1 += 1;
        most.fetch_max(counts.1, Ordering::SeqCst);
        changed.notify_all();
        let round = (counts.0 - 1) / expected + 1;
        let limit = Duration::from_secs(60);
        let waited = changed.wait_timeout_while(counts, limit, |c| c.0 < round * expected);
        let (mut counts, timeout) = waited.unwrap();
        assert!(!timeout.timed_out(), "fewer than {expected} at once");
        counts.1 -= 1;
    });
    most.into_inner()
}

#[test]
fn a_limit_caps_how_many_chunks_run_at_once() {
    let name = "a_limit_caps_how_many_chunks_run_at_once";
    with_variable(name, JOBS, "3", || {
        assert_eq!(most_at_once(12, 3), 3);
        assert_eq!(most_at_once(3, 3), 3);
        assert_eq!(most_at_once(2, 2), 2);
    });
}

#[test]
fn a_limit_beyond_the_jobs_changes_nothing() {
    let name = "a_limit_beyond_the_jobs_changes_nothing";
    with_variable(name, JOBS, "1000", || assert_eq!(most_at_once(8, 8), 8));
}

#[test]
fn an_empty_value_is_as_good_as_none() {
    let name = "an_empty_value_is_as_good_as_none";
    with_variable(name, JOBS, "", || assert_eq!(most_at_once(8, 8), 8));
}

#[test]
fn a_value_that_is_no_number_of_jobs_panics_and_names_the_variable() {
    let name = "a_value_that_is_no_number_of_jobs_panics_and_names_the_variable";
    for value in invalid_values() {
        with_variable(name, JOBS, value, || {
            for _ in 0..2 {
                let payload = catch_unwind(|| cuts(4)).expect_err("a panic");
                let message: &String = payload.downcast_ref().expect("a message");
                let value = format!("{:?}", env::var_os(JOBS).unwrap());
                assert!(message.contains(JOBS), "{message}");
                assert!(message.contains(&value), "{message}");
            }
        });
    }
}

fn invalid_values() -> Vec<OsString> {
    let mut values = ["0", "-1", "many", "1.5", "4 4", "99999999999999999999999"]
        .map(OsString::from)
        .to_vec();
    #[cfg(unix)]
    values.push(std::os::unix::ffi::OsStringExt::from_vec(vec![b'4', 0xff]));
    values
}

#[test]
#[allow(unsafe_code)]
fn the_variable_is_read_once() {
    with_variable("the_variable_is_read_once", JOBS, "1", || {
        let threads = || {
            let caller = thread::current().id();
            let ids = parallel(0..8).jobs(8).map(|_| thread::current().id());
            ids == [caller; 8]
        };
        assert!(threads());
        // SAFETY: no other thread of this process has been started yet, or reads the environment.
        unsafe { env::set_var(JOBS, "none") };
        assert!(threads());
    });
}

#[test]
fn where_the_system_gives_no_threads_the_call_runs_on_the_calling_one() {
    let name = "where_the_system_gives_no_threads_the_call_runs_on_the_calling_one";
    // No address space has room for such stacks.
    let stack = (1_u64 << 60).to_string();
    with_variable(name, "RUST_MIN_STACK", stack, || {
        assert!(thread::Builder::new().spawn(|| ()).is_err());
        let caller = thread::current().id();
        let threads = parallel(0..8).jobs(8).map(|_| thread::current().id());
        assert_eq!(threads, [caller; 8]);
        let joined = parallel(0..100).flatten(Vec::from_iter);
        assert!(joined.into_iter().eq(0..100));
        let nested = parallel(0..4).jobs(4).map(|_| cuts(3).len());
        assert_eq!(nested, [3; 4]);
    });
}

#[test]
fn automatic_chunks_are_as_many_as_the_global_pool_is_told_to_have_threads() {
    let name = "automatic_chunks_are_as_many_as_the_global_pool_is_told_to_have_threads";
    for threads in ["1", "7"] {
        with_variable(name, POOL, threads, || {
            let threads = env::var(POOL).unwrap();
            assert_eq!(cuts(0).len().to_string(), threads);
        });
    }
}

// The tests from here on need a process of their own, where no other call takes threads of a pool.

#[test]
fn nested_automatic_calls_are_cut_alike_on_all_workers() {
    let name = "nested_automatic_calls_are_cut_alike_on_all_workers";
    with_variable(name, POOL, "4", || {
        for threads in 1..=5 {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let meeting = Barrier::new(6);
            let inner = |_| {
                meeting.wait();
                cuts(0).len()
            };
            let outer = |_| parallel(0..3).jobs(3).map(inner);
            let call = || parallel(0..2).jobs(2).map(outer);
            let counts = pool.build().unwrap().install(call).concat();
            assert_eq!(counts, [threads; 6]);
        }
    });
}

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
                parallel(0..2).jobs(2).map(|_| meeting.wait().is_leader())
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
                        let call = parallel(0..30).jobs(3).chunk_size(1).with((table,));
                        call.flatten(|_, (table,)| assert!(table.0[999] > 0));
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
                parallel(0..2).jobs(2).map(|_| {
                    if current_chunk().is_some_and(|chunk| chunk.index == 0) {
                        // .. and moves when a call takes a thread of the smaller pool.
                        thread::scope(|other| {
                            other.spawn(|| rayon::join(take_threads, take_threads));
                        });
                        free.wait();
                    }
                    meeting.wait();
                    parallel(0..100).map(drop).len()
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
            let sums = parallel(0..2).jobs(2).map(|_| {
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
