//! Environment variables, which are read once: every test runs itself again, as a process of its
//! own with the variable set.

use std::env;
use std::ffi::OsString;
use std::ops::Range;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use parallelize::{current_chunk, parallel};

use crate::support::{JOBS, POOL, with_variable};

fn cuts(jobs: usize) -> Vec<Range<usize>> {
    parallel(0..100).jobs(jobs).per_chunk(|chunk| chunk)
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
                ran.lock().unwrap().push(current_chunk().unwrap().index());
            };
            parallel(0..100).jobs(8).per_chunk(note);
            parallel(0..100).chunk_size(25).jobs(8).per_chunk(note);
            parallel(0..100).jobs(2).per_chunk(|_| {
                parallel(0..100).jobs(3).chunk_size(34).flatten(note);
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
            let sizes = parallel(0..10).chunk_size(4).per_chunk(|chunk| chunk.len());
            assert_eq!(sizes, [4, 4, 2]);
        });
    }
}

/// The most chunks of a call that are in flight at once, where each waits for `expected`.
fn most_at_once(jobs: usize, expected: usize) -> usize {
    let (inside, changed, most) = (Mutex::new((0, 0)), Condvar::new(), AtomicUsize::new(0));
    parallel(0..jobs).jobs(jobs).per_chunk(|_| {
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
    let values = ["0", "-1", "many", "1.5", "4 4", "99999999999999999999999"].map(OsString::from);
    #[cfg(unix)]
    let no_text = [std::os::unix::ffi::OsStringExt::from_vec(vec![b'4', 0xff])];
    #[cfg(windows)]
    let no_text = [std::os::windows::ffi::OsStringExt::from_wide(&[
        0x34, 0xd800,
    ])];
    values.into_iter().chain(no_text).collect()
}

#[test]
#[allow(unsafe_code)]
fn the_variable_is_read_once() {
    with_variable("the_variable_is_read_once", JOBS, "1", || {
        let threads = || {
            let caller = thread::current().id();
            let ids = parallel(0..8).jobs(8).per_chunk(|_| thread::current().id());
            ids == [caller; 8]
        };
        assert!(threads());
        // SAFETY: no other thread of this process has been started yet, or reads the environment.
        unsafe { env::set_var(JOBS, "none") };
        assert!(threads());
    });
}

/// A size of which no address space has room for a stack. Musl calls larger ones invalid, and the test harness ends then.
#[cfg(unix)]
pub(crate) fn too_large_a_stack() -> String {
    let size = if usize::BITS == 64 {
        usize::MAX / 8
    } else {
        usize::MAX / 4 * 3
    };
    size.to_string()
}

#[test]
#[cfg(unix)] // on Windows, the test harness needs a thread
fn where_the_system_gives_no_threads_the_call_runs_on_the_calling_one() {
    let name = "where_the_system_gives_no_threads_the_call_runs_on_the_calling_one";
    with_variable(name, "RUST_MIN_STACK", too_large_a_stack(), || {
        assert!(thread::Builder::new().spawn(|| ()).is_err());
        let caller = thread::current().id();
        let threads = parallel(0..8).jobs(8).per_chunk(|_| thread::current().id());
        assert_eq!(threads, [caller; 8]);
        let joined = parallel(0..100).flatten(Vec::from_iter);
        assert!(joined.into_iter().eq(0..100));
        let nested = parallel(0..4).jobs(4).per_chunk(|_| cuts(3).len());
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
            let outer = |_| parallel(0..3).jobs(3).per_chunk(inner);
            let call = || parallel(0..2).jobs(2).per_chunk(outer);
            let counts = pool.build().unwrap().install(call).concat();
            assert_eq!(counts, [threads; 6]);
        }
    });
}
