//! Functions that call themselves, and functions that only seem to.
//!
//! That a function whose type changes must not call itself is shown in `ui/output`.

use parallelize::parallelize;

const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

#[test]
fn a_function_that_keeps_its_type_may_call_itself() {
    #[parallelize(jobs = 2)]
    fn squares(numbers: &[u64]) -> Vec<u64> {
        match numbers {
            [] => Vec::new(),
            [number] => vec![number * number],
            _ => squares(numbers),
        }
    }

    #[parallelize(jobs = 2)]
    fn zero(numbers: &mut [u64]) {
        match numbers {
            [] => {}
            [number] => *number = 0,
            _ => zero(numbers),
        }
    }

    #[parallelize(jobs = 2)]
    fn parse(words: &[&str]) -> Result<Vec<u64>, std::num::ParseIntError> {
        match words {
            [] => Ok(Vec::new()),
            [word] => Ok(vec![word.parse()?]),
            _ => parse(words),
        }
    }

    #[parallelize(jobs = 2, reduce = |a, b| a + b)]
    fn sum(numbers: &[u64]) -> u64 {
        match numbers {
            [] => 0,
            [number] => *number,
            _ => sum(numbers),
        }
    }

    assert_eq!(squares(&SEVEN), [1, 4, 9, 16, 25, 36, 49]);
    let mut numbers = SEVEN;
    zero(&mut numbers);
    assert_eq!(numbers, [0; 7]);
    assert_eq!(parse(&["1", "2", "3"]), Ok(vec![1, 2, 3]));
    assert_eq!(parse(&["1", "x", ""]), Err("x".parse::<u64>().unwrap_err()));
    assert_eq!(sum(&SEVEN), 28);
}

#[test]
fn functions_may_call_each_other() {
    #[parallelize(chunk_size = numbers.len().div_ceil(2))]
    fn ping(numbers: &[u64]) -> Vec<u64> {
        if numbers.len() > 1 {
            pong(numbers)
        } else {
            numbers.to_vec()
        }
    }

    #[parallelize(chunk_size = 2)]
    fn pong(numbers: &[u64]) -> Vec<u64> {
        if numbers.len() > 1 {
            ping(numbers)
        } else {
            numbers.iter().map(|n| n * 10).collect()
        }
    }

    assert_eq!(ping(&SEVEN), [1, 2, 3, 4, 5, 6, 70]);
}

#[test]
fn methods_of_the_same_name_are_others() {
    #[parallelize(jobs = 3)]
    fn sum(numbers: &[u64]) -> u64 {
        numbers.iter().sum()
    }

    #[parallelize(jobs = 3)]
    fn max(numbers: &[f64]) -> f64 {
        numbers.iter().copied().fold(0.0, f64::max)
    }

    #[parallelize(jobs = 3)]
    fn count(numbers: &[u64]) -> usize {
        numbers.iter().filter(|n| *n % 2 == 0).count()
    }

    #[parallelize(jobs = 3)]
    fn min(numbers: &[u64]) -> u64 {
        numbers
            .iter()
            .fold(u64::MAX, |a, b| std::cmp::min(a, *b).min(*b))
    }

    assert_eq!(sum(&SEVEN), [6, 9, 13]);
    assert_eq!(max(&[1.0, 2.0, 3.0]), [1.0, 2.0, 3.0]);
    assert_eq!(count(&SEVEN), [1, 1, 1]);
    assert_eq!(min(&SEVEN), [1, 4, 6]);
}

#[test]
fn the_name_alone_is_not_a_call() {
    #[parallelize(jobs = 3)]
    fn total(numbers: &[u64]) -> u64 {
        let mut total = 0;
        for number in numbers {
            total += number;
        }
        total
    }

    struct Pair {
        first: u64,
    }

    #[parallelize(jobs = 3)]
    fn first(pairs: &[Pair]) -> u64 {
        let Pair { first } = pairs[0];
        first.max(pairs[0].first)
    }

    #[parallelize(jobs = 3)]
    fn local(numbers: &[u64]) -> u64 {
        fn local(number: u64) -> u64 {
            number * 2
        }
        local(numbers[0])
    }

    #[parallelize(jobs = 3)]
    fn closure(numbers: &[u64]) -> u64 {
        let closure = |number| number * 2;
        closure(numbers[0])
    }

    #[parallelize(jobs = 3)]
    fn by_argument(numbers: &[u64], by_argument: fn(u64) -> u64) -> u64 {
        by_argument(numbers[0])
    }

    assert_eq!(total(&SEVEN), [6, 9, 13]);
    let pairs = SEVEN.map(|first| Pair { first });
    assert_eq!(first(&pairs), [1, 4, 6]);
    assert_eq!(local(&SEVEN), [2, 8, 12]);
    assert_eq!(closure(&SEVEN), [2, 8, 12]);
    assert_eq!(by_argument(&SEVEN, |n| n * 2), [2, 8, 12]);
}

struct Inner(usize);

impl Inner {
    fn count(&self, numbers: &[u64]) -> usize {
        numbers.len() + self.0
    }

    fn size(numbers: &[u64]) -> usize {
        numbers.len()
    }
}

struct Outer {
    inner: Inner,
}

fn count(numbers: &[u64]) -> usize {
    numbers.len()
}

impl Outer {
    #[parallelize(jobs = 3)]
    fn count(&self, numbers: &[u64]) -> usize {
        self.inner.count(numbers) + count(numbers) + numbers.iter().skip(1).count()
    }

    #[parallelize(jobs = 3)]
    fn size(numbers: &[u64]) -> usize {
        Inner::size(numbers) + Self::other(numbers)
    }

    fn other(numbers: &[u64]) -> usize {
        numbers.len()
    }
}

#[test]
fn methods_of_other_types_are_others() {
    assert_eq!(Outer { inner: Inner(10) }.count(&SEVEN), [18, 15, 15]);
    assert_eq!(Outer::size(&SEVEN), [6, 4, 4]);
}

fn mean(numbers: &[u64]) -> u64 {
    numbers.iter().sum::<u64>() / numbers.len() as u64
}

struct Stats;

impl Stats {
    #[parallelize(jobs = 3)]
    fn mean(numbers: &[u64]) -> u64 {
        self::mean(numbers)
    }
}

#[test]
fn what_is_bound_under_the_functions_name_is_another() {
    #[parallelize(jobs = 3)]
    fn max(numbers: &[u64]) -> u64 {
        use std::cmp::max;
        numbers.iter().fold(0, |most, number| max(most, *number))
    }

    #[parallelize(jobs = 3)]
    fn step(numbers: &[u64], other: Option<fn(u64) -> u64>) -> u64 {
        if let Some(step) = other {
            return step(numbers[0]);
        }
        0
    }

    #[parallelize(jobs = 3)]
    fn apply(numbers: &[u64]) -> u64 {
        let first = |apply: fn(u64) -> u64| apply(numbers[0]);
        first(|number| number + 1)
    }

    assert_eq!(max(&SEVEN), [3, 5, 7]);
    assert_eq!(step(&SEVEN, Some(|number| number * 2)), [2, 8, 12]);
    assert_eq!(apply(&SEVEN), [2, 5, 7]);
    assert_eq!(Stats::mean(&SEVEN), [2, 4, 6]);
}
