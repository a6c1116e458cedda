//! The attribute's options that say where a cut may be. What the builder's methods of these names do belongs to
//! `cut_rules`.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::backend::Threads;
use parallelize::{Chunk, current_chunk, parallelize};

use crate::support::panics::message_of;

mod closures;
mod expressions;
mod forms;

/// Where the running chunk is.
fn here() -> Chunk {
    current_chunk().expect("a body runs in a chunk")
}

#[parallelize(jobs = 3, multiple_of = 4, merge = per_chunk)]
fn unit_lengths(numbers: &[u8]) -> usize {
    assert_eq!(here().range().start % 4, 0);
    numbers.len()
}

#[test]
fn multiple_of_cuts_between_whole_units_and_leaves_the_rest_with_the_last_one() {
    assert_eq!(unit_lengths(&[0; 12]), [4, 4, 4]);
    assert_eq!(unit_lengths(&[0; 14]), [8, 6]);
    assert_eq!(unit_lengths(&[0; 3]), [3]);
    assert_eq!(unit_lengths(&[]), [0]);
}

#[parallelize(jobs = 3, zip = rgba, multiple_of(rgb = 3, rgba = 4))]
fn opaque(rgb: &[u8], rgba: &mut [u8]) {
    for (from, to) in rgb.chunks_exact(3).zip(rgba.chunks_exact_mut(4)) {
        to[..3].copy_from_slice(from);
        to[3] = 255;
    }
}

#[parallelize(jobs = 3, multiple_of(rgba = 4, rgb = 3, depth = 1), zip(depth, rgba), merge = per_chunk)]
fn lengths_of_three(rgb: &[u8], rgba: Vec<u8>, depth: &[f32]) -> [usize; 3] {
    [rgb.len(), rgba.len(), depth.len()]
}

#[test]
fn named_units_cut_the_arguments_unit_for_unit() {
    for pixels in 0..9 {
        let rgb: Vec<u8> = (0..pixels * 3).collect();
        let mut rgba = vec![0; rgb.len() / 3 * 4];
        opaque(&rgb, &mut rgba);
        let expected = rgb
            .chunks_exact(3)
            .flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]);
        assert!(rgba.into_iter().eq(expected), "{pixels} pixels");
    }
    // The order of the names is that of the arguments that are cut, and not that of the units.
    let lengths = lengths_of_three(&[0; 21], vec![0; 28], &[0.0; 7]);
    assert_eq!(lengths, [[9, 12, 3], [6, 8, 2], [6, 8, 2]]);
}

#[test]
fn units_that_do_not_go_together_panic_with_lengths_and_units() {
    let message = message_of(|| opaque(&[0; 6], &mut [0; 12]));
    for part in ["6 elements in units of 3", "12 elements in units of 4"] {
        assert!(message.contains(part), "{message}");
    }
}

#[parallelize(multiple_of(pixels = 3), jobs = 2, merge = per_chunk)]
fn one_named_unit(pixels: &[u8]) -> usize {
    pixels.len()
}

#[test]
fn the_unit_of_an_argument_that_is_cut_alone_may_be_named() {
    assert_eq!(one_named_unit(&[0; 9]), [6, 3]);
}

#[parallelize(jobs = 4, chunk_by = |a, b| a.0 == b.0)]
fn totals(visits: &[(char, u32)]) -> Vec<(char, u32)> {
    let users = visits.chunk_by(|a, b| a.0 == b.0);
    let total = |user: &[(char, u32)]| (user[0].0, user.iter().map(|visit| visit.1).sum());
    users.map(total).collect()
}

#[test]
fn chunk_by_keeps_groups_whole() {
    let visits = [('a', 3), ('a', 5), ('a', 1), ('b', 1), ('c', 2), ('c', 4)];
    for end in 0..=visits.len() {
        let mut expected: Vec<(char, u32)> = Vec::new();
        for &(user, time) in &visits[..end] {
            match expected.last_mut() {
                Some(last) if last.0 == user => last.1 += time,
                _ => expected.push((user, time)),
            }
        }
        assert_eq!(totals(&visits[..end]), expected);
    }
}

