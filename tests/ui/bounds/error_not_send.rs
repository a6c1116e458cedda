//! Errors move to the caller.

use std::error::Error;

use parallelize::parallelize;

#[parallelize]
fn parse(words: &[&str]) -> Result<Vec<u64>, Box<dyn Error>> {
    let mut numbers = Vec::new();
    for word in words {
        numbers.push(word.parse()?);
    }
    Ok(numbers)
}

fn main() {
    let _: Result<Vec<u64>, Box<dyn Error>> = parse(&["1"]);
}
