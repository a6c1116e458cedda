//! `unsafe` and `extern` functions.

use parallelize::parallelize;

#[parallelize(jobs = 2)]
unsafe fn first(slices: &[&[u8]]) -> Vec<u8> {
    slices.iter().map(|slice| unsafe { *slice.get_unchecked(0) }).collect()
}

#[parallelize(jobs = 2)]
extern "C" fn fill(bytes: &mut [u8], value: u8) {
    bytes.fill(value);
}

fn main() {
    assert_eq!(unsafe { first(&[&[1, 2], &[3]]) }, [1, 3]);
    let mut bytes = [0; 3];
    fill(&mut bytes, 7);
    assert_eq!(bytes, [7; 3]);
}
