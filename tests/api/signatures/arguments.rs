//! Patterns, names and numbers of arguments.

use std::ops::Range;

use parallelize::parallelize;

use super::SEVEN;

#[test]
fn patterns_take_arguments_apart() {
    #[derive(Clone, Copy)]
    struct Line {
        slope: u64,
        offset: u64,
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "a pattern takes it apart"
    )]
    #[parallelize(jobs = 3)]
    fn lines(
        numbers: &[u64],
        Line { slope, offset: y }: Line,
        (low, (_, high)): (u64, (u8, u64)),
        [first, .., last]: [u64; 3],
        &unit: &u64,
        whole @ (half, _): (u64, u64),
        ref kept: u64,
    ) -> Vec<u64> {
        assert_eq!((low, high, first, last, unit), (0, 9, 4, 6, 1));
        assert_eq!((whole, half, *kept), ((7, 8), 7, 3));
        numbers.iter().map(|n| n * slope + y).collect()
    }

    let line = Line {
        slope: 2,
        offset: 1,
    };
    let out = lines(&SEVEN, line, (0, (1, 9)), [4, 5, 6], &1, (7, 8), 3);
    assert_eq!(out, [3, 5, 7, 9, 11, 13, 15]);
}

#[test]
fn mutable_bindings_start_afresh_in_every_chunk() {
    #[parallelize(chunk_size = 3)]
    fn running(mut numbers: &[u64], mut total: u64) -> Vec<u64> {
        let mut totals = Vec::new();
        while let [first, rest @ ..] = numbers {
            total += first;
            totals.push(total);
            numbers = rest;
        }
        totals
    }

    #[parallelize(chunk_size = 3)]
    fn sorted(mut numbers: Vec<u64>) -> Vec<u64> {
        numbers.sort_unstable();
        numbers
    }

    assert_eq!(running(&SEVEN, 100), [101, 103, 106, 104, 109, 115, 107]);
    assert_eq!(sorted(vec![3, 1, 2, 9, 7, 8]), [1, 2, 3, 7, 8, 9]);
}

#[test]
fn ignored_arguments_need_no_name() {
    #[parallelize(chunk_size = 3)]
    fn lengths(numbers: &[u64], _: &str, _unused: u8, _: u64) -> Vec<usize> {
        vec![numbers.len()]
    }

    #[parallelize(jobs = 3)]
    fn nothing_used(_: &[u64], _: (u8, u8)) -> u8 {
        1
    }

    assert_eq!(lengths(&SEVEN, "", 0, 0), [3, 3, 1]);
    assert_eq!(nothing_used(&SEVEN, (0, 0)), [1, 1, 1]);
}

#[test]
fn raw_identifiers_are_names_like_others() {
    #[parallelize(jobs = r#type, zip = r#loop)]
    fn r#match(r#in: &[u64], r#type: usize, r#loop: &[u64]) -> Vec<(u64, usize)> {
        r#in.iter()
            .zip(r#loop)
            .map(|(a, b)| (a + b, r#type))
            .collect()
    }

    assert_eq!(
        r#match(&[1, 2, 3], 2, &[10, 20, 30]),
        [(11, 2), (22, 2), (33, 2)]
    );
}

#[test]
fn an_argument_may_be_for_the_options_alone() {
    #[parallelize(jobs = workers)]
    fn lengths(numbers: &[u64], workers: usize) -> usize {
        numbers.len()
    }

    #[parallelize(chunk_size = size.0, jobs = limits[0])]
    fn sizes(numbers: Vec<u64>, size: (usize,), limits: Vec<usize>, factor: usize) -> usize {
        numbers.len() * factor
    }

    #[parallelize(chunk_size = 3, reduce = |a, b| a.max(b).min(limit))]
    fn bounded(numbers: &[u64], limit: u64) -> u64 {
        numbers.iter().sum()
    }

    assert_eq!(lengths(&SEVEN, 2), [4, 3]);
    assert_eq!(sizes(SEVEN.into(), (3,), vec![1], 10), [30, 30, 10]);
    assert_eq!(bounded(&SEVEN, 10), 10);
    assert_eq!(bounded(&SEVEN, 100), 15);
}

#[test]
fn arguments_may_be_called_what_the_library_calls_its_own() {
    #[allow(clippy::too_many_arguments)]
    #[parallelize(jobs = chunk_size, min_len = jobs)]
    fn options(
        parallel: &[u64],
        jobs: usize,
        chunk_size: usize,
        body: usize,
        with: usize,
        flatten: usize,
        parallelize: usize,
        arg0: usize,
        chunk: usize,
    ) -> Vec<usize> {
        vec![
            parallel.len(),
            jobs,
            chunk_size,
            body + with + flatten + parallelize + arg0 + chunk,
        ]
    }

    #[parallelize(jobs = 2)]
    fn patterns(
        Range {
            start: arg1,
            end: arg2,
        }: Range<u64>,
        [arg0]: [u64; 1],
    ) -> Vec<u64> {
        (arg1..arg2).map(|n| n + arg0).collect()
    }

    let out = options(&SEVEN, 2, 3, 1, 2, 3, 4, 5, 6);
    assert_eq!(out, [3, 2, 3, 21, 2, 2, 3, 21, 2, 2, 3, 21]);
    assert_eq!(patterns(1..4, [10]), [11, 12, 13]);
}

/// Functions of so many arguments, each with a letter; the numbers come out multiplied by them.
macro_rules! many {
    ($($test:ident: $($name:ident = $value:literal)*;)*) => {$(
        #[test]
        fn $test() {
            #[parallelize(jobs = 3)]
            #[allow(clippy::too_many_arguments, clippy::many_single_char_names)]
            fn f(numbers: &[u64], $($name: u64),*) -> Vec<Vec<u64>> {
                numbers.iter().map(|n| vec![$(n * $name),*]).collect()
            }

            let out = f(&SEVEN, $($value),*);
            assert_eq!(out.len(), SEVEN.len());
            for (n, row) in SEVEN.iter().zip(out) {
                assert_eq!(row, [$(n * $value),*]);
            }
        }
    )*};
}

many! {
    eleven_others: a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10 k=11;
    twelve_others: a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10 k=11 l=12;
    thirteen_others: a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10 k=11 l=12 m=13;
    twenty_four_others:
        a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10 k=11 l=12
        m=13 n1=14 o=15 p=16 q=17 r=18 s=19 t=20 u=21 v=22 w=23 x=24;
    thirty_others:
        a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8 i=9 j=10 k=11 l=12 m=13 n1=14 o=15
        p=16 q=17 r=18 s=19 t=20 u=21 v=22 w=23 x=24 y=25 z=26 aa=27 bb=28 cc=29 dd=30;
}
