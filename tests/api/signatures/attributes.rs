//! Attributes, qualifiers, visibility, and what may stand in a body.

#![allow(unsafe_code)]

use std::num::ParseIntError;

use parallelize::parallelize;

use super::SEVEN;

#[test]
fn qualifiers_stay() {
    #[parallelize(jobs = 3)]
    unsafe fn without_checks(indices: &[usize], table: &[u64]) -> Vec<u64> {
        // SAFETY: the caller promises that all indices are within the table.
        indices
            .iter()
            .map(|&index| unsafe { *table.get_unchecked(index) })
            .collect()
    }

    #[parallelize(jobs = 3)]
    #[allow(improper_ctypes_definitions)]
    extern "C" fn double(numbers: &mut [u64]) {
        for number in numbers {
            *number *= 2;
        }
    }

    let unchecked: unsafe fn(&[usize], &[u64]) -> Vec<u64> = without_checks;
    // SAFETY: both indices are within the table.
    assert_eq!(unsafe { unchecked(&[1, 0], &[5, 6]) }, [6, 5]);

    let for_c: extern "C" fn(&mut [u64]) = double;
    let mut numbers = SEVEN;
    for_c(&mut numbers);
    assert_eq!(numbers, [2, 4, 6, 8, 10, 12, 14]);
}

#[test]
fn visibility_stays() {
    mod inner {
        use parallelize::parallelize;

        #[parallelize(jobs = 3)]
        pub(super) fn for_parent(numbers: &[u64]) -> usize {
            numbers.len()
        }

        #[parallelize(jobs = 3)]
        pub(in crate::signatures::attributes) fn for_module(numbers: &[u64]) -> usize {
            numbers.len()
        }

        #[parallelize(jobs = 3)]
        pub(crate) fn for_crate(numbers: &[u64]) -> usize {
            numbers.len()
        }
    }

    assert_eq!(inner::for_parent(&SEVEN), [3, 2, 2]);
    assert_eq!(inner::for_module(&SEVEN), [3, 2, 2]);
    assert_eq!(inner::for_crate(&SEVEN), [3, 2, 2]);
}

#[test]
fn cfg_chooses_between_functions() {
    #[cfg(any())]
    #[parallelize(jobs = 3)]
    fn above(numbers: &[DoesNotExist]) -> usize {
        numbers.len()
    }

    #[cfg(not(any()))]
    #[parallelize(jobs = 3)]
    fn above(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(jobs = 3)]
    #[cfg(any())]
    fn below(numbers: &[DoesNotExist]) -> usize {
        numbers.len()
    }

    #[cfg_attr(not(any()), parallelize(jobs = 3))]
    #[cfg_attr(any(), does_not_exist)]
    fn below(numbers: &[u64]) -> usize {
        numbers.len()
    }

    assert_eq!(above(&SEVEN), [3, 2, 2]);
    assert_eq!(below(&SEVEN), [3, 2, 2]);
}

#[test]
#[deny(deprecated, unused_must_use, unused, unfulfilled_lint_expectations)]
fn lint_attributes_apply_to_the_body_and_to_callers() {
    #[parallelize(jobs = 3)]
    #[inline]
    #[must_use]
    #[deprecated = "to see that the attribute stays"]
    fn kept(numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[expect(unused_variables)]
    #[parallelize(jobs = 3)]
    fn expected(numbers: &[u64], never: u64) -> usize {
        numbers.len()
    }

    // Lints that look at functions as wholes see a wrapper.
    #[expect(
        clippy::needless_return,
        clippy::needless_pass_by_value,
        unused_variables
    )]
    #[expect(
        clippy::ptr_arg,
        clippy::needless_lifetimes,
        reason = "all are of the function"
    )]
    #[cfg_attr(all(), expect(clippy::unnecessary_wraps))]
    #[parallelize(jobs = 3)]
    fn as_a_whole<'a>(
        numbers: &'a [u64],
        owned: String,
        list: &Vec<u64>,
        never: u64,
    ) -> Result<Vec<&'a u64>, String> {
        assert!(owned.len() + list.len() < 10);
        return Ok(numbers.iter().collect());
    }

    #[expect(deprecated)]
    let deprecated = kept(&SEVEN);
    #[expect(deprecated, unused_must_use)]
    {
        kept(&SEVEN);
    }
    assert_eq!(deprecated, [3, 2, 2]);
    assert_eq!(expected(&SEVEN, 0), [3, 2, 2]);
    assert!(as_a_whole(&SEVEN, String::new(), &Vec::new(), 0).is_ok());
}

