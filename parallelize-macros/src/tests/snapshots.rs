//! What the attribute expands to, for a dozen representative functions.
//!
//! The snapshots are documentation, too: they are what a person would have written. After a change,
//! `BLESS=1 cargo test -p parallelize-macros snapshots` writes them anew.

use std::fs;
use std::path::PathBuf;

use super::rewrite;

/// The name of a snapshot, the options, and the function.
const CASES: [(&str, &str, &str); 38] = [
    (
        "jobs",
        "jobs = 6, write_to_file = false",
        "/// Fourth powers.
        #[must_use]
        pub fn fourth_powers(numbers: &[u64]) -> Vec<u64> {
            numbers.iter().map(|n| n.pow(4)).collect()
        }",
    ),
    (
        "arguments",
        "jobs = config.threads, min_len = 100",
        "fn scale(numbers: &[f64], factor: f64, config: &Config) -> Vec<f64> {
            numbers.iter().map(|n| n * factor + config.offset).collect()
        }",
    ),
    (
        "observed",
        "jobs = 4, report = true, progress = format!(\"{} files\", files.len())",
        "fn checksums(files: Vec<File>) -> Vec<u64> {
            files.into_iter().map(|file| file.checksum()).collect()
        }",
    ),
    (
        "backend",
        "chunk_size = 1000, backend = engines::Ranks, reduce = |a, b| a + b",
        "fn weighted(values: &[f64], weight: f64) -> f64 {
            values.iter().map(|value| value * weight).sum()
        }",
    ),
    (
        "zip",
        "zip = dst",
        "fn scale_into(src: &[f32], dst: &mut [f32], k: f32) {
            for (s, d) in src.iter().zip(dst) {
                *d = s * k;
            }
        }",
    ),
    (
        "append",
        "append = out",
        "fn encode(rows: &[Row], out: &mut Vec<u8>, level: u32) {
            for row in rows {
                row.encode(level, out);
            }
        }",
    ),
    (
        "mutable_arguments",
        "jobs = 6, append(out, w), reduce(stats = Stats::add), scratch = buf",
        "fn f(rows: &[Row], out: &mut Vec<u8>, w: &mut impl Write, stats: &mut Stats, buf: &mut [f32]) -> Result<(), E> {
            for row in rows {
                stats.count(row.render(buf));
                out.push(row.kind);
                writeln!(w, \"{row}\")?;
            }
            Ok(())
        }",
    ),
    (
        "writer_parameter",
        "append = w",
        "fn render<W>(rows: &[Row], w: &mut W) -> fmt::Result
        where
            W: fmt::Write + ?Sized,
        {
            rows.iter().try_for_each(|row| row.render::<W>(w))
        }",
    ),
    (
        "writer_object",
        "append(log, out as std::io::Write), merge = per_chunk, backend = engines::Ranks",
        "fn render(rows: &[Row], #[allow(unused)] out: &mut BufWriter<File>, log: &mut (dyn io::Write + Send)) -> io::Result<usize> {
            writeln!(log, \"{} rows\", rows.len())?;
            rows.iter().map(|row| row.render(out)).sum()
        }",
    ),
    (
        "reduce_into",
        "reduce(stats = |a, b| a.merge(b, mode)), reduce = usize::max",
        "fn count(lines: &[&str], stats: &mut Stats, mode: Mode) -> usize {
            stats.lines += lines.len();
            lines.iter().map(|line| line.len()).max().unwrap_or(0)
        }",
    ),
    (
        "scratch",
        "zip = out, scratch(scratch, plan)",
        "fn spectra(rows: &[Row], out: &mut [Row], scratch: &mut [Complex], plan: &mut Plan) {
            for (row, out) in rows.iter().zip(out) {
                plan.transform(row, out, scratch);
            }
        }",
    ),
    (
        "multiple_of",
        "multiple_of = width",
        "fn brightest(pixels: &[u8], width: usize) -> Vec<u8> {
            pixels.chunks(width).map(|row| *row.iter().max().unwrap()).collect()
        }",
    ),
    (
        "units",
        "zip = rgba, multiple_of(rgb = 3, rgba = 4)",
        "fn opaque(rgb: &[u8], rgba: &mut [u8]) {
            for (from, to) in rgb.chunks_exact(3).zip(rgba.chunks_exact_mut(4)) {
                to[..3].copy_from_slice(from);
                to[3] = 255;
            }
        }",
    ),
    (
        "chunk_by",
        "chunk_by = |a, b| key.of(a) == key.of(b)",
        "fn totals(visits: &[Visit], key: Key) -> Vec<Total> {
            visits.chunk_by(|a, b| key.of(a) == key.of(b)).map(Total::of).collect()
        }",
    ),
    (
        "delimiter",
        "delimiter = b'\\n', reduce = Stations::merge",
        "fn stations(lines: &[u8]) -> Stations {
            lines.split_inclusive(|&byte| byte == b'\\n').map(Reading::parse).collect()
        }",
    ),
    (
        "overlap",
        "overlap = window - 1",
        "fn moving_average(prices: &[f64], window: usize) -> Vec<f64> {
            prices.windows(window).map(|window| mean(window)).collect()
        }",
    ),
    (
        "stencil",
        "jobs = 4, overlap(before = 1, after = 1), zip = out",
        "fn step(rows: &[Row], out: &mut [Row]) {
            let before = current_chunk().map_or(0, |chunk| chunk.before());
            for (at, row) in out.iter_mut().enumerate() {
                let above = &rows[(before + at).saturating_sub(1)];
                *row = above.mixed_with(&rows[before + at]);
            }
        }",
    ),
    (
        "split",
        "split = out",
        "fn step(grid: &[Row], out: &mut [Row]) {
            let start = current_chunk().map_or(0, |chunk| chunk.range().start);
            for (at, row) in out.iter_mut().enumerate() {
                *row = Row::next(grid, start + at);
            }
        }",
    ),
    (
        "per_chunk",
        "chunk_size = 1000",
        "fn longest(words: &[String]) -> Option<usize> {
            words.iter().map(String::len).max()
        }",
    ),
    (
        "result_per_chunk",
        "",
        "fn parse(lines: &[&str]) -> io::Result<Summary> {
            lines.iter().map(|line| line.parse::<Summary>()).sum()
        }",
    ),
    (
        "result_joined",
        "jobs = 2",
        "fn load(paths: &[PathBuf]) -> Result<Vec<Image>, Error> {
            paths.iter().map(Image::open).collect()
        }",
    ),
    (
        "reduce",
        "reduce = |a, b| a + b",
        "fn sum(numbers: &[u64]) -> u64 {
            numbers.iter().sum()
        }",
    ),
    (
        "try_reduce",
        "reduce = Stats::merge",
        "fn stats(lines: &[String]) -> Result<Stats, ParseError> {
            Stats::of(lines)
        }",
    ),
    (
        "merge_flatten",
        "merge = flatten",
        "fn index(words: &[String]) -> HashMap<String, usize> {
            words.iter().map(|word| (word.clone(), word.len())).collect()
        }",
    ),
    (
        "merge_first",
        "merge = first",
        "fn position_of_zero(numbers: &[u32]) -> Option<usize> {
            let i = numbers.iter().position(|n| *n == 0)?;
            Some(current_chunk().map_or(0, |c| c.range().start) + i)
        }",
    ),
    (
        "method",
        "jobs = self.threads",
        "fn render(&self, rows: &mut [Row]) {
            for row in rows {
                self.draw(row);
            }
        }",
    ),
    (
        "generic",
        "",
        "fn convert<'a, T, U, const N: usize>(items: &'a [T], table: &'a [U; N]) -> Vec<&'a U>
        where
            T: Into<usize> + Copy + Sync,
            U: Sync,
        {
            items.iter().map(|item| &table[(*item).into() % N]).collect()
        }",
    ),
    (
        "patterns",
        "jobs = limit",
        "fn clip(mut values: Vec<f64>, (low, high): (f64, f64), limit: usize) -> Vec<f64> {
            #![allow(clippy::manual_clamp)]
            values.iter_mut().for_each(|value| *value = value.max(low).min(high));
            values
        }",
    ),
    (
        "unsafe_fn",
        "jobs = 2",
        "unsafe fn first_bytes(pointers: &[Pointer]) -> Vec<u8> {
            pointers.iter().map(|pointer| pointer.read()).collect()
        }",
    ),
    (
        "write_to_file",
        "write_to_file = directory",
        "fn render(scenes: &[Scene], directory: PathBuf) -> Vec<Image> {
            scenes.iter().map(Scene::render).collect()
        }",
    ),
    (
        "write_to_file_result",
        "write_to_file = true",
        "fn load(paths: &[PathBuf]) -> Result<Vec<Image>, Error> {
            paths.iter().map(Image::open).collect()
        }",
    ),
    (
        "spilled",
        "merge = spilled",
        "fn pairs(points: &[Point], all: &[Point]) -> Vec<Pair> {
            points.iter().flat_map(|point| Pair::with_each(point, all)).collect()
        }",
    ),
    (
        "stream",
        "append = out",
        "fn shout(lines: impl Iterator<Item = String>, out: &mut impl Write) -> io::Result<()> {
            for line in lines {
                writeln!(out, \"{}\", line.to_uppercase())?;
            }
            Ok(())
        }",
    ),
    (
        "stream_lent",
        "split = lines, chunk_size = 100, report = true",
        "fn matches<I>(wanted: &Pattern, lines: &mut I) -> Vec<I::Item>
        where
            I: Iterator + ?Sized,
            I::Item: AsRef<str> + Send,
        {
            lines.filter(|line| wanted.matches(line.as_ref())).collect()
        }",
    ),
    (
        "stream_boxed",
        "reduce = |a, b| a + b",
        "fn sum<'a>(mut numbers: Box<dyn Iterator<Item = &'a u64> + Send + 'a>, from: u64) -> u64 {
            numbers = Box::new(numbers.filter(move |number| **number >= from));
            numbers.sum()
        }",
    ),
    (
        "stream_spilled",
        "merge = spilled, write_to_file = directory",
        "fn parse(lines: impl Iterator<Item = io::Result<String>>, directory: PathBuf) -> io::Result<Vec<Row>> {
            lines.map(|line| Row::parse(&line?)).collect()
        }",
    ),
    (
        "warnings",
        "jobs = 2",
        "fn differences(numbers: &[u64]) -> Vec<u64> {
            numbers.windows(2).map(|pair| pair[0].abs_diff(pair[1])).collect()
        }",
    ),
    (
        "sequential",
        "sequential = lengths_seq",
        "#[no_mangle]
        pub fn lengths(words: &[String]) -> Vec<usize> {
            words.iter().map(String::len).collect()
        }",
    ),
];

