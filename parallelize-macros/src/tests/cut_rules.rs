//! The warnings beside options that say where a cut may be: what such an option answers, and what it does not.

use super::cuttable::{are_silent, warn};

#[test]
fn a_cut_rule_answers_the_records_that_it_keeps_whole() {
    warn(
        "records",
        &[
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<&str> { t.split('\\n').collect() }",
            ),
            (
                "delimiter = b'\\n'",
                "fn f(t: &[u8]) -> Vec<usize> { t.split(|b| *b == b'\\n').map(<[u8]>::len).collect() }",
            ),
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<usize> { let mut out = vec![]; for l in t.split('\\n') { out.push(l.len()); } out }",
            ),
            (
                "delimiter = ';'",
                "fn f(t: &str) -> Vec<&str> { t.lines().collect() }",
            ),
            (
                "delimiter = ';'",
                "fn f(t: &str) -> Vec<&str> { t.split_whitespace().collect() }",
            ),
            (
                "delimiter = b'\\n'",
                "fn f(t: &[u8]) -> Vec<usize> { t.split_inclusive(|b| *b == b';').map(<[u8]>::len).collect() }",
            ),
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<String> { t.rsplit('\\n').map(g).collect() }",
            ),
            (
                "chunk_by = |a, b| a == b",
                "fn f(t: &str) -> Vec<&str> { t.split_terminator(' ').collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<&str> { t.split_terminator('\\n').collect() }",
        ),
        (
            "delimiter = 10",
            "fn f(t: &[u8]) -> Vec<usize> { t.split_inclusive(|b| *b == b'\\n').map(<[u8]>::len).collect() }",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<&str> { t.split_inclusive(\"\\r\\n\").collect() }",
        ),
        (
            "delimiter = end",
            "fn f(t: &str, end: char) -> Vec<&str> { t.split_terminator(end).collect() }",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<&str> { t.split_whitespace().collect() }",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<&str> { t.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect() }",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<&str> { let mut out = vec![]; for l in t.split('\\n') { if l.is_empty() { continue; } out.push(l); } out }",
        ),
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<u64> { t.split('\\n').filter_map(|l| l.parse().ok()).collect() }",
        ),
        (
            "delimiter = '\\n', reduce = |a, b| a + b",
            "fn f(t: &str) -> u64 { let lines = t.split('\\n'); lines.filter_map(|l| l.parse::<u64>().ok()).sum() }",
        ),
        (
            "chunk_by = |end, _| *end != b'\\n'",
            "fn f(t: &[u8]) -> Vec<usize> { t.split_inclusive(|b| *b == b'\\n').map(<[u8]>::len).collect() }",
        ),
        (
            "delimiter = '\\n', reduce = |a, b| a + b",
            "fn f(t: &str) -> usize { t.matches(\"ab\").count() }",
        ),
        (
            "delimiter = '\\n', merge = flatten",
            "fn f(t: &str) -> String { t.replace('a', \"b\") }",
        ),
    ]);
}

#[test]
fn no_cut_rule_answers_what_comes_once() {
    warn(
        "once",
        &[
            (
                "delimiter = '\\n', merge = flatten",
                "fn f(t: &str) -> String { t.lines().collect::<Vec<_>>().join(\"\\n\") }",
            ),
            (
                "delimiter = '\\n', merge = flatten",
                "fn f(t: &str) -> String { let mut out = String::from(\"<ul>\"); for l in t.lines() { out.push_str(l); } out }",
            ),
            (
                "multiple_of = 3",
                "fn f(t: &[u64]) -> Vec<u64> { let mut out = vec![0]; for x in t.chunks(3) { out.push(x[0]); } out }",
            ),
            (
                "chunk_by = |a, b| a == b",
                "fn f(t: &[u8]) -> Vec<u8> { let mut out = vec![]; for run in t.chunk_by(|a, b| a == b) { out.push(run[0]); } out.push(0); out }",
            ),
        ],
    );
}

