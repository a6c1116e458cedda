//! `split = name`: another argument than the first is the one that is cut.

use std::ops::Range;

use parallelize::backend::Threads;
use parallelize::{Spilled, current_chunk, parallelize};

use crate::support::panics::message_of;

#[parallelize(jobs = 3, split = out)]
fn step(grid: &[u32], out: &mut [u32]) {
    let start = current_chunk().map_or(0, |chunk| chunk.range().start);
    for (at, out) in out.iter_mut().enumerate() {
        let at = start + at;
        let around = &grid[at.saturating_sub(1)..grid.len().min(at + 2)];
        *out = around.iter().sum();
    }
}

#[test]
fn the_first_argument_is_whole_in_every_chunk() {
    for len in 0..12 {
        let grid: Vec<u32> = (0..len).map(|at| at * at % 7).collect();
        let mut out = vec![0; grid.len()];
        step(&grid, &mut out);
        let expected = (0..grid.len()).map(|at| {
            let around = &grid[at.saturating_sub(1)..grid.len().min(at + 2)];
            around.iter().sum::<u32>()
        });
        assert!(out.into_iter().eq(expected), "{len}");
    }
}

#[parallelize(jobs = 2, split = numbers, merge = per_chunk)]
fn behind_a_number(factor: u64, numbers: &[u64]) -> u64 {
    numbers.iter().map(|n| n * factor).sum()
}

#[parallelize(split = words, jobs = jobs, merge = per_chunk, allow(copied))]
fn owned_and_last(mut prefix: String, (): (), jobs: usize, words: Vec<String>) -> String {
    prefix.push_str(&words.concat());
    prefix
}

#[parallelize(split = range, chunk_size = 4)]
fn range(offset: u8, range: Range<u8>) -> Vec<u8> {
    range.map(|n| n + offset).collect()
}

#[test]
fn any_argument_can_be_the_one() {
    assert_eq!(behind_a_number(10, &[1, 2, 3, 4]), [30, 70]);
    let words = ["a", "b", "c"].map(str::to_owned).to_vec();
    assert_eq!(owned_and_last("-".to_owned(), (), 2, words), ["-ab", "-c"]);
    assert_eq!(range(100, 0..6), [100, 101, 102, 103, 104, 105]);
}

#[parallelize(jobs = 3, split = to, zip(from, ids))]
fn zipped(from: &[u32], factor: u32, ids: Vec<u32>, to: &mut [u32]) -> Vec<u32> {
    for (to, from) in to.iter_mut().zip(from) {
        *to = from * factor;
    }
    ids
}

#[test]
fn zip_can_name_the_first() {
    let mut to = [0; 5];
    let ids = zipped(&[1, 2, 3, 4, 5], 3, vec![5, 4, 3, 2, 1], &mut to);
    assert_eq!(to, [3, 6, 9, 12, 15]);
    assert_eq!(ids, [5, 4, 3, 2, 1]);
}

#[test]
fn lengths_that_differ_panic_with_the_function() {
    let message = message_of(|| zipped(&[1; 7], 3, vec![0; 7], &mut [0; 9]));
    assert!(message.contains("split_option::zipped"), "{message}");
    assert!(message.contains('9') && message.contains('7'), "{message}");
}

#[parallelize(jobs = 3, split = text, delimiter = '\n')]
fn matching(word: &str, text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| line.contains(word));
    lines.map(str::to_owned).collect()
}

#[parallelize(jobs = 2, split = rgba, zip = rgb, multiple_of(rgb = 3, rgba = 4), merge = per_chunk)]
fn units(rgb: &[u8], rgba: &mut [u8]) -> [usize; 2] {
    [rgb.len(), rgba.len()]
}

#[parallelize(jobs = 2, split = numbers, chunk_by = |a, b| a % modulus == b % modulus, merge = per_chunk)]
fn groups(modulus: u32, numbers: &[u32]) -> usize {
    numbers.len()
}

#[parallelize(jobs = 2, split = heights, overlap = 1)]
fn rises(scale: i32, heights: &[i32]) -> Vec<i32> {
    let rises = heights.windows(2).map(|pair| pair[1] - pair[0]);
    rises.map(|rise| rise * scale).collect()
}

