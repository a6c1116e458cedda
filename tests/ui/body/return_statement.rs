//! A `return` of another type names the written type.

use parallelize::parallelize;

#[parallelize]
fn parse(words: &[String]) -> Result<Vec<u64>, std::num::ParseIntError> {
    if words.is_empty() {
        return Vec::new();
    }
    words.iter().map(|word| word.parse()).collect()
}

fn main() {
    let _ = parse(&[]);
}
