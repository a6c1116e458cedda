//! What a sound is made of at each moment: the Fourier transform of each row of a matrix, by `rustfft`.
//!
//! `rustfft` works in memory that the caller makes once. `scratch` gives each chunk a copy of such memory, and
//! `zip` cuts the spectra along with the rows.
//!
//! ```sh
//! cargo run --release --example spectra                           # 20,000 rows
//! cargo run --release --example spectra -- 100000 /tmp/sound.png  # rows, picture
//! ```

mod common;

use std::error::Error;
use std::f32::consts::TAU;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use image::{GrayImage, ImageFormat};
use parallelize::parallelize;
use rayon::prelude::*;
use rustfft::num_complex::Complex32;
use rustfft::{Fft, FftPlanner};

/// Samples in a row.
const ROW: usize = 1024;
/// Frequencies in a spectrum. The others mirror them.
const BINS: usize = ROW / 2;

#[parallelize(
    multiple_of(samples = ROW, spectra = BINS),
    zip = spectra,
    scratch(row, memory),
    sequential = transform_seq
)]
fn transform(
    samples: &[f32],
    spectra: &mut [f32],
    fft: &dyn Fft<f32>,
    row: &mut [Complex32],
    memory: &mut [Complex32],
) {
    for (samples, spectrum) in samples
        .chunks_exact(ROW)
        .zip(spectra.chunks_exact_mut(BINS))
    {
        transform_row(samples, spectrum, fft, row, memory);
    }
}

fn transform_by_hand(
    samples: &[f32],
    spectra: &mut [f32],
    fft: &dyn Fft<f32>,
    row: &mut [Complex32],
    memory: &mut [Complex32],
) {
    let rows = samples.par_chunks_exact(ROW);
    rows.zip(spectra.par_chunks_exact_mut(BINS)).for_each_init(
        || (row.to_vec(), memory.to_vec()),
        |(row, memory), (samples, spectrum)| transform_row(samples, spectrum, fft, row, memory),
    );
}

/// The strength of each frequency.
fn transform_row(
    samples: &[f32],
    spectrum: &mut [f32],
    fft: &dyn Fft<f32>,
    row: &mut [Complex32],
    memory: &mut [Complex32],
) {
    for (value, sample) in row.iter_mut().zip(samples) {
        *value = Complex32::from(*sample);
    }
    fft.process_with_scratch(row, memory);
    for (strength, value) in spectrum.iter_mut().zip(row) {
        *strength = value.norm();
    }
}

type Transform =
    fn(&[f32], &mut [f32], &dyn Fft<f32>, row: &mut [Complex32], memory: &mut [Complex32]);

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (rows, file) = match args {
        [] => (20_000, std::env::temp_dir().join("spectra.png")),
        [rows, file] => (
            common::number("the count of rows", rows, 1..=1_000_000)?,
            PathBuf::from(file),
        ),
        _ => return Err("usage is `spectra [rows out.png]`".into()),
    };
    let samples: Vec<f32> = (0..rows)
        .flat_map(|row| tone(frequency(row, rows)))
        .collect();

    let fft = FftPlanner::new().plan_fft_forward(ROW);
    let spectra = |transform: Transform| {
        let mut spectra = vec![0.0; rows * BINS];
        let mut row = vec![Complex32::default(); ROW];
        let mut memory = vec![Complex32::default(); fft.get_inplace_scratch_len()];
        transform(&samples, &mut spectra, &*fft, &mut row, &mut memory);
        spectra
    };
    let spectra = common::compare_three(
        || spectra(transform_seq),
        || spectra(transform),
        || spectra(transform_by_hand),
    )?;
    for (row, spectrum) in spectra.chunks_exact(BINS).enumerate() {
        let strongest = spectrum
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1));
        let (found, played) = (strongest.map(|(bin, _)| bin), frequency(row, rows));
        if found != Some(played) {
            return Err(format!(
                "row {row} plays {played}, and its spectrum says {found:?}"
            ));
        }
    }
    println!("{rows} rows, each strongest where the sound is");
    save(&file, &spectra).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    println!("wrote {}", file.display());
    Ok(())
}

/// The frequency that a row plays: from low to high.
fn frequency(row: usize, rows: usize) -> usize {
    1 + row * (BINS - 2) / rows
}

/// A row of samples. So many waves fill the row, and a quieter wave is as long as the row.
#[allow(clippy::cast_precision_loss)] // both numbers are small
fn tone(frequency: usize) -> impl Iterator<Item = f32> {
    (0..ROW).map(move |at| {
        let wave = |frequency: usize| (TAU * (frequency * at % ROW) as f32 / ROW as f32).sin();
        wave(frequency) + 0.1 * wave(1)
    })
}

/// At most 1,000 rows, from left to right. High frequencies are on top.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 207
fn save(file: &Path, spectra: &[f32]) -> Result<(), Box<dyn Error>> {
    let rows = spectra.len() / BINS;
    let columns: Vec<&[f32]> = spectra.chunks(BINS * rows.div_ceil(1000)).collect();
    let (width, height) = (columns.len().try_into()?, BINS.try_into()?);
    let picture = GrayImage::from_fn(width, height, |x, y| {
        let strength = columns[x as usize][BINS - 1 - y as usize];
        [(30.0 * strength.ln_1p()) as u8].into()
    });
    Ok(picture.save_with_format(file, ImageFormat::Png)?)
}