#[test]
fn expansions_are_as_recorded() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut differing = Vec::new();
    for (name, options, item) in CASES {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("snapshots")
            .join(name)
            .with_extension("rs");
        let expansion = record(options, item);
        if bless {
            fs::write(&path, &expansion).expect("the folder of the snapshots is writable");
        } else if fs::read_to_string(&path).ok().as_deref() != Some(expansion.as_str()) {
            differing.push(format!("{}:\n{expansion}", path.display()));
        }
    }
    assert!(
        differing.is_empty(),
        "differing expansions; if they are right, bless them with BLESS=1\n{}",
        differing.join("\n")
    );
}

/// The function with its attribute as a comment, and below it the formatted expansion.
fn record(options: &str, item: &str) -> String {
    let expansion = rewrite(options, item);
    // `&self` is no parameter outside an impl.
    let is_method = item.contains("&self");
    let expansion = if is_method {
        quote::quote!(impl Picture { #expansion })
    } else {
        expansion
    };
    let file = syn::parse2(expansion).expect("an expansion parses");
    let attribute = match options {
        "" => "#[parallelize]".to_owned(),
        options => format!("#[parallelize({options})]"),
    };
    let written = format!("{attribute}\n{}", unindent(item));
    let written: Vec<String> = written.lines().map(|line| format!("// {line}")).collect();
    format!("{}\n\n{}", written.join("\n"), prettyplease::unparse(&file))
}

/// The cases are indented by eight spaces, except in their first line.
fn unindent(item: &str) -> String {
    let lines = item
        .lines()
        .map(|line| line.strip_prefix("        ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}
