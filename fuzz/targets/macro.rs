//! The attribute never panics: it rewrites a function, or says why it does not.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| parallelize_fuzz::attribute::check(text));
