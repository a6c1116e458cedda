//! The warnings: for each rule, bodies that speak for it, and bodies alike that do not.

use super::tokens;
use crate::check::cuttable;
use crate::diagnostics::Errors;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::plan::Plan;

/// The rules that warn of `item`, in the order of the warnings.
pub(super) fn rules(options: &str, item: &str) -> Vec<&'static str> {
    let mut errors = Errors::default();
    let item = Item::parse(&tokens(item)).expect("the item parses");
    let options = Options::parse(tokens(options), &mut errors);
    let plan = Plan::new(&item, &options);
    assert!(errors.into_compile_errors().is_none(), "the options parse");
    let warnings = cuttable::warnings(&item, &options, &plan);
    warnings.iter().map(|warning| warning.rule).collect()
}

/// Checks that each item has a warning by `rule`.
pub(super) fn warn(rule: &str, items: &[(&str, &str)]) {
    for (options, item) in items {
        let found = rules(options, item);
        assert!(
            found.contains(&rule),
            "`{rule}` is silent, {found:?} warn: #[parallelize({options})] {item}"
        );
    }
}

/// Checks that no item has a warning.
pub(super) fn are_silent(items: &[(&str, &str)]) {
    for (options, item) in items {
        let found = rules(options, item);
        assert!(
            found.is_empty(),
            "{found:?} warn: #[parallelize({options})] {item}"
        );
    }
}

#[test]
fn elements() {
    warn(
        "elements",
        &[
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { if xs.is_empty() { vec![] } else { vec![1] } }",
            ),
            ("", "fn f(xs: &mut [u64]) { let _ = xs.is_empty(); }"),
        ],
    );
    are_silent(&[
        ("", "fn f(xs: &[u64]) -> Vec<u64> { xs.to_vec() }"),
        ("", "fn f(xs: &mut [u64]) { xs.fill(0); }"),
        ("", "fn f(xs: Vec<u64>) -> Vec<u64> { xs }"),
        ("", "fn f(xs: &[Vec<u64>]) -> Vec<u64> { xs.concat() }"),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let mut out = Vec::new(); out.extend(xs); out }",
        ),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { cfg_iter!(xs).map(|x| x + 1).collect() }",
        ),
        (
            "",
            "fn f(mut xs: Vec<u64>) -> Vec<u64> { xs.retain(|x| *x > 1); xs }",
        ),
        ("", "fn f(xs: &mut [u64]) { for x in xs { *x += 1; } }"),
        (
            "",
            "fn f(xs: &mut [u64]) { for x in xs.iter_mut().rev() { *x += 1; } }",
        ),
        (
            "",
            "fn f(xs: &mut [u64]) { for i in 0..xs.len() { xs[i] += 1; } }",
        ),
        (
            "",
            "fn f(xs: &mut [u64]) { let n = xs.len(); let mut i = 0; while i < n { xs[i] += 1; i += 1; } }",
        ),
        (
            "",
            "fn f(mut xs: &[u64]) -> Vec<u64> { let mut out = vec![]; while let [x, rest @ ..] = xs { out.push(x + 1); xs = rest; } out }",
        ),
        (
            "",
            "fn f(xs: Matrix) -> Vec<u64> { xs.rows().map(Row::sum).collect() }",
        ),
    ]);
}

