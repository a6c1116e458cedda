//! A recursive function whose type changes, through its sequential form.

use parallelize::parallelize;

#[parallelize(jobs = 2, sequential = depth_seq)]
fn depth(numbers: &[u64]) -> usize {
    match numbers {
        [] => 0,
        [_, rest @ ..] => 1 + depth_seq(rest),
    }
}

#[test]
fn runs() {
    assert_eq!(depth(&[1, 2, 3, 4]), [2, 2]);
    assert_eq!(depth_seq(&[1, 2, 3, 4]), 4);
}
