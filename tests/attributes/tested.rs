//! Attributes that make tests of a function: they stand below, and copy no attribute then.

use parallelize::parallelize;
use rstest::{fixture, rstest};
use test_case::test_case;

#[parallelize(jobs = 2, allow(elements))]
#[rstest]
#[case(&[1, 2, 3], 4)]
#[case(&[3], 1)]
fn cases_of_rstest(#[case] numbers: &[u32], #[case] most: usize) {
    assert!(numbers.len() <= most);
}

#[fixture]
fn repository() -> usize {
    4
}

#[parallelize(jobs = 2)]
#[rstest]
fn values_and_fixtures_of_rstest(
    #[values(&[1, 2, 3], &[4])] numbers: &[u32],
    #[values(1, 2)] least: u32,
    #[allow(unused_variables)] _repository: usize,
) {
    assert!(numbers.iter().all(|number| number + 1 >= least));
}

#[parallelize(jobs = 1)]
#[test_case(&[1, 2, 3] => vec![3]; "three")]
#[test_case(&[1] => vec![1]; "one")]
fn cases_of_test_case(numbers: &[u32]) -> usize {
    numbers.len()
}

// The body goes to a closure, which returns something else than the function.
#[parallelize(jobs = 2)]
#[test_strategy::proptest]
fn inputs_of_proptest(#[any] numbers: Vec<u8>, #[strategy(1..9_u8)] by: u8) {
    for number in numbers {
        assert!(number / by <= number);
    }
}
