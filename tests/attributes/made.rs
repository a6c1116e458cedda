//! Attributes that make another function, or a builder, of a function.

use cached::proc_macro::cached;
use parallelize::parallelize;
use wasm_bindgen::prelude::wasm_bindgen;

#[bon::builder]
#[parallelize(jobs = 2)]
fn built_above(numbers: &[u32], #[builder(default = 3)] by: u32) -> Vec<u32> {
    numbers.iter().map(|number| number * by).collect()
}

#[parallelize(jobs = 2)]
#[bon::builder]
fn built_below(numbers: &[u32], #[builder(default = 3)] by: u32) -> Vec<u32> {
    numbers.iter().map(|number| number * by).collect()
}

// Above, it would copy this attribute to the function that looks into the cache.
#[parallelize(jobs = 2)]
#[cached]
fn kept(numbers: Vec<u32>, by: u32) -> Vec<u32> {
    numbers.iter().map(|number| number * by).collect()
}

// Likewise for the functions that JavaScript calls.
#[parallelize(jobs = 2)]
#[wasm_bindgen]
#[allow(unreachable_pub)]
pub fn exported(numbers: &[u32], #[wasm_bindgen(js_name = "factor")] by: u32) -> Vec<u32> {
    numbers.iter().map(|number| number * by).collect()
}

#[test]
fn the_functions_give_what_they_give_alone() {
    let tripled = [3, 6, 9];
    assert_eq!(built_above().numbers(&[1, 2, 3]).call(), tripled);
    assert_eq!(built_below().numbers(&[1, 2, 3]).call(), tripled);
    assert_eq!(kept(vec![1, 2, 3], 3), tripled);
    assert_eq!(exported(&[1, 2, 3], 3), tripled);
}