#[test]
fn whole() {
    warn(
        "whole",
        &[
            ("", "fn f(xs: &[u64]) -> Vec<u64> { g(xs) }"),
            ("", "fn f(&self, xs: &[u64]) -> Vec<u64> { self.g(3, xs) }"),
            ("", "fn f(xs: &[u64]) -> Vec<u64> { xs.custom() }"),
            (
                "",
                "fn f(xs: &[f64]) -> Vec<f64> { let m = mean(xs); xs.iter().map(|x| x - m).collect() }",
            ),
            (
                "",
                "fn f(xs: &[f64]) -> Vec<f64> { let s: f64 = xs.iter().sum(); xs.iter().map(|x| x / s).collect() }",
            ),
            (
                "",
                "fn f(xs: &mut [f64]) { let m = xs.iter().copied().fold(0.0, f64::max); for x in xs { *x /= m; } }",
            ),
            (
                "reduce = |a, b| a + b",
                "fn f(xs: &[f64]) -> f64 { let m: f64 = xs.iter().sum(); xs.iter().map(|x| (x - m) * (x - m)).sum() }",
            ),
            (
                "reduce = Option::or",
                "fn find(xs: &[u8]) -> Option<usize> { memchr(b'a', xs) }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[f64]) -> Result<Vec<f64>, E> { check(xs)?; xs.iter().map(g).collect() }",
        ),
        (
            "",
            "fn f(xs: &[f64]) -> Result<Vec<f64>, E> { if xs.iter().any(|x| x.is_nan()) { return Err(E) } xs.iter().map(g).collect() }",
        ),
        (
            "",
            "fn f(xs: &[f64]) -> Vec<f64> { assert!(xs.iter().all(|x| *x > 0.0)); xs.iter().map(g).collect() }",
        ),
        (
            "",
            "fn f(xs: &[String]) -> Vec<u8> { let n = xs.iter().map(String::len).sum(); let mut out = Vec::with_capacity(n); for x in xs { out.extend(x.bytes()); } out }",
        ),
        (
            "reduce = |a, b| a + b",
            "fn count(xs: &[u8]) -> usize { memchr_iter(b'a', xs).count() }",
        ),
        (
            "",
            "fn f(xs: Vec<u64>) -> Vec<u64> { let out = xs.into_iter().map(g).collect(); drop(1); out }",
        ),
    ]);
}

#[test]
fn neighbours() {
    warn(
        "neighbours",
        &[
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { xs.windows(3).map(|w| w[0] + w[2]).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { (0..xs.len() - 1).map(|i| xs[i] + xs[i + 1]).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u64], k: usize) -> Vec<u64> { let mut out = vec![]; for i in 0..xs.len() { out.push(xs[i..i + k].iter().sum()); } out }",
            ),
            (
                "",
                "fn f(xs: &mut [u64]) { for i in 1..xs.len() { xs[i] += xs[i - 1]; } }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let (a, b) = xs.split_at(xs.len() / 2); g(a, b) }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let n = xs.len(); let mut out = vec![]; for i in 0..n { for j in i + 1..n { out.push(xs[i] * xs[j]); } } out }",
            ),
            (
                "reduce = |a, b| a + b",
                "fn f(xs: &[f64]) -> f64 { let mut last = xs[0]; let mut sum = 0.0; for x in xs { sum += (x - last).abs(); last = *x; } sum }",
            ),
        ],
    );
}

#[test]
fn groups() {
    warn(
        "groups",
        &[
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u32> { xs.chunks_exact(4).map(g).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u32> { xs.chunks(4).map(g).collect() }",
            ),
            (
                "",
                "fn f(xs: &mut [u8]) { for pixel in xs.chunks_exact_mut(4) { pixel.swap(0, 2); } }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u32> { assert_eq!(xs.len() % 4, 0); xs.chunks_exact(4).map(g).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u32> { let (pixels, _) = xs.as_chunks::<4>(); pixels.iter().map(g).collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &mut [u8]) { let mut groups = xs.chunks_exact_mut(4); for group in &mut groups { for x in group { *x += 1; } } for x in groups.into_remainder() { *x += 1; } }",
        ),
        (
            "reduce = |a, b| a + b",
            "fn f(xs: &[u8]) -> u32 { let (groups, rest) = xs.as_chunks::<4>(); groups.iter().map(g).sum::<u32>() + rest.iter().map(h).sum::<u32>() }",
        ),
        // Groups of something else.
        (
            "",
            "fn f(xs: &[Image]) -> Vec<u32> { xs.iter().map(|x| x.bytes.chunks(4).count()).collect() }",
        ),
    ]);
}

#[test]
fn runs() {
    warn(
        "runs",
        &[
            (
                "",
                "fn f(xs: &[u8]) -> Vec<usize> { xs.chunk_by(|a, b| a == b).map(<[u8]>::len).collect() }",
            ),
            ("", "fn f(mut xs: Vec<u8>) -> Vec<u8> { xs.dedup(); xs }"),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut out = Vec::new(); for x in xs { if out.last() != Some(x) { out.push(*x); } } out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut out = Vec::new(); for x in xs { if !out.contains(x) { out.push(*x); } } out }",
            ),
        ],
    );
}

