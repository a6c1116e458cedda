//! Several inputs, cut at the same places.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{Input, current_chunk, parallel, parallelize};

use crate::support::panics::message_of;

/// The chunk's range in the whole input, which is what every part should be.
fn here() -> Range<usize> {
    current_chunk().unwrap().range()
}

#[test]
fn two_inputs_are_cut_at_the_same_places() {
    for len in 0..20 {
        let positions: Vec<usize> = (0..len).collect();
        for jobs in 1..6 {
            parallel((&positions, 0..len))
                .jobs(jobs)
                .per_chunk(|(a, b)| {
                    assert!(a.iter().copied().eq(b.clone()));
                    assert_eq!(b, here());
                });
            parallel((&positions, 0..len))
                .chunk_size(jobs)
                .per_chunk(|(a, b)| assert!(b == here() && a.iter().copied().eq(b)));
        }
    }
}

#[test]
fn three_to_six_inputs_are_cut_at_the_same_places() {
    for len in 0..12 {
        let r = || 0..len;
        for jobs in 1..5 {
            let three = parallel((r(), r(), r())).jobs(jobs);
            three.per_chunk(|(a, b, c)| assert_eq!([a, b, c], [0; 3].map(|_| here())));
            let four = parallel((r(), r(), r(), r())).jobs(jobs);
            four.per_chunk(|(a, b, c, d)| assert_eq!([a, b, c, d], [0; 4].map(|_| here())));
            let five = parallel((r(), r(), r(), r(), r())).jobs(jobs);
            five.per_chunk(|(a, b, c, d, e)| assert_eq!([a, b, c, d, e], [0; 5].map(|_| here())));
            let six = parallel((r(), r(), r(), r(), r(), r())).jobs(jobs);
            six.per_chunk(|(a, b, c, d, e, f)| {
                assert_eq!([a, b, c, d, e, f], [0; 6].map(|_| here()));
            });
        }
    }
}

#[test]
fn the_kinds_of_input_mix() {
    let shared = vec![1, 2, 3, 4, 5];
    let mut mutable = vec![0; 5];
    let owned: Vec<String> = shared.iter().map(ToString::to_string).collect();
    let mut array = [0_u64; 5];
    let slice = [7, 7, 7, 7, 7].as_slice();
    let owned: Vec<String> =
        parallel((&shared, &mut mutable, owned, &mut array, 10..15_u64, slice))
            .jobs(3)
            .flatten(|(shared, mutable, owned, array, range, sevens)| {
                for (to, from) in mutable.iter_mut().zip(shared) {
                    *to = from * sevens[0];
                }
                for (to, from) in array.iter_mut().zip(range) {
                    *to = from;
                }
                owned
            });
    assert_eq!(mutable, [7, 14, 21, 28, 35]);
    assert_eq!(array, [10, 11, 12, 13, 14]);
    assert_eq!(owned, ["1", "2", "3", "4", "5"]);
}

#[test]
fn a_borrowed_and_a_mutably_borrowed_vec_go_together() {
    for len in 0..20_u32 {
        let from: Vec<u32> = (0..len).collect();
        let mut to = vec![0; from.len()];
        parallel((&from, &mut to)).jobs(4).per_chunk(|(from, to)| {
            to.copy_from_slice(from);
        });
        assert_eq!(from, to);
    }
}

#[test]
fn empty_inputs_are_one_empty_chunk() {
    let runs = AtomicUsize::new(0);
    let empty: [u8; 0] = [];
    parallel((&empty, Vec::<String>::new(), 4..4_i32))
        .jobs(3)
        .per_chunk(|(a, b, c)| {
            assert!(a.is_empty() && b.is_empty() && c.is_empty());
            runs.fetch_add(1, Ordering::Relaxed);
        });
    assert_eq!(runs.into_inner(), 1);
}

fn never<C>(_: C) {
    panic!("a body ran")
}

/// Says whether both lengths and the function are named.
fn assert_names_lengths<C>(input: impl Input<C>, lengths: [usize; 2]) {
    let call = parallel(input).jobs(2);
    let message = message_of(std::panic::AssertUnwindSafe(|| call.per_chunk(never::<C>)));
    for length in lengths {
        assert!(message.contains(&format!("{length}")), "{message}");
    }
    assert!(message.contains("zip::never"), "{message}");
}

