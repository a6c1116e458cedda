//! Calls given to another engine, and what such an engine is built from.

use std::ops::Range;

use parallelize::backend::{
    Backend, Cuts, Grain, Options, Portion, Threads, decode, decode_all, encode, workers,
};
use parallelize::{Parallel, current_chunk, parallel, parallelize};
use proptest::prelude::*;

use crate::support::panics::message_of;

/// Runs the portions of so many processes one after the other, in this one.
#[derive(Clone, Copy)]
struct Pretend(usize);

struct Call<'r, C> {
    call: Parallel<'r, C>,
    processes: usize,
}

impl Backend for Pretend {
    type Call<'r, C> = Call<'r, C>;

    fn take<C>(self, call: Parallel<'_, C>) -> Call<'_, C> {
        let processes = self.0;
        Call { call, processes }
    }
}

impl<T: Sync> Call<'_, &[T]> {
    fn per_chunk<R: Send, F: Fn(&[T]) -> R + Sync>(self, body: F) -> Vec<R> {
        let portion = Portion::of(self.call, &body);
        let len = portion.element_count();
        let cuts = Cuts::new(portion.options(), len, Grain::Coarse, workers());
        let chunks = cuts.share(self.processes - 1, self.processes);
        let body = |chunk: &[T]| Ok::<_, ()>(body(chunk));
        portion
            .restrict(&cuts, chunks.clone())
            .run(&cuts, chunks, &body)
            .into_iter()
            .flatten()
            .collect()
    }
}

#[parallelize(jobs = 5, backend = Threads)]
fn doubled(numbers: &[u32]) -> Vec<u32> {
    numbers.iter().map(|n| n * 2).collect()
}

#[parallelize(backend = parallelize::backend::Threads, zip = weights, reduce = |a, b| a + b, jobs = 3)]
fn weighted(numbers: &mut [u32], weights: &[u32], factor: u32) -> u32 {
    for number in numbers.iter_mut() {
        *number *= factor;
    }
    numbers
        .iter()
        .zip(weights)
        .map(|(n, weight)| n * weight)
        .sum()
}

#[test]
fn threads_are_the_default() {
    assert_eq!(doubled(&[1, 2, 3]), [2, 4, 6]);
    let mut numbers = [1, 2, 3];
    assert_eq!(weighted(&mut numbers, &[1, 10, 100], 2), 642);
    assert_eq!(numbers, [2, 4, 6]);
}

#[test]
fn a_backend_has_methods_of_its_own() {
    let call = || parallel(&[1, 2, 3, 4]).jobs(4);
    let factor = 10;
    let body = |numbers: &[u32]| numbers[0] * factor;
    assert_eq!(call().per_chunk(body), [10, 20, 30, 40]);
    assert_eq!(call().backend(Pretend(1)).per_chunk(body), [10, 20, 30, 40]);
    assert_eq!(call().backend(Pretend(2)).per_chunk(body), [30, 40]);
}

fn options() -> impl Strategy<Value = Options> {
    let jobs = prop_oneof![Just(0), 1..20_usize, Just(usize::MAX)];
    (jobs, prop::option::of(1..30_usize), 0..10_usize).prop_map(|(jobs, chunk_size, min_len)| {
        let options = Options::default().jobs(jobs);
        match chunk_size {
            Some(size) => options.chunk_size(size),
            None => options.min_len(min_len),
        }
    })
}

fn all_cuts() -> impl Strategy<Value = (usize, Cuts)> {
    let len = prop_oneof![0..3_usize, 0..500_usize, 0..1_000_000_usize];
    let grain = prop_oneof![Just(Grain::Coarse), Just(Grain::Fine)];
    (options(), len, grain, 1..20_usize)
        .prop_map(|(options, len, grain, workers)| (len, Cuts::new(&options, len, grain, workers)))
}

