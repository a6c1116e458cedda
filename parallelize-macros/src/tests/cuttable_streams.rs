//! The warnings for functions over streams: the argument is a walk, and each chunk a batch of its elements.

use super::advice::advise;
use super::cuttable::{are_silent, warn};

#[test]
fn a_body_that_goes_from_element_to_element_is_silent() {
    are_silent(&[
        (
            "append = out",
            "fn f(lines: impl Iterator<Item = String>, out: &mut impl Write) -> io::Result<()> { for line in lines { writeln!(out, \"{}\", line.to_uppercase())?; } Ok(()) }",
        ),
        (
            "append = out",
            "fn f(lines: &mut impl Iterator<Item = io::Result<String>>, out: &mut Vec<usize>) -> io::Result<()> { for line in lines { let line = line?; if line.is_empty() { continue; } out.push(line.len()); } Ok(()) }",
        ),
        (
            "append = out",
            "fn f(mut lines: impl Iterator<Item = String>, out: &mut Vec<usize>) { while let Some(line) = lines.next() { out.push(line.len()); } }",
        ),
        (
            "append = out",
            "fn f(lines: &mut dyn Iterator<Item = String>, out: &mut Vec<usize>) { for line in lines.by_ref() { out.push(line.len()); } }",
        ),
        (
            "append = out",
            "fn f(lines: Box<dyn Iterator<Item = String>>, out: &mut Vec<usize>) { out.extend(lines.map(|line| line.len())); }",
        ),
        (
            "split = lines",
            "fn f<I: Iterator<Item = String>>(wanted: &Regex, lines: I) -> Vec<String> { lines.filter(|line| wanted.is_match(line)).collect() }",
        ),
        (
            "",
            "fn f(items: impl IntoIterator<Item = u64>) -> Vec<u64> { let items = items.into_iter(); let mut out = Vec::with_capacity(items.size_hint().0); for x in items { out.push(x + 1); } out }",
        ),
        (
            "",
            "fn f(items: impl Iterator<Item = u64>) -> Vec<u64> { let items: Vec<u64> = items.collect(); items.iter().map(|x| x + 1).collect() }",
        ),
        (
            "",
            "fn f(lines: impl Iterator<Item = io::Result<String>>) -> io::Result<Vec<usize>> { lines.map(|line| Ok(line?.len())).collect() }",
        ),
        (
            "",
            "fn f(files: impl Iterator<Item = PathBuf>) { files.for_each(|file| convert(&file)); }",
        ),
        (
            "reduce = |a, b| a + b",
            "fn f(lines: impl Iterator<Item = String>) -> usize { lines.filter(|line| line.contains('x')).count() }",
        ),
        (
            "reduce = merge",
            "fn f(words: impl Iterator<Item = String>) -> HashMap<String, u64> { let mut counts = HashMap::new(); for word in words { *counts.entry(word).or_insert(0) += 1; } counts }",
        ),
        (
            "reduce(stats = Stats::merge)",
            "fn f(lines: &mut impl Iterator<Item = String>, stats: &mut Stats) { for line in lines { stats.lines += 1; stats.longest = stats.longest.max(line.len()); } }",
        ),
        (
            "merge = first",
            "fn f(lines: impl Iterator<Item = String>, wanted: &str) -> Option<String> { lines.into_iter().find(|line| line.contains(wanted)) }",
        ),
        (
            "merge = per_chunk",
            "fn f(mut xs: impl Iterator<Item = u64>) -> bool { xs.any(|x| x > 3) }",
        ),
        (
            "reduce = |a, b| a && b",
            "fn f(mut xs: impl Iterator<Item = u64>) -> bool { xs.all(|x| x > 3) }",
        ),
        (
            "",
            "fn f(xs: impl Iterator<Item = Vec<u64>>) -> Vec<bool> { xs.map(|x| x.iter().any(|x| *x > 3)).collect() }",
        ),
        (
            "append = out, scratch = text",
            "fn f(lines: impl Iterator<Item = Line>, out: &mut Vec<u64>, text: &mut String) { for line in lines { text.clear(); line.render(text); out.push(hash(text)); } }",
        ),
        (
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<(usize, u64)> { let start = current_chunk().map_or(0, |c| c.range().start); xs.enumerate().map(|(i, x)| (start + i, x)).collect() }",
        ),
    ]);
}

