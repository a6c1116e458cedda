//! Calls over streams in all places: in bodies, sinks and iterators, and on threads of pools.

use std::rc::Rc;
use std::thread;

use parallelize::{current_chunk, parallel, stream};

use super::Cut;
use crate::support::pools::pool;

fn sum(cut: Cut, numbers: impl Iterator<Item = usize>) -> usize {
    cut.stream(numbers)
        .reduce(Iterator::sum::<usize>, |a, b| a + b)
}

const TRIANGLE: usize = 200 * 199 / 2;

#[test]
fn calls_nest_in_bodies() {
    for cut in Cut::each() {
        let sums = cut.stream(0..20).per_chunk(|numbers| {
            let outer = current_chunk();
            let sums = numbers.map(|n| sum(cut, 0..200) + n).sum::<usize>();
            assert_eq!(current_chunk(), outer);
            sums
        });
        assert_eq!(sums.iter().sum::<usize>(), 20 * TRIANGLE + 190);
        let over_slices = parallel(0..20_usize).jobs(3).chunk_size(2);
        let sums = over_slices.reduce(|numbers| numbers.len() * sum(cut, 0..200), |a, b| a + b);
        assert_eq!(sums, 20 * TRIANGLE);
        let slices = cut.stream(0..20).reduce(
            |numbers| {
                numbers.len()
                    * parallel(0..200)
                        .jobs(2)
                        .reduce(Iterator::sum::<usize>, |a, b| a + b)
            },
            |a, b| a + b,
        );
        assert_eq!(slices, 20 * TRIANGLE);
    }
}

#[test]
fn iterators_and_sinks_may_make_calls() {
    for cut in Cut::each() {
        let numbers = (0..40).map(|n| sum(cut, 0..200) + n);
        let mut sums = Vec::new();
        cut.stream(numbers)
            .consume(Iterator::sum::<usize>, |output| {
                sums.push(output + sum(cut, 0..200));
            });
        let batches = cut.ranges(40).len();
        assert_eq!(sums.iter().sum::<usize>(), (40 + batches) * TRIANGLE + 780);
        // A stream that reads a stream.
        let mut read = Vec::new();
        let inner = cut
            .stream(0..500_usize)
            .flatten(Iterator::collect::<Vec<_>>)
            .into_iter();
        cut.stream(inner)
            .consume(Iterator::collect::<Vec<_>>, |part| read.extend(part));
        assert!(read.into_iter().eq(0..500));
    }
}

#[test]
fn calls_on_threads_of_pools_end_whatever_the_other_threads_do() {
    for threads in 1..=3 {
        for cut in Cut::each() {
            pool(threads).install(|| {
                assert_eq!(sum(cut, 0..200), TRIANGLE);
                let (one, two) = rayon::join(|| sum(cut, 0..200), || sum(cut, 0..200));
                assert_eq!((one, two), (TRIANGLE, TRIANGLE));
                let sums = rayon::broadcast(|_| sum(cut, 0..200));
                assert_eq!(sums, vec![TRIANGLE; threads]);
            });
        }
    }
}

#[test]
fn bodies_iterators_and_sinks_may_use_the_pool() {
    for threads in 1..=3 {
        for cut in Cut::each() {
            let both = |n: usize| {
                let (one, two) = rayon::join(|| n, || 1);
                one + two
            };
            let total = pool(threads).install(|| {
                let mut total = 0;
                let body = |numbers: std::vec::IntoIter<usize>| numbers.map(both).sum::<usize>();
                cut.stream((0..200).map(both))
                    .consume(body, |output| total += both(output));
                total
            });
            assert_eq!(total, TRIANGLE + 400 + cut.ranges(200).len());
        }
    }
}

#[test]
fn the_iterator_is_read_and_outputs_are_merged_on_the_calling_thread_outside_of_bodies() {
    for cut in Cut::each() {
        // Neither of them is `Send`.
        let (caller, place) = (Rc::new(thread::current().id()), Rc::new("outside"));
        let assert_here = || {
            assert_eq!((thread::current().id(), *place), (*caller, "outside"));
            assert_eq!(current_chunk(), None);
        };
        let numbers = || (0..3000).inspect(|_| assert_here());
        let mut count = 0;
        cut.stream(numbers()).consume(
            |numbers| numbers.len(),
            |len| {
                assert_here();
                count += len;
            },
        );
        let combined = cut.stream(numbers()).reduce(
            |numbers| numbers.len(),
            |a, b| {
                assert_here();
                a + b
            },
        );
        assert_eq!((count, combined), (3000, 3000));
    }
}

#[test]
fn an_automatic_call_lets_a_pool_help_and_one_with_jobs_gets_its_threads() {
    let caller = thread::current().id();
    let helped = stream(0..20_usize).chunk_size(1).jobs(4).per_chunk(|_| {
        thread::sleep(std::time::Duration::from_millis(2));
        thread::current().id()
    });
    assert!(helped.iter().any(|&thread| thread != caller));
    let helped = pool(3).install(|| {
        let caller = thread::current().id();
        let threads = stream(0..20_usize).chunk_size(1).per_chunk(|_| {
            thread::sleep(std::time::Duration::from_millis(2));
            thread::current().id()
        });
        threads.into_iter().any(|thread| thread != caller)
    });
    assert!(helped);
}
