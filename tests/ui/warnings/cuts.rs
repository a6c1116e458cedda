//! Warnings look at the argument that is split, and rules silence what they mend only.

#![deny(deprecated)]

use parallelize::parallelize;

#[parallelize(split = heights)]
fn rises(scale: i32, heights: &[i32]) -> Vec<i32> {
    heights.windows(2).map(|pair| (pair[1] - pair[0]) * scale).collect()
}

#[parallelize(split = heights, overlap = 1)]
fn mended(scale: i32, heights: &[i32]) -> Vec<i32> {
    heights.windows(2).map(|pair| (pair[1] - pair[0]) * scale).collect()
}

#[parallelize(multiple_of = 2)]
fn wrong_rule(heights: &[i32]) -> Vec<i32> {
    heights.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[parallelize(split = text, delimiter = '\n')]
fn lines(word: &str, text: &str) -> Vec<String> {
    text.lines().filter(|line| line.contains(word)).map(str::to_owned).collect()
}

#[parallelize(split = grid)]
fn nothing_goes_through(k: usize, grid: &[u32]) -> Vec<usize> {
    vec![k]
}

fn main() {
    rises(1, &[]);
    mended(1, &[]);
    wrong_rule(&[]);
    lines("", "");
    nothing_goes_through(1, &[]);
}
