//! A stencil of three points, from one slice into another.

use std::hint::black_box;

use parallelize::{current_chunk, parallel};
use rayon::prelude::*;

use super::{scattered, writing};
use crate::contest::Candidate;
use crate::peer::Peer;
use crate::peers::piece;

pub(super) fn candidates(heights: &[f64]) -> Vec<Candidate<'_, Vec<f64>>> {
    let len = heights.len();
    let means = move || vec![1.0; len];
    vec![
        writing(Peer::Sequential, means, move |means| {
            smooth(black_box(heights), 0, means);
        }),
        writing(Peer::Automatic, means, move |means| {
            let call = parallel((black_box(heights), means)).overlap(1, 1);
            call.flatten(|(heights, means)| {
                let before = current_chunk().map_or(0, |chunk| chunk.before());
                smooth(heights, before, means);
            });
        }),
        writing(Peer::ByRayon, means, move |means| {
            let heights = black_box(heights);
            let size = piece(len);
            let pieces = means.par_chunks_mut(size).enumerate();
            pieces.for_each(|(index, means)| {
                let start = index * size;
                let first = start.saturating_sub(1);
                let end = len.min(start + means.len() + 1);
                smooth(&heights[first..end], start - first, means);
            });
        }),
    ]
}

/// The body: the mean of each element and its two neighbours. The two ends of the input stay as they are.
/// `before` is how many neighbours come before the first element.
fn smooth(heights: &[f64], before: usize, means: &mut [f64]) {
    for (mean, around) in means[1 - before..].iter_mut().zip(heights.windows(3)) {
        *mean = (around[0] + around[1] + around[2]) / 3.0;
    }
    if before == 0 {
        means[0] = heights[0];
    }
    let own = means.len();
    if heights.len() == before + own {
        means[own - 1] = heights[heights.len() - 1];
    }
}

/// The input.
pub(super) fn heights(count: usize) -> Vec<f64> {
    let height = |place| {
        let [a, b, c, d, ..] = scattered(place);
        f64::from(u32::from_be_bytes([a, b, c, d]))
    };
    (0..).take(count).map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::{candidates, heights, smooth};
    use crate::contest::compete;

    #[test]
    fn all_ways_give_the_same() {
        for len in [1, 2, 3, 10, 1000] {
            compete(1, 1, candidates(&heights(len))).unwrap();
        }
    }

    #[test]
    fn a_stencil_keeps_the_ends_and_takes_the_mean_between() {
        let mut means = vec![9.0; 4];
        smooth(&[3.0, 6.0, 12.0, 0.0], 0, &mut means);
        assert_eq!(means, [3.0, 7.0, 6.0, 0.0]);
    }
}
