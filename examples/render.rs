//! One HTML file from many Markdown files, by the parser of `pulldown-cmark`.
//!
//! Each chunk writes to a buffer of its own. `append = out` writes these buffers to the file, in the order of the pages,
//! while later chunks run. A bounded number of buffers waits, so the book may be larger than memory.
//!
//! ```sh
//! cargo run --release --example render                  # the pages of this repository, 200 times
//! cargo run --release --example render -- 1 a.md b.md   # these pages, once
//! ```

mod common;
#[path = "common/texts.rs"]
mod texts;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use parallelize::parallelize;
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

use crate::texts::Text;

#[parallelize(append = out, sequential = render_seq)]
fn render(pages: &[&Text], out: &mut impl Write) -> io::Result<()> {
    for page in pages {
        writeln!(out, "<article title=\"{}\">", page.name)?;
        html::write_html_io(&mut *out, Parser::new_ext(&page.text, Options::all()))?;
        writeln!(out, "</article>")?;
    }
    Ok(())
}

/// Keeps the HTML of all pages in memory, and writes at the end.
fn render_by_hand(pages: &[&Text], out: &mut impl Write) -> io::Result<()> {
    let rendered = pages.par_iter().map(|&page| {
        let mut html = Vec::new();
        render_seq(&[page], &mut html)?;
        Ok(html)
    });
    let rendered: Vec<Vec<u8>> = rendered.collect::<io::Result<_>>()?;
    rendered.iter().try_for_each(|html| out.write_all(html))
}

fn main() -> ExitCode {
    common::main(run)
}

fn run(args: &[OsString]) -> Result<(), String> {
    let (copies, files) = match args {
        [] => (200, &[][..]),
        [copies, files @ ..] => (
            common::number("the count of copies", copies, 1..=100_000)?,
            files,
        ),
    };
    let texts = texts::read(files, &["md"])?;
    let pages: Vec<&Text> = (0..copies).flat_map(|_| &texts).collect();

    let folder = std::env::temp_dir();
    let [file, sequential, by_hand] =
        ["book.html", "book-sequential.html", "book-by-hand.html"].map(|name| folder.join(name));
    // All three return `Ok(())`, or the same error. What they have written is compared below.
    common::compare_three(
        || write(&sequential, |out| render_seq(&pages, out)),
        || write(&file, |out| render(&pages, out)),
        || write(&by_hand, |out| render_by_hand(&pages, out)),
    )??;
    let book = read(&file)?;
    for other in [sequential, by_hand] {
        if read(&other)? != book {
            return Err(format!("{} is another book", other.display()));
        }
        std::fs::remove_file(&other).map_err(|error| error.to_string())?;
    }
    let articles = book.split(|&byte| byte == b'\n');
    let articles = articles
        .filter(|line| line.starts_with(b"<article "))
        .count();
    if articles != pages.len() {
        return Err(format!("{articles} articles of {} pages", pages.len()));
    }
    println!("{} pages are {} kB of HTML", pages.len(), book.len() / 1000);
    println!("wrote {}", file.display());
    Ok(())
}

/// Makes a file of what `render` writes.
fn write(
    file: &Path,
    render: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), String> {
    let create = || {
        let mut out = BufWriter::new(File::create(file)?);
        render(&mut out)?;
        out.flush()
    };
    create().map_err(|error| format!("cannot write {}: {error}", file.display()))
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))
}