#[test]
fn records() {
    warn(
        "records",
        &[
            (
                "",
                "fn f(xs: &[u8]) -> Vec<usize> { xs.split(|b| *b == b'\\n').map(<[u8]>::len).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<usize> { xs.lines().map(g).collect() }",
            ),
        ],
    );
    are_silent(&[(
        "",
        "fn f(xs: &[&str]) -> Vec<Vec<&str>> { xs.iter().map(|x| x.split(',').collect()).collect() }",
    )]);
}

#[test]
fn positions() {
    warn(
        "positions",
        &[
            (
                "",
                "fn f(xs: &[u8]) -> Vec<usize> { xs.iter().enumerate().filter(|(_, x)| **x == 0).map(|(i, _)| i).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<usize> { let mut out = vec![]; for (i, x) in xs.iter().enumerate() { if *x == 0 { out.push(i); } } out }",
            ),
            (
                "",
                "fn f(xs: &mut [usize]) { for (i, x) in xs.iter_mut().enumerate() { *x += i; } }",
            ),
            (
                "reduce = Option::or",
                "fn f(xs: &[u8]) -> Option<usize> { xs.iter().position(|x| *x == 0) }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<String> { xs.iter().enumerate().map(|(i, x)| format!(\"{i}: {x}\")).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u8], order: &[usize]) -> Vec<u8> { order.iter().map(|i| xs[*i]).collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[u8]) -> Vec<usize> { let start = current_chunk().map_or(0, |c| c.range().start); xs.iter().enumerate().map(|(i, _)| start + i).collect() }",
        ),
        (
            "",
            "fn f(xs: &[u8]) -> Vec<u8> { let mut out = vec![0; xs.len()]; for (i, x) in xs.iter().enumerate() { out[i] = x + 1; } out }",
        ),
        (
            "",
            "fn f(xs: &[u8]) -> Vec<u8> { xs.iter().enumerate().map(|(_, x)| x + 1).collect() }",
        ),
        (
            "",
            "fn f(xs: &[String]) -> Vec<usize> { xs.iter().map(|x| x.chars().enumerate().map(|(i, c)| g(i, c)).sum()).collect() }",
        ),
        (
            "",
            "fn f(range: Range<usize>) -> Vec<usize> { range.map(|i| i * i).collect() }",
        ),
    ]);
}

#[test]
fn ends() {
    warn(
        "ends",
        &[
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let first = xs[0]; xs.iter().map(|x| x - first).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { xs.iter().skip(1).copied().collect() }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { match xs { [] => vec![], [first, ..] => xs.iter().map(|x| x - first).collect() } }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut out = vec![]; for x in xs { if *x == 0 { break; } out.push(*x); } out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut out = vec![]; for x in xs { if *x == 0 { return out; } out.push(*x); } out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { xs.iter().copied().take_while(|x| *x != 0).collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[u8]) -> Result<Vec<u8>, E> { let mut out = vec![]; for x in xs { if *x == 0 { return Err(E); } out.push(*x); } Ok(out) }",
        ),
        (
            "",
            "fn f(xs: &[u8]) -> Vec<u8> { let mut out = vec![]; for x in xs { for y in 0..*x { if y == 3 { break; } out.push(y); } } out }",
        ),
        (
            "reduce = Ord::max",
            "fn f(xs: &[u8]) -> u8 { let mut max = xs[0]; for x in &xs[1..] { max = max.max(*x); } max }",
        ),
        (
            "",
            "fn f(xs: &[Vec<u8>]) -> Vec<u8> { xs.iter().map(|x| x[0]).collect() }",
        ),
        (
            "",
            "fn f(xs: &[Vec<u8>]) -> Vec<u8> { xs.iter().filter_map(|x| x.first().copied()).collect() }",
        ),
    ]);
}

