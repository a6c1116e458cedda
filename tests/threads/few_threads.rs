//! Where the system gives a process no further threads, or few: calls run on those there are.

#![cfg(target_os = "linux")]

use std::thread;

use parallelize::parallel;

use crate::support::calls::make_calls;
use crate::support::confined::{Confined, confined};

fn call() {
    make_calls();
    let numbers: Vec<u64> = (0..1000).collect();
    let many = parallel(&numbers).jobs(100);
    assert_eq!(many.flatten(<[u64]>::to_vec), numbers);
    let written = parallel(&numbers).jobs(8).write_to_file(true);
    assert_eq!(written.flatten(<[u64]>::to_vec).unwrap(), numbers);
}

/// How many further threads the system gives, of so many. (It may not count those of root.)
fn further_threads(most: usize) -> usize {
    let spawn = || thread::Builder::new().spawn(thread::park).ok();
    let threads: Vec<_> = (0..most).map_while(|_| spawn()).collect();
    let count = threads.len();
    for thread in threads {
        thread.thread().unpark();
        thread.join().unwrap();
    }
    count
}

#[test]
fn where_the_system_gives_no_thread_calls_run_on_the_calling_one() {
    let name = "where_the_system_gives_no_thread_calls_run_on_the_calling_one";
    confined(name, Confined::Threads(1), || {
        if further_threads(1) > 0 {
            return eprintln!("a test was not run: the system gives further threads");
        }
        call();
        let caller = thread::current().id();
        let ids = parallel(0..8).jobs(8).per_chunk(|_| thread::current().id());
        assert_eq!(ids, [caller; 8]);
    });
}

#[test]
fn where_the_system_gives_few_threads_calls_run_on_those() {
    let name = "where_the_system_gives_few_threads_calls_run_on_those";
    confined(name, Confined::Threads(6), || {
        if ![1, 2, 3, 4].contains(&further_threads(9)) {
            return eprintln!("a test was not run: the system gives no further threads, or many");
        }
        call();
        thread::scope(|scope| {
            let calls: Vec<_> = (0..2)
                .filter_map(|_| thread::Builder::new().spawn_scoped(scope, call).ok())
                .collect();
            call();
            drop(calls);
        });
    });
}