#[test]
fn a_cut_rule_answers_state_that_starts_anew_where_cuts_may_be() {
    warn(
        "carried",
        &[
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<usize> { let mut sum = 0; let mut out = vec![]; for l in t.lines() { sum += l.len(); out.push(sum); } out }",
            ),
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<usize> { let mut at = 0; t.lines().map(|l| { let start = at; at += l.len(); start }).collect() }",
            ),
            (
                "multiple_of = 3",
                "fn f(t: &[u64]) -> Vec<u64> { let mut sum = 0; let mut out = vec![]; for x in t { sum += x; out.push(sum); } out }",
            ),
            (
                "multiple_of = 3",
                "fn f(t: &[u64]) -> Vec<u64> { let mut before = 0; let mut out = vec![]; for x in t { out.push(x - before); before = *x; } out }",
            ),
            // From one line to the next.
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<&str> { let mut last = \"\"; let mut out = vec![]; for l in t.lines() { if l != last { out.push(l); } last = l; } out }",
            ),
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<usize> { let mut n = 0; let mut out = vec![]; for l in t.lines() { n += 1; if l.is_empty() { out.push(n); n = 0; } } out }",
            ),
            (
                "chunk_by = |a, b| a == b",
                "fn f(t: &[u8]) -> Vec<usize> { t.chunk_by(|a, b| a == b).scan(0, |n, run| { *n += run.len(); Some(*n) }).collect() }",
            ),
            (
                "chunk_by = |a, b| a == b",
                "fn f(t: &[u64]) -> Vec<u64> { t.iter().scan(0, |sum, x| { *sum += x; Some(*sum) }).collect() }",
            ),
            // A sum of all, put behind.
            (
                "delimiter = b'\\n'",
                "fn f(t: &[u8]) -> Vec<u8> { let mut sum = 0; let mut out = vec![]; for b in t { sum += b; out.push(*b); } out.push(sum); out }",
            ),
        ],
    );
    are_silent(&[
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<usize> { let mut n = 0; let mut out = vec![]; for b in t { if *b == b'\\n' { out.push(n); n = 0; } else { n += 1; } } if n > 0 { out.push(n); } out }",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<Vec<u8>> { let mut line = Vec::new(); let mut out = vec![]; for b in t { if *b == b'\\n' { out.push(std::mem::take(&mut line)); } else { line.push(*b); } } if !line.is_empty() { out.push(line); } out }",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<u8> { let mut is_quoted = false; let mut out = vec![]; for b in t { if *b == b'\"' { is_quoted = !is_quoted; } else if is_quoted { out.push(*b); } } out }",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<u8> { let mut depth = 0; let mut out = vec![]; for b in t { match b { b'(' => depth += 1, b')' => depth -= 1, b if depth == 1 => out.push(*b), _ => {} } } out }",
        ),
        (
            "chunk_by = |a, b| a.0 == b.0",
            "fn f(t: &[(u8, u8)]) -> Vec<(u8, u8)> { let mut key = None; let mut sum = 0; let mut out = vec![]; for (k, n) in t { if key != Some(*k) { if let Some(key) = key { out.push((key, sum)); } key = Some(*k); sum = 0; } sum += n; } out.extend(key.map(|key| (key, sum))); out }",
        ),
        (
            "chunk_by = |a, b| a == b",
            "fn f(t: &[u8]) -> Vec<u8> { let mut last = None; let mut out = vec![]; for x in t { if last != Some(*x) { out.push(*x); } last = Some(*x); } out }",
        ),
        (
            "chunk_by = |a, b| a == b, reduce = |a, b| a + b",
            "fn f(t: &[u8]) -> usize { let mut last = None; let mut n = 0; for x in t { if last != Some(*x) { n += 1; } last = Some(*x); } n }",
        ),
        (
            "multiple_of = 2",
            "fn f(t: &[u8]) -> Vec<(u8, u8)> { let mut first = None; let mut out = vec![]; for x in t { match first.take() { Some(y) => out.push((y, *x)), None => first = Some(*x) } } out }",
        ),
        (
            "multiple_of = 3",
            "fn f(t: &[u8]) -> Vec<u8> { let mut channel = 0; let mut out = vec![]; for x in t { out.push(x >> channel); channel = (channel + 1) % 3; } out }",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<usize> { t.iter().scan(0, |n, b| { if *b == b'\\n' { *n = 0 } else { *n += 1 } Some(*n) }).collect() }",
        ),
    ]);
}

#[test]
fn multiple_of_answers_what_looks_at_one_group() {
    are_silent(&[
        (
            "multiple_of = 3",
            "fn f(t: &[u8]) -> Vec<u8> { (0..t.len() / 3).map(|i| t[3 * i] + t[3 * i + 1] + t[3 * i + 2]).collect() }",
        ),
        (
            "multiple_of = 2",
            "fn f(t: &[u8]) -> Vec<u8> { let mut v = vec![]; for i in (0..t.len()).step_by(2) { v.push(t[i] + t[i + 1]); } v }",
        ),
        (
            "multiple_of = 2",
            "fn f(t: &[u8]) -> Vec<u8> { let mut v = vec![]; let mut i = 0; while i < t.len() { v.push(t[i] + t[i + 1]); i += 2; } v }",
        ),
        (
            "multiple_of(a = 3, b = 4), zip = b",
            "fn f(a: &[u8], b: &mut [u8]) { for i in 0..a.len() / 3 { b[4 * i..4 * i + 3].copy_from_slice(&a[3 * i..3 * i + 3]); b[4 * i + 3] = 255; } }",
        ),
        (
            "multiple_of = 3",
            "fn f(mut t: &[u8]) -> Vec<u8> { let mut v = vec![]; while let [r, g, b, rest @ ..] = t { v.push(r + g + b); t = rest; } v }",
        ),
        (
            "multiple_of = 3",
            "fn f(t: &[u8]) -> Vec<u8> { let mut v = vec![]; let mut it = t.iter(); while let Some(r) = it.next() { let (g, b) = (it.next().unwrap(), it.next().unwrap()); v.push(r + g + b); } v }",
        ),
        (
            "multiple_of = 2",
            "fn f(t: &[u8]) -> Vec<u8> { t.iter().step_by(2).copied().collect() }",
        ),
        (
            "multiple_of = 2",
            "fn f(t: &[u8]) -> Vec<u8> { t.iter().skip(1).step_by(2).copied().collect() }",
        ),
        (
            "multiple_of = 2",
            "fn f(t: &mut [u8]) { let n = t.len(); for i in (0..n).step_by(2) { t.swap(i, i + 1); } }",
        ),
    ]);
}

