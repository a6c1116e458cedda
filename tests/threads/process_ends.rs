//! Calls while the process ends, and in a process that was forked.

#![cfg(target_os = "linux")]
#![allow(unsafe_code, reason = "calls of the system")]

use std::env;
use std::fs;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use parallelize::parallel;

use crate::support::watched::{output, watched};
use crate::support::{IS_CHILD, again, assert_passed, wait_until};

fn call() {
    for jobs in [0, 1, 2, 5] {
        let call = || parallel(0..100_u32).jobs(jobs);
        assert!(call().flatten(Vec::from_iter).into_iter().eq(0..100));
        assert_eq!(call().reduce(Iterator::sum, |a: u32, b| a + b), 4950);
    }
}

/// Starts threads that make calls without end.
fn keep_calling() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    for _ in 0..4 {
        thread::spawn(|| {
            loop {
                call();
                CALLS.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    wait_until("calls are made", || CALLS.load(Ordering::SeqCst) > 50);
}

#[test]
fn a_process_whose_main_thread_returns_while_others_make_calls_ends() {
    let name = "a_process_whose_main_thread_returns_while_others_make_calls_ends";
    for _ in 0..10 {
        watched(name, |_| (), keep_calling);
    }
}

#[test]
fn a_process_that_exits_in_a_body_ends() {
    let name = "a_process_that_exits_in_a_body_ends";
    for at in ["0", "3"] {
        if env::var_os(IS_CHILD).is_some() {
            let at: usize = env::var("AT").unwrap().parse().unwrap();
            parallel(0..4).jobs(4).flatten(|chunk| {
                if chunk.start == at {
                    process::exit(7);
                }
                thread::sleep(Duration::from_secs(1000));
            });
        }
        let output = output(name, again(name).env("AT", at));
        assert_eq!(output.status.code(), Some(7), "{output:?}");
    }
}

extern "C" fn call_and_tell() {
    // With Rust 1.85, the main thread cannot spawn threads any more: then there is only a pool that is there already.
    let spawns = std::panic::catch_unwind(|| thread::spawn(|| ()).join()).is_ok();
    if spawns || env::var_os("BEFORE").unwrap() != "nothing" {
        call();
    }
    println!("called at the end");
}

#[test]
fn calls_made_by_what_runs_at_exit_end() {
    let name = "calls_made_by_what_runs_at_exit_end";
    if env::var_os(IS_CHILD).is_some() {
        // SAFETY: the function can be called at any time.
        assert_eq!(unsafe { libc::atexit(call_and_tell) }, 0);
        match env::var("BEFORE").unwrap().as_str() {
            "nothing" => {}
            "calls" => call(),
            _ => keep_calling(),
        }
        return;
    }
    for before in ["nothing", "calls", "endless calls"] {
        let output = output(name, again(name).env("BEFORE", before));
        assert_passed(&output);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("called at the end"), "{text}");
    }
}

/// Waits until all other threads sleep: what they hold at a fork is held in the child for good.
fn wait_until_others_sleep() {
    // SAFETY: it has no conditions.
    let own = unsafe { libc::gettid() }.to_string();
    let sleeps = |task: fs::DirEntry| {
        let stat = fs::read_to_string(task.path().join("stat")).unwrap_or_default();
        let state = stat.rsplit(')').next().map(str::trim_start);
        task.file_name() == *own || state.is_some_and(|state| state.starts_with('S'))
    };
    wait_until("the others sleep", || {
        let mut tasks = fs::read_dir("/proc/self/task").unwrap();
        tasks.all(|task| task.is_ok_and(sleeps))
    });
}

/// Runs `body` in a fork of this process. Does not wait for good.
fn in_fork(body: fn()) {
    // SAFETY: all other threads sleep and hold nothing.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "no further process");
    if child == 0 {
        let outcome = std::panic::catch_unwind(body);
        // SAFETY: it ends the process, without what would run at its exit.
        unsafe { libc::_exit(i32::from(outcome.is_err())) };
    }
    let start = Instant::now();
    let mut status = 0;
    // SAFETY: the status is written while the call lasts.
    while unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) } == 0 {
        if start.elapsed() > Duration::from_secs(60) {
            // SAFETY: it is the child, which has not been waited for.
            unsafe { libc::kill(child, libc::SIGKILL) };
            panic!("the fork hangs");
        }
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(status, 0, "the fork fails");
}

#[test]
fn a_forked_process_makes_calls_that_end() {
    let name = "a_forked_process_makes_calls_that_end";
    watched(
        name,
        |_| (),
        || {
            in_fork(call); // before there is a pool
            call();
            wait_until_others_sleep();
            in_fork(|| {
                for _ in 0..100 {
                    call();
                }
            });
            call();
        },
    );
}
