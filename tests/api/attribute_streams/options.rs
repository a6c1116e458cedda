//! The options of functions over streams.

use std::sync::Mutex;

use parallelize::{Report, current_chunk, parallelize};

use crate::support::Meeting;
use crate::support::panics::message_of;

#[parallelize(split = numbers, jobs = jobs, chunk_size = jobs * 2, merge = per_chunk)]
fn of_another_place(jobs: usize, numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.map(|n| n + jobs as u64).collect()
}

#[test]
fn split_names_a_stream_that_is_not_the_first_argument() {
    assert_eq!(of_another_place(2, 0..5), [vec![2, 3, 4, 5], vec![6]]);
}

#[parallelize(jobs = 3, chunk_size = 1)]
fn meet(numbers: impl Iterator<Item = u64>, meeting: &Meeting) {
    for _ in numbers {
        meeting.wait();
    }
}

#[test]
fn jobs_is_how_many_batches_are_in_flight() {
    meet(0..3, &Meeting::of(3));
}

#[parallelize(chunk_size = chunk_size)]
fn sized(numbers: impl Iterator<Item = u64>, chunk_size: usize) -> u64 {
    numbers.sum()
}

#[test]
fn chunk_size_sees_the_arguments() {
    assert_eq!(sized(0..6, 4), [6, 9]);
    let panic = message_of(|| sized(0..6, 0));
    assert!(panic.contains("`chunk_size` of `"), "{panic}");
    assert!(panic.contains("sized"), "{panic}");
}

#[parallelize(sequential = doubled_seq)]
fn doubled(numbers: impl IntoIterator<Item = u64>) -> Vec<u64> {
    let in_call = u64::from(current_chunk().is_some());
    numbers.into_iter().map(|n| n * 2 + in_call).collect()
}

#[test]
fn sequential_keeps_the_original() {
    assert_eq!(doubled([1, 2]), [3, 5]);
    assert_eq!(doubled_seq([1, 2]), [2, 4]);
}

static LENGTHS: Mutex<Vec<usize>> = Mutex::new(Vec::new());

fn keep_length(report: &Report) {
    LENGTHS.lock().unwrap().push(report.len);
}

#[parallelize(report = keep_length, progress = format!("{} numbers", numbers.size_hint().0))]
fn observed(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

#[test]
fn a_report_counts_elements_and_a_label_sees_the_arguments() {
    assert!(observed(0..2500).into_iter().eq(0..2500));
    assert_eq!(*LENGTHS.lock().unwrap(), [2500]);
}

#[parallelize(jobs = numbers.size_hint().0, crate = ::parallelize)]
fn with_a_path(numbers: &mut impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

#[test]
fn options_that_only_look_at_a_stream_leave_it_whole() {
    assert_eq!(with_a_path(&mut (0..4)), [0, 1, 2, 3]);
}

#[parallelize]
fn empty(numbers: impl Iterator<Item = u64>) -> usize {
    numbers.count()
}

#[test]
fn a_stream_without_elements_is_one_empty_chunk() {
    assert_eq!(empty([].into_iter()), [0]);
}