#[test]
fn length() {
    warn(
        "length",
        &[
            (
                "reduce = |a, b| a + b",
                "fn f(xs: &[f64]) -> f64 { xs.iter().sum::<f64>() / xs.len() as f64 }",
            ),
            (
                "",
                "fn f(xs: &[f64]) -> Vec<f64> { let n = xs.len() as f64; xs.iter().map(|x| x / n).collect() }",
            ),
            (
                "",
                "fn f(xs: &[f64]) -> Vec<f64> { let w = window(xs.len()); xs.iter().map(|x| x * w).collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[f64]) -> Vec<f64> { let mut out = Vec::with_capacity(2 * xs.len()); for x in xs { out.push(*x); out.push(-x); } out }",
        ),
        (
            "",
            "fn f(xs: &[f64]) -> Vec<f64> { if xs.len() == 0 { return Vec::new(); } xs.iter().map(|x| -x).collect() }",
        ),
        (
            "",
            "fn f(xs: &[f64]) -> Vec<f64> { debug_assert!(xs.len() < 100); xs.iter().map(|x| -x).collect() }",
        ),
        (
            "reduce = add",
            "fn f(xs: &[f64]) -> (f64, usize) { (xs.iter().sum(), xs.len()) }",
        ),
        (
            "",
            "fn f(xs: &[String]) -> Vec<usize> { xs.iter().map(|x| x.len() / 2).collect() }",
        ),
    ]);
}

#[test]
fn order() {
    warn(
        "order",
        &[
            ("", "fn f(xs: &mut [u8]) { xs.sort(); }"),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut out = xs.to_vec(); out.sort_unstable(); out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { xs.iter().rev().copied().collect() }",
            ),
            (
                "",
                "fn f(xs: &mut [u8]) { let n = xs.len(); for i in 0..n / 2 { xs.swap(i, n - 1 - i); } }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &mut [Vec<u8>]) { for x in xs { x.sort(); x.reverse(); } }",
        ),
        (
            "reduce = merge",
            "fn f(xs: &[u8]) -> Vec<u8> { let mut out = xs.to_vec(); out.sort(); out }",
        ),
        (
            "merge = per_chunk",
            "fn f(xs: &[u8]) -> Vec<u8> { let mut out = xs.to_vec(); out.sort(); out }",
        ),
    ]);
}

#[test]
fn carried() {
    warn(
        "carried",
        &[
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let mut sum = 0; let mut out = vec![]; for x in xs { sum += x; out.push(sum); } out }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let mut sum = 0; xs.iter().map(|x| { sum += x; sum }).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { xs.iter().scan(0, |sum, x| { *sum += x; Some(*sum) }).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let mut rng = Rng::seed(1); xs.iter().map(|x| x + rng.next_u64()).collect() }",
            ),
            (
                "",
                "fn f(xs: &mut [u64]) { let mut carry = 0; for x in xs { *x = add(*x, &mut carry); } }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let mut seen = HashSet::new(); xs.iter().copied().filter(|x| seen.insert(*x)).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let mut counts = HashMap::new(); for x in xs { *counts.entry(x).or_insert(0) += 1; } counts.into_values().collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let mut out = Vec::new(); for x in xs { let mut y = *x; y += 1; out.push(y); } out }",
        ),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<String> { let mut text = String::new(); let mut out = vec![]; for x in xs { text.clear(); write!(text, \"{x}\"); out.push(text.clone()); } out }",
        ),
        (
            "",
            "fn f(xs: &[Vec<u64>]) -> Vec<u64> { let mut out = vec![]; for x in xs { let mut sum = 0; for y in x { sum += y; } out.push(sum); } out }",
        ),
        (
            "reduce = |a, b| a + b",
            "fn f(xs: &[u64]) -> u64 { let mut sum = 0; for x in xs { sum += x; } sum }",
        ),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let mut out = Vec::new(); for x in xs { encode(*x, &mut out); } out }",
        ),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let mut cache = HashMap::new(); xs.iter().map(|x| *cache.entry(*x).or_insert_with(|| slow(*x))).collect() }",
        ),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let mut table = build(); table.sort(); xs.iter().map(|x| table.lookup(x)).collect() }",
        ),
    ]);
}

