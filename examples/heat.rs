//! Heat that spreads over a metal plate: each step computes every cell from the cell and its four neighbours.
//!
//! A row needs the rows above and below, which may lie in another chunk. `overlap` puts them into the
//! chunk as well; `split = out` cuts the new rows only, and every chunk sees all old ones.
//!
//! ```sh
//! cargo run --release --example heat                           # 512 rows, 500 steps
//! cargo run --release --example heat -- 100 200 /tmp/heat.png  # rows, steps, picture
//! ```

mod common;

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use image::{DynamicImage, ImageFormat, Rgb32FImage};
use parallelize::{current_chunk, parallelize};
use rayon::prelude::*;

const WIDTH: usize = 512;
type Row = [f32; WIDTH];

#[parallelize(overlap(before = 1, after = 1), zip = out, sequential = step_seq)]
fn step(rows: &[Row], out: &mut [Row]) {
    // The chunk's own rows begin behind those that overlap; outside a parallel call there are none.
    let before = current_chunk().map_or(0, |chunk| chunk.before());
    for (y, out) in (before..).zip(out) {
        *out = next_row(&rows[y.saturating_sub(1)..rows.len().min(y + 2)], &rows[y]);
    }
}

#[parallelize(split = out)]
fn step_split(rows: &[Row], out: &mut [Row]) {
    let start = current_chunk().map_or(0, |chunk| chunk.range().start);
    for (y, out) in (start..).zip(out) {
        *out = next_row(&rows[y.saturating_sub(1)..rows.len().min(y + 2)], &rows[y]);
    }
}

fn step_by_hand(rows: &[Row], out: &mut [Row]) {
    out.par_iter_mut().enumerate().for_each(|(y, out)| {
        *out = next_row(&rows[y.saturating_sub(1)..rows.len().min(y + 2)], &rows[y]);
    });
}

/// The row after a step, from the rows around. The edge of the plate stays as it is.
fn next_row(around: &[Row], row: &Row) -> Row {
    let mut next = *row;
    if let [above, _, below] = around {
        for x in 1..WIDTH - 1 {
            let neighbours = above[x] + below[x] + row[x - 1] + row[x + 1];
            next[x] += 0.2 * (neighbours - 4.0 * row[x]);
        }
    }
    next
}

/// The plate after so many steps.
fn spread(step: fn(&[Row], &mut [Row]), plate: &[Row], steps: u32) -> Vec<Row> {
    let (mut now, mut next) = (plate.to_vec(), plate.to_vec());
    for _ in 0..steps {
        step(&now, &mut next);
        std::mem::swap(&mut now, &mut next);
    }
    now
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (height, steps, file) = match args {
        [] => (512, 500, std::env::temp_dir().join("heat.png")),
        [height, steps, file] => (
            common::number("the count of rows", height, 1..=10_000)?,
            common::number("the count of steps", steps, 0..=1_000_000)?,
            PathBuf::from(file),
        ),
        _ => return Err("usage is `heat [rows steps out.png]`".into()),
    };
    // A hot bar across the plate, with holes.
    let is_hot = |x: usize, y: usize| y.abs_diff(height / 2) <= height / 16 && x % 64 < 40;
    let row = |y| std::array::from_fn(|x| if is_hot(x, y) { 1.0 } else { 0.0 });
    let plate: Vec<Row> = (0..height).map(row).collect();

    let warm = common::compare_three(
        || spread(step_seq, &plate, steps),
        || spread(step, &plate, steps),
        || spread(step_by_hand, &plate, steps),
    )?;
    let (by_split, time) = common::time(|| spread(step_split, &plate, steps));
    if by_split != warm {
        return Err("`split = out` gives another plate".into());
    }
    eprintln!("with `split = out` {time:.1?}");
    save(&file, &warm).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    println!("wrote {}", file.display());
    Ok(())
}

/// Blue is cold, and yellow is hot.
fn save(file: &Path, plate: &[Row]) -> Result<(), Box<dyn Error>> {
    let (width, height) = (WIDTH.try_into()?, plate.len().try_into()?);
    let cells = plate.as_flattened().iter();
    let colours = cells.flat_map(|&heat| [heat.sqrt(), heat, 0.4 * (1.0 - heat)]);
    let picture = Rgb32FImage::from_vec(width, height, colours.collect()).ok_or("too large")?;
    let picture = DynamicImage::from(picture).into_rgb8();
    Ok(picture.save_with_format(file, ImageFormat::Png)?)
}
