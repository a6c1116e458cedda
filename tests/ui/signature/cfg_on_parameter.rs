//! Parameters that come and go.

use parallelize::parallelize;

#[parallelize]
fn lengths(numbers: &[u64], #[cfg(all())] offset: usize) -> usize {
    numbers.len() + offset
}

fn main() {
    let _: Vec<usize> = lengths(&[1], 2);
}