#[test]
fn rules_are_about_the_argument_that_is_split() {
    assert_eq!(matching("a", "ab\nb\nca\n"), ["ab", "ca"]);
    assert_eq!(units(&[0; 9], &mut [0; 12]), [[6, 8], [3, 4]]);
    assert_eq!(groups(10, &[1, 11, 21, 2, 12]), [3, 2]);
    assert_eq!(rises(10, &[1, 2, 4, 8]), [10, 20, 40]);
}

#[parallelize(jobs = 3, split = numbers, write_to_file = true)]
fn in_files(factor: u64, numbers: &[u64]) -> std::io::Result<Vec<u64>> {
    Ok(numbers.iter().map(|n| n * factor).collect())
}

#[parallelize(jobs = 3, split = numbers, merge = spilled)]
fn spilled(factor: u64, numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * factor).collect()
}

#[parallelize(jobs = 3, split = numbers, merge = first)]
fn first_above(limit: u64, numbers: &[u64]) -> Option<u64> {
    numbers.iter().copied().find(|n| *n > limit)
}

#[parallelize(chunk_size = 2, split = numbers, reduce = |a, b| a + b, backend = Threads)]
fn sum(factor: u64, numbers: &[u64]) -> Result<u64, String> {
    let sum: u64 = numbers.iter().sum();
    let product = sum.checked_mul(factor);
    product.ok_or_else(|| format!("{sum} * {factor}"))
}

#[test]
fn every_merge_goes_with_it() {
    let (numbers, expected) = ([1, 2, 3, 4, 5], [10, 20, 30, 40, 50]);
    assert_eq!(in_files(10, &numbers).unwrap(), expected);
    let spilled = spilled(10, &numbers).and_then(Spilled::into_vec);
    assert_eq!(spilled.unwrap(), expected);
    assert_eq!(first_above(2, &numbers), Some(3));
    assert_eq!(first_above(5, &numbers), None);
    assert_eq!(sum(10, &numbers), Ok(150));
    assert_eq!(sum(u64::MAX, &numbers), Err(format!("3 * {}", u64::MAX)));
}

struct Scene {
    lights: Vec<u32>,
}

impl Scene {
    #[parallelize(jobs = 3, split = pixels, sequential = render_whole, allow(paired))]
    fn render(&self, brightness: u32, pixels: &mut [u32]) {
        for (pixel, light) in pixels.iter_mut().zip(self.lights.iter().cycle()) {
            *pixel += light * brightness;
        }
    }
}

#[parallelize(jobs = 3, split = items)]
fn mapped<T, U>(f: impl Fn(&T) -> U + Clone + Sync, items: &[T]) -> Vec<U>
where
    T: Sync,
    U: Send,
{
    items.iter().map(f).collect()
}

macro_rules! split_function {
    ($name:ident, $first:ident, $split:ident) => {
        #[parallelize(jobs = 3, split = $split)]
        fn $name($first: u8, $split: &[u8]) -> Vec<u8> {
            $split.iter().map(|n| n + $first).collect()
        }
    };
}

split_function!(from_a_macro, first, second);

#[test]
fn methods_generic_functions_and_macros_name_the_argument() {
    let (scene, mut pixels, mut whole) = (Scene { lights: vec![2] }, [1; 7], [1; 7]);
    scene.render(5, &mut pixels);
    scene.render_whole(5, &mut whole);
    assert_eq!(pixels, whole);
    assert_eq!(mapped(|n| n + 1, &[1, 2, 3, 4]), [2, 3, 4, 5]);
    assert_eq!(from_a_macro(1, &[1, 2, 3]), [2, 3, 4]);
}

#[parallelize(split = tree, jobs = 2)]
fn depths(depth: usize, tree: &[Node]) -> Vec<usize> {
    let below = |node: &Node| [vec![depth], depths(depth + 1, &node.0)].concat();
    tree.iter().flat_map(below).collect()
}

struct Node(Vec<Node>);

#[test]
fn recursion_names_the_argument_too() {
    let leaf = || Node(Vec::new());
    let tree = [Node(vec![leaf(), Node(vec![leaf()])]), leaf()];
    assert_eq!(depths(0, &tree), [0, 1, 1, 2, 0]);
}
