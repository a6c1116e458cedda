//! Streams whose outputs go to a file: the same results as in memory.

use std::collections::BTreeMap;
use std::vec;

use parallelize::{SpillError, Spilled, SpillingStream, parallel, stream};
use serde::de::Deserializer;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::support::reports::reported;

type Numbers = vec::IntoIter<usize>;

/// Calls of all kinds over so many numbers.
fn calls(len: usize) -> impl Iterator<Item = SpillingStream<std::ops::Range<usize>>> {
    let jobs = [0, 1, 2, 4].into_iter();
    let ways = jobs.flat_map(|jobs| [None, Some(1), Some(7)].map(|size| (jobs, size)));
    let ways = ways.flat_map(|(jobs, size)| [true, false].map(|to| (jobs, size, to)));
    ways.map(move |(jobs, size, to)| {
        let call = stream(0..len).jobs(jobs);
        let call = match size {
            Some(size) => call.chunk_size(size),
            None => call,
        };
        call.write_to_file(to)
    })
}

fn texts(numbers: Numbers) -> Vec<String> {
    numbers.flat_map(|n| vec![n.to_string(); n % 3]).collect()
}

fn unless<R>(failing: usize, numbers: &Numbers, output: R) -> Result<R, usize> {
    if numbers.as_slice().contains(&failing) {
        return Err(failing);
    }
    Ok(output)
}

#[test]
fn results_are_those_in_memory() {
    for len in [0, 1, 2, 100, 5000] {
        let all = || (0..len).collect::<Vec<_>>().into_iter();
        for call in calls(len) {
            assert_eq!(call.flatten(texts).unwrap(), texts(all()));
        }
        for call in calls(len) {
            let spilled = call.spilled(texts).unwrap();
            let items: Result<Vec<String>, SpillError> = spilled.iter().collect();
            assert_eq!(items.unwrap(), texts(all()));
            assert_eq!(spilled.len(), texts(all()).len());
            assert_eq!(spilled.into_vec().unwrap(), texts(all()));
        }
        for call in calls(len) {
            let last = |numbers: Numbers| numbers.map(|n| (n % 5, n)).collect::<BTreeMap<_, _>>();
            assert_eq!(call.join(last).unwrap(), last(all()));
        }
        for call in calls(len) {
            let batches = call
                .per_chunk(|numbers| (numbers.len(), numbers.sum::<usize>()))
                .unwrap();
            assert_eq!(batches.iter().map(|batch| batch.0).sum::<usize>(), len);
            assert_eq!(
                batches.iter().map(|batch| batch.1).sum::<usize>(),
                all().sum::<usize>()
            );
        }
    }
}

#[test]
fn the_first_error_is_the_result_and_what_comes_before_is_joined_to_a_failure() {
    for failing in [0, 1, 2, 50, 499, 500] {
        let expected = |output| {
            if failing < 500 {
                Err(failing)
            } else {
                Ok(output)
            }
        };
        let all = || (0..500).collect::<Vec<_>>();
        for call in calls(500) {
            let body = |numbers: Numbers| unless(failing, &numbers, numbers.as_slice().to_vec());
            assert_eq!(call.try_flatten(body).unwrap(), expected(all()));
        }
        for call in calls(500) {
            let body = |numbers: Numbers| unless(failing, &numbers, numbers.as_slice().to_vec());
            let spilled = call.try_spilled(body).unwrap();
            assert_eq!(spilled.map(|all| all.into_vec().unwrap()), expected(all()));
        }
        for call in calls(500) {
            let body = |numbers: Numbers| unless(failing, &numbers, numbers.as_slice().to_vec());
            assert_eq!(call.try_join(body).unwrap(), expected(all()));
        }
        for call in calls(500) {
            let body = |numbers: Numbers| unless(failing, &numbers, numbers.as_slice().to_vec());
            let batches = call.try_per_chunk(body).unwrap();
            assert_eq!(batches.map(|batches| batches.concat()), expected(all()));
        }
        for call in calls(500) {
            let body =
                |numbers: Numbers| unless(failing, &numbers, numbers.as_slice().to_vec()).ok();
            assert_eq!(call.join(body).unwrap(), expected(all()).ok());
        }
    }
}

#[test]
fn a_spilled_stream_can_be_saved_and_opened() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("texts.spilled");
    let spilled = stream(0..3000)
        .chunk_size(5)
        .write_to_file(true)
        .spilled(texts)
        .unwrap();
    spilled.save(&path).unwrap();
    let opened = Spilled::<String>::open(&path).unwrap();
    assert!(
        opened
            .iter()
            .map(Result::unwrap)
            .eq(texts((0..3000).collect::<Vec<_>>().into_iter()))
    );
}

#[test]
fn a_report_tells_how_many_bytes_are_in_the_file() {
    let report = reported(|to| {
        let call = stream(0..1000)
            .chunk_size(10)
            .report(to)
            .write_to_file(true);
        call.spilled(Iterator::collect).unwrap()
    });
    assert!(
        (1000..20_000).contains(&report.bytes_spilled),
        "{}",
        report.bytes_spilled
    );
    assert_eq!((report.chunks.len(), report.len), (100, 1000));
}

#[test]
fn calls_nest_and_an_item_may_make_calls_while_it_is_written() {
    /// Makes calls when it is written.
    struct Caller(usize);
    impl Serialize for Caller {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let inner = stream(0..50)
                .jobs(2)
                .write_to_file(true)
                .flatten(Iterator::collect::<Vec<usize>>);
            let over_slice = parallel(0..50_usize)
                .jobs(2)
                .write_to_file(true)
                .flatten(Iterator::collect);
            assert_eq!(inner.unwrap(), over_slice.unwrap());
            self.0.serialize(serializer)
        }
    }
    impl<'de> Deserialize<'de> for Caller {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            usize::deserialize(deserializer).map(Caller)
        }
    }
    let call = stream(0..20).jobs(3).chunk_size(2).write_to_file(true);
    let callers = call
        .flatten(|numbers| numbers.map(Caller).collect())
        .unwrap();
    assert!(callers.iter().map(|caller| caller.0).eq(0..20));
}
