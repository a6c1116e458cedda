//! The last expression has another type than the function says.

use parallelize::parallelize;

#[parallelize]
fn lengths(words: &[String]) -> Vec<usize> {
    words.iter().map(|word| word.len())
}

#[parallelize]
fn nothing(words: &[String]) {
    words.len()
}

fn main() {
    let _: Vec<usize> = lengths(&[]);
    nothing(&[]);
}
