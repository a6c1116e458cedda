//! C variadics cannot be cloned.

use parallelize::parallelize;

#[parallelize]
unsafe extern "C" fn variadic(numbers: &[u64], mut arguments: ...) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    let _: Vec<u64> = unsafe { variadic(&[1]) };
}
