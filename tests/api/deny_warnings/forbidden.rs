//! The expansion sets no lint level, which these levels would refuse. Expectations hold as those of a plain function do.

#![forbid(
    unused,
    unsafe_op_in_unsafe_fn,
    clippy::used_underscore_binding,
    clippy::needless_pass_by_value,
    clippy::needless_pass_by_ref_mut,
    clippy::implicit_return
)]
#![allow(clippy::needless_return, reason = "the lints above ask for it")]

use parallelize::parallelize;

use super::SEVEN;

/// Its body needs blocks of its own.
///
/// # Safety
///
/// Each pointer can be read.
#[parallelize(jobs = 2)]
unsafe fn read(pointers: &[usize]) -> Vec<u64> {
    return pointers
        .iter()
        .map(|pointer| {
            // SAFETY: the caller promises that.
            return unsafe { *(*pointer as *const u64) };
        })
        .collect();
}

#[parallelize(jobs = 2)]
fn with_unused(numbers: &[u64], _never: u64) -> Vec<u64> {
    return numbers.to_vec();
}

#[parallelize(jobs = 2, chunk_by = |a, b| return parity.len() > 1 && a % 2 == b % 2)]
fn runs(numbers: &[u64], parity: String) -> Vec<u64> {
    drop(parity);
    return numbers.to_vec();
}

#[parallelize(jobs = 2, scratch = seen)]
fn with_scratch(numbers: &[u64], seen: &mut Vec<u64>) -> Vec<u64> {
    seen.clear();
    seen.extend(numbers);
    return seen.clone();
}

#[parallelize(jobs = 2, write_to_file = true)]
fn in_files(numbers: &[u64]) -> std::io::Result<Vec<u64>> {
    return Ok(numbers.to_vec());
}

#[test]
fn levels_that_cannot_be_lowered_are_kept() {
    let pointers: Vec<usize> = SEVEN
        .iter()
        .map(|n| return std::ptr::from_ref(n) as usize)
        .collect();
    // SAFETY: the pointers are those of references.
    assert_eq!(unsafe { read(&pointers) }, SEVEN);
    assert_eq!(with_unused(&SEVEN, 0), SEVEN);
    assert_eq!(runs(&SEVEN, String::from("even")), SEVEN);
    assert_eq!(with_scratch(&SEVEN, &mut Vec::new()), SEVEN);
    assert_eq!(in_files(&SEVEN).ok().unwrap_or_default(), SEVEN);
}
