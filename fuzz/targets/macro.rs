//! The attribute never panics: it rewrites a function, or says why it does not.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|text: &str| parallelize_fuzz::attribute::check(text));

#[cfg(not(fuzzing))]
fn main() {
    println!("cargo +nightly fuzz run macro");
}
