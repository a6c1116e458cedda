//! `tracing::instrument`: above, its span is that of the call, and its fields see the arguments as they are written.

use parallelize::parallelize;

#[tracing::instrument(skip(numbers), fields(product = ?(from * by)), ret)]
#[parallelize(jobs = 2)]
fn above(numbers: &[u32], from: u32, by: u32) -> Vec<u32> {
    numbers.iter().map(|number| (number + from) * by).collect()
}

#[parallelize(jobs = 2)]
#[tracing::instrument(skip(numbers), err)]
fn below(numbers: &[u32], by: u32) -> Result<Vec<u32>, String> {
    numbers.iter().map(|number| Ok(number * by)).collect()
}

#[parallelize(jobs = 2, sequential = with_original_seq)]
#[tracing::instrument]
fn with_original(numbers: &[u32], by: u32) -> Vec<u32> {
    numbers.iter().map(|number| number * by).collect()
}

#[test]
fn spans_go_around_the_call() {
    assert_eq!(above(&[1, 2, 3], 1, 2), [4, 6, 8]);
    assert_eq!(below(&[1, 2, 3], 2), Ok(vec![2, 4, 6]));
    assert_eq!(
        with_original(&[1, 2, 3], 2),
        with_original_seq(&[1, 2, 3], 2)
    );
}
