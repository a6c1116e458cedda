//! Calls made in many ways, with outputs of many lengths.

use std::ops::Range;
use std::time::{Duration, Instant};

use parallelize::{Chunk, Flatten, current_chunk, parallel};

use super::pools::pool;

/// How many elements chunks put out: as many as they have, but for one chunk or all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    odd: Option<usize>,
    length: usize,
}

impl Shape {
    pub(crate) fn all() -> impl Iterator<Item = Shape> {
        let places = [Some(0), Some(1), Some(2), None].into_iter();
        places.flat_map(|odd| (0..4).map(move |length| Shape { odd, length }))
    }

    fn len(self, chunk: &Chunk) -> usize {
        let len = chunk.range().len();
        let count = chunk.count().unwrap();
        let places = [0, count / 2, count - 1];
        if self.odd.is_some_and(|odd| places[odd] != chunk.index()) {
            return len;
        }
        [0, len / 2, len, 3 * len + 1][self.length]
    }

    /// The numbers of what the current chunk puts out.
    pub(crate) fn numbers(self) -> Range<usize> {
        let chunk = current_chunk().unwrap();
        let start = chunk.range().start * 4;
        start..start + self.len(&chunk)
    }
}

/// How a call is made; 0 jobs are as many as the pool has threads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) threads: usize,
    pub(crate) jobs: usize,
    pub(crate) size: Option<usize>,
    /// Whether the first chunk takes so long that others help with the rest.
    pub(crate) is_slow: bool,
}

impl Way {
    pub(crate) fn all() -> impl Iterator<Item = Way> {
        let by_jobs = (1..=4).map(|jobs| (2, jobs, None, false));
        let sizes = (1..=3).flat_map(|size| (0..=3).map(move |jobs| (3, jobs, Some(size), false)));
        let automatic = (2..=9).map(|n| (n / 2, 0, None, n % 2 == 0));
        let all = by_jobs.chain(sizes).chain(automatic);
        all.map(|(threads, jobs, size, is_slow)| Way {
            threads,
            jobs,
            size,
            is_slow,
        })
    }

    pub(crate) fn and_shapes() -> impl Iterator<Item = (Way, Shape)> {
        Way::all().flat_map(|way| Shape::all().map(move |shape| (way, shape)))
    }

    pub(crate) fn run<R>(self, len: usize, body: impl Fn(Range<usize>) -> R + Sync) -> R
    where
        R: Flatten + Send,
    {
        let body = |chunk: Range<usize>| {
            if self.is_slow && chunk.start == 0 {
                let start = Instant::now();
                while start.elapsed() < Duration::from_micros(30) {}
            }
            body(chunk)
        };
        pool(self.threads).install(|| {
            let call = parallel(0..len).jobs(self.jobs);
            match self.size {
                Some(size) => call.chunk_size(size).flatten(body),
                None => call.flatten(body),
            }
        })
    }
}
