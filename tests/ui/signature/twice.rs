//! The attribute twice, and on what other attributes made.

use parallelize::parallelize;

#[parallelize(jobs = 2)]
#[parallelize(chunk_size = 10)]
fn twice(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize]
#[test]
fn case_1() {
    assert_eq!(twice(&[1]), [1]);
}

#[parallelize]
extern "C" fn __wasm_bindgen_generated_f(first: u32, second: u32) -> u32 {
    first + second
}

fn main() {
    twice(&[1]);
}
