//! The warnings for functions with `&mut` arguments: what chunks add to is an output, what they fold or work in is not.

use super::cuttable::{are_silent, rules, warn};
use super::rewrite;

#[test]
fn what_chunks_add_to_is_an_output() {
    are_silent(&[
        (
            "append = out",
            "fn f(xs: &[u64], out: &mut Vec<u64>) { for x in xs { out.push(x + 1); } }",
        ),
        (
            "append = out",
            "fn f(xs: &[u64], out: &mut Vec<u64>) { out.extend(xs.iter().map(|x| x + 1)); }",
        ),
        (
            "append = out",
            "fn f(xs: &[u64], out: &mut Vec<u8>) { out.reserve(xs.len()); for x in xs { out.push(0); x.encode(out); encode(x, out); } }",
        ),
        (
            "append = w",
            "fn f(xs: &[u64], w: &mut impl Write) -> io::Result<()> { for x in xs { writeln!(w, \"{x}\")?; w.write_all(b\" \")?; x.write(w)?; } w.flush() }",
        ),
        (
            "append = w",
            "fn f(xs: &[u64], w: &mut dyn Write) -> io::Result<()> { let w = w; xs.iter().try_for_each(|x| writeln!(w, \"{x}\")) }",
        ),
        (
            "append = map",
            "fn f(xs: &[u64], map: &mut HashMap<u64, u64>) { for x in xs { map.insert(*x, x + 1); } }",
        ),
        (
            "append = out, scratch = n",
            "fn f(xs: &[u64], out: &mut Vec<u64>, n: &mut u64) -> u64 { for x in xs { out.push(*x); } xs.len() as u64 }",
        ),
    ]);
    warn(
        "once",
        &[
            (
                "append = out",
                "fn f(xs: &[u64], out: &mut Vec<u8>) { 7.encode(out); for x in xs { x.encode(out); } }",
            ),
            (
                "delimiter = '\\n'",
                "fn f(text: &str) -> Vec<u8> { let mut out = vec![254, 255]; for c in text.encode_utf16() { out.extend(c.to_be_bytes()); } out }",
            ),
            (
                "append = w",
                "fn f(xs: &[u64], w: &mut impl Write) -> io::Result<()> { writeln!(w, \"x\")?; for x in xs { writeln!(w, \"{x}\")?; } Ok(()) }",
            ),
            (
                "append = out",
                "fn f(xs: &[u64], out: &mut Vec<u64>) { out.push(1); for x in xs { out.push(*x); } }",
            ),
            (
                "append = out",
                "fn f(xs: &[u64], out: &mut Vec<u64>) -> usize { for x in xs { out.push(*x); } out.push(1); xs.iter().count() }",
            ),
        ],
    );
    warn(
        "runs",
        &[(
            "append = out",
            "fn f(xs: &[u64], out: &mut Vec<u64>) { for x in xs { if out.last() != Some(x) { out.push(*x); } } }",
        )],
    );
    warn(
        "counts",
        &[(
            "append = counts",
            "fn f(xs: &[u64], counts: &mut HashMap<u64, u64>) { for x in xs { *counts.entry(*x).or_insert(0) += 1; } }",
        )],
    );
    warn(
        "order",
        &[
            (
                "append = out",
                "fn f(xs: &[u64], out: &mut Vec<u64>) { for x in xs { out.push(*x); } out.sort(); }",
            ),
            (
                "append = out",
                "fn f(xs: &[u64], out: &mut Vec<u64>) { for x in xs.iter().rev() { out.push(*x); } }",
            ),
        ],
    );
    warn(
        "carried",
        &[(
            "append = out",
            "fn f(xs: &[u64], out: &mut Vec<u64>) { let mut sum = 0; for x in xs { sum += x; out.push(sum); } }",
        )],
    );
}

#[test]
fn what_counts_up_in_an_argument_is_to_be_folded() {
    let expansion = rewrite(
        "append = counts",
        "fn f(xs: &[u64], counts: &mut HashMap<u64, u64>) { for x in xs { *counts.entry(*x).or_insert(0) += 1; } }",
    );
    let expansion = expansion.to_string();
    let advice = "write `#[parallelize(reduce(counts = f))]`";
    assert!(expansion.contains(advice), "{expansion}");
}

