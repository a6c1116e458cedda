//! Draws the Mandelbrot set into a PNG, row by row, in place.
//!
//! The slice's elements are whole rows, and a row needs its position in the picture:
//! `current_chunk()` says where the chunk starts.
//!
//! ```sh
//! cargo run --release --example mandelbrot
//! cargo run --release --example mandelbrot -- 300 200 small.png
//! ```

mod common;

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use parallelize::{current_chunk, parallelize};

const MAX_ITERATIONS: u32 = 1000;

/// Red, green and blue of every pixel.
type Row = Vec<u8>;

/// The part of the complex plane to draw.
#[derive(Clone, Copy)]
struct View {
    left: f64,
    top: f64,
    /// The side of a pixel.
    step: f64,
}

// Rows through the set cost a hundred times as much as rows beside it. Short chunks even that out:
// a worker that is done early takes the next one.
#[parallelize(chunk_size = 4, sequential = draw_seq, progress = true, report = true)]
fn draw(rows: &mut [Row], view: View) {
    // Outside a parallel call, as in `draw_seq`, there is no chunk: the slice is the picture.
    let first = current_chunk().map_or(0, |chunk| chunk.range().start);
    for (y, row) in (first..).zip(rows) {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            pixel.copy_from_slice(&colour(escape_time(view.point(x, y))));
        }
    }
}

impl View {
    /// The whole set, in the middle of a picture of that size.
    fn whole(width: usize, height: usize) -> Self {
        let step = f64::max(3.2 / as_f64(width), 2.6 / as_f64(height));
        View {
            left: -0.65 - step * as_f64(width) / 2.0,
            top: -step * as_f64(height) / 2.0,
            step,
        }
    }

    fn point(self, x: usize, y: usize) -> (f64, f64) {
        let middle = |pixel| (as_f64(pixel) + 0.5) * self.step;
        (self.left + middle(x), self.top + middle(y))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a picture's sides are far below 2^52"
)]
fn as_f64(pixels: usize) -> f64 {
    pixels as f64
}

/// After how many steps of z² + c the value leaves the circle of radius 2, if it does.
fn escape_time((re, im): (f64, f64)) -> Option<u32> {
    let (mut x, mut y) = (0.0, 0.0);
    (0..MAX_ITERATIONS).find(|_| {
        (x, y) = (x * x - y * y + re, 2.0 * x * y + im);
        x * x + y * y > 4.0
    })
}

/// Black inside the set; outside, three waves that run through the colours at different speeds.
fn colour(escape_time: Option<u32>) -> [u8; 3] {
    let Some(steps) = escape_time else {
        return [0; 3];
    };
    [5, 9, 16].map(|speed| {
        let [phase, is_falling, ..] = (steps * speed).to_le_bytes();
        if is_falling % 2 == 1 {
            255 - phase
        } else {
            phase
        }
    })
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (width, height, file) = match args {
        [] => (1500, 1200, std::env::temp_dir().join("mandelbrot.png")),
        [width, height, file] => (
            common::number("the width", width, 1..=10_000)?,
            common::number("the height", height, 1..=10_000)?,
            PathBuf::from(file),
        ),
        _ => return Err("usage is `mandelbrot [width height out.png]`".into()),
    };
    let view = View::whole(width, height);
    let drawn_by = |draw: fn(&mut [Row], View)| {
        let mut rows = vec![vec![0; 3 * width]; height];
        draw(&mut rows, view);
        rows
    };
    let rows = common::compare(|| drawn_by(draw_seq), || drawn_by(draw))?;
    save(&file, width, &rows)
        .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    println!("wrote {}", file.display());
    Ok(())
}

fn save(file: &Path, width: usize, rows: &[Row]) -> Result<(), Box<dyn Error>> {
    let (width, height) = (width.try_into()?, rows.len().try_into()?);
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(
        &rows.concat(),
        width,
        height,
        ExtendedColorType::Rgb8,
    )?;
    Ok(fs::write(file, png)?)
}
