//! `VecDeque` and boxed slices as inputs, whose chunks own their elements.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parallelize::{check, parallel, parallelize};

/// Lengths and numbers of jobs, with more jobs than elements and the other way round.
fn sizes() -> impl Iterator<Item = (usize, usize)> {
    (0..=17).flat_map(|len| (1..=6).map(move |jobs| (len, jobs)))
}

/// Neither `Clone` nor `Copy`, and on the heap.
#[derive(Debug, PartialEq)]
struct Unique(Box<usize>);

fn uniques(len: usize) -> impl Iterator<Item = Unique> {
    (0..len).map(|n| Unique(Box::new(n)))
}

/// The elements in order, some of them at the end of its memory and the others at the start.
fn wrapped(len: usize) -> VecDeque<Unique> {
    let mut deque = VecDeque::with_capacity(len);
    let ahead = len / 3;
    deque.extend(uniques(len).skip(ahead));
    for unique in uniques(ahead).collect::<Vec<_>>().into_iter().rev() {
        deque.push_front(unique);
    }
    assert!(ahead == 0 || !deque.as_slices().1.is_empty());
    deque
}

#[test]
fn chunks_of_a_deque_own_its_elements() {
    for (len, jobs) in sizes() {
        let chunks: Vec<VecDeque<Unique>> =
            parallel(wrapped(len)).jobs(jobs).per_chunk(|chunk| chunk);
        assert_eq!(chunks.len(), jobs.min(len).max(1));
        assert!(chunks.into_iter().flatten().eq(uniques(len)));
    }
}

#[test]
fn chunks_of_a_boxed_slice_own_its_elements() {
    for (len, jobs) in sizes() {
        let input: Box<[Unique]> = uniques(len).collect();
        let chunks: Vec<Box<[Unique]>> = parallel(input).jobs(jobs).per_chunk(|chunk| chunk);
        assert_eq!(chunks.len(), jobs.min(len).max(1));
        let all = chunks.into_iter().flat_map(Vec::from);
        assert!(all.eq(uniques(len)));
    }
}

#[test]
fn elements_without_size_are_counted_like_others() {
    for (len, jobs) in sizes() {
        let units = vec![(); len];
        let lengths = parallel(units.clone().into_boxed_slice())
            .jobs(jobs)
            .per_chunk(|c| c.len());
        assert_eq!(lengths.iter().sum::<usize>(), len);
        let lengths = parallel(VecDeque::from(units))
            .jobs(jobs)
            .per_chunk(|c| c.len());
        assert_eq!(lengths.iter().sum::<usize>(), len);
    }
}

/// Every element is dropped once, also those of chunks that never start.
#[test]
fn elements_are_dropped_once_when_a_body_panics() {
    let element = Arc::new(());
    let elements = || vec![Arc::clone(&element); 20];
    let deque = || {
        parallel(VecDeque::from(elements()))
            .jobs(5)
            .per_chunk(|_| panic!("a body"))
    };
    assert!(catch_unwind(AssertUnwindSafe(deque)).is_err());
    let boxed = || {
        parallel(elements().into_boxed_slice())
            .jobs(5)
            .per_chunk(|_| panic!("a body"))
    };
    assert!(catch_unwind(AssertUnwindSafe(boxed)).is_err());
    assert_eq!(Arc::strong_count(&element), 1);
}

#[parallelize(jobs = 3)]
fn from_deque(chunk: VecDeque<Unique>) -> Vec<Unique> {
    chunk.into()
}

#[parallelize(jobs = 3, zip = names)]
fn from_boxes(numbers: Box<[Unique]>, names: Box<[String]>) -> Vec<(Unique, String)> {
    numbers.into_iter().zip(names).collect()
}

#[test]
fn annotated_functions_take_them_and_cut_them_together() {
    for len in 0..=10 {
        assert!(from_deque(wrapped(len)).into_iter().eq(uniques(len)));
        let names = || (0..len).map(|n| n.to_string());
        let pairs = from_boxes(uniques(len).collect(), names().collect());
        assert!(pairs.into_iter().eq(uniques(len).zip(names())));
    }
}

#[test]
fn the_law_is_checked_on_them() {
    let numbers: VecDeque<u8> = (0..9).collect();
    check(numbers).flatten(|numbers| numbers).unwrap();
    let numbers: Box<[u8]> = (0..9).collect();
    check(numbers.clone()).flatten(|numbers| numbers).unwrap();
    let found = check(numbers).flatten(|mut numbers| {
        numbers.reverse();
        numbers
    });
    assert_eq!(found.unwrap_err().range, 0..2);
}