#[test]
fn what_a_batch_cannot_know_is_warned_of() {
    for (rule, options, item) in [
        (
            "ends",
            "append = out",
            "fn f(mut lines: impl Iterator<Item = String>, out: &mut Vec<usize>) { let header = lines.next(); for line in lines { out.push(line.len()); } }",
        ),
        (
            "ends",
            "",
            "fn f(lines: impl Iterator<Item = String>) -> Vec<usize> { lines.skip(1).map(|line| line.len()).collect() }",
        ),
        (
            "ends",
            "",
            "fn f(lines: impl Iterator<Item = io::Result<String>>) -> Vec<String> { lines.map_while(Result::ok).collect() }",
        ),
        (
            "ends",
            "append = out",
            "fn f(lines: &mut impl Iterator<Item = String>, out: &mut Vec<usize>) { for line in lines { if line == \"end\" { break; } out.push(line.len()); } }",
        ),
        (
            "ends",
            "append = out",
            "fn f(mut words: impl Iterator<Item = u8>, out: &mut Vec<u16>) { while let Some(high) = words.next() { let low = words.next().unwrap(); out.push(join(high, low)); } }",
        ),
        (
            "elements",
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { if xs.size_hint().0 > 0 { vec![1] } else { Vec::new() } }",
        ),
        (
            "unused",
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { vec![1] }",
        ),
        (
            "positions",
            "append = out",
            "fn f(lines: impl Iterator<Item = String>, out: &mut impl Write) -> io::Result<()> { for (i, line) in lines.enumerate() { writeln!(out, \"{i} {line}\")?; } Ok(()) }",
        ),
        (
            "carried",
            "",
            "fn f(xs: impl Iterator<Item = i64>) -> Vec<i64> { let mut last = 0; let mut out = Vec::new(); for x in xs { out.push(x - last); last = x; } out }",
        ),
        (
            "carried",
            "",
            "fn f<I: Iterator<Item = i64>>(xs: I) -> Vec<i64> { xs.scan(0, |sum, x| { *sum += x; Some(*sum) }).collect() }",
        ),
        (
            "once",
            "append = out",
            "fn f(lines: impl Iterator<Item = String>, out: &mut impl Write) -> io::Result<()> { writeln!(out, \"header\")?; for line in lines { writeln!(out, \"{line}\")?; } Ok(()) }",
        ),
        (
            "order",
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { let mut xs: Vec<u64> = xs.collect(); xs.sort(); xs }",
        ),
        (
            "whole",
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { summarized(xs) }",
        ),
        (
            "paired",
            "",
            "fn f(xs: impl Iterator<Item = u64>, weights: &[u64]) -> Vec<u64> { xs.zip(weights).map(|(x, w)| x * w).collect() }",
        ),
        (
            "neighbours",
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { let xs: Vec<u64> = xs.collect(); xs.windows(2).map(g).collect() }",
        ),
        (
            "runs",
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { let mut xs: Vec<u64> = xs.collect(); xs.dedup(); xs }",
        ),
        (
            "copied",
            "",
            "fn f(xs: impl Iterator<Item = u64>, mut rng: StdRng) -> Vec<u64> { xs.map(|x| x + rng.next()).collect() }",
        ),
        (
            "outputs",
            "",
            "fn f(lines: impl Iterator<Item = String>) -> String { lines.map(|line| line + \"!\").collect() }",
        ),
    ] {
        warn(rule, &[(options, item)]);
    }
}

#[test]
fn a_search_of_batches_is_told_how_to_answer_once() {
    warn(
        "ends",
        &[
            (
                "",
                "fn f(lines: impl Iterator<Item = String>, wanted: &str) -> Option<String> { lines.into_iter().find(|line| line.contains(wanted)) }",
            ),
            (
                "",
                "fn f(mut xs: impl Iterator<Item = u64>) -> bool { xs.any(|x| x > 3) }",
            ),
        ],
    );
    advise(&[
        (
            "",
            "fn f(lines: impl Iterator<Item = String>) -> Option<String> { lines.filter(g).find(|line| line.is_empty()) }",
            "help: write `#[parallelize(merge = first)]`",
        ),
        (
            "",
            "fn f(mut xs: impl Iterator<Item = u64>) -> bool { xs.all(|x| x > 3) }",
            "help: write `#[parallelize(reduce = |a, b| a && b)]`",
        ),
    ]);
}

#[test]
fn no_warning_advises_an_option_that_streams_have_not() {
    advise(&[
        (
            "",
            "fn f(xs: impl Iterator<Item = u64>, weights: &[u64]) -> Vec<u64> { xs.zip(weights).map(|(x, w)| x * w).collect() }",
            "help: zip both in the caller",
        ),
        (
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { let xs: Vec<u64> = xs.collect(); xs.windows(2).map(g).collect() }",
            "help: make each element hold its neighbours",
        ),
        (
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { let xs: Vec<u64> = xs.collect(); xs.chunks(3).map(g).collect() }",
            "help: make each group one element, or take a multiple of its length as `chunk_size`",
        ),
        (
            "",
            "fn f(xs: impl Iterator<Item = u64>) -> Vec<u64> { let mut xs: Vec<u64> = xs.collect(); xs.dedup(); xs }",
            "help: make each run one element",
        ),
        (
            "",
            "fn f(xs: impl Iterator<Item = i64>) -> Vec<i64> { let mut last = 0; let mut out = Vec::new(); for x in xs { out.push(x - last); last = x; } out }",
            "make each of these one element",
        ),
    ]);
}
