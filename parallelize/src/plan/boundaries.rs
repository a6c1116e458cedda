//! Where the cuts are: a function of the length, the options and the number of workers.

use std::ops::Range;

/// The cuts of one call. There is at least one chunk: an empty input is one empty chunk.
#[derive(Clone, Debug)]
pub(crate) struct Boundaries {
    len: usize,
    cuts: Cuts,
}

#[derive(Clone, Debug)]
enum Cuts {
    /// `count` chunks, with lengths that differ by at most one, longer first.
    Even { count: usize },
    /// Chunks of `size` elements, the last one shorter.
    Every { size: usize },
    /// Up to two short chunks (others are 0), then chunks that get shorter.
    Tapered { probes: [usize; 2], taper: Taper },
    /// Where chunks start, and behind them the length of the input.
    Listed {
        starts: Box<[usize]>,
        has_probes: bool,
    },
}

impl Boundaries {
    /// `count` chunks, or fewer, so that none is empty and none shorter than `min_len`.
    pub(crate) fn even(len: usize, count: usize, min_len: usize) -> Self {
        let most = len / min_len.max(1);
        let count = count.min(most).max(1);
        let cuts = Cuts::Even { count };
        Boundaries { len, cuts }
    }

    /// Chunks of `size` elements; `size` is not 0.
    pub(crate) fn every(len: usize, size: usize) -> Self {
        let cuts = Cuts::Every { size };
        Boundaries { len, cuts }
    }

    /// Up to `most` chunks for each of so many jobs, all of which work from the beginning. None is shorter than `min_len`.
    ///
    /// Chunks start long and get shorter, so that all workers are done at about the same time (trapezoid
    /// self-scheduling: Tzeng and Ni, 1993). A worker's share of `n` elements is `(n/16)^(1/3)` chunks: the best number
    /// grows like that if each chunk has a fixed cost (Kruskal and Weiss, 1985). Smaller shares are `log2(n)/2` chunks, at
    /// least 4. A share of a few elements is cut into single ones.
    pub(crate) fn tapered(len: usize, jobs: usize, most: usize, min_len: usize) -> Self {
        let least = min_len.max(1);
        let share = len / jobs;
        if share / 8 < least {
            return Self::even(len, jobs.saturating_mul(8), min_len);
        }
        let count = chunks_per_worker(share).clamp(4, most).saturating_mul(jobs);
        let taper = Taper::new(len, count, least);
        let probes = [0, 0];
        let cuts = Cuts::Tapered { probes, taper };
        Boundaries { len, cuts }
    }

    /// As `tapered`, for workers that come if the work is worth them.
    ///
    /// The first chunk is a 256th of the whole. On long input the second is a 64th. The time that these
    /// two take tells whether the others are worth waking anyone. Small shares are at least 2 chunks, enough for the last
    /// one to be short. If even one element is much of a worker's share, there is no short chunk.
    pub(crate) fn balanced(len: usize, workers: usize, most: usize, min_len: usize) -> Self {
        let least = min_len.max(1);
        let share = len / workers;
        if share / 8 < least {
            return Self::even(len, workers.saturating_mul(4), min_len);
        }
        let count = chunks_per_worker(share)
            .clamp(2, most)
            .saturating_mul(workers);
        let second = if len < 256 { 0 } else { (len / 64).max(least) };
        let probes = [(len / 256).max(least), second];
        let taper = Taper::new(len - probes[0] - probes[1], count, least);
        let cuts = Cuts::Tapered { probes, taper };
        Boundaries { len, cuts }
    }

    /// Chunks that start at these places, the last of which is the length of the input. `has_probes` says whether the
    /// first chunks are short.
    pub(super) fn listed(starts: Vec<usize>, has_probes: bool) -> Self {
        let len = starts[starts.len() - 1];
        let starts = starts.into_boxed_slice();
        let cuts = Cuts::Listed { starts, has_probes };
        Boundaries { len, cuts }
    }

    /// Whether the first chunk is short enough to test what the others cost.
    pub(crate) fn has_probes(&self) -> bool {
        match self.cuts {
            Cuts::Even { .. } | Cuts::Every { .. } => false,
            Cuts::Tapered { probes, .. } => probes[0] > 0,
            Cuts::Listed { has_probes, .. } => has_probes,
        }
    }

