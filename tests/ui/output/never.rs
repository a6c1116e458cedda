//! There must be outputs to merge.

use parallelize::parallelize;

#[parallelize]
fn forever(numbers: &[u64]) -> ! {
    panic!("{numbers:?}")
}

fn main() {
    let _ = || -> u64 { forever(&[1]) };
}
