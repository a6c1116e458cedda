//! A call on several ranks is the call on one machine.

mod support;

use parallelize::{parallel, parallelize};
use parallelize_mpi::{Mpi, rank, size};

#[parallelize(jobs = 7, backend = Mpi)]
fn fourth_powers(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n.pow(4)).collect()
}

#[test]
fn every_rank_returns_the_whole() {
    support::on_ranks("every_rank_returns_the_whole", || {
        let numbers: Vec<u64> = (0..1000).collect();
        let expected: Vec<u64> = numbers.iter().map(|n| n.pow(4)).collect();
        assert_eq!(fourth_powers(&numbers), expected);
        let ranks = parallel(&numbers).jobs(4).backend(Mpi).map(|_| rank());
        eprintln!("{} of {}: {ranks:?}", rank(), size());
    });
}