#[test]
fn once() {
    warn(
        "once",
        &[
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let mut out = vec![]; out.push(0); for x in xs { out.push(*x); } out }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let mut out = vec![0]; for x in xs { out.push(*x); } out }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { xs.iter().copied().chain([0]).collect() }",
            ),
            (
                "",
                "fn f(xs: &mut [u64]) { println!(\"start\"); for x in xs { *x += 1; } }",
            ),
            (
                "merge = flatten",
                "fn f(xs: &[u64]) -> String { let mut out = String::from(\"[\"); for x in xs { write!(out, \"{x}\"); } out.push(']'); out }",
            ),
            (
                "merge = flatten",
                "fn f(xs: &[String]) -> String { xs.join(\", \") }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let mut out = vec![]; for x in xs { out.push(0); out.push(*x); } out }",
        ),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { xs.iter().flat_map(|x| vec![0, *x]).collect() }",
        ),
        (
            "merge = flatten",
            "fn f(xs: &[u64]) -> HashSet<u64> { xs.iter().copied().chain([0]).collect() }",
        ),
    ]);
}

#[test]
fn paired() {
    warn(
        "paired",
        &[
            (
                "",
                "fn f(xs: &[f64], ys: &[f64]) -> Vec<f64> { xs.iter().zip(ys).map(|(x, y)| x + y).collect() }",
            ),
            (
                "",
                "fn f(xs: &[f64], ys: &[f64]) -> Vec<f64> { ys.iter().zip(xs).map(|(y, x)| x + y).collect() }",
            ),
            (
                "",
                "fn f(xs: &[f64], ys: Vec<f64>) -> Vec<f64> { (0..xs.len()).map(|i| xs[i] + ys[i]).collect() }",
            ),
            (
                "",
                "fn f(xs: &[f64], ys: &[f64]) -> Vec<f64> { assert_eq!(xs.len(), ys.len()); xs.iter().map(|x| -x).collect() }",
            ),
            (
                "",
                "fn f(&self, xs: &[f64]) -> Vec<f64> { xs.iter().zip(&self.weights).map(|(x, w)| x * w).collect() }",
            ),
            (
                "reduce = |a, b| a + b",
                "fn dot(xs: &[f64], ys: &[f64]) -> f64 { xs.iter().zip(ys.iter()).map(|(x, y)| x * y).sum() }",
            ),
            (
                "",
                "fn f(xs: &mut [f64], ys: &[f64]) { xs.copy_from_slice(ys); }",
            ),
        ],
    );
    are_silent(&[
        (
            "zip = ys",
            "fn f(xs: &[f64], ys: &[f64]) -> Vec<f64> { xs.iter().zip(ys).map(|(x, y)| x + y).collect() }",
        ),
        (
            "zip = ys",
            "fn f(xs: &[f64], ys: &mut [f64]) { assert_eq!(xs.len(), ys.len()); for i in 0..xs.len() { ys[i] = xs[i]; } }",
        ),
        (
            "",
            "fn f(xs: &[usize], table: &[f64]) -> Vec<f64> { xs.iter().map(|x| table[*x]).collect() }",
        ),
        (
            "",
            "fn f(xs: &[f64], all: &[f64]) -> Vec<f64> { xs.iter().map(|x| all.iter().map(|y| x - y).sum()).collect() }",
        ),
        (
            "",
            "fn f(xs: &[f64]) -> Vec<f64> { xs.iter().zip(std::iter::repeat(2.0)).map(|(x, y)| x * y).collect() }",
        ),
        (
            "",
            "fn f(xs: &[f64]) -> Vec<f64> { let mut out = vec![0.0; xs.len()]; for (o, x) in out.iter_mut().zip(xs) { *o = -x; } out }",
        ),
    ]);
}

#[test]
fn copied() {
    warn(
        "copied",
        &[
            (
                "",
                "fn f(xs: &[u64], mut rng: StdRng) -> Vec<u64> { xs.iter().map(|x| x + rng.next_u64()).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u64], mut out: Vec<u64>) -> Vec<u64> { for x in xs { out.push(*x); } out }",
            ),
            (
                "",
                "fn f(xs: &mut [u64], mut id: u64) { for x in xs { *x = id; id += 1; } }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[u64], mut k: u64) -> Vec<u64> { k = k.max(1); xs.iter().map(|x| x * k).collect() }",
        ),
        (
            "",
            "fn f(xs: &[u64], mut k: u64) -> Vec<u64> { if k == 0 { k = 1; } xs.iter().map(|x| x * k).collect() }",
        ),
    ]);
}