#[parallelize(jobs = 3, delimiter = b'\n')]
fn line_lengths(text: &[u8]) -> Vec<usize> {
    let lines = text.split_inclusive(|&byte| byte == b'\n');
    lines.map(<[u8]>::len).collect()
}

#[parallelize(jobs = 3, delimiter = '\n')]
fn shouted(text: &str) -> Vec<String> {
    text.lines().map(str::to_uppercase).collect()
}

#[parallelize(jobs = 3, chunk_by = |a, b| a.is_alphabetic() == b.is_alphabetic(), merge = per_chunk)]
fn words(text: &str) -> String {
    text.to_owned()
}

#[parallelize(jobs = 4, delimiter = 0, merge = per_chunk)]
fn records(bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

#[test]
fn delimiter_cuts_behind_lines_and_records() {
    assert_eq!(line_lengths(b"one\ntwo\nthree\nfour"), [4, 4, 6, 4]);
    assert_eq!(line_lengths(b"no line ends here"), [17]);
    assert_eq!(
        records(vec![1, 0, 2, 2, 2, 0, 3]),
        [vec![1, 0], vec![2, 2, 2, 0], vec![3]]
    );
}

#[test]
fn text_is_cut_where_an_option_says() {
    let text = "Größe\nMaß\n\nStraße\nohne Ende";
    for (end, _) in text.char_indices() {
        let expected: Vec<String> = text[..end].lines().map(str::to_uppercase).collect();
        assert_eq!(shouted(&text[..end]), expected);
    }
    assert_eq!(words("äußerst 12345 gut"), ["äußerst", " 12345 ", "gut"]);
}

#[parallelize(jobs = 3, overlap = 1)]
fn rises(heights: &[i32]) -> Vec<i32> {
    heights.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[parallelize(jobs = 3, overlap(before = 2, after = 1), merge = per_chunk)]
fn seen(numbers: &[usize]) -> (Vec<usize>, usize, usize) {
    let chunk = here();
    assert_eq!(numbers[chunk.before()], chunk.range().start);
    assert_eq!(
        numbers.len(),
        chunk.before() + chunk.range().len() + chunk.after()
    );
    (numbers.to_vec(), chunk.before(), chunk.after())
}

#[parallelize(jobs = 3, overlap(before = 1), merge = per_chunk)]
fn before_alone(numbers: std::ops::Range<u8>) -> std::ops::Range<u8> {
    numbers
}

#[parallelize(jobs = 2, overlap = 0, merge = per_chunk)]
fn no_overlap(numbers: &[u8]) -> usize {
    numbers.len()
}

#[test]
fn overlap_gives_each_chunk_elements_of_its_neighbours() {
    assert_eq!(rises(&[1, 2, 4, 8, 16]), [1, 2, 4, 8]);
    assert!(rises(&[1]).is_empty() && rises(&[]).is_empty());
    let whole = vec![0, 1, 2, 3, 4, 5];
    let chunks = seen(&whole);
    assert_eq!(
        chunks,
        [
            (vec![0, 1, 2], 0, 1),
            (vec![0, 1, 2, 3, 4], 2, 1),
            (vec![2, 3, 4, 5], 2, 0)
        ]
    );
    assert_eq!(before_alone(0..6), [0..2, 1..4, 3..6]);
    assert_eq!(no_overlap(&[0; 5]), [3, 2]);
}

#[parallelize(jobs = 3, overlap(before = 1, after = 1), zip = out)]
fn smooth(heights: &[f64], out: &mut [f64]) {
    let before = current_chunk().map_or(0, |chunk| chunk.before());
    for (at, out) in out.iter_mut().enumerate() {
        let at = before + at;
        let around = &heights[at.saturating_sub(1)..heights.len().min(at + 2)];
        *out = around.iter().copied().fold(f64::MIN, f64::max);
    }
}

#[test]
fn what_zip_names_is_cut_without_overlap() {
    for len in 0..12_u8 {
        let heights: Vec<f64> = (0..len).map(|at| f64::from(at * 7 % 5)).collect();
        let mut out = vec![0.0; heights.len()];
        smooth(&heights, &mut out);
        let highest = |at: usize| {
            let around = &heights[at.saturating_sub(1)..heights.len().min(at + 2)];
            around.iter().copied().fold(f64::MIN, f64::max)
        };
        assert!(out.into_iter().eq((0..heights.len()).map(highest)), "{len}");
    }
}

#[parallelize(jobs = 2, multiple_of = 3, overlap(before = 1, after = 2), merge = per_chunk)]
fn units_with_overlap(numbers: &[u8]) -> (std::ops::Range<usize>, usize) {
    (here().range(), numbers.len())
}

#[test]
fn overlap_goes_with_units_and_counts_elements() {
    assert_eq!(units_with_overlap(&[0; 12]), [(0..6, 8), (6..12, 7)]);
}

#[parallelize(chunk_size = 2, chunk_by = |a, b| a == b, merge = per_chunk)]
fn places(numbers: &[u8]) -> (usize, Option<usize>) {
    assert!(!numbers.is_empty());
    (here().range().start, here().count())
}

#[test]
fn boundaries_that_meet_are_one_and_the_count_is_exact() {
    assert_eq!(
        places(&[1, 1, 1, 1, 1, 2, 2, 3]),
        [(0, Some(3)), (5, Some(3)), (7, Some(3))]
    );
    assert_eq!(places(&[1; 8]), [(0, Some(1))]);
}

#[parallelize(min_len = 3, jobs = 4, delimiter = 0, merge = per_chunk)]
fn joined_to_the_chunk_before(numbers: &[u8]) -> usize {
    numbers.len()
}

#[test]
fn a_chunk_that_becomes_too_short_is_joined_to_the_one_before() {
    assert_eq!(
        joined_to_the_chunk_before(&[1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1]),
        [6, 6]
    );
}

#[parallelize(jobs = 3, backend = Threads, multiple_of = 2, overlap = 1)]
fn units_by_a_backend(numbers: &[u32]) -> Vec<u32> {
    assert_eq!(here().range().start % 2, 0);
    numbers.windows(2).map(|pair| pair[0] + pair[1]).collect()
}

#[parallelize(jobs = 3, backend = Threads, chunk_by = |a, b| a == b, reduce = |a, b| a + b)]
fn runs_by_a_backend(numbers: &[u32]) -> usize {
    numbers.chunk_by(u32::eq).count()
}

#[parallelize(jobs = 3, backend = Threads, delimiter = '\n')]
fn lines_by_a_backend(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn backends_take_calls_with_rules() {
    assert_eq!(units_by_a_backend(&[1, 2, 3, 4, 5, 6]), [3, 5, 7, 9, 11]);
    assert_eq!(runs_by_a_backend(&[1, 1, 1, 2, 2, 3, 3, 3, 3]), 3);
    assert_eq!(lines_by_a_backend("a\nb\n\nc"), ["a", "b", "", "c"]);
}

#[parallelize(multiple_of = unit)]
fn cut_at_multiples(numbers: &[u8], unit: usize) -> Vec<u8> {
    numbers.to_vec()
}

#[parallelize(multiple_of(from = unit, to = 2), zip = to)]
fn cut_along(from: &[u8], to: &mut [u8], unit: usize) {
    to.copy_from_slice(from);
}

#[test]
fn a_unit_of_0_panics_with_the_option_and_the_function() {
    let message = message_of(|| cut_at_multiples(&[1, 2], 0));
    assert!(message.contains("`multiple_of`"), "{message}");
    assert!(
        message.contains("cut_options::cut_at_multiples"),
        "{message}"
    );
    let message = message_of(|| cut_along(&[1, 2], &mut [0; 2], 0));
    let expected = "the first input that `api::cut_options::cut_along` cuts is 0";
    assert!(message.contains(expected), "{message}");
}

#[parallelize(jobs = 2, chunk_by = |_, _| panic!("of the rule"))]
fn bad_rule(numbers: &[u8], runs: &AtomicUsize) -> Vec<u8> {
    runs.fetch_add(1, Ordering::Relaxed);
    numbers.to_vec()
}

#[test]
fn a_panic_of_a_rule_is_the_callers_before_any_body_runs() {
    let runs = AtomicUsize::new(0);
    let message = message_of(AssertUnwindSafe(|| bad_rule(&[1, 2, 3], &runs)));
    assert_eq!(message, "of the rule");
    assert_eq!(runs.into_inner(), 0);
}
