//! That the targets work, without a fuzzer.

use crate::{attribute, saved};

#[test]
fn every_annotated_function_of_this_repository_is_rewritten_or_refused() {
    let functions = attribute::examples().expect("the tests are there");
    assert!(functions.len() > 300, "{} functions", functions.len());
    let zero = "(jobs = 0) fn zero (numbers : & [u64]) -> Vec < u64 > {";
    assert!(functions.iter().any(|function| function.starts_with(zero)));
    for function in functions {
        attribute::check(&function);
    }
}

#[test]
fn a_file_of_any_type_is_whole_and_any_changed_byte_is_noticed_or_harmless() {
    for example in saved::examples() {
        saved::check(&example);
        for at in 1..example.len() {
            for flip in [1, 0x80, 0xff] {
                let mut changed = example.clone();
                changed[at] ^= flip;
                saved::check(&changed);
            }
        }
    }
}