    /// The length of the input.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// How many chunks there are, at least 1.
    pub(crate) fn count(&self) -> usize {
        match &self.cuts {
            Cuts::Even { count } => *count,
            Cuts::Every { size } => self.len.div_ceil(*size).max(1),
            Cuts::Tapered { probes, taper } => Self::probe_count(*probes) + taper.count,
            Cuts::Listed { starts, .. } => starts.len() - 1,
        }
    }

    /// Where chunk `index` starts; the length of the input for `index == count`.
    pub(crate) fn start(&self, index: usize) -> usize {
        match &self.cuts {
            Cuts::Even { count } => even_start(self.len, *count, index),
            Cuts::Every { size } => index.saturating_mul(*size).min(self.len),
            Cuts::Tapered { probes, taper } => {
                match index.checked_sub(Self::probe_count(*probes)) {
                    Some(index) => probes[0] + probes[1] + taper.start(index),
                    None => probes[0] * index, // 0 or 1
                }
            }
            Cuts::Listed { starts, .. } => starts[index],
        }
    }

    /// The chunks that the `part`th of `parts` processes runs. They are contiguous, and as near to that
    /// process's share of the elements as whole chunks allow.
    pub(crate) fn share(&self, part: usize, parts: usize) -> Range<usize> {
        self.nearest(part, parts)..self.nearest(part + 1, parts)
    }

    /// The chunk whose start is nearest to `part / parts` of the elements, or the number of chunks.
    fn nearest(&self, part: usize, parts: usize) -> usize {
        if part == 0 || part == parts {
            return if part == 0 { 0 } else { self.count() }; // also where the only chunk is empty
        }
        let at = self.len as u128 * part as u128 / parts as u128;
        let at = usize::try_from(at).expect("a part is not longer than the whole");
        let (mut before, mut after) = (0, self.count());
        while after - before > 1 {
            let middle = usize::midpoint(before, after);
            if self.start(middle) <= at {
                before = middle;
            } else {
                after = middle;
            }
        }
        if at - self.start(before) < self.start(after) - at {
            before
        } else {
            after
        }
    }

    fn probe_count(probes: [usize; 2]) -> usize {
        probes.into_iter().filter(|&len| len > 0).count()
    }
}

/// How many chunks a worker's share of so many elements is to have.
fn chunks_per_worker(share: usize) -> usize {
    let cube_root = (1..=16_usize).rev().find(|n| 16 * n.pow(3) <= share);
    let half_log = share.ilog2() as usize / 2;
    cube_root.unwrap_or(1).max(half_log)
}

/// `count` chunks whose lengths fall evenly to a `steepness`th of their mean. The first chunk is as much longer than the
/// mean as the last one is shorter. A steepness of 1 stands for even chunks.
#[derive(Clone, Copy, Debug)]
struct Taper {
    len: usize,
    count: usize,
    steepness: usize,
    // Products are of 64 bits on machines of 32 bits too.
    whole: u64,
    /// Of `len` and `whole`.
    quotient: u64,
    rest: u64,
}

impl Taper {
    const STEEPEST: usize = 8;

    /// Beyond this many chunks, `start` could overflow.
    const MOST: usize = 1 << 13;

    fn new(len: usize, count: usize, least: usize) -> Self {
        let count = count.min(len / least).max(1);
        let steepness = match count {
            2..=Self::MOST => (len / least / count).min(Self::STEEPEST),
            _ => 1,
        };
        let whole = match steepness {
            1 => 1,
            _ => (steepness * count) as u64 * (count as u64 - 1),
        };
        Taper {
            len,
            count,
            steepness,
            whole,
            quotient: len as u64 / whole,
            rest: len as u64 % whole,
        }
    }

    #[allow(clippy::cast_possible_truncation)] // no start is behind the end
    fn start(&self, index: usize) -> usize {
        if self.steepness == 1 {
            return even_start(self.len, self.count, index);
        }
        // The lengths before `index` add up to `len * part / whole`. That would overflow.
        let (last, n, index) = (self.count as u64 - 1, self.steepness as u64, index as u64);
        let part = index * ((2 * n - 1) * last) - (n - 1) * (index * index.saturating_sub(1));
        (self.quotient * part + self.rest * part / self.whole) as usize
    }
}

fn even_start(len: usize, count: usize, index: usize) -> usize {
    index * (len / count) + index.min(len % count)
}
