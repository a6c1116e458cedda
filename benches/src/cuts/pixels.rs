//! Three bytes of each pixel become four.

use std::hint::black_box;

use parallelize::parallel;
use rayon::prelude::*;

use super::{scattered, writing};
use crate::contest::Candidate;
use crate::peer::Peer;

pub(super) fn candidates(rgb: &[u8]) -> Vec<Candidate<'_, Vec<u8>>> {
    let rgba = move || vec![1; rgb.len() / 3 * 4];
    vec![
        writing(Peer::Sequential, rgba, move |rgba| {
            widen(black_box(rgb), rgba);
        }),
        writing(Peer::Automatic, rgba, move |rgba| {
            let call = parallel((black_box(rgb), rgba)).units((3, 4));
            call.flatten(|(rgb, rgba)| widen(rgb, rgba));
        }),
        writing(Peer::ByRayon, rgba, move |rgba| {
            let pixels = black_box(rgb).par_chunks_exact(3);
            let pixels = pixels.zip(rgba.par_chunks_exact_mut(4));
            pixels.for_each(|(rgb, rgba)| widen_pixel(rgb, rgba));
        }),
    ]
}

/// The body.
fn widen(rgb: &[u8], rgba: &mut [u8]) {
    for (rgb, rgba) in rgb.chunks_exact(3).zip(rgba.chunks_exact_mut(4)) {
        widen_pixel(rgb, rgba);
    }
}

#[inline]
fn widen_pixel(rgb: &[u8], rgba: &mut [u8]) {
    rgba[..3].copy_from_slice(rgb);
    rgba[3] = 255;
}

/// The input.
pub(super) fn rgb(count: usize) -> Vec<u8> {
    (0..).flat_map(scattered).take(3 * count).collect()
}

#[cfg(test)]
mod tests {
    use super::{candidates, rgb, widen};
    use crate::contest::compete;

    #[test]
    fn all_ways_give_the_same() {
        for len in [1, 2, 3, 10, 1000] {
            compete(1, 1, candidates(&rgb(len))).unwrap();
        }
    }

    #[test]
    fn a_pixel_becomes_opaque() {
        let mut rgba = [1; 8];
        widen(&[1, 2, 3, 4, 5, 6], &mut rgba);
        assert_eq!(rgba, [1, 2, 3, 255, 4, 5, 6, 255]);
    }
}
