//! A file of any content is read as what it says, or refused.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| parallelize_fuzz::saved::check(input));

#[cfg(not(fuzzing))]
fn main() {
    println!("cargo +nightly fuzz run spilled");
}