#[test]
fn outputs() {
    warn(
        "outputs",
        &[
            (
                "",
                "fn f(xs: &[u64]) -> String { xs.iter().map(g).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Option<Vec<u64>> { xs.iter().map(g).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u64]) -> Result<HashMap<u64, u64>, E> { xs.iter().map(g).collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "merge = per_chunk",
            "fn f(xs: &[u64]) -> String { xs.iter().map(g).collect() }",
        ),
        (
            "merge = flatten",
            "fn f(xs: &[u64]) -> String { xs.iter().map(g).collect() }",
        ),
        ("", "fn f(xs: &[u64]) -> u64 { xs.iter().sum() }"),
    ]);
}

#[test]
fn counts() {
    warn(
        "counts",
        &[
            (
                "merge = flatten",
                "fn f(xs: &[u64]) -> HashMap<u64, u64> { let mut out = HashMap::new(); for x in xs { *out.entry(*x).or_insert(0) += 1; } out }",
            ),
            (
                "merge = flatten",
                "fn f(xs: &[u64]) -> BTreeMap<u64, u64> { let mut out = BTreeMap::new(); for x in xs { out.entry(*x).and_modify(|n| *n += 1).or_insert(1); } out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u64> { let mut out = vec![0; 256]; for x in xs { out[*x as usize] += 1; } out }",
            ),
        ],
    );
    are_silent(&[
        (
            "merge = flatten",
            "fn f(xs: &[u64]) -> HashMap<u64, u64> { let mut out = HashMap::new(); for x in xs { out.insert(*x, x * x); } out }",
        ),
        (
            "reduce = add",
            "fn f(xs: &[u8]) -> Vec<u64> { let mut out = vec![0; 256]; for x in xs { out[*x as usize] += 1; } out }",
        ),
    ]);
}

#[test]
fn unused() {
    warn(
        "unused",
        &[
            (
                "",
                "fn f(xs: &[u64], n: usize) -> Vec<usize> { (0..n).collect() }",
            ),
            ("", "fn f(_xs: &[u64]) {}"),
            (
                "",
                "fn sort(xs: &mut [u64]) { let (a, b) = xs.split_at_mut(2); sort(a); sort(b); }",
            ),
            (
                "",
                "fn sum(&self, xs: &[u64]) -> Vec<u64> { self.sum(&xs[1..]) }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn walk(nodes: &[Node]) -> Vec<u64> { nodes.iter().flat_map(|node| walk(&node.children)).collect() }",
        ),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<String> { let all = format!(\"{xs:?}\"); xs.iter().map(|x| x.to_string()).collect() }",
        ),
    ]);
}

#[test]
fn names_are_looked_up_in_their_scopes() {
    warn(
        "neighbours",
        &[(
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let ys = xs; ys.windows(2).map(g).collect() }",
        )],
    );
    warn(
        "neighbours",
        &[(
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let ys = &xs[..]; { let xs = 1; ys.windows(2).map(g).collect() } }",
        )],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[Vec<u64>]) -> Vec<u64> { xs.iter().map(|xs| xs.windows(2).map(g).sum()).collect() }",
        ),
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { fn g(xs: &[u64]) -> u64 { xs.windows(2).count() as u64 } xs.iter().map(|x| x + 1).collect() }",
        ),
    ]);
}

#[test]
fn an_allowed_warning_is_silent() {
    let item = "fn f(xs: &[u64]) -> Vec<u64> { xs.windows(2).map(g).collect() }";
    assert_eq!(rules("", item), ["neighbours"]);
    assert!(rules("allow(neighbours)", item).is_empty());
    assert!(rules("allow(whole, neighbours)", item).is_empty());
    assert_eq!(rules("allow(whole)", item), ["neighbours"]);
}

#[test]
fn a_function_has_at_most_three_warnings() {
    let item = "fn f(xs: &[u64], ys: &[u64], mut k: u64) -> Vec<u64> {
        println!(\"start\");
        xs.sort();
        let first = xs[0];
        for (i, pair) in xs.windows(2).zip(ys).enumerate() { k += i; }
        xs.chunks(3).map(g).collect()
    }";
    assert_eq!(rules("", item), ["paired", "neighbours", "groups"]);
}

#[test]
fn what_does_not_parse_is_left_to_the_compiler() {
    assert!(
        rules(
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { let ys = xs.windows(2). }"
        )
        .is_empty()
    );
}

