//! What the warnings say: the option that mends the body, with the values of the body.

use super::tokens;
use crate::check::cuttable;
use crate::diagnostics::Errors;
use crate::parse::item::Item;
use crate::parse::options::Options;
use crate::plan::Plan;

/// Checks that the warnings of each item say `advice`.
pub(super) fn advise(items: &[(&str, &str, &str)]) {
    for (options, item, advice) in items {
        let mut errors = Errors::default();
        let item = Item::parse(&tokens(item)).expect("the item parses");
        let options = Options::parse(tokens(options), &mut errors);
        let plan = Plan::new(&item, &options);
        let warnings = cuttable::warnings(&item, &options, &plan);
        let note: String = warnings.into_iter().map(|warning| warning.note).collect();
        assert!(note.contains(advice), "{advice} is not in: {note}");
    }
}

#[test]
fn the_cut_rule_has_the_values_of_the_body() {
    advise(&[
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
            "`multiple_of(xs = 1, out = 3)`",
        ),
        (
            "zip = b",
            "fn f(a: &[u8], b: &mut [u8]) { for (x, y) in a.chunks_exact(3).zip(b.chunks_exact_mut(4)) { y.copy_from_slice(x); } }",
            "`multiple_of(a = 3, b = 4)`",
        ),
        (
            "",
            "fn f(xs: &[u8]) -> Vec<u32> { let (pixels, _) = xs.as_chunks::<4>(); pixels.iter().map(g).collect() }",
            "`#[parallelize(multiple_of = 4)]`",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(xs: &[u8]) -> Vec<u32> { xs.chunks(4).map(g).collect() }",
            "instead of `delimiter`, write `#[parallelize(multiple_of = 4)]`",
        ),
        (
            "",
            "fn f(t: &[(u8, u8)]) -> Vec<usize> { t.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).collect() }",
            "`#[parallelize(chunk_by = |a, b| a.0 == b.0)]`",
        ),
        (
            "",
            "fn f(mut t: Vec<(u8, u8)>) -> Vec<(u8, u8)> { t.dedup_by_key(|x| x.0); t }",
            "`#[parallelize(chunk_by = |a, b| a.0 == b.0)]`",
        ),
        (
            "",
            "fn f(mut t: Vec<(u8, u8)>) -> Vec<(u8, u8)> { t.dedup_by(|a, b| a.0 == b.1); t }",
            "`#[parallelize(chunk_by = |b, a| a.0 == b.1)]`",
        ),
        (
            "",
            "fn f(mut t: Vec<u8>) -> Vec<u8> { t.dedup(); t }",
            "`#[parallelize(chunk_by = |a, b| a == b)]`",
        ),
        // The option does not see `limit`.
        (
            "",
            "fn f(t: &[u8]) -> Vec<usize> { let limit = 3; t.chunk_by(|a, b| b - a < limit).map(<[_]>::len).collect() }",
            "such as `|a, b| a.key == b.key`",
        ),
        (
            "",
            "fn f(t: &[(u8, u8)]) -> Vec<(u8, u8)> { let mut v: Vec<(u8, u8)> = vec![]; for &(k, n) in t { match v.last_mut() { Some(l) if l.0 == k => l.1 += n, _ => v.push((k, n)) } } v }",
            "such as `|a, b| a.key == b.key`",
        ),
        (
            "chunk_by = |a, b| a == b",
            "fn f(t: &str) -> Vec<&str> { t.split(\";\").collect() }",
            "instead of `chunk_by`, cut behind a delimiter only: `#[parallelize(delimiter = ';')]`, and go through the records with `split_terminator` or `lines`",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<u8> { t.windows(2).map(|w| w[0] + w[1]).collect() }",
            "inside one run or record, or write `overlap` instead of `delimiter`",
        ),
        (
            "multiple_of = 2",
            "fn f(t: &[u8]) -> Vec<u8> { t.windows(2).map(|w| w[0] + w[1]).collect() }",
            "help: write `#[parallelize(overlap = 1)]`",
        ),
        (
            "",
            "fn f(t: Samples<'_>) -> Vec<u8> { t.windows(2).map(|w| w[0] + w[1]).collect() }",
            "help: write `#[parallelize(overlap = 1)]`",
        ),
    ]);
}

#[test]
fn the_delimiter_is_that_of_the_body() {
    advise(&[
        (
            "",
            "fn f(t: &[u8]) -> Vec<usize> { t.split(|b| *b == b';').map(<[u8]>::len).collect() }",
            "`#[parallelize(delimiter = b';')]`, and go through the records with `split_inclusive`",
        ),
        (
            "",
            "fn f(t: &[u8]) -> Vec<usize> { t.lines().map(g).collect() }",
            "`#[parallelize(delimiter = b'\\n')]`",
        ),
        (
            "",
            "fn f(t: Text<'_>) -> Vec<usize> { t.lines().map(g).collect() }",
            "`#[parallelize(delimiter = '\\n')]`",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<&str> { t.split('\\n').collect() }",
            "`split` finds an empty record behind the delimiter at the end of every chunk",
        ),
        (
            "",
            "fn f(t: &str) -> Vec<&str> { t.split(' ').collect() }",
            "`#[parallelize(delimiter = ' ')]`",
        ),
        (
            "",
            "fn f(t: Vec<char>) -> Vec<usize> { t.chunk_by(|a, _| *a != ' ').map(<[char]>::len).collect() }",
            "!= ' ')]`",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<&str> { t.split('\\n').collect() }",
            "help: go through the records with `split_terminator` or `lines`",
        ),
        (
            "delimiter = ';'",
            "fn f(t: &str) -> Vec<&str> { t.lines().collect() }",
            "help: cut behind a delimiter only: `#[parallelize(delimiter = '\\n')]`",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<usize> { let mut sum = 0; t.lines().map(|l| { sum += l.len(); sum }).collect() }",
            "help: the state goes on",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<usize> { t.char_indices().map(|(i, _)| i).collect() }",
            "`char_indices` counts from 0",
        ),
        (
            "",
            "fn f(path: &Path, ys: &[u8]) -> Vec<u8> { ys.iter().map(g).collect() }",
            "help: write `#[parallelize(split = ys)]`",
        ),
        (
            "delimiter = '\\n', merge = flatten",
            "fn f(text: &str) -> String { for line in text.lines() { g(line); } text.to_owned() }",
            "",
        ),
    ]);
}

#[test]
fn what_mends_the_body_otherwise() {
    advise(&[
        (
            "merge = flatten",
            "fn f(xs: &[String]) -> String { xs.join(\"-\") }",
            "put the separator behind each output",
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
    ]);
}