#[test]
fn inputs_of_different_lengths_panic_with_both_lengths_and_the_function() {
    let r = |len: usize| 0..len;
    assert_names_lengths((r(17), r(23)), [17, 23]);
    assert_names_lengths((r(0), r(23)), [0, 23]);
    assert_names_lengths((r(17), r(0)), [17, 0]);
    assert_names_lengths((&[0; 17], vec![0; 23]), [17, 23]);
    assert_names_lengths((&mut [0; 17], &vec![0; 23]), [17, 23]);
}

#[test]
fn an_input_of_another_length_is_found_at_every_place() {
    for odd in 0..6 {
        let length = |place: usize| 0..if place == odd { 23 } else { 17 };
        let l = length;
        assert_names_lengths((l(0), l(1), l(2), l(3), l(4), l(5)), [17, 23]);
        if odd < 5 {
            assert_names_lengths((l(0), l(1), l(2), l(3), l(4)), [17, 23]);
        }
        if odd < 4 {
            assert_names_lengths((l(0), l(1), l(2), l(3)), [17, 23]);
        }
        if odd < 3 {
            assert_names_lengths((l(0), l(1), l(2)), [17, 23]);
        }
    }
}

struct Counted<'a>(&'a AtomicUsize);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn refused_inputs_are_dropped_once() {
    let drops = AtomicUsize::new(0);
    let values: Vec<Counted<'_>> = (0..7).map(|_| Counted(&drops)).collect();
    let call = parallel((values, 0..6_usize)).jobs(2);
    message_of(std::panic::AssertUnwindSafe(|| call.per_chunk(never)));
    assert_eq!(drops.into_inner(), 7);
}

#[parallelize(jobs = 3, zip = dst)]
fn scale(src: &[f32], dst: &mut [f32], k: f32) {
    assert_eq!(src.len(), dst.len());
    for (to, from) in dst.iter_mut().zip(src) {
        *to = from * k;
    }
}

#[test]
fn a_named_mutable_argument_is_cut_with_the_first() {
    for len in 0..10_u8 {
        let src: Vec<f32> = (0..len).map(f32::from).collect();
        let mut dst = vec![0.0; src.len()];
        scale(&src, &mut dst, 2.5);
        assert!(
            dst.iter()
                .eq(&src.iter().map(|x| x * 2.5).collect::<Vec<_>>())
        );
    }
}

#[test]
fn an_annotated_function_is_named_when_lengths_differ() {
    let message = message_of(|| scale(&[0.0; 31], &mut [0.0; 37], 1.0));
    assert!(message.contains("zip::scale"), "{message}");
    assert!(
        message.contains("31") && message.contains("37"),
        "{message}"
    );
}

#[parallelize(jobs = 4, zip(names, dst, ids))]
fn join(
    numbers: &[u32],
    separator: &str,
    names: Vec<String>,
    dst: &mut [usize],
    ids: Range<usize>,
) -> Vec<String> {
    dst.iter_mut().zip(ids).for_each(|(to, id)| *to = id);
    let pairs = numbers.iter().zip(names);
    pairs
        .map(|(n, name)| format!("{n}{separator}{name}"))
        .collect()
}

#[test]
fn several_named_arguments_are_cut_with_the_first() {
    let names = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
    let mut ids = [0; 5];
    let joined = join(&[1, 2, 3, 4, 5], "-", names, &mut ids, 20..25);
    assert_eq!(joined, ["1-a", "2-b", "3-c", "4-d", "5-e"]);
    assert_eq!(ids, [20, 21, 22, 23, 24]);
}

#[parallelize(jobs = 2, zip = weights, reduce = |a, b| a + b)]
fn dot(values: Range<u64>, weights: &[u64]) -> u64 {
    values.zip(weights).map(|(a, b)| a * b).sum()
}

#[test]
fn a_named_slice_goes_with_a_range() {
    assert_eq!(dot(1..5, &[10, 20, 30, 40]), 300);
}
