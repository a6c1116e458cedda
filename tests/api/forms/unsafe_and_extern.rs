//! `unsafe` and `extern` functions.

#![allow(unsafe_code, improper_ctypes_definitions)]

use parallelize::parallelize;

#[parallelize(jobs = 2)]
unsafe fn first(slices: &[&[u8]]) -> Vec<u8> {
    slices
        .iter()
        .map(|slice| unsafe { *slice.get_unchecked(0) })
        .collect()
}

#[parallelize(jobs = 2)]
extern "C" fn fill(bytes: &mut [u8], value: u8) {
    bytes.fill(value);
}

#[parallelize(jobs = 2, append = out)]
unsafe fn second(slices: &[&[u8]], out: &mut Vec<u8>) {
    out.extend(
        slices
            .iter()
            .map(|slice| unsafe { *slice.get_unchecked(1) }),
    );
}

#[test]
fn runs() {
    assert_eq!(unsafe { first(&[&[1, 2], &[3]]) }, [1, 3]);
    let mut seconds = vec![0];
    unsafe { second(&[&[1, 2], &[3, 4]], &mut seconds) };
    assert_eq!(seconds, [0, 2, 4]);
    let mut bytes = [0; 3];
    fill(&mut bytes, 7);
    assert_eq!(bytes, [7; 3]);
}
