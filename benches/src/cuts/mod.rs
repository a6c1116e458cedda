//! Works whose cuts must fall in the right places: lines, neighbours and pixels. The same bodies by hand are beside them.

mod pixels;
mod stations;
mod stencil;

use crate::contest::Candidate;
use crate::peer::Peer;
use crate::report::Table;
use crate::session::{Row, Session};

/// What `parallelize` is compared with.
const OTHERS: [Peer; 3] = [Peer::Sequential, Peer::ByRayon, Peer::ThreadScope];

pub(crate) fn table(session: &mut Session) -> Result<Table, String> {
    let note = "The time of `parallelize`, and how many times as fast it is as each of the others, with quartiles over \
                the rounds. The goal is 1.0 to each version by hand. The goal of `stations` on 2 cores is 1.9 to the \
                sequential function. A dash stands for a version that is not measured.";
    let rows = measure(session)?;
    Table::of_ratios("Where a cut may be", note, &OTHERS, &rows)
}

fn measure(session: &mut Session) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    if session.wants("stations") {
        let count = session.sizes.lines;
        let lines = stations::lines(count);
        let about = format!("{count} lines, {} MB", lines.len() / 1_000_000);
        rows.push(session.measure("stations", about, stations::candidates(&lines))?);
    }
    if session.wants("stencil") {
        let heights = stencil::heights(session.sizes.many);
        let about = format!("the mean of three neighbours, {} `f64`", heights.len());
        rows.push(session.measure("stencil", about, stencil::candidates(&heights))?);
    }
    if session.wants("pixels") {
        let count = session.sizes.pixels;
        let rgb = pixels::rgb(count);
        let about = format!("RGB to RGBA, {count} pixels");
        rows.push(session.measure("pixels", about, pixels::candidates(&rgb))?);
    }
    Ok(rows)
}

/// A candidate that writes its result into memory that was in use before, as in a loop that keeps its buffers.
fn writing<'a, T: 'a>(
    peer: Peer,
    buffer: impl Fn() -> Vec<T> + Send + 'a,
    write: impl Fn(&mut [T]) + Send + 'a,
) -> Candidate<'a, Vec<T>> {
    Candidate::with_input(peer, buffer, move |mut buffer| {
        write(&mut buffer);
        buffer
    })
}

/// Bytes in no regular pattern, the first ones the least regular.
fn scattered(place: u64) -> [u8; 8] {
    place.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()
}
