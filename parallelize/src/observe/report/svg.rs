//! A report as a picture.

use std::fmt::Write as _;
use std::time::Duration;

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
    has_failed: bool,
}

pub(super) fn draw(report: &Report) -> String {
    let lanes = report.busy().len();
    let height = TOP + LANE * as_f64(lanes) + 34.0;
    let mut svg = String::new();
    let mut write = |line: std::fmt::Arguments<'_>| {
        let _ = svg.write_fmt(line); // a `String` takes everything
        svg.push('\n');
    };
    write(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0}" font-family="sans-serif">"#
    ));
    write(format_args!("<style>{STYLE}</style>"));
    write(format_args!(
        r#"<rect width="100%" height="100%" fill="white"/>"#
    ));
    let title = escape(&headline(report));
    write(format_args!(
        r#"<text class="title" x="12" y="24">{title}</text>"#
    ));
    for tenth in 0..=10_u32 {
        let time = report.elapsed * tenth / 10;
        let (x, bottom) = (x(report, time), height - 30.0);
        write(format_args!(
            r#"<line class="axis" x1="{x:.1}" x2="{x:.1}" y1="{TOP:.0}" y2="{bottom:.0}"/>"#
        ));
        if tenth % 5 == 0 {
            let (y, anchor) = (
                height - 12.0,
                ["start", "middle", "end"][tenth as usize / 5],
            );
            let time = duration(time);
            write(format_args!(
                r#"<text x="{x:.1}" y="{y:.0}" text-anchor="{anchor}">{time}</text>"#
            ));
        }
    }
    for worker in 0..lanes {
        let y = TOP + LANE * as_f64(worker) + 18.0;
        write(format_args!(
            r#"<text x="12" y="{y:.0}">worker {worker}</text>"#
        ));
    }
    for one in boxes(report) {
        write(format_args!("{}", one.draw(report)));
    }
    write(format_args!("{}", merge(report)));
    svg.push_str("</svg>\n");
    svg
}

/// The text without its bars, on one line.
fn headline(report: &Report) -> String {
    let text = report.to_string();
    let first = text.lines().next().unwrap_or_default();
    let elements = counted(report.len, "element");
    let chunks = counted(report.chunks.len(), "chunk");
    let workers = counted(report.workers(), "worker");
    let speedup = report.speedup();
    format!("{first}: {elements}, {chunks}, {workers}, speed-up {speedup:.2}")
}

fn x(report: &Report, time: Duration) -> f64 {
    LEFT + ratio(time, report.elapsed) * (WIDTH - LEFT - 12.0)
}

/// The boxes of all lanes. Chunks of one lane that are too short to be seen share a box.
fn boxes(report: &Report) -> Vec<Block<'_>> {
    let mut chunks: Vec<&ChunkReport> = report.chunks.iter().collect();
    chunks.sort_by_key(|chunk| (chunk.worker, chunk.start));
    let mut boxes: Vec<Block<'_>> = Vec::new();
    for chunk in chunks {
        let has_failed = chunk.ending != Ending::Completed;
        if let Some(open) = boxes.last_mut() {
            let width = x(report, chunk.end()) - x(report, open.first.start);
            let is_same = open.first.worker == chunk.worker && open.has_failed == has_failed;
            if is_same && width < NARROW {
                open.last = chunk;
                continue;
            }
        }
        boxes.push(Block {
            first: chunk,
            last: chunk,
            has_failed,
        });
    }
    boxes
}

impl Block<'_> {
    fn draw(&self, report: &Report) -> String {
        let Block { first, last, .. } = self;
        let (start, end) = (x(report, first.start), x(report, last.end()));
        let y = TOP + LANE * as_f64(first.worker) + 3.0;
        let class = if self.has_failed { "c f" } else { "c" };
        let time = duration(last.end().saturating_sub(first.start));
        let what = if first.index == last.index {
            let (index, range) = (first.index, &first.range);
            let ending = match first.ending {
                Ending::Completed => "",
                Ending::Failed => ", failed",
                Ending::Panicked => ", panicked",
            };
            format!(
                "chunk {index}, elements {}..{}: {time}{ending}",
                range.start, range.end
            )
        } else {
            format!("chunks from {} to {}: {time}", first.index, last.index)
        };
        format!(
            r#"<rect class="{class}" x="{start:.2}" y="{y:.0}" width="{:.2}" height="{:.0}"><title>{what}</title></rect>"#,
            (end - start).max(NARROW / 2.0),
            LANE - 6.0,
        )
    }
}

/// The box of the merge, which the calling thread does when the chunks are done.
fn merge(report: &Report) -> String {
    let (start, end) = (
        x(report, report.elapsed.saturating_sub(report.merge)),
        x(report, report.elapsed),
    );
    let (width, y) = (end - start, TOP + 3.0);
    let (height, time) = (LANE - 6.0, duration(report.merge));
    format!(
        r#"<rect class="m" x="{start:.2}" y="{y:.0}" width="{width:.2}" height="{height:.0}"><title>merge: {time}</title></rect>"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
