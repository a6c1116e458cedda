//! Every kind of input: what its chunks are, and that together they are the input, in order.

use std::cell::Cell;
use std::fmt::Debug;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use parallelize::{Input, RangeInteger, Split, parallel, parallelize};

use crate::support::panics::message_of;

/// Lengths and numbers of jobs, with more jobs than elements and the other way round.
fn sizes() -> impl Iterator<Item = (usize, usize)> {
    (0..=17).flat_map(|len| (1..=6).map(move |jobs| (len, jobs)))
}

/// How often the body runs.
fn runs<C>(input: impl Input<C>) -> usize {
    let runs = AtomicUsize::new(0);
    parallel(input)
        .jobs(4)
        .per_chunk(|_| runs.fetch_add(1, Ordering::Relaxed));
    runs.into_inner()
}

#[test]
fn chunks_of_a_shared_slice_are_its_sub_slices() {
    for (len, jobs) in sizes() {
        let data: Vec<usize> = (0..len).collect();
        let chunks = parallel(data.as_slice())
            .jobs(jobs)
            .per_chunk(|chunk| chunk);
        let mut start = data.as_ptr();
        for chunk in &chunks {
            assert_eq!(chunk.as_ptr(), start);
            start = chunk.as_ptr_range().end;
        }
        assert_eq!(chunks.concat(), data);
        assert_eq!(chunks.len(), jobs.min(len).max(1));
    }
}

#[test]
fn chunks_of_a_mutable_slice_are_disjoint_and_reach_every_element_once() {
    for (len, jobs) in sizes() {
        let mut data: Vec<usize> = (0..len).collect();
        parallel(data.as_mut_slice())
            .jobs(jobs)
            .per_chunk(|chunk| chunk.iter_mut().for_each(|n| *n += 100));
        assert_eq!(data, (100..100 + len).collect::<Vec<_>>());
    }
}

#[test]
fn mutable_chunks_can_be_returned_and_are_the_slice_itself() {
    let mut data: Vec<usize> = (0..10).collect();
    let addresses: Vec<_> = data.iter().map(std::ptr::from_ref).collect();
    let chunks: Vec<&mut [usize]> = parallel(data.as_mut_slice())
        .jobs(3)
        .per_chunk(|chunk| chunk);
    let seen: Vec<_> = chunks.iter().flat_map(|chunk| chunk.iter()).collect();
    assert!(seen.into_iter().map(std::ptr::from_ref).eq(addresses));
}

/// Neither `Clone` nor `Copy`, and on the heap.
#[derive(Debug, PartialEq)]
struct Unique(Box<usize>);

fn uniques(len: usize) -> Vec<Unique> {
    (0..len).map(|n| Unique(Box::new(n))).collect()
}

#[test]
fn chunks_of_a_vec_own_its_elements() {
    for (len, jobs) in sizes() {
        let chunks: Vec<Vec<Unique>> = parallel(uniques(len)).jobs(jobs).per_chunk(|chunk| chunk);
        assert_eq!(chunks.len(), jobs.min(len).max(1));
        assert_eq!(
            chunks.into_iter().flatten().collect::<Vec<_>>(),
            uniques(len)
        );
    }
}

/// Chunks that start where the one before ends, cover the range and differ by one at most.
fn assert_covers<T: RangeInteger + PartialEq + Debug>(range: &Range<T>, chunks: &[Range<T>]) {
    assert_eq!(chunks[0].start, range.start);
    assert_eq!(chunks[chunks.len() - 1].end, range.end);
    for pair in chunks.windows(2) {
        assert_eq!(pair[0].end, pair[1].start);
        let (first, second) = (pair[0].element_count(), pair[1].element_count());
        assert!(
            first >= second && first - second <= 1,
            "{first} then {second}"
        );
    }
}

