// Warnings of what cannot be cut are silent where they are allowed, by our name or the compiler's.

#![deny(deprecated, warnings)]

use parallelize::parallelize;

#[parallelize(min_len = 2, allow(neighbours, whole))]
fn differences(numbers: &[i64]) -> Vec<i64> {
    numbers.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[parallelize(min_len = 2)]
#[allow(deprecated)]
fn sums(numbers: &[i64]) -> Vec<i64> {
    numbers.windows(2).map(|pair| pair[1] + pair[0]).collect()
}

// One more use of something deprecated is no surprise here.
#[deprecated]
#[parallelize(min_len = 2, allow(neighbours))]
fn products(numbers: &[i64]) -> Vec<i64> {
    numbers.windows(2).map(|pair| pair[1] * pair[0]).collect()
}

#[test]
fn runs() {
    assert_eq!(differences(&[1, 3]), [2]);
    assert_eq!(sums(&[1, 3]), [4]);
    #[allow(deprecated)]
    let products = products(&[1, 3]);
    assert_eq!(products, [3]);
}