#[test]
fn what_is_folded_or_worked_in_is_no_output() {
    are_silent(&[
        (
            "reduce(stats = Stats::add)",
            "fn f(xs: &[u64], stats: &mut Stats) { stats.count += xs.len(); for x in xs { stats.sum += x; if stats.max < *x { stats.max = *x; } } }",
        ),
        (
            "reduce(counts = add)",
            "fn f(xs: &[u64], counts: &mut Vec<u64>) { counts.resize(9, 0); for x in xs { counts[*x as usize] += 1; } }",
        ),
        (
            "reduce(counts = add)",
            "fn f(xs: &[u64], counts: &mut Vec<u64>) -> Result<(), E> { for (x, count) in xs.iter().zip(counts.iter_mut()) { *count += x; } Ok(()) }",
        ),
        (
            "scratch = buf, zip = out",
            "fn f(xs: &[u64], out: &mut [u64], buf: &mut [u64]) { for (x, y) in xs.iter().zip(out) { buf[0] = *x; buf.sort(); *y = buf[1]; } }",
        ),
        (
            "scratch = buf",
            "fn f(xs: &[u64], mut buf: &mut Vec<u64>) -> Vec<u64> { xs.iter().map(|x| { buf.clear(); buf.push(*x); buf[0] }).collect() }",
        ),
    ]);
    // What is changed in place is still joined.
    let found = rules(
        "reduce(stats = Stats::add)",
        "fn f(xs: &mut [u64], stats: &mut Stats) { let mut sum = 0; for x in xs { sum += *x; *x = sum; } }",
    );
    assert_eq!(found, ["carried"]);
}

#[test]
fn what_empties_an_argument_empties_the_part_of_a_chunk() {
    warn(
        "once",
        &[
            (
                "append = out, delimiter = '\\n'",
                "fn f(s: &str, out: &mut String) { out.clear(); for l in s.lines() { out.push_str(l); } }",
            ),
            (
                "append = out",
                "fn f(xs: &[u8], out: &mut Vec<u8>) { out.truncate(0); out.extend(xs.iter().copied()); }",
            ),
        ],
    );
}

#[test]
fn a_function_whose_only_output_is_dropped_has_no_effect() {
    warn(
        "unused",
        &[(
            "scratch = out",
            "fn f(xs: &[u64], out: &mut Vec<u64>) { for x in xs { out.push(x * x); } }",
        )],
    );
    are_silent(&[
        (
            "scratch = buf",
            "fn f(xs: &mut [u64], buf: &mut [u64]) { for x in xs { buf[0] = *x; *x += buf[0]; } }",
        ),
        (
            "scratch = buf",
            "fn f(xs: &[u64], buf: &mut [u64], sum: &AtomicU64) { for x in xs { buf[0] = *x; sum.fetch_add(buf[0], Relaxed); } }",
        ),
    ]);
}

#[test]
fn what_else_comes_out_does_not_depend_on_a_folded_value() {
    warn(
        "carried",
        &[
            (
                "reduce(n = f)",
                "fn f(xs: &[&str], n: &mut u32) -> Vec<u32> { xs.iter().map(|_| { let id = *n; *n += 1; id }).collect() }",
            ),
            (
                "append = out, reduce(n = f)",
                "fn f(xs: &[&str], out: &mut Vec<u32>, n: &mut u32) { for x in xs { out.push(*n); *n += 1; } }",
            ),
            (
                "reduce(seen = f)",
                "fn f(xs: &[u32], seen: &mut HashSet<u32>) -> Vec<u32> { xs.iter().copied().filter(|x| seen.insert(*x)).collect() }",
            ),
        ],
    );
    are_silent(&[
        (
            "reduce(n = f)",
            "fn f(xs: &[u32], n: &mut u32) -> Vec<u32> { xs.iter().map(|x| { *n += x; x + 1 }).collect() }",
        ),
        (
            "append = out, reduce(most = f, stats = g, seen = h)",
            "fn f(xs: &[u32], out: &mut Vec<u32>, most: &mut u32, stats: &mut Stats, seen: &mut HashMap<u32, u32>) { for x in xs { if *x > *most { *most = *x; } stats.add(*x); stats.count += 1; *seen.entry(*x).or_insert(0) += 1; out.push(*x); } }",
        ),
    ]);
}

#[test]
fn the_end_of_a_chunk_is_no_end_for_positions_in_the_whole_input() {
    warn(
        "length",
        &[
            (
                "append = out",
                "fn f(xs: &[&str], out: &mut String) { for (i, x) in xs.iter().enumerate() { let i = i + current_chunk().map_or(0, |c| c.range().start); out.push_str(x); if i + 1 != xs.len() { out.push(','); } } }",
            ),
            (
                "append = out",
                "fn f(xs: &[&str], out: &mut String) { for (i, x) in xs.iter().enumerate() { let i = i + current_chunk().map_or(0, |c| c.range().start); out.push_str(x); if i < xs.len() - 1 { out.push(','); } } }",
            ),
        ],
    );
}