macro_rules! range_tests {
    ($($integer:ident $starts:expr;)*) => {$(
        mod $integer {
            use super::*;

            #[test]
            fn chunks_of_a_range_are_its_sub_ranges() {
                for start in $starts {
                    for (len, jobs) in sizes() {
                        let range: Range<$integer> = start..start + $integer::try_from(len).unwrap();
                        let chunks = parallel(range.clone()).jobs(jobs).per_chunk(|chunk| chunk);
                        assert_covers(&range, &chunks);
                        assert_eq!(chunks.len(), jobs.min(len).max(1));
                        assert!(chunks.into_iter().flatten().eq(range));
                    }
                }
            }

            #[test]
            fn the_longest_range_is_cut_without_overflow() {
                let range = $integer::MIN..$integer::MAX;
                let has_too_many = usize::try_from($integer::MAX.abs_diff($integer::MIN)).is_err();
                for jobs in 1..=9 {
                    let call = || parallel(range.clone()).jobs(jobs).per_chunk(|chunk| chunk);
                    if has_too_many {
                        let message = message_of(call); // on machines of 32 bits
                        assert!(message.contains("call with one part of the range after"), "{message}");
                        continue;
                    }
                    let chunks = call();
                    assert_covers(&range, &chunks);
                    assert_eq!(chunks.len(), jobs);
                }
            }

            #[test]
            fn a_reversed_range_is_one_empty_chunk() {
                #[allow(clippy::reversed_empty_ranges)]
                for range in [5..2, $integer::MAX..$integer::MIN, 7..7] {
                    let range: Range<$integer> = range;
                    let chunks = parallel(range.clone()).jobs(3).per_chunk(|chunk| chunk);
                    assert_eq!(chunks, [range]);
                }
            }
        }
    )*};
}

range_tests! {
    usize [0, 1, usize::MAX - 17];
    u32 [0, 1, u32::MAX - 17];
    u64 [0, 1, u64::MAX - 17];
    i32 [i32::MIN, -9, -1, 0, i32::MAX - 17];
    i64 [i64::MIN, -9, -1, 0, i64::MAX - 17];
    u8 [0, 1, u8::MAX - 17];
    u16 [0, 1, u16::MAX - 17];
    i8 [i8::MIN, -9, -1, 0, i8::MAX - 17];
    i16 [i16::MIN, -9, -1, 0, i16::MAX - 17];
    isize [isize::MIN, -9, -1, 0, isize::MAX - 17];
}

#[test]
fn a_borrowed_vec_is_cut_like_a_slice() {
    let data = vec![1, 2, 3, 4, 5];
    let chunks: Vec<&[i32]> = parallel(&data).jobs(2).per_chunk(|chunk: &[i32]| chunk);
    assert_eq!(chunks, [&data[..3], &data[3..]]);
}

#[test]
fn a_mutably_borrowed_vec_is_cut_like_a_slice() {
    let mut data = vec![1, 2, 3, 4, 5];
    parallel(&mut data)
        .jobs(2)
        .per_chunk(|chunk: &mut [i32]| chunk.reverse());
    assert_eq!(data, [3, 2, 1, 5, 4]);
}

#[test]
fn a_borrowed_array_is_cut_like_a_slice() {
    let data = [1, 2, 3, 4, 5];
    let chunks: Vec<&[i32]> = parallel(&data).jobs(2).per_chunk(|chunk: &[i32]| chunk);
    assert_eq!(chunks, [&data[..3], &data[3..]]);
}

#[test]
fn a_mutably_borrowed_array_is_cut_like_a_slice() {
    let mut data = [1, 2, 3, 4, 5];
    parallel(&mut data)
        .jobs(2)
        .per_chunk(|chunk: &mut [i32]| chunk.reverse());
    assert_eq!(data, [3, 2, 1, 5, 4]);
}

#[test]
fn shared_elements_need_be_sync_only() {
    let locks = [1, 2, 3].map(Mutex::new);
    let guards: Vec<MutexGuard<'_, i32>> = locks.iter().map(|lock| lock.lock().unwrap()).collect();
    let sums = parallel(&guards)
        .jobs(2)
        .per_chunk(|chunk| chunk.iter().map(|guard| **guard).sum::<i32>());
    assert_eq!(sums, [3, 3]);
}

