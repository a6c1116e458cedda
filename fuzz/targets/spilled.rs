//! A file of any content is read as what it says, or refused.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| parallelize_fuzz::saved::check(input));