#[test]
fn delimiter_and_chunk_by_answer_what_looks_at_one_record_or_run() {
    are_silent(&[
        (
            "chunk_by = |a, b| a.0 == b.0",
            "fn f(t: &[(u8, u8)]) -> Vec<u8> { let mut v = vec![]; let mut i = 0; while i < t.len() { let mut j = i + 1; while j < t.len() && t[j].0 == t[i].0 { j += 1; } v.push(t[i..j].len() as u8); i = j; } v }",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(mut t: &[u8]) -> Vec<usize> { let mut v = vec![]; while !t.is_empty() { let n = t.iter().position(|b| *b == b'\\n').map_or(t.len(), |n| n + 1); v.push(n); t = &t[n..]; } v }",
        ),
        (
            "delimiter = '\\n'",
            "fn f(mut t: &str) -> Vec<&str> { let mut v = vec![]; while let Some((line, rest)) = t.split_once('\\n') { v.push(line); t = rest; } v }",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<u8> { let mut v = vec![]; let mut it = t.iter().peekable(); while let Some(b) = it.next() { if *b == b'\\\\' && it.peek().is_some() { it.next(); } v.push(*b); } v }",
        ),
    ]);
}

#[test]
fn an_option_with_another_number_than_the_body_answers_nothing() {
    warn(
        "groups",
        &[
            (
                "multiple_of = 4",
                "fn f(t: &[u8]) -> Vec<u8> { t.chunks_exact(3).map(|p| p[0]).collect() }",
            ),
            (
                "multiple_of = 4",
                "fn f(t: &[u8]) -> Vec<u8> { t.chunks(8).map(|p| p[0]).collect() }",
            ),
        ],
    );
    warn(
        "neighbours",
        &[
            (
                "overlap = 1",
                "fn f(t: &[u8]) -> Vec<u8> { t.windows(3).map(|w| w[2]).collect() }",
            ),
            (
                "overlap(before = 1, after = 1)",
                "fn f(t: &[u8]) -> Vec<u8> { t.windows(2).map(|w| w[1]).collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "multiple_of = 12",
            "fn f(t: &[u8]) -> Vec<u8> { t.chunks_exact(3).map(|p| p[0]).collect() }",
        ),
        (
            "multiple_of = k",
            "fn f(t: &[u8], k: usize) -> Vec<u8> { t.chunks_exact(3).map(|p| p[0]).collect() }",
        ),
        (
            "overlap(before = 1, after = 1)",
            "fn f(t: &[u8]) -> Vec<u8> { t.windows(3).map(|w| w[1]).collect() }",
        ),
        (
            "overlap = k",
            "fn f(t: &[u8], k: usize) -> Vec<u8> { t.windows(3).map(|w| w[1]).collect() }",
        ),
        (
            "overlap(before = 1, after = 1)",
            "fn f(t: &[u8]) -> Vec<u8> { let own = current_chunk().map_or(0, |c| c.range().len()); t.windows(2).take(own).map(g).collect() }",
        ),
    ]);
}

#[test]
fn overlap_answers_what_looks_at_the_elements_behind() {
    are_silent(&[
        (
            "overlap = 1",
            "fn f(t: &[u8]) -> Vec<u8> { t.iter().zip(&t[1..]).map(|(a, b)| b - a).collect() }",
        ),
        (
            "overlap = 1",
            "fn f(t: &[u8]) -> Vec<u8> { t.iter().zip(t.iter().skip(1)).map(|(a, b)| b - a).collect() }",
        ),
        (
            "overlap = n",
            "fn f(mut xs: &[u8], n: usize) -> Vec<u8> { let mut out = vec![]; while xs.len() > n { out.push(xs[0]); xs = &xs[1..]; } out }",
        ),
        (
            "overlap = 1",
            "fn f(xs: Range<u64>) -> Vec<u64> { let e = xs.end; xs.clone().zip(xs.start + 1..e).map(|(a, b)| a * b).collect() }",
        ),
    ]);
}