proptest! {
    #[test]
    fn shares_are_all_chunks_in_order((len, cuts) in all_cuts(), processes in 1..40_usize) {
        let (mut chunk, mut element) = (0, 0);
        for index in 0..processes {
            let share = cuts.share(index, processes);
            let elements = cuts.elements(share.clone());
            prop_assert_eq!((share.start, elements.start), (chunk, element));
            (chunk, element) = (share.end, elements.end);
        }
        prop_assert_eq!((chunk, element), (cuts.count(), len));
    }

    #[test]
    fn a_share_ends_where_the_nearest_chunk_does((len, cuts) in all_cuts(), processes in 1..40_usize) {
        for index in 1..processes {
            let wanted = len * index / processes;
            let start = cuts.elements(cuts.share(index, processes)).start;
            let nearest = (0..cuts.count().min(2000)).map(|chunk| cuts.elements(chunk..chunk).start.abs_diff(wanted)).min();
            if cuts.count() < 2000 {
                prop_assert_eq!(Some(start.abs_diff(wanted)), nearest.min(Some(len - wanted)));
            }
        }
    }

    #[test]
    fn portions_are_the_whole(
        numbers in prop::collection::vec(any::<u16>(), 0..300),
        options in options(),
        processes in 1..6_usize,
    ) {
        let len = numbers.len();
        for grain in [Grain::Coarse, Grain::Fine] {
            let cuts = Cuts::new(&options, len, grain, 3);
            let body = |chunk: Vec<u16>| {
                let place = current_chunk().expect("a body runs in a chunk");
                Ok::<_, ()>((place.index(), place.count(), place.range(), chunk))
            };
            let slices = |chunk: &[u16]| body(chunk.to_vec());
            let mut chunks = Vec::new();
            for index in 0..processes {
                let share = cuts.share(index, processes);
                let vec = Portion::of(parallel(numbers.clone()), &body).restrict(&cuts, share.clone());
                let slice = Portion::of(parallel(&numbers), &slices).restrict(&cuts, share.clone());
                let outputs = vec.run(&cuts, share.clone(), &body);
                prop_assert_eq!(&outputs, &slice.run(&cuts, share, &slices));
                chunks.extend(outputs.into_iter().map(Result::unwrap));
            }
            prop_assert_eq!(chunks.len(), cuts.count());
            for (index, (at, count, range, chunk)) in chunks.into_iter().enumerate() {
                prop_assert_eq!((at, count, range.clone()), (index, Some(cuts.count()), cuts.elements(index..index + 1)));
                prop_assert_eq!(&chunk, &numbers[range]);
            }
        }
    }

    #[test]
    fn a_portion_stops_at_its_first_failure(bad in 0..20_usize, processes in 1..5_usize) {
        let cuts = Cuts::new(&Options::default().jobs(20), 20, Grain::Coarse, 1);
        let body = |range: Range<usize>| if range.contains(&bad) { Err(range.start) } else { Ok(range.start) };
        for index in 0..processes {
            let share = cuts.share(index, processes);
            let portion = Portion::of(parallel(0..20_usize), &body).restrict(&cuts, share.clone());
            let outputs = portion.run(&cuts, share.clone(), &body);
            let expected: Vec<_> = share.clone().filter(|chunk| *chunk < bad).map(Ok).chain(share.contains(&bad).then_some(Err(bad))).collect();
            if share.contains(&bad) {
                prop_assert_eq!(outputs, expected);
            } else {
                prop_assert_eq!(outputs, share.map(Ok).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn what_is_encoded_can_be_decoded(value in any::<(Option<Option<u8>>, Vec<f64>, String)>()) {
        let mut bytes = vec![7];
        encode(&value, &mut bytes).unwrap();
        let decoded: (Option<Option<u8>>, Vec<f64>, String) = decode(&bytes[1..]).unwrap();
        prop_assert_eq!(format!("{decoded:?}"), format!("{value:?}"));
        let is_cut_off = decode::<(Option<Option<u8>>, Vec<f64>, String)>(&bytes[1..bytes.len() - 1]);
        prop_assert!(is_cut_off.is_err());
        bytes.push(0);
        prop_assert!(decode::<(Option<Option<u8>>, Vec<f64>, String)>(&bytes[1..]).is_err());
    }
}

#[test]
fn many_values_are_decoded_in_their_order() {
    let mut encoded: Vec<Vec<u8>> = vec![Vec::new(); 1000];
    for (index, bytes) in encoded.iter_mut().enumerate() {
        encode(&index, bytes).unwrap();
    }
    let mut encoded: Vec<&[u8]> = encoded.iter().map(Vec::as_slice).collect();
    let decoded: Vec<usize> = decode_all(&encoded).unwrap();
    assert!(decoded.into_iter().eq(0..1000));
    encoded[700] = b"";
    assert!(decode_all::<usize>(&encoded).is_err());
    assert!(decode_all::<usize>(&[]).unwrap().is_empty());
}

#[test]
fn chunks_that_are_not_there_are_refused() {
    let cuts = Cuts::new(&Options::default().jobs(4), 8, Grain::Coarse, 1);
    #[allow(clippy::reversed_empty_ranges)]
    for chunks in [0..5, 5..5, 2..1, 0..usize::MAX] {
        let text = message_of(|| cuts.elements(chunks.clone()));
        assert!(text.contains("there are 4 chunks"), "{text}");
        let body = |chunk: Vec<u8>| Ok::<_, ()>(chunk);
        let portion = Portion::of(parallel(vec![0; 8]), &body);
        let text = message_of(|| portion.run(&cuts, chunks, &body));
        assert!(text.contains("there are 4 chunks"), "{text}");
    }
}

#[test]
fn a_portion_that_holds_other_elements_is_refused() {
    let cuts = Cuts::new(&Options::default().jobs(4), 8, Grain::Coarse, 1);
    let body = |chunk: Vec<u8>| Ok::<_, ()>(chunk);
    for (len, chunks) in [(8, 1..4), (7, 0..4), (9, 0..4), (0, 0..1)] {
        let portion = Portion::of(parallel(vec![0; len]), &body);
        let text = message_of(|| portion.run(&cuts, chunks, &body));
        assert!(text.contains(&format!("holds {len} elements")), "{text}");
    }
    let portion = Portion::of(parallel(vec![0; 5]), &body);
    assert_eq!(portion.run(&cuts, 2..2, &body), []);
}

#[test]
fn options_print_as_in_the_attribute() {
    assert_eq!(Options::default().to_string(), "");
    assert_eq!(
        Options::default().jobs(3).min_len(5).to_string(),
        "jobs = 3, min_len = 5"
    );
    assert_eq!(
        Options::default().chunk_size(4).to_string(),
        "chunk_size = 4"
    );
    assert!(Options::default().min_len(3).are_automatic());
    assert!(!Options::default().chunk_size(3).are_automatic());
}

#[test]
fn a_portion_tells_what_the_call_is() {
    let numbers = [5, 6, 7, 8];
    let body = |chunk: &[u32]| Ok::<_, ()>(chunk.len());
    let portion = Portion::of(parallel(&numbers).jobs(2).min_len(3), &body);
    assert_eq!(portion.options(), &Options::default().jobs(2).min_len(3));
    assert_eq!(*portion.input(), numbers);
    assert_eq!(portion.element_count(), 4);
    assert!(
        portion
            .function()
            .ends_with("a_portion_tells_what_the_call_is")
    );
    assert_eq!(portion.into_call().per_chunk(<[u32]>::len), [4]);
}

#[test]
fn inputs_of_different_lengths_are_refused_by_name() {
    let body = |_: (&[u32], &[u32])| ();
    let portion = Portion::of(parallel((&[1, 2], &[3])), &body);
    let text = message_of(|| portion.element_count());
    assert!(
        text.contains("refused_by_name` cuts at the same places have different lengths: 2 and 1"),
        "{text}"
    );
}
