//! Pixels as bytes: three of each become four, or one.
//!
//! A cut inside a pixel would shift all colours behind the cut. `multiple_of` cuts between pixels.
//!
//! ```sh
//! cargo run --release --example pixels             # 10 million pixels
//! cargo run --release --example pixels -- 50000000
//! ```

mod common;

use std::ffi::OsString;
use std::process::ExitCode;

use parallelize::parallelize;
use rayon::prelude::*;

// The unit of each argument that is cut: the third pixel of `rgb` is the third of `out`.
#[parallelize(zip = out, multiple_of(rgb = 3, out = 4), sequential = to_rgba_seq)]
fn to_rgba(rgb: &[u8], out: &mut [u8]) {
    for (rgb, rgba) in rgb.chunks_exact(3).zip(out.chunks_exact_mut(4)) {
        opaque(rgb, rgba);
    }
}

fn to_rgba_by_hand(rgb: &[u8], out: &mut [u8]) {
    rgb.par_chunks_exact(3)
        .zip(out.par_chunks_exact_mut(4))
        .for_each(|(rgb, rgba)| opaque(rgb, rgba));
}

fn opaque(rgb: &[u8], rgba: &mut [u8]) {
    rgba[..3].copy_from_slice(rgb);
    rgba[3] = u8::MAX;
}

#[parallelize(multiple_of = 3, sequential = to_grey_seq)]
fn to_grey(rgb: &[u8]) -> Vec<u8> {
    rgb.chunks_exact(3).map(grey).collect()
}

fn to_grey_by_hand(rgb: &[u8]) -> Vec<u8> {
    rgb.par_chunks_exact(3).map(grey).collect()
}

/// As bright as the eye sees the colour; the weights add up to 256.
fn grey(rgb: &[u8]) -> u8 {
    let weighted = [77, 150, 29].iter().zip(rgb);
    let sum: u16 = weighted
        .map(|(weight, &value)| weight * u16::from(value))
        .sum();
    sum.to_be_bytes()[0]
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let pixels = match args {
        [] => 10_000_000,
        [pixels] => common::number("the count of pixels", pixels, 0..=100_000_000)?,
        _ => return Err("too many arguments: usage is `pixels [count]`".into()),
    };
    // A linear congruential generator; its high bits are the good ones.
    let next = |random: &u32| Some(random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    let random = std::iter::successors(Some(42), next);
    let rgb: Vec<u8> = random
        .map(|bits| bits.to_be_bytes()[0])
        .take(3 * pixels)
        .collect();

    println!("{pixels} pixels to RGBA:");
    let rgba_by = |convert: fn(&[u8], &mut [u8])| {
        let mut rgba = vec![0; 4 * pixels];
        convert(&rgb, &mut rgba);
        rgba
    };
    let rgba = common::compare_three(
        || rgba_by(to_rgba_seq),
        || rgba_by(to_rgba),
        || rgba_by(to_rgba_by_hand),
    )?;
    println!("{pixels} pixels to grey:");
    let grey = common::compare_three(
        || to_grey_seq(&rgb),
        || to_grey(&rgb),
        || to_grey_by_hand(&rgb),
    )?;
    let first = rgb.chunks(3).zip(rgba.chunks(4)).zip(grey).take(3);
    for ((rgb, rgba), grey) in first {
        println!("{rgb:?} is {rgba:?} and {grey}");
    }
    Ok(())
}
