//! Annotated functions that `macro_rules` writes, from every kind of fragment.

use parallelize::parallelize;

/// With three jobs: `[1, 2, 3]`, `[4, 5]` and `[6, 7]`.
const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

#[test]
fn names_and_elements_are_fragments() {
    macro_rules! doubles {
        ($($name:ident: $element:ty),*) => {$(
            #[parallelize(jobs = 3)]
            fn $name(numbers: &[$element]) -> Vec<$element> {
                numbers.iter().map(|n| n * 2 as $element).collect()
            }
        )*};
    }

    doubles!(bytes: u8, floats: f64);
    assert_eq!(bytes(&[1, 2, 3, 4]), [2, 4, 6, 8]);
    assert_eq!(floats(&[1.0, 0.5]), [2.0, 1.0]);
}

#[test]
fn whole_types_are_fragments() {
    macro_rules! define {
        ($name:ident($input:ty $(, $argument:ident: $other:ty)*) -> $output:ty = $body:expr) => {
            #[parallelize(jobs = 3)]
            fn $name(numbers: $input $(, $argument: $other)*) -> $output {
                $body(numbers $(, $argument)*)
            }
        };
    }

    define!(by_slice(&[u64]) -> Vec<u64> = |n: &[u64]| n.to_vec());
    define!(by_vec(Vec<u64>, k: u64) -> Result<Vec<u64>, u64> = |n: Vec<u64>, k| {
        if n.contains(&k) { Err(k) } else { Ok(n) }
    });
    define!(by_mutable(&mut [u64]) -> () = |n: &mut [u64]| n.fill(0));
    define!(by_alias(std::ops::Range<u64>) -> usize = |n: std::ops::Range<u64>| n.count());
    define!(fallible(&[u64]) -> Result<u64, String> = |n: &[u64]| Ok(n.iter().sum()));

    let joined: Vec<u64> = by_slice(&SEVEN);
    assert_eq!(joined, SEVEN);
    assert_eq!(by_vec(SEVEN.into(), 9), Ok(SEVEN.into()));
    assert_eq!(by_vec(SEVEN.into(), 5), Err(5));
    let mut numbers = SEVEN;
    by_mutable(&mut numbers);
    assert_eq!(numbers, [0; 7]);
    assert_eq!(by_alias(0..7), [3, 2, 2]);
    let sums: Result<Vec<u64>, String> = fallible(&SEVEN);
    assert_eq!(sums, Ok(vec![6, 9, 13]));
}

#[test]
fn bodies_are_blocks_or_expressions_or_tokens() {
    macro_rules! bodies {
        ($numbers:ident, $block:block, $expression:expr, $($tokens:tt)*) => {
            #[parallelize(jobs = 3)]
            fn by_block($numbers: &[u64]) -> u64 $block

            #[parallelize(jobs = 3)]
            fn by_expression($numbers: &[u64]) -> u64 {
                $expression
            }

            #[parallelize(jobs = 3)]
            fn by_tokens($numbers: &[u64]) -> u64 {
                $($tokens)*
            }
        };
    }

    bodies!(
        numbers,
        {
            if numbers.len() > 2 {
                return 0;
            }
            numbers.iter().sum()
        },
        numbers.iter().sum(),
        let sum: u64 = numbers.iter().sum();
        sum * 10
    );
    assert_eq!(by_block(&SEVEN), [0, 9, 13]);
    assert_eq!(by_expression(&SEVEN), [6, 9, 13]);
    assert_eq!(by_tokens(&SEVEN), [60, 90, 130]);
}

