//! Streams of a few elements.

use std::hint::black_box;

use parallelize::stream;
use pariter::IteratorExt;
use plmap::PipelineMap;
use rayon::prelude::*;

use crate::contest::Candidate;
use crate::peer::{Peer, cores};
use crate::works::mix;

pub(super) const LEN: u64 = 10;

pub(super) fn candidates() -> Vec<Candidate<'static, u64>> {
    let numbers = || 0..black_box(LEN);
    vec![
        Candidate::new(Peer::Sequential, move || numbers().map(mix).sum()),
        Candidate::new(Peer::Automatic, move || {
            stream(numbers()).reduce(|numbers| numbers.map(mix).sum(), |a: u64, b| a + b)
        }),
        Candidate::new(Peer::Pariter, move || numbers().parallel_map(mix).sum()),
        Candidate::new(Peer::Plmap, move || numbers().plmap(cores(), mix).sum()),
        Candidate::new(Peer::ParBridge, move || {
            numbers().par_bridge().map(mix).sum()
        }),
    ]
}

#[cfg(test)]
mod tests {
    use crate::contest::compete;

    #[test]
    fn all_ways_give_the_same() {
        compete(1, 1, super::candidates()).unwrap();
    }
}
