//! The values of `chunk_by`: closures in all forms in which a person may give them.

use std::sync::Arc;

use parallelize::parallelize;

#[parallelize(jobs = 3, merge = per_chunk, chunk_by = {
    let limit = Arc::new(numbers.len());
    move |a, b| a == b || usize::from(*b) >= *limit
})]
fn block(numbers: Vec<u8>) -> Vec<u8> {
    numbers
}

macro_rules! same_tens {
    () => {
        |a, b| a / 10 == b / 10
    };
}

#[allow(unused_parens)]
#[parallelize(jobs = 3, merge = per_chunk, chunk_by = (same_tens!()))]
fn of_a_macro(numbers: &[u8]) -> Vec<u8> {
    numbers.to_vec()
}

#[allow(unused_parens)]
#[parallelize(jobs = 3, merge = per_chunk, zip = other, chunk_by = (same_tens!()))]
fn zipped(numbers: &mut [u8], other: &[u8]) -> Vec<u8> {
    assert_eq!(numbers, other);
    other.to_vec()
}

macro_rules! annotated {
    ($name:ident, $same:expr) => {
        #[parallelize(jobs = 3, merge = per_chunk, chunk_by = $same)]
        fn $name(numbers: &[u8]) -> Vec<u8> {
            numbers.to_vec()
        }
    };
}

annotated!(fragment, |a, b| a / 10 == b / 10);
annotated!(fragment_of_a_block, { |a, b| a / 10 == b / 10 });

const NUMBERS: [u8; 6] = [1, 11, 12, 13, 20, 30];

#[test]
fn closures_at_the_end_of_blocks_and_of_macros() {
    // Of the boundaries at 2 and 4, the first moves up to the second.
    let expected = [vec![1, 11, 12, 13], vec![20, 30]];
    assert_eq!(of_a_macro(&NUMBERS), expected);
    assert_eq!(zipped(&mut NUMBERS.clone(), &NUMBERS), expected);
    assert_eq!(fragment(&NUMBERS), expected);
    assert_eq!(fragment_of_a_block(&NUMBERS), expected);
    assert_eq!(
        block(vec![1, 1, 2, 2, 2, 3]),
        [vec![1, 1], vec![2, 2, 2], vec![3]]
    );
}

/// `same` need not be `Send`: workers share it, or have clones of their own.
#[parallelize(jobs = 3, merge = per_chunk, chunk_by = same)]
fn by_value<T: Sync + Clone + Send, F: Fn(&T, &T) -> bool + Sync + Clone>(
    numbers: &[T],
    same: F,
) -> Vec<T> {
    assert!(numbers.windows(2).all(|pair| same(&pair[0], &pair[1])));
    numbers.to_vec()
}

#[parallelize(jobs = 3, merge = per_chunk, chunk_by = same)]
fn by_impl(numbers: &[u8], mut same: impl FnMutLike) -> Vec<u8> {
    same.note();
    numbers.to_vec()
}

/// A closure with a method that changes its clones.
trait FnMutLike: Fn(&u8, &u8) -> bool + Sync + Clone {
    fn note(&mut self) {}
}

impl<F: Fn(&u8, &u8) -> bool + Sync + Clone> FnMutLike for F {}

#[parallelize(jobs = 3, merge = per_chunk, chunk_by = same)]
fn by_pointer(numbers: &[u8], same: fn(&u8, &u8) -> bool) -> Vec<u8> {
    assert!(same(&1, &1));
    numbers.to_vec()
}

#[parallelize(jobs = 3, merge = per_chunk, chunk_by = same)]
fn by_reference(numbers: &[u8], same: &(dyn Fn(&u8, &u8) -> bool + Sync)) -> Vec<u8> {
    assert!(same(&1, &1));
    numbers.to_vec()
}

#[test]
fn closures_that_are_arguments() {
    let same = |a: &u8, b: &u8| a == b;
    let (numbers, expected) = ([1, 1, 2, 2, 3, 3], [[1, 1], [2, 2], [3, 3]]);
    assert_eq!(by_value(&numbers, same), expected);
    assert_eq!(by_impl(&numbers, same), expected);
    assert_eq!(by_pointer(&numbers, |a, b| a == b), expected);
    assert_eq!(by_reference(&numbers, &same), expected);
}
