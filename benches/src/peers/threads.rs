//! By hand on `std::thread::scope`: one piece for each core, the first one on the calling thread.

use std::thread::{self, ScopedJoinHandle};

use super::{Whole, cores};

pub(crate) fn concat<T: Clone + Send>(xs: &[u64], whole: impl Whole<Vec<T>>) -> Vec<T> {
    each(xs, whole).concat()
}

pub(crate) fn sum(xs: &[u64], whole: impl Whole<u64>) -> u64 {
    each(xs, whole).into_iter().fold(0, u64::wrapping_add)
}

fn each<R: Send>(xs: &[u64], whole: impl Whole<R>) -> Vec<R> {
    let mut pieces = xs.chunks(xs.len().div_ceil(cores()).max(1));
    let first = pieces.next().unwrap_or_default();
    thread::scope(|scope| {
        let others: Vec<_> = pieces
            .map(|piece| scope.spawn(move || whole(piece)))
            .collect();
        let first = whole(first);
        let others = others.into_iter().map(ScopedJoinHandle::join);
        let others = others.map(|output| output.expect("no work panics"));
        std::iter::once(first).chain(others).collect()
    })
}
