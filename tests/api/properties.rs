//! For any input and options, a call gives what the same chunks give one after the other.

use std::collections::VecDeque;
use std::ops::Range;

use parallelize::{Parallel, current_chunk, parallel};
use proptest::prelude::*;

/// How a call is cut.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Jobs { jobs: usize, min_len: usize },
    Size { size: usize, jobs: usize },
}

impl Cut {
    fn any() -> impl Strategy<Value = Cut> {
        let min_len = prop_oneof![Just(0), 1..200_usize];
        let sizes = prop_oneof![1..10_usize, 10..2500_usize];
        prop_oneof![
            (1..40_usize, min_len).prop_map(|(jobs, min_len)| Cut::Jobs { jobs, min_len }),
            (sizes, 0..9_usize).prop_map(|(size, jobs)| Cut::Size { size, jobs }),
        ]
    }

    fn apply<C>(self, call: Parallel<'_, C>) -> Parallel<'_, C> {
        match self {
            Cut::Jobs { jobs, min_len } => call.jobs(jobs).min_len(min_len),
            Cut::Size { size, jobs } => call.chunk_size(size).jobs(jobs),
        }
    }

    /// Where the specification puts the chunks of outputs that stay one per chunk.
    fn ranges(self, len: usize) -> Vec<Range<usize>> {
        let lengths: Vec<usize> = match self {
            Cut::Jobs { jobs, min_len } => {
                let count = jobs.min(len / min_len.max(1)).max(1);
                let length = |index| len / count + usize::from(index < len % count);
                (0..count).map(length).collect()
            }
            Cut::Size { size, .. } => {
                let full = std::iter::repeat_n(size, len / size);
                let rest = (len % size != 0 || len == 0).then_some(len % size);
                full.chain(rest).collect()
            }
        };
        let mut end = 0;
        let range = |length| {
            end += length;
            end - length..end
        };
        lengths.into_iter().map(range).collect()
    }

    /// Where a call that reduces its outputs puts the chunks.
    fn reduced<T>(self, data: &[T]) -> impl Iterator<Item = &[T]> {
        let call = self.apply(parallel(0..data.len()));
        let ranges = call.reduce(|range| vec![range], |a, b| [a, b].concat());
        assert!(ranges.iter().cloned().flatten().eq(0..data.len()));
        ranges.into_iter().map(|range| &data[range])
    }

    fn chunks<T>(self, data: &[T]) -> impl Iterator<Item = &[T]> {
        self.ranges(data.len())
            .into_iter()
            .map(|range| &data[range])
    }
}

fn numbers() -> impl Strategy<Value = Vec<u16>> {
    let lengths = prop_oneof![0..30_usize, 0..2000_usize];
    lengths.prop_flat_map(|len| prop::collection::vec(any::<u16>(), len))
}

/// Depends on the order of the numbers, and on how many there are.
pub(crate) fn digest(numbers: &[u16]) -> u64 {
    let fold = |digest: u64, &n: &u16| digest.wrapping_mul(31).wrapping_add(n.into());
    numbers.iter().fold(7, fold)
}

/// Neither commutative nor associative.
pub(crate) fn combine(a: u64, b: u64) -> u64 {
    a.wrapping_mul(1_000_003) ^ b
}

/// Fails for some chunks, with what shows which.
pub(crate) fn digest_unless(numbers: &[u16], modulus: u16) -> Result<u64, u16> {
    let failing = numbers.iter().find(|&&n| n % modulus == 0);
    failing.map_or_else(|| Ok(digest(numbers)), |&n| Err(n))
}

proptest! {
    #[test]
    fn flatten_is_the_body_over_the_whole(data in numbers(), cut in Cut::any(), keep in 1_u16..4) {
        let body = |chunk: &[u16]| -> Vec<String> {
            let kept = chunk.iter().filter(|&&n| n % keep == 0);
            kept.map(ToString::to_string).collect()
        };
        prop_assert_eq!(cut.apply(parallel(&data)).flatten(body), body(&data));
        prop_assert_eq!(parallel(&data).flatten(body), body(&data));
    }

    #[test]
    fn per_chunk_is_the_body_over_the_chunks(data in numbers(), cut in Cut::any()) {
        let expected: Vec<u64> = cut.chunks(&data).map(digest).collect();
        prop_assert_eq!(cut.apply(parallel(&data)).per_chunk(digest), expected);
    }

    #[test]
    fn per_chunk_with_captured_values_is_the_body_over_the_chunks(
        data in numbers(),
        cut in Cut::any(),
        text in "[a-z]{0,5}",
    ) {
        let body = |chunk: &[u16], text: String| format!("{text}{}", digest(chunk));
        let expected: Vec<String> = cut.chunks(&data).map(|c| body(c, text.clone())).collect();
        prop_assert_eq!(cut.apply(parallel(&data)).per_chunk(|chunk| body(chunk, text.clone())), expected);
    }

    #[test]
    fn reduce_is_the_fold_of_the_outputs(data in numbers(), cut in Cut::any()) {
        let expected = cut.reduced(&data).map(digest).reduce(combine);
        let folded = cut.apply(parallel(&data)).reduce(digest, combine);
        prop_assert_eq!(Some(folded), expected);
    }

    #[test]
    fn try_per_chunk_gives_all_outputs_or_the_first_error(
        data in numbers(),
        cut in Cut::any(),
        modulus in 1_u16..3000,
    ) {
        let body = |chunk: &[u16]| digest_unless(chunk, modulus);
        let expected: Result<Vec<u64>, u16> = cut.chunks(&data).map(body).collect();
        prop_assert_eq!(cut.apply(parallel(&data)).try_per_chunk(body), expected);
    }

    #[test]
    fn try_reduce_gives_the_fold_or_the_first_error(
        data in numbers(),
        cut in Cut::any(),
        modulus in 1_u16..3000,
    ) {
        let body = |chunk: &[u16]| digest_unless(chunk, modulus);
        let outputs: Result<Vec<u64>, u16> = cut.reduced(&data).map(body).collect();
        let expected = outputs.map(|all| all.into_iter().reduce(combine).unwrap());
        prop_assert_eq!(cut.apply(parallel(&data)).try_reduce(body, combine), expected);
    }

    #[test]
    fn first_is_the_body_over_the_whole(
        data in numbers(),
        cut in Cut::any(),
        modulus in 1_u16..3000,
    ) {
        let start = || current_chunk().map_or(0, |c| c.range().start);
        let find = |chunk: &[u16]| -> Option<(usize, u16)> {
            let i = chunk.iter().position(|n| n % modulus == 0)?;
            Some((start() + i, chunk[i]))
        };
        let any = |chunk: &[u16]| chunk.iter().any(|n| n % modulus == 0);
        prop_assert_eq!(cut.apply(parallel(&data)).first(find), find(&data));
        prop_assert_eq!(parallel(&data).first(find), find(&data));
        prop_assert_eq!(cut.apply(parallel(&data)).first(any), any(&data));
        prop_assert_eq!(parallel(&data).first(any), any(&data));
    }

    #[test]
    fn flatten_of_results_is_the_body_over_the_whole(
        data in numbers(),
        cut in Cut::any(),
        modulus in 1_u16..3000,
    ) {
        let body = |chunk: &[u16]| -> Result<Vec<u16>, u16> {
            chunk.iter().map(|&n| if n % modulus == 0 { Err(n) } else { Ok(n / 2) }).collect()
        };
        prop_assert_eq!(cut.apply(parallel(&data)).flatten(body), body(&data));
        prop_assert_eq!(parallel(&data).flatten(body), body(&data));
    }

    #[test]
    fn mutable_slices_are_changed_chunk_by_chunk(mut data in numbers(), cut in Cut::any()) {
        let mut expected = data.clone();
        for range in cut.ranges(data.len()) {
            expected[range].reverse();
        }
        let lengths = cut.apply(parallel(&mut data)).per_chunk(|chunk| {
            chunk.reverse();
            chunk.len()
        });
        prop_assert_eq!(&data, &expected);
        prop_assert!(lengths.into_iter().eq(cut.chunks(&expected).map(<[u16]>::len)));
    }

    #[test]
    fn vecs_are_handed_out_chunk_by_chunk(data in numbers(), cut in Cut::any()) {
        let owned: Vec<Box<u16>> = data.iter().copied().map(Box::new).collect();
        let expected: Vec<Vec<u16>> = cut.chunks(&data).map(<[u16]>::to_vec).collect();
        let unbox = |chunk: Vec<Box<u16>>| chunk.into_iter().map(|n| *n).collect::<Vec<_>>();
        prop_assert_eq!(cut.apply(parallel(owned)).per_chunk(unbox), expected);
    }

    #[test]
    fn ranges_are_cut_like_slices(start in any::<i32>(), len in 0..2000_usize, cut in Cut::any()) {
        let start = i64::from(start);
        let at = |position: usize| start + i64::try_from(position).unwrap();
        let ranges = cut.ranges(len).into_iter().map(|range| at(range.start)..at(range.end));
        let chunks = cut.apply(parallel(start..at(len))).per_chunk(|chunk| chunk);
        prop_assert!(chunks.into_iter().eq(ranges));
    }

    #[test]
    fn inclusive_ranges_are_cut_like_slices(start in any::<i16>(), len in 0..2000_i16, cut in Cut::any()) {
        let range = start..=start.saturating_add(len);
        let all: Vec<i16> = range.clone().collect();
        let expected: Vec<&[i16]> = cut.chunks(&all).collect();
        let chunks = cut.apply(parallel(range.clone())).per_chunk(Iterator::collect::<Vec<_>>);
        prop_assert_eq!(chunks, expected);
        prop_assert_eq!(parallel(range).flatten(Iterator::collect::<Vec<_>>), all);
    }

    #[test]
    fn short_integers_are_cut_like_slices(start in any::<i8>(), end in any::<i8>(), cut in Cut::any()) {
        let all: Vec<i8> = (start..end).collect();
        let expected: Vec<&[i8]> = cut.chunks(&all).collect();
        let chunks = cut.apply(parallel(start..end)).per_chunk(Iterator::collect::<Vec<_>>);
        prop_assert_eq!(chunks, expected);
        prop_assert_eq!(parallel(start..end).flatten(Iterator::collect::<Vec<_>>), all);
    }

    #[test]
    fn deques_and_boxed_slices_are_handed_out_chunk_by_chunk(
        data in numbers(),
        turned in 0..2000_usize,
        cut in Cut::any(),
    ) {
        let owned: Vec<Box<u16>> = data.iter().copied().map(Box::new).collect();
        let mut deque: VecDeque<Box<u16>> = owned.iter().cycle().skip(turned).take(data.len()).cloned().collect();
        deque.rotate_right(turned % data.len().max(1));
        let expected: Vec<&[u16]> = cut.chunks(&data).collect();
        let unboxed = |chunk: VecDeque<Box<u16>>| chunk.into_iter().map(|n| *n).collect::<Vec<_>>();
        prop_assert_eq!(cut.apply(parallel(deque.clone())).per_chunk(unboxed), expected.clone());
        prop_assert_eq!(parallel(deque).flatten(unboxed), data.clone());
        let unboxed = |chunk: Box<[Box<u16>]>| chunk.into_iter().map(|n| *n).collect::<Vec<_>>();
        let boxed = owned.into_boxed_slice();
        prop_assert_eq!(cut.apply(parallel(boxed.clone())).per_chunk(unboxed), expected);
        prop_assert_eq!(parallel(boxed).flatten(unboxed), data);
    }

    #[test]
    fn zipped_inputs_are_cut_at_the_same_places(data in numbers(), cut in Cut::any()) {
        let mut sums = vec![0_u64; data.len()];
        let owned: Vec<String> = data.iter().map(ToString::to_string).collect();
        let call = parallel((&data, &mut sums, owned.clone(), 0..data.len()));
        let joined: Vec<String> = cut.apply(call).flatten(|(numbers, sums, owned, positions)| {
            let mut sum = 0;
            for (n, to) in numbers.iter().zip(sums) {
                sum += u64::from(*n);
                *to = sum;
            }
            assert!(numbers == &data[positions]);
            owned
        });
        prop_assert_eq!(joined, owned);
        let ranges = cut.apply(parallel(0..data.len())).flatten(|range| vec![range]);
        let expected = ranges.into_iter().flat_map(|range| {
            data[range].iter().scan(0, |sum, n| {
                *sum += u64::from(*n);
                Some(*sum)
            })
        });
        prop_assert!(sums.into_iter().eq(expected));
    }
}
