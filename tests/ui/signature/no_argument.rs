//! There must be something to split.

use parallelize::parallelize;

#[parallelize]
fn nothing() -> Vec<u64> {
    vec![1]
}

struct Scale;

impl Scale {
    #[parallelize]
    fn only_self(&self) -> u64 {
        1
    }
}

fn main() {
    let _: Vec<u64> = nothing();
    let _: Vec<u64> = Scale.only_self();
}
