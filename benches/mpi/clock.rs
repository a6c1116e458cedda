//! Timing what all ranks do together.

use std::time::{Duration, Instant};

use crate::bare::Bare;

/// Something that all ranks do.
pub(crate) type Row<'a> = &'a mut dyn FnMut();

/// The median time of each, from when all ranks are there until the last is done. They take turns, so that none
/// has a good or a bad minute for itself; a first turn is not timed.
pub(crate) fn medians<const N: usize>(
    bare: &Bare,
    rounds: usize,
    mut rows: [Row<'_>; N],
) -> [Duration; N] {
    let mut times = [const { Vec::new() }; N];
    for round in 0..=rounds {
        for (row, times) in rows.iter_mut().zip(&mut times) {
            bare.barrier();
            let start = Instant::now();
            row();
            let time = bare.longest(start.elapsed().as_secs_f64());
            if round > 0 {
                times.push(time);
            }
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        Duration::from_secs_f64(times[times.len() / 2])
    })
}