#[test]
#[deny(unused, nonstandard_style, unfulfilled_lint_expectations)]
fn attributes_of_parameters_apply() {
    #[parallelize(jobs = 3)]
    fn allowed(#[allow(unused_variables)] numbers: &[u64], #[allow(unused)] mut other: u64) -> u8 {
        1
    }

    #[parallelize(jobs = 3)]
    fn expected(
        numbers: &[u64],
        #[expect(unused_variables)] other: u64,
        #[expect(non_snake_case)] Factor: u64,
        #[expect(unused_variables)] (a, _): (u64, u64),
    ) -> Vec<u64> {
        numbers.iter().map(|n| n * Factor).collect()
    }

    #[parallelize(jobs = 2, zip = others)]
    fn zipped(numbers: &[u64], #[allow(unused_mut)] mut others: &[u64]) -> Vec<u64> {
        numbers.iter().zip(others).map(|(a, b)| a * b).collect()
    }

    assert_eq!(allowed(&SEVEN, 0), [1, 1, 1]);
    assert_eq!(expected(&SEVEN, 0, 2, (0, 0)), [2, 4, 6, 8, 10, 12, 14]);
    assert_eq!(zipped(&SEVEN, &SEVEN), [1, 4, 9, 16, 25, 36, 49]);
}

#[test]
#[deny(unused)]
fn names_and_patterns_stay_as_written() {
    enum Either {
        Left(u64),
        Right(u64),
    }

    impl Clone for Either {
        fn clone(&self) -> Self {
            Either::Left(2)
        }
    }

    #[parallelize(jobs = 2, zip = r#yes, chunk_size = r#match + gen_size)]
    fn raw(numbers: &[u64], yes: &[u64], r#match: usize, gen_size: usize) -> Vec<u64> {
        let either = (Either::Right as fn(u64) -> Either)(1);
        let (Either::Left(one) | Either::Right(one)) = either;
        numbers.iter().zip(yes).map(|(a, b)| a * b * one).collect()
    }

    #[parallelize(jobs = 2)]
    fn either(numbers: &[u64], (Either::Left(k) | Either::Right(k)): Either) -> Vec<u64> {
        numbers.iter().map(|n| n * k).collect()
    }

    #[parallelize(jobs = 2)]
    fn named(numbers: &[u64]) -> usize {
        assert!(stringify!(named(numbers)).starts_with("named"));
        numbers.len()
    }

    // What folds outputs can look at an argument by value.
    #[parallelize(jobs = 2, reduce = |a, b| format!("{a}{separator}{b}"))]
    fn joined(numbers: &[u64], separator: String) -> String {
        let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
        numbers.join(&separator)
    }

    assert_eq!(raw(&SEVEN, &SEVEN, 1, 2), [1, 4, 9, 16, 25, 36, 49]);
    assert_eq!(either(&SEVEN[..2], Either::Right(3)), [2, 4]);
    assert_eq!(named(&SEVEN), [4, 3]);
    assert_eq!(joined(&SEVEN, "-".to_owned()), "1-2-3-4-5-6-7");
}

#[test]
#[deny(unused_variables)]
fn inner_attributes_and_docs_may_open_the_body() {
    #[parallelize(jobs = 3)]
    fn lengths(numbers: &[u64]) -> usize {
        //! What this does.
        #![allow(unused_variables)]
        /*! And why. */
        let unused = 1;
        numbers.len()
    }

    assert_eq!(lengths(&SEVEN), [3, 2, 2]);
}

#[test]
fn return_leaves_the_chunk() {
    #[parallelize(chunk_size = 3)]
    fn until_even(numbers: &[u64]) -> Vec<u64> {
        let mut odd = Vec::new();
        for &number in numbers {
            if number % 2 == 0 {
                return odd;
            }
            odd.push(number);
        }
        odd
    }

    #[parallelize(chunk_size = 3)]
    fn negate_until_even(numbers: &mut [i64]) {
        for number in numbers {
            if *number % 2 == 0 {
                return;
            }
            *number = -*number;
        }
    }

    assert_eq!(until_even(&[1, 2, 3, 5, 4, 7, 9]), [1, 5, 9]);
    let mut numbers = [1, 2, 3, 5, 4, 7, 9];
    negate_until_even(&mut numbers);
    assert_eq!(numbers, [-1, 2, 3, -5, 4, 7, -9]);
}

#[test]
fn question_marks_leave_the_chunk() {
    #[parallelize(jobs = 3)]
    fn parse(words: &[&str]) -> Result<Vec<i32>, ParseIntError> {
        let mut numbers = Vec::new();
        for word in words {
            numbers.push(word.parse()?);
        }
        Ok(numbers)
    }

    #[parallelize(jobs = 3)]
    fn total(words: &[&str]) -> Option<i32> {
        let mut total = 0;
        for word in words {
            total += word.parse::<i32>().ok()?;
        }
        Some(total)
    }

    assert_eq!(parse(&["1", "2", "3", "4"]), Ok(vec![1, 2, 3, 4]));
    let error = parse(&["1", "2", "x", ""]).unwrap_err();
    assert_eq!(error, "x".parse::<i32>().unwrap_err());
    assert_eq!(total(&["1", "2", "x", "4"]), [Some(3), None, Some(4)]);
}

#[test]
fn bodies_hold_items_loops_and_labels() {
    #[parallelize(jobs = 3)]
    fn first_large(numbers: &[u64]) -> Option<u64> {
        const LIMIT: u64 = 4;
        fn is_large(number: u64) -> bool {
            number > LIMIT
        }

        'found: {
            for &number in numbers {
                if is_large(number) {
                    break 'found Some(number);
                }
            }
            None
        }
    }

    assert_eq!(first_large(&SEVEN), [None, Some(5), Some(6)]);
}
