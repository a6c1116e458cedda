//! Blurs a picture with a Gaussian: reads rows, writes rows, both cut at the same places.
//! Transparency is dropped.
//!
//! ```sh
//! cargo run --release --example blur                            # a picture of its own
//! cargo run --release --example blur -- photo.png blurred.png   # yours
//! cargo run --release --example blur -- photo.png blurred.png 5 # with another radius
//! ```

mod common;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageFormat, ImageReader, Rgb, Rgb32FImage};
use parallelize::{current_chunk, parallelize};

type Pixel = [f32; 3];
type Row = Vec<Pixel>;

// `zip = out` hands every chunk of `rows` the rows of `out` that belong to it. `kernel` is not
// named there, so every chunk sees all of it.
//
// A blur in both directions at once would read the rows above and below, and at the edge of a
// chunk those belong to another one. Along a row, nothing outside the row is read; the columns come
// when the picture lies on its side.
#[parallelize(zip = out, sequential = blur_rows_seq)]
fn blur_rows(rows: &[Row], out: &mut [Row], kernel: &[f32]) {
    for (row, out) in rows.iter().zip(out) {
        *out = (0..row.len()).map(|x| blur_pixel(row, x, kernel)).collect();
    }
}

/// The weighted mean around pixel `x`; beyond its ends, a row goes on with its last pixel.
fn blur_pixel(row: &[Pixel], x: usize, kernel: &[f32]) -> Pixel {
    let (radius, last) = (kernel.len() / 2, row.len() - 1);
    let mut sum = Pixel::default();
    for (k, weight) in kernel.iter().enumerate() {
        let neighbour = (x + k).saturating_sub(radius).min(last);
        for (sum, value) in sum.iter_mut().zip(row[neighbour]) {
            *sum += weight * value;
        }
    }
    sum
}

// Here every chunk needs all rows, so `rows` is not zipped: it is shared as it is.
#[parallelize(sequential = transpose_seq)]
fn transpose(columns: &mut [Row], rows: &[Row]) {
    let first = current_chunk().map_or(0, |chunk| chunk.range().start);
    for (x, column) in (first..).zip(columns) {
        *column = rows.iter().map(|row| row[x]).collect();
    }
}

/// One way to run both steps.
struct Steps {
    blur_rows: fn(&[Row], &mut [Row], &[f32]),
    transpose: fn(&mut [Row], &[Row]),
}

fn blur(rows: &[Row], kernel: &[f32], steps: &Steps) -> Vec<Row> {
    let (width, height) = (rows[0].len(), rows.len());
    let mut blurred = vec![Row::new(); height];
    let mut columns = vec![Row::new(); width];
    let mut blurred_columns = vec![Row::new(); width];

    (steps.blur_rows)(rows, &mut blurred, kernel);
    (steps.transpose)(&mut columns, &blurred);
    (steps.blur_rows)(&columns, &mut blurred_columns, kernel);
    (steps.transpose)(&mut blurred, &blurred_columns);
    blurred
}

/// The weights of the pixels from `-radius` to `radius`; their sum is 1.
fn gaussian(radius: u16) -> Vec<f32> {
    let deviation = f32::from(radius) / 2.5;
    let one_side = (0..=radius).map(|x| (-0.5 * (f32::from(x) / deviation).powi(2)).exp());
    let one_side: Vec<f32> = one_side.collect();
    let sum = 2.0 * one_side[1..].iter().sum::<f32>() + one_side[0];
    let both_sides = one_side[1..].iter().rev().chain(&one_side);
    both_sides.map(|weight| weight / sum).collect()
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let temporary = std::env::temp_dir().join("blurred.png");
    let radius = |radius| common::number("the radius", radius, 1..=500);
    let (picture, output, radius) = match args {
        [] => (sample(), temporary.as_path(), 12),
        [input, output] => (open(input.as_ref())?, output.as_ref(), 12),
        [input, output, given] => (open(input.as_ref())?, output.as_ref(), radius(given)?),
        _ => return Err("usage is `blur [in.png out.png [radius]]`".into()),
    };
    let (width, height) = picture.dimensions();
    println!("{width} x {height} pixels, radius {radius}");
    let rows: Vec<Row> = picture
        .rows()
        .map(|row| row.map(|pixel| pixel.0).collect())
        .collect();
    let kernel = gaussian(radius);

    let sequential = Steps {
        blur_rows: blur_rows_seq,
        transpose: transpose_seq,
    };
    let parallel = Steps {
        blur_rows,
        transpose,
    };
    let rows = common::compare(
        || blur(&rows, &kernel, &sequential),
        || blur(&rows, &kernel, &parallel),
    )?;
    save(output, picture, &rows)?;
    println!("wrote {}", output.display());
    Ok(())
}

/// Rings on a chequerboard, with edges that show the blur.
fn sample() -> Rgb32FImage {
    Rgb32FImage::from_fn(1600, 1200, |x, y| {
        let distance = (x.abs_diff(800).pow(2) + y.abs_diff(600).pow(2)).isqrt();
        match (distance / 50 % 2, (x / 75 + y / 75) % 2) {
            (0, _) if distance < 550 => Rgb([0.9, 0.3, 0.1]),
            (_, 0) => Rgb([0.1, 0.2, 0.5]),
            _ => Rgb([0.9, 0.9, 0.8]),
        }
    })
}

fn open(file: &Path) -> Result<Rgb32FImage, String> {
    let cannot = |error| format!("cannot read {}: {error}; give a PNG", file.display());
    let mut reader = ImageReader::open(file).map_err(|error| cannot(error.to_string()))?;
    reader.set_format(ImageFormat::Png);
    let picture = reader.decode().map_err(|error| cannot(error.to_string()))?;
    Ok(picture.into_rgb32f())
}

fn save(file: &Path, mut picture: Rgb32FImage, rows: &[Row]) -> Result<(), String> {
    for (pixel, blurred) in picture.pixels_mut().zip(rows.iter().flatten()) {
        pixel.0 = *blurred;
    }
    let mut png = Vec::new();
    DynamicImage::from(picture)
        .into_rgb8()
        .write_with_encoder(PngEncoder::new(&mut png))
        .map_err(|error| error.to_string())
        .and_then(|()| fs::write(file, png).map_err(|error| error.to_string()))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))
}