#[test]
fn a_cut_rule_answers_loops_with_steps_of_their_own() {
    are_silent(&[
        (
            "delimiter = '\\n'",
            "fn f(t: &str) -> Vec<String> { let mut out = Vec::new(); let mut rest = t; while let Some(at) = rest.find('\\n') { out.push(rest[..at].to_string()); rest = &rest[at + 1..]; } if !rest.is_empty() { out.push(rest.to_string()); } out }",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<usize> { let mut out = Vec::new(); let mut start = 0; while let Some(n) = t[start..].iter().position(|b| *b == b'\\n') { out.push(n); start += n + 1; } out }",
        ),
        (
            "delimiter = b'\\n'",
            "fn f(t: &[u8]) -> Vec<usize> { let mut out = Vec::new(); let mut i = 0; while i < t.len() { let start = i; while i < t.len() && t[i] != b'\\n' { i += 1; } out.push(i - start); i += 1; } out }",
        ),
        (
            "chunk_by = |a, b| a.0 == b.0",
            "fn f(t: &[(u8, u32)]) -> Vec<(u8, u32)> { let mut out = Vec::new(); let mut it = t.iter().peekable(); while let Some(&(k, n)) = it.next() { let mut sum = n; while let Some(x) = it.next_if(|x| x.0 == k) { sum += x.1; } out.push((k, sum)); } out }",
        ),
        (
            "multiple_of = 3",
            "fn f(t: &[u8]) -> Vec<u8> { let mut out = Vec::new(); let mut i = 0; while i + 2 < t.len() { out.push(t[i] + t[i + 1] + t[i + 2]); i += 3; } out }",
        ),
        (
            "multiple_of = w",
            "fn f(t: &[u8], w: usize) -> Vec<u8> { let mut out = Vec::new(); for y in 0..t.len() / w { for x in 0..w { out.push(t[y * w + x] + t[y * w + w - 1 - x]); } } out }",
        ),
        (
            "jobs = 3",
            "fn f(xs: Range<u64>) -> Vec<u64> { (xs.start..xs.end).map(|x| x * x).collect() }",
        ),
    ]);
}

#[test]
fn a_cut_rule_does_not_answer_what_looks_beyond_a_group_record_or_run() {
    warn(
        "neighbours",
        &[
            (
                "multiple_of = 3",
                "fn f(t: &[u8]) -> Vec<u8> { (0..t.len() - 1).map(|i| t[i] + t[i + 1]).collect() }",
            ),
            (
                "delimiter = b'\\n'",
                "fn f(t: &[u8]) -> Vec<u8> { (0..t.len() - 1).map(|i| t[i] + t[i + 1]).collect() }",
            ),
            (
                "delimiter = b'\\n'",
                "fn f(t: &[u8]) -> Vec<u8> { t.windows(2).map(|w| w[0] + w[1]).collect() }",
            ),
        ],
    );
    warn(
        "ends",
        &[
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<String> { let mut l = t.lines(); let head = l.next(); l.map(|l| l.to_string()).collect() }",
            ),
            (
                "delimiter = '\\n'",
                "fn f(t: &str) -> Vec<String> { let mut out = vec![]; let mut l = t.lines(); while let Some(a) = l.next() { let b = l.next(); out.push(g(a, b)); } out }",
            ),
            (
                "multiple_of = 2",
                "fn f(mut t: &[u8]) -> Vec<u8> { let mut v = vec![]; while t.len() > 1 { v.push(t[1] - t[0]); t = &t[1..]; } v }",
            ),
            (
                "overlap = 1",
                "fn f(t: &[u8]) -> Vec<u8> { let first = t[0]; t.iter().map(|x| x - first).collect() }",
            ),
        ],
    );
    warn(
        "carried",
        &[(
            "delimiter = b'\\n'",
            "fn f(mut t: &[u8]) -> Vec<usize> { let mut v = vec![]; let mut at = 0; while !t.is_empty() { let n = line_length(t); at += n; v.push(at); t = &t[n..]; } v }",
        )],
    );
    warn(
        "positions",
        &[
            (
                "multiple_of = 4",
                "fn f(t: &[u8]) -> Vec<usize> { t.iter().enumerate().map(|(i, _)| i / 4).collect() }",
            ),
            (
                "multiple_of = 4",
                "fn f(t: &[u8]) -> Vec<u8> { t.chunks(4).enumerate().map(|(row, x)| if row % 2 == 0 { x[0] } else { 0 }).collect() }",
            ),
            (
                "",
                "fn f(xs: &[u8], start: u64) -> Vec<u64> { xs.iter().zip(start..).map(|(_, i)| i).collect() }",
            ),
        ],
    );
}
