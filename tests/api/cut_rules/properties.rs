//! For random inputs and options, a call gives what the plain function gives on the whole.

use std::collections::VecDeque;

use parallelize::{Parallel, current_chunk, parallel};
use proptest::prelude::*;

/// How finely a call is cut.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Jobs { jobs: usize, min_len: usize },
    Size { size: usize, jobs: usize },
}

impl Cut {
    fn any() -> impl Strategy<Value = Cut> {
        let min_len = prop_oneof![Just(0), 1..60_usize];
        prop_oneof![
            (0..40_usize, min_len).prop_map(|(jobs, min_len)| Cut::Jobs { jobs, min_len }),
            (1..99_usize, 0..9_usize).prop_map(|(size, jobs)| Cut::Size { size, jobs }),
        ]
    }

    fn apply<C>(self, call: Parallel<'_, C>) -> Parallel<'_, C> {
        match self {
            Cut::Jobs { jobs, min_len } => call.jobs(jobs).min_len(min_len),
            Cut::Size { size, jobs } => call.chunk_size(size).jobs(jobs),
        }
    }
}

/// Numbers with runs and ends of records.
fn numbers() -> impl Strategy<Value = Vec<u8>> {
    let lengths = prop_oneof![0..30_usize, 0..1500_usize];
    let run = (0..4_u8, prop_oneof![1..3_usize, 1..40_usize]);
    lengths.prop_flat_map(move |len| {
        prop::collection::vec(run.clone(), len / 4).prop_map(move |runs| {
            let all = runs
                .into_iter()
                .flat_map(|(n, count)| std::iter::repeat_n(n, count));
            all.take(len).collect()
        })
    })
}

fn sums_of_units(numbers: &[u8], unit: usize) -> Vec<u32> {
    numbers
        .chunks(unit)
        .map(|unit| unit.iter().copied().map(u32::from).sum())
        .collect()
}

fn runs(numbers: &[u8]) -> Vec<(u8, usize)> {
    numbers
        .chunk_by(|a, b| a == b)
        .map(|run| (run[0], run.len()))
        .collect()
}

fn records(numbers: &[u8]) -> Vec<Vec<u8>> {
    numbers
        .split_inclusive(|&n| n == 0)
        .map(<[u8]>::to_vec)
        .collect()
}

fn mean(numbers: &[u8]) -> u8 {
    let sum: usize = numbers.iter().copied().map(usize::from).sum();
    u8::try_from(sum / numbers.len()).unwrap()
}

/// For each element the mean of itself and those up to `before` before and `after` behind, for elements from `from` on.
fn means(numbers: &[u8], before: usize, after: usize, own: std::ops::Range<usize>) -> Vec<u8> {
    own.map(|at| {
        let end = at
            .saturating_add(after)
            .saturating_add(1)
            .min(numbers.len());
        mean(&numbers[at.saturating_sub(before)..end])
    })
    .collect()
}

/// The elements that are the running chunk's own, counted in the chunk.
fn own(chunk_len: usize) -> std::ops::Range<usize> {
    let chunk = current_chunk().unwrap();
    chunk.before()..chunk_len - chunk.after()
}

proptest! {
    #[test]
    fn sums_of_units_with_multiple_of(data in numbers(), unit in 1..50_usize, cut in Cut::any()) {
        let expected = sums_of_units(&data, unit);
        let call = cut.apply(parallel(&data).multiple_of(unit));
        prop_assert_eq!(call.flatten(|chunk| sums_of_units(chunk, unit)), expected.clone());
        let call = cut.apply(parallel(data.clone()).multiple_of(unit));
        prop_assert_eq!(call.flatten(|chunk| sums_of_units(&chunk, unit)), expected.clone());
        let call = cut.apply(parallel(VecDeque::from(data.clone())).multiple_of(unit));
        let sums = call.flatten(|mut chunk| sums_of_units(chunk.make_contiguous(), unit));
        prop_assert_eq!(sums, expected.clone());
        let call = cut.apply(parallel(data.clone().into_boxed_slice()).multiple_of(unit));
        prop_assert_eq!(call.flatten(|chunk| sums_of_units(&chunk, unit)), expected.clone());
        let mut changed = data.clone();
        let mut expected = data.clone();
        let fill = |chunk: &mut [u8]| for unit in chunk.chunks_mut(unit) { unit.fill(unit[0]) };
        fill(&mut expected);
        cut.apply(parallel(&mut changed).multiple_of(unit)).flatten(fill);
        prop_assert_eq!(changed, expected);
        let call = cut.apply(parallel(0..data.len()).multiple_of(unit));
        let units: Vec<usize> = call.flatten(|chunk| chunk.step_by(unit).collect());
        prop_assert!(units.into_iter().eq((0..data.len()).step_by(unit)));
    }

    #[test]
    fn pixels_with_units(pixels in 0..300_usize, cut in Cut::any(), from in 1..5_usize, to in 1..5_usize) {
        let source: Vec<usize> = (0..pixels * from).collect();
        let mut target = vec![0; pixels * to];
        let write = |source: &[usize], target: &mut [usize]| {
            for (source, target) in source.chunks_exact(from).zip(target.chunks_exact_mut(to)) {
                target.fill(source.iter().sum());
            }
        };
        let mut expected = target.clone();
        write(&source, &mut expected);
        let call = parallel((&source, &mut target)).units((from, to));
        cut.apply(call).flatten(|(source, target)| write(source, target));
        prop_assert_eq!(target, expected);
    }

    #[test]
    fn runs_with_chunk_by(data in numbers(), cut in Cut::any()) {
        let expected = runs(&data);
        let same = |a: &u8, b: &u8| a == b;
        prop_assert_eq!(cut.apply(parallel(&data).chunk_by(same)).flatten(runs), expected.clone());
        let call = cut.apply(parallel(data.clone()).chunk_by(same));
        prop_assert_eq!(call.flatten(|chunk| runs(&chunk)), expected.clone());
        let call = cut.apply(parallel(VecDeque::from(data.clone())).chunk_by(same));
        prop_assert_eq!(call.flatten(|mut chunk| runs(chunk.make_contiguous())), expected.clone());
        let call = cut.apply(parallel(data.clone().into_boxed_slice()).chunk_by(same));
        prop_assert_eq!(call.flatten(|chunk| runs(&chunk)), expected.clone());
        let mut copy = data.clone();
        let call = cut.apply(parallel(&mut copy).chunk_by(same));
        prop_assert_eq!(call.flatten(|chunk| runs(chunk)), expected.clone());
        let text: String = data.iter().map(|&n| ['a', 'ß', '€', '😀'][usize::from(n)]).collect();
        let call = cut.apply(parallel(&text[..]).chunk_by(|a, b| a == b));
        let lengths = |text: &str| -> Vec<(u8, usize)> {
            runs(&text.chars().map(|c| u8::try_from(c.len_utf8() - 1).unwrap()).collect::<Vec<u8>>())
        };
        prop_assert_eq!(call.flatten(lengths), expected);
        let call = cut.apply(parallel(0..data.len()).chunk_by(|a, b| a / 7 == b / 7));
        let sevens: Vec<usize> = call.flatten(|chunk| chunk.step_by(7).collect());
        prop_assert!(sevens.into_iter().eq((0..data.len()).step_by(7)));
    }

    #[test]
    fn records_with_delimiter(data in numbers(), cut in Cut::any()) {
        let expected = records(&data);
        prop_assert_eq!(cut.apply(parallel(&data).delimiter(0)).flatten(records), expected.clone());
        let call = cut.apply(parallel(data.clone()).delimiter(0));
        prop_assert_eq!(call.flatten(|chunk| records(&chunk)), expected.clone());
        let call = cut.apply(parallel(VecDeque::from(data.clone())).delimiter(0));
        prop_assert_eq!(call.flatten(|mut chunk| records(chunk.make_contiguous())), expected.clone());
        let call = cut.apply(parallel((&data, data.clone())).delimiter(0));
        let both = |(chunk, copy): (&[u8], Vec<u8>)| {
            assert_eq!(chunk, copy);
            records(chunk)
        };
        prop_assert_eq!(call.flatten(both), expected);
        let text: String = data.iter().map(|&n| ['\n', 'ß', '€', '😀'][usize::from(n)]).collect();
        let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
        let call = cut.apply(parallel(&text[..]).delimiter('\n'));
        prop_assert_eq!(call.flatten(lines), lines(&text));
    }

    #[test]
    fn means_with_overlap(
        data in numbers(),
        before in prop_oneof![0..5_usize, 0..2000_usize],
        after in prop_oneof![0..5_usize, 0..2000_usize],
        unit in 1..9_usize,
        cut in Cut::any(),
    ) {
        let expected = means(&data, before, after, 0..data.len());
        let call = || parallel(&data).overlap(before, after);
        let body = |chunk: &[u8]| means(chunk, before, after, own(chunk.len()));
        prop_assert_eq!(cut.apply(call()).flatten(body), expected.clone());
        prop_assert_eq!(cut.apply(call()).multiple_of(unit).flatten(body), expected.clone());
        let mut written = vec![0; data.len()];
        let call = parallel((&data, &mut written)).overlap(before, after);
        cut.apply(call).flatten(|(chunk, written)| {
            written.copy_from_slice(&means(chunk, before, after, own(chunk.len())));
        });
        prop_assert_eq!(written, expected.clone());
        let call = cut.apply(parallel(0..data.len()).overlap(before, after));
        let in_whole: Vec<u8> = call.flatten(|chunk| {
            let own = own(chunk.len());
            means(&data[chunk], before, after, own)
        });
        prop_assert_eq!(in_whole, expected);
    }
}
