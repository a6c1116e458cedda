//! `?` on an error that the written type cannot hold.

use parallelize::parallelize;

#[parallelize]
fn parse(words: &[String]) -> Result<u64, std::num::ParseIntError> {
    let number: f64 = words[0].parse()?;
    Ok(number as u64)
}

fn main() {
    let _ = parse(&[]);
}
