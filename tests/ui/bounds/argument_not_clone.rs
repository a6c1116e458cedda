//! Every chunk gets its own clone.

use parallelize::parallelize;

struct Scale(u64);

#[parallelize]
fn scale(numbers: &[u64], scale: Scale) -> Vec<u64> {
    numbers.iter().map(|n| n * scale.0).collect()
}

#[parallelize]
fn scale_all(numbers: &[u64], offset: u64, scale: Scale) -> Vec<u64> {
    numbers.iter().map(|n| n * scale.0 + offset).collect()
}

fn main() {
    let _: Vec<u64> = scale_all(&[1], 1, Scale(2));
    let _: Vec<u64> = scale(&[1], Scale(2));
}