#[test]
fn expressions_keep_together() {
    macro_rules! times {
        ($name:ident, $argument:ident, $factor:expr) => {
            #[parallelize(jobs = $factor)]
            fn $name(numbers: &[u64], $argument: usize) -> (usize, usize) {
                (numbers.len() * $factor, $argument)
            }
        };
    }
    macro_rules! at_top {
        ($name:ident, $number:expr, $function:expr $(, $inner:meta)*) => {
            #[parallelize(jobs = 2 * $number)]
            fn $name(numbers: &[u64], #[allow(unused)] other: u64) -> u64 {
                $(#![$inner])*
                let sum = $function(numbers) * $number;
                $number * sum
            }
        };
    }

    times!(by_sum, a, a + 2);
    times!(by_negation, a, !a);
    at_top!(unchanged, 1 + 1, |n: &[u64]| n.iter().sum::<u64>());
    at_top!(
        changed,
        1 + 1,
        |n: &[u64]| n.iter().sum::<u64>(),
        allow(unused)
    );
    assert_eq!(by_sum(&SEVEN, 1), [(9, 1), (6, 1), (6, 1)]);
    assert_eq!(by_negation(&SEVEN, !2), [(8, !2), (6, !2)]);
    assert_eq!(unchanged(&SEVEN, 0), [12, 28, 44, 28]);
    assert_eq!(changed(&SEVEN, 0), [12, 28, 44, 28]);
}

#[test]
fn blocks_pass_through_several_macros() {
    macro_rules! outer {
        ($body:block) => {
            inner! { fn nested(_numbers: &[u64]) -> u64 $body }
        };
    }
    macro_rules! inner {
        (fn $name:ident($argument:ident: $input:ty) -> $output:ty $body:block) => {
            #[parallelize(jobs = 3)]
            fn $name($argument: $input) -> $output $body
        };
    }

    outer!({ 1 });
    assert_eq!(nested(&SEVEN), [1, 1, 1]);
}

#[test]
fn attributes_and_visibility_and_items_pass_through() {
    macro_rules! annotated {
        ($(#[$attribute:meta])* $visibility:vis fn $($rest:tt)*) => {
            $(#[$attribute])*
            #[parallelize(jobs = 3)]
            $visibility fn $($rest)*
        };
    }
    macro_rules! with_options {
        ([$($options:tt)*] $item:item) => {
            #[parallelize($($options)*)]
            $item
        };
    }

    annotated! {
        /// Says how long its chunk is.
        #[must_use]
        pub(crate) fn lengths(numbers: &[u64]) -> usize {
            numbers.len()
        }
    }
    with_options! {
        [jobs = 2, reduce = |a, b| a * b, sequential = product_seq]
        fn product(numbers: &[u64]) -> u64 {
            numbers.iter().product()
        }
    }
    assert_eq!(lengths(&SEVEN), [3, 2, 2]);
    assert_eq!(product(&SEVEN), product_seq(&SEVEN));
}

#[test]
fn options_are_fragments() {
    macro_rules! options {
        ($jobs:literal, $size:expr, $reduce:expr, $zip:ident, $crate_path:path, $merge:ident) => {
            #[parallelize(jobs = $jobs)]
            fn jobs(numbers: &[u64]) -> usize {
                numbers.len()
            }

            #[parallelize(chunk_size = $size)]
            fn sizes(numbers: &[u64]) -> usize {
                numbers.len()
            }

            #[parallelize(jobs = 3, reduce = $reduce, zip = $zip, crate = $crate_path)]
            fn dot(a: &[u64], $zip: &[u64]) -> u64 {
                a.iter().zip($zip).map(|(a, b)| a * b).sum()
            }

            #[parallelize(chunk_size = 3, merge = $merge)]
            fn merged(numbers: &[u64]) -> String {
                format!("{}", numbers.len())
            }
        };
    }

    options!(2, 1 + 2, |a, b| a + b, b, ::parallelize, flatten);
    assert_eq!(jobs(&SEVEN), [4, 3]);
    assert_eq!(sizes(&SEVEN), [3, 3, 1]);
    assert_eq!(dot(&SEVEN, &SEVEN), 140);
    assert_eq!(merged(&SEVEN), "331");
}

#[test]
fn arguments_of_equal_names_stay_apart() {
    macro_rules! add {
        ($name:ident, $argument:ident, $sum:expr) => {
            #[parallelize(jobs = jobs)]
            fn $name(n: &[u64], $argument: u64, jobs: usize) -> Vec<u64> {
                // `n` and `jobs` are the macro's, `$argument` and those in `$sum` the caller's.
                n.iter()
                    .map(|n| n + $sum * $argument - $argument + jobs as u64)
                    .collect()
            }
        };
    }

    const JOBS: u64 = 100;
    add!(same, n, { n + JOBS });
    add!(like_an_option, jobs, jobs);
    assert_eq!(same(&[1, 2, 3], 2, 3), [206, 207, 208]);
    assert_eq!(like_an_option(&[1, 2, 3], 5, 2), [23, 24, 25]);
}

#[test]
fn methods_are_written_with_self_from_either_side() {
    struct Scale(usize);

    macro_rules! method {
        ($self:ident, $name:ident, $numbers:ident, $body:block) => {
            impl Scale {
                #[parallelize(jobs = $self.0)]
                fn $name(&$self, $numbers: &[u64]) -> usize $body
            }
        };
    }
    macro_rules! plain {
        ($name:ident) => {
            impl Scale {
                #[parallelize(jobs = self.0)]
                fn $name(&self, numbers: &[u64]) -> usize {
                    self.0 * numbers.len()
                }
            }
        };
    }

    method!(self, lengths, numbers, { self.0 * numbers.len() });
    plain!(sizes);
    assert_eq!(Scale(3).lengths(&SEVEN), [9, 6, 6]);
    assert_eq!(Scale(2).sizes(&SEVEN), [8, 6]);
}

#[test]
fn expressions_keep_together_deep_inside_options() {
    macro_rules! nested {
        ($number:expr) => {
            #[parallelize(jobs = std::cmp::max(1, 2 * $number))]
            fn in_a_call(numbers: &[u64]) -> usize {
                numbers.len()
            }

            #[parallelize(jobs = 2, reduce = |a, b| (a + b) * (2 * $number))]
            fn in_a_closure(numbers: &[u64]) -> u64 {
                numbers.iter().sum()
            }
        };
    }
    nested!(1 + 2);
    assert_eq!(in_a_call(&SEVEN), [2, 1, 1, 1, 1, 1]);
    assert_eq!(in_a_closure(&[1, 1]), 12);
}
