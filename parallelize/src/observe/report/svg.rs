//! A report as a picture.

use std::fmt::{self, Write as _};
use std::time::Duration;

use super::display::{gain, headline};
use super::units::{counted, duration};
use super::{ChunkReport, Ending, Report, as_f64, ratio};

const WIDTH: f64 = 960.0;
/// The space to the left of the lanes, for their names.
const LEFT: f64 = 80.0;
const TOP: f64 = 56.0;
const LANE: f64 = 28.0;
/// Nobody sees a narrower box.
const NARROW: f64 = 0.5;

const STYLE: &str = "text{font:13px sans-serif;fill:#333}text.title{font-weight:bold}\
line.axis{stroke:#ddd}rect.c{fill:#4c8dc9;stroke:#fff;stroke-width:.5}rect.c:hover{fill:#2a5f94}\
rect.f{fill:#d1495b}rect.m{fill:#e0a030}";

/// Consecutive chunks of one worker.
struct Block<'a> {
    first: &'a ChunkReport,
    last: &'a ChunkReport,
}

pub(super) fn draw(report: &Report) -> String {
    let mut svg = String::new();
    write(&mut svg, report).expect("a `String` takes everything");
    svg
}

fn write(svg: &mut String, report: &Report) -> fmt::Result {
    let lanes = report.busy().len();
    let height = TOP + LANE * as_f64(lanes) + 34.0;
    let title = escape(&title(report));
    writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0}" font-family="sans-serif">
<style>{STYLE}</style>
<rect width="100%" height="100%" fill="white"/>
<text class="title" x="12" y="24">{title}</text>"#
    )?;
    for tenth in 0..=10_u32 {
        let time = report.elapsed * tenth / 10;
        let (x, bottom) = (x(report, time), height - 30.0);
        writeln!(
            svg,
            r#"<line class="axis" x1="{x:.1}" x2="{x:.1}" y1="{TOP:.0}" y2="{bottom:.0}"/>"#
        )?;
        if tenth % 5 == 0 {
            let anchor = ["start", "middle", "end"][tenth as usize / 5];
            let (y, time) = (height - 12.0, duration(time));
            writeln!(
                svg,
                r#"<text x="{x:.1}" y="{y:.0}" text-anchor="{anchor}">{time}</text>"#
            )?;
        }
    }
    for worker in 0..lanes {
        let y = TOP + LANE * as_f64(worker) + 18.0;
        writeln!(svg, r#"<text x="12" y="{y:.0}">worker {worker}</text>"#)?;
    }
    for block in blocks(report) {
        block.write(svg, report)?;
    }
    // The calling thread merges when the chunks are done.
    let start = x(report, report.elapsed.saturating_sub(report.merge));
    let width = x(report, report.elapsed) - start;
    let merge = format!("merge: {}", duration(report.merge));
    write_box(svg, "m", 0, start, width, &merge)?;
    svg.write_str("</svg>\n")
}

fn title(report: &Report) -> String {
    let first = headline(report);
    let elements = counted(report.len, "element");
    let chunks = counted(report.chunks.len(), "chunk");
    let workers = counted(report.workers(), "worker");
    let gain = gain(report);
    format!("{first}: {elements}, {chunks}, {workers}, {gain}")
}

fn x(report: &Report, time: Duration) -> f64 {
    LEFT + ratio(time, report.elapsed) * (WIDTH - LEFT - 12.0)
}

/// The boxes of all lanes. Chunks of one lane that are too short to be seen share a box.
fn blocks(report: &Report) -> Vec<Block<'_>> {
    let mut chunks: Vec<&ChunkReport> = report.chunks.iter().collect();
    chunks.sort_by_key(|chunk| (chunk.worker, chunk.start));
    let kind = |chunk: &ChunkReport| (chunk.worker, chunk.ending == Ending::Completed);
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for chunk in chunks {
        if let Some(open) = blocks.last_mut() {
            let width = x(report, chunk.end()) - x(report, open.first.start);
            if kind(open.first) == kind(chunk) && width < NARROW {
                open.last = chunk;
                continue;
            }
        }
        blocks.push(Block {
            first: chunk,
            last: chunk,
        });
    }
    blocks
}

impl Block<'_> {
    fn write(&self, svg: &mut String, report: &Report) -> fmt::Result {
        let Block { first, last } = self;
        let (start, end) = (x(report, first.start), x(report, last.end()));
        let width = (end - start).max(NARROW / 2.0);
        let (class, ending) = match first.ending {
            Ending::Completed => ("c", ""),
            Ending::Failed => ("c f", ", failed"),
            Ending::Panicked => ("c f", ", panicked"),
        };
        let time = duration(last.end().saturating_sub(first.start));
        let what = if first.index == last.index {
            let (index, range) = (first.index, &first.range);
            format!("chunk {index}, elements {range:?}: {time}{ending}")
        } else {
            format!("chunks from {} to {}: {time}", first.index, last.index)
        };
        write_box(svg, class, first.worker, start, width, &what)
    }
}

fn write_box(
    svg: &mut String,
    class: &str,
    worker: usize,
    x: f64,
    width: f64,
    what: &str,
) -> fmt::Result {
    let (y, height) = (TOP + LANE * as_f64(worker) + 3.0, LANE - 6.0);
    writeln!(
        svg,
        r#"<rect class="{class}" x="{x:.2}" y="{y:.0}" width="{width:.2}" height="{height:.0}"><title>{what}</title></rect>"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
