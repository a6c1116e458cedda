//! Types that a macro cannot know: an alias, a parameter, a path.

use parallelize::parallelize;

type Numbers<'a> = &'a [u64];
type Squares = Vec<u64>;

#[parallelize(jobs = 2, merge = flatten)]
fn squares(numbers: Numbers<'_>) -> Squares {
    numbers.iter().map(|n| n * n).collect()
}

#[parallelize(jobs = 2)]
fn count<S: parallelize::Split>(items: S) -> usize {
    items.element_count()
}

#[test]
fn runs() {
    assert_eq!(squares(&[1, 2]), [1, 4]);
    assert_eq!(count(0..5usize), [3, 2]);
}