#[test]
fn owned_and_mutable_elements_need_be_send_only() {
    let mut cells: Vec<Cell<i32>> = (1..=5).map(Cell::new).collect();
    parallel(&mut cells)
        .jobs(3)
        .per_chunk(|chunk| chunk.iter().for_each(|cell| cell.set(cell.get() * 10)));
    let sums = parallel(cells)
        .jobs(2)
        .per_chunk(|chunk| chunk.iter().map(Cell::get).sum::<i32>());
    assert_eq!(sums, [60, 90]);
}

#[test]
fn elements_without_size_are_counted_like_others() {
    for (len, jobs) in sizes() {
        let mut data = vec![(); len];
        let lengths = |chunks: Vec<usize>| (chunks.len(), chunks.iter().sum::<usize>());
        let expected = (jobs.min(len).max(1), len);
        let shared = parallel(&data).jobs(jobs).per_chunk(<[()]>::len);
        assert_eq!(lengths(shared), expected);
        let mutable = parallel(&mut data)
            .jobs(jobs)
            .per_chunk(|chunk| chunk.len());
        assert_eq!(lengths(mutable), expected);
        let owned = parallel(data).jobs(jobs).per_chunk(|chunk| chunk.len());
        assert_eq!(lengths(owned), expected);
    }
}

#[test]
fn the_longest_slice_is_cut_without_overflow() {
    let data = &[(); usize::MAX];
    let lengths = parallel(data).jobs(2).per_chunk(<[()]>::len);
    assert_eq!(lengths, [usize::MAX / 2 + 1, usize::MAX / 2]);
    let lengths = parallel(data)
        .chunk_size(usize::MAX - 1)
        .per_chunk(<[()]>::len);
    assert_eq!(lengths, [usize::MAX - 1, 1]);
}

#[test]
fn the_body_runs_once_for_an_empty_input_of_any_kind() {
    let nothing: [u8; 0] = [];
    assert_eq!(runs(nothing.as_slice()), 1);
    assert_eq!(runs([0_u8; 0].as_mut_slice()), 1);
    assert_eq!(runs(Vec::<Unique>::new()), 1);
    assert_eq!(runs(std::collections::VecDeque::<Unique>::new()), 1);
    assert_eq!(runs(Vec::<Unique>::new().into_boxed_slice()), 1);
    assert_eq!(runs(3_u32..3), 1);
    #[allow(clippy::reversed_empty_ranges)]
    let reversed = 3_u8..=2;
    assert_eq!(runs(reversed), 1);
    assert_eq!(runs(&Vec::<u8>::new()), 1);
    assert_eq!(runs(&mut Vec::<u8>::new()), 1);
    assert_eq!(runs(&nothing), 1);
    assert_eq!(runs(&mut [0_u8; 0]), 1);
}

#[parallelize(jobs = 3)]
fn shared_slice(chunk: &[usize]) -> Vec<usize> {
    chunk.to_vec()
}

#[parallelize(jobs = 3)]
fn mutable_slice(chunk: &mut [usize]) {
    for n in chunk {
        *n += 1;
    }
}

#[parallelize(jobs = 3)]
fn owned(chunk: Vec<Unique>) -> Vec<Unique> {
    chunk
}

#[parallelize(jobs = 3)]
fn range(chunk: Range<i64>) -> Vec<i64> {
    chunk.collect()
}

#[test]
fn annotated_functions_take_slices_vecs_and_ranges() {
    for len in 0..=10 {
        let mut data: Vec<usize> = (0..len).collect();
        assert_eq!(shared_slice(&data), data);
        mutable_slice(&mut data);
        assert_eq!(data, (1..=len).collect::<Vec<_>>());
        assert_eq!(owned(uniques(len)), uniques(len));
        let end = i64::try_from(len).unwrap() - 5;
        assert_eq!(range(-5..end), (-5..end).collect::<Vec<_>>());
    }
}

#[test]
fn chunks_of_an_annotated_function_are_jobs_many() {
    #[parallelize(jobs = 3, merge = per_chunk)]
    fn lengths(chunk: &[u8]) -> usize {
        chunk.len()
    }
    assert_eq!(lengths(&[0; 8]), [3, 3, 2]);
    assert_eq!(lengths(&[]), [0]);
}
