//! Outputs too large to pass through many stack frames by value.

#![allow(clippy::large_stack_arrays, clippy::result_large_err)] // that is what these tests are about

use std::thread;

use parallelize::{parallel, parallelize, stream};

/// 128 KiB.
const BINS: usize = 1 << 14;

type Bins = [u64; BINS];

fn count(numbers: &[u16]) -> Bins {
    let mut bins = [0; BINS];
    for number in numbers {
        bins[usize::from(*number)] += 1;
    }
    bins
}

fn add(bins: Box<Bins>, more: &Bins) -> Box<Bins> {
    let mut bins = bins;
    for (bin, more) in bins.iter_mut().zip(more) {
        *bin += more;
    }
    bins
}

#[parallelize(jobs = 2, merge = per_chunk)]
fn histograms(numbers: &[u16]) -> [u64; BINS] {
    count(numbers)
}

#[parallelize(jobs = 2, merge = first)]
fn histogram_with(numbers: &[u16], wanted: u16) -> Option<Bins> {
    numbers.contains(&wanted).then(|| count(numbers))
}

#[parallelize(jobs = 2)]
fn failing(numbers: &[u16]) -> Result<Vec<u16>, [u64; BINS / 2]> {
    if numbers.contains(&3) {
        let mut bins = [0; BINS / 2];
        bins[3] = 1;
        Err(bins)
    } else {
        Ok(numbers.to_vec())
    }
}

/// Runs `test` on a stack that has room for so many outputs. On the 2 MiB of most threads an output may thus be as large
/// as 2 MiB by that number.
fn on_a_stack_for(outputs: usize, test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(outputs * size_of::<Bins>());
    thread.spawn(test).unwrap().join().unwrap();
}

const NUMBERS: [u16; 5] = [0, 1, 2, 3, 0];

#[test]
fn one_per_chunk() {
    on_a_stack_for(5, || {
        let all = histograms(&NUMBERS);
        assert_eq!(all.len(), 2);
        assert_eq!([all[0][0], all[0][2], all[1][0], all[1][3]], [1, 1, 1, 1]);
    });
}

#[test]
fn the_first_hit() {
    on_a_stack_for(12, || {
        let found = histogram_with(&NUMBERS, 3).map(|bins| bins[3]);
        assert_eq!(found, Some(1));
        assert!(histogram_with(&NUMBERS, 9).is_none());
    });
}

#[test]
fn an_error() {
    on_a_stack_for(12, || {
        let error = failing(&NUMBERS).map_err(|bins| bins[3]);
        assert_eq!(error, Err(1));
        assert_eq!(failing(&NUMBERS[..3]).ok(), Some(vec![0, 1, 2]));
    });
}

#[test]
fn a_sink() {
    on_a_stack_for(5, || {
        let mut all = Some(Box::new([0; BINS]));
        let sink = |bins: Bins| all = all.take().map(|all| add(all, &bins));
        parallel(&NUMBERS).jobs(2).consume(count, sink);
        assert_eq!(all.unwrap()[..4], [2, 1, 1, 1]);
    });
}

#[test]
fn a_stream() {
    on_a_stack_for(5, || {
        let mut sums = [0; 4];
        stream(NUMBERS).jobs(2).consume(
            |numbers| count(&numbers.collect::<Vec<_>>()),
            |bins: Bins| {
                sums.iter_mut()
                    .zip(&bins)
                    .for_each(|(sum, bin)| *sum += bin);
            },
        );
        assert_eq!(sums, [2, 1, 1, 1]);
    });
}

#[test]
fn a_fold() {
    on_a_stack_for(28, || {
        let add = |mut bins: Bins, more: Bins| {
            bins.iter_mut()
                .zip(more)
                .for_each(|(bin, more)| *bin += more);
            bins
        };
        let all = parallel(&NUMBERS).jobs(2).reduce(count, add);
        assert_eq!(all[..4], [2, 1, 1, 1]);
    });
}