#[test]
fn bodies_that_double_something_in_every_line_are_read_in_no_time() {
    let lines: String = (0..60)
        .map(|_| "let xs = xs.iter().zip(xs); let ys = (ys, ys); ")
        .collect();
    rules(
        "",
        &format!("fn f(xs: &[u64]) -> Vec<u64> {{ let ys = xs; {lines} }}"),
    );
    let open = "while { assert!({ ".repeat(40);
    let close = " }); true } {}".repeat(40);
    rules(
        "",
        &format!("fn f(xs: &[u64]) -> Vec<u64> {{ {open} xs.len() == 3 {close} vec![] }}"),
    );
}

#[test]
fn a_long_sum_needs_no_long_stack() {
    let sum = "x + ".repeat(5_000);
    rules(
        "",
        &format!("fn f(xs: &[u64]) -> Vec<u64> {{ xs.iter().map(|x| {sum} 1).collect() }}"),
    );
}

#[test]
fn state_is_seen_however_it_is_written() {
    warn(
        "carried",
        &[
            (
                "",
                "fn f(xs: &[u64]) -> Vec<u64> { let mut s = 0; let mut out = vec![]; for x in xs { s = s + x; out.push(s); } out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut state = State::Out; let mut out = vec![]; for x in xs { match (state, x) { (State::Out, b'\"') => state = State::In, (State::In, x) => out.push(*x), _ => {} } } out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut last = None; xs.iter().filter_map(|x| { let before = last.take(); last = Some(*x); before }).collect() }",
            ),
            (
                "",
                "fn f(xs: &[f64]) -> Vec<f64> { let mut cdf = Vec::new(); xs.iter().fold(0.0, |sum, x| { cdf.push(sum + x); sum + x }); cdf }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut seen = [false; 256]; let mut out = vec![]; for x in xs { if !seen[*x as usize] { seen[*x as usize] = true; out.push(*x); } } out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut parser = Parser::new(); let mut out = Vec::new(); for x in xs { parser.advance(&mut out, *x); } out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<Vec<u8>> { let mut groups = Vec::new(); 'next: for x in xs { for group in &mut groups { if fits(group, x) { continue 'next; } } groups.push(vec![*x]); } groups }",
            ),
        ],
    );
    warn(
        "order",
        &[(
            "reduce = |a, b| a",
            "fn f(xs: &mut [u64]) { xs.reverse(); }",
        )],
    );
    warn(
        "ends",
        &[
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut out = vec![]; 'all: for x in xs { for y in 0..3 { if *x == y { break 'all; } } out.push(*x); } out }",
            ),
            (
                "reduce = |a, b| a + b",
                "fn f(xs: &[u64]) -> u64 { let mut sum = 0; for x in xs { if *x == 0 { break; } sum += x; } sum }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Result<Vec<u8>, E> { if xs[0] != MAGIC { return Err(E); } Ok(xs.iter().map(g).collect()) }",
            ),
        ],
    );
    warn(
        "whole",
        &[(
            "reduce = |a, b| a + b",
            "fn f(xs: &[u8]) -> usize { let mut at = 0; let mut n = 0; while let Some((c, next)) = decode(xs, at) { n += c; at = next; } n }",
        )],
    );
    warn(
        "order",
        &[(
            "",
            "fn f(xs: &[u8]) -> Vec<u8> { let mut out = vec![]; for x in xs { out.push(*x); } out.into_iter().rev().collect() }",
        )],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[char]) -> Vec<u8> { let mut buf = [0; 4]; let mut out = vec![]; for x in xs { out.extend(x.encode_utf8(&mut buf).bytes()); } out }",
        ),
        (
            "",
            "fn f(xs: &[f64]) -> Vec<f64> { let k = kernel(); debug!(\"{} {}\", xs.len(), k); xs.iter().map(|x| x * k).collect() }",
        ),
        (
            "",
            "fn f(xs: &[u8]) -> Vec<String> { let i = 3; xs.iter().enumerate().map(|(_, x)| format!(\"{{i}}{x}\")).collect() }",
        ),
        (
            "merge = flatten",
            "fn f(xs: &[u8]) -> Own { let mut bins = [0; 4]; for x in xs { bins[*x as usize] += 1; } Own(bins) }",
        ),
    ]);
}

#[test]
fn what_a_warning_advises_fits_the_function() {
    let note = |options: &str, item: &str| {
        let mut errors = Errors::default();
        let item = Item::parse(&tokens(item)).expect("the item parses");
        let options = Options::parse(tokens(options), &mut errors);
        let plan = Plan::new(&item, &options);
        let warnings = cuttable::warnings(&item, &options, &plan);
        warnings
            .into_iter()
            .map(|warning| warning.note)
            .collect::<String>()
    };
    for (options, item, advice) in [
        (
            "",
            "fn f(xs: &[u64]) -> Vec<u64> { xs.windows(3).map(g).collect() }",
            "`#[parallelize(overlap = 2)]`",
        ),
        (
            "",
            "fn f(xs: &[u64], k: usize) -> Vec<u64> { xs.windows(k).map(g).collect() }",
            "`#[parallelize(overlap = k - 1)]`",
        ),
        (
            "",
            "fn f(xs: &mut [u64]) { for i in 1..xs.len() { xs[i] += xs[i - 1]; } }",
            "read from a `&[T]` with `overlap`",
        ),
        (
            "",
            "fn f(xs: &[u8]) -> Vec<u64> { let n = 3; xs.chunks_exact(n).map(g).collect() }",
            "`multiple_of = 4`, with the length of a group",
        ),
        (
            "zip = out",
            "fn f(xs: &[u8], out: &mut [u8]) { for (x, o) in xs.iter().zip(out.chunks_exact_mut(3)) { o.fill(*x); } }",
            "`multiple_of(xs = 4, out = 4)`",
        ),
        (
            "overlap = 1",
            "fn f(xs: &[u8]) -> Vec<usize> { xs.iter().enumerate().map(|(i, _)| i).collect() }",
            "chunk.range().start - chunk.before()",
        ),
        (
            "",
            "fn f(xs: &[u8]) -> Option<usize> { xs.iter().position(|x| *x == 0) }",
            "`merge = first`",
        ),
        (
            "",
            "fn f(xs: &mut [u8]) { xs.reverse(); }",
            "do this in the caller",
        ),
        (
            "delimiter = '\\n', merge = flatten",
            "fn f(text: &str) -> String { for line in text.lines() { g(line); } text.to_owned() }",
            "",
        ),
    ] {
        let note = note(options, item);
        assert!(note.contains(advice), "{advice} is not in: {note}");
    }
}

#[test]
fn a_search_that_is_none_is_told_what_folds_it() {
    warn(
        "whole",
        &[
            (
                "merge = first",
                "fn f(xs: &[u8]) -> bool { xs.iter().all(|x| *x < 128) }",
            ),
            (
                "merge = first",
                "fn f(xs: &[u64]) -> Option<u64> { xs.iter().copied().max() }",
            ),
            (
                "merge = first",
                "fn f(xs: &[u64]) -> Option<&u64> { xs.iter().rev().find(|x| **x > 3) }",
            ),
        ],
    );
    are_silent(&[
        (
            "merge = first",
            "fn f(xs: &[u8]) -> bool { xs.iter().any(|x| *x < 128) }",
        ),
        (
            "merge = first",
            "fn f(xs: &[Vec<u8>]) -> Option<&Vec<u8>> { xs.iter().find(|x| x.iter().all(|y| *y > 3)) }",
        ),
    ]);
}

#[test]
fn an_output_that_a_walk_extends_grows_as_in_a_loop() {
    warn(
        "once",
        &[
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut out = vec![1]; out.extend(xs.iter().map(g)); out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { let mut out = Vec::new(); out.push(1); out.extend_from_slice(xs); out }",
            ),
            (
                "",
                "fn f(xs: &[u8]) -> Vec<u8> { std::iter::once(1).chain(xs.iter().copied()).collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "",
            "fn f(xs: &[u8]) -> Vec<u8> { let mut out = Vec::new(); out.extend(xs.iter().map(g)); out }",
        ),
        (
            "",
            "fn f(xs: &[u8]) -> Vec<u8> { let mut it = xs.iter(); let mut out = vec![]; loop { let Some(x) = it.next() else { break }; out.push(*x); } out }",
        ),
    ]);
}
