//! `sequential = name` keeps the original function.

#![allow(unsafe_code)]

use parallelize::parallelize;

const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

#[parallelize(jobs = 3, sequential = lengths_seq)]
fn lengths(numbers: &[u64]) -> usize {
    numbers.len()
}

#[test]
fn the_original_runs_on_the_whole_slice() {
    let whole: usize = lengths_seq(&SEVEN);
    assert_eq!(whole, 7);
    let chunks: Vec<usize> = lengths(&SEVEN);
    assert_eq!(chunks, [3, 2, 2]);
}

#[test]
fn the_original_keeps_its_signature() {
    #[parallelize(chunk_size = 4, sequential = scale_seq, zip = scaled)]
    fn scale<'a, T, const N: usize>(
        numbers: &'a [T],
        scaled: &mut [T],
        (factor, _): (T, [u8; N]),
    ) -> Vec<&'a T>
    where
        T: Copy + std::ops::Mul<Output = T> + Send + Sync,
    {
        for (number, scaled) in numbers.iter().zip(scaled) {
            *scaled = *number * factor;
        }
        numbers.iter().take(1).collect()
    }

    let mut scaled = [0; 7];
    assert_eq!(scale(&SEVEN, &mut scaled, (2, [0; 3])), [&1, &5]);
    let mut scaled_seq = [0; 7];
    assert_eq!(scale_seq(&SEVEN, &mut scaled_seq, (2, [0; 3])), [&1]);
    assert_eq!(scaled, scaled_seq);
}

#[test]
fn the_original_has_the_same_visibility() {
    mod inner {
        #[parallelize::parallelize(jobs = 2, sequential = shown_seq)]
        pub(super) fn shown(numbers: &[u64]) -> usize {
            numbers.len()
        }
    }

    assert_eq!(inner::shown(&SEVEN), [4, 3]);
    assert_eq!(inner::shown_seq(&SEVEN), 7);
}

#[test]
fn methods_keep_their_original_too() {
    struct Scale(u64);

    impl Scale {
        #[parallelize(chunk_size = 2, sequential = sum_seq, reduce = |a, b| a * b)]
        fn sum(&self, numbers: &[u64]) -> u64 {
            numbers.iter().map(|n| n * self.0).sum()
        }
    }

    assert_eq!(Scale(2).sum(&[1, 2, 3]), 6 * 6);
    assert_eq!(Scale(2).sum_seq(&[1, 2, 3]), 12);
}

#[test]
fn traits_may_offer_both() {
    trait Count {
        #[parallelize(jobs = 2, sequential = count_seq)]
        fn count(&self, numbers: &[u64]) -> usize
        where
            Self: Sync,
        {
            numbers.len()
        }
    }

    impl Count for u8 {}

    assert_eq!(0_u8.count(&SEVEN), [4, 3]);
    assert_eq!(0_u8.count_seq(&SEVEN), 7);
}

#[test]
fn a_body_may_call_the_original_on_parts() {
    /// Adds up halves, so as to call itself.
    #[parallelize(jobs = 2, sequential = tree_sum_seq)]
    fn tree_sum(numbers: &[u64]) -> u64 {
        match numbers {
            [] => 0,
            [number] => *number,
            _ => {
                let (left, right) = numbers.split_at(numbers.len() / 2);
                tree_sum_seq(left) + tree_sum_seq(right)
            }
        }
    }

    assert_eq!(tree_sum(&SEVEN), [10, 18]);
}

#[test]
fn raw_names_are_possible() {
    #[parallelize(jobs = 2, sequential = r#fn)]
    fn r#mod(numbers: &[u64]) -> usize {
        numbers.len()
    }

    assert_eq!(r#mod(&SEVEN), [4, 3]);
    assert_eq!(r#fn(&SEVEN), 7);
}

// Each symbol can exist once: these link only because the wrapper alone has it.

#[parallelize(jobs = 2, sequential = safe_syntax_seq)]
#[unsafe(no_mangle)]
extern "Rust" fn parallelize_tests_no_mangle(numbers: &[u64]) -> usize {
    numbers.len()
}

#[parallelize(jobs = 2, sequential = exported_seq)]
#[inline(never)]
#[unsafe(export_name = "parallelize_tests_export_name")]
fn exported(numbers: &[u64]) -> usize {
    numbers.len()
}

#[parallelize(jobs = 2, sequential = from_cfg_seq)]
#[cfg_attr(not(any()), unsafe(no_mangle))]
extern "Rust" fn parallelize_tests_cfg_attr(numbers: &[u64]) -> usize {
    numbers.len()
}

mod linked {
    unsafe extern "Rust" {
        pub(super) safe fn parallelize_tests_no_mangle(numbers: &[u64]) -> Vec<usize>;
        pub(super) safe fn parallelize_tests_export_name(numbers: &[u64]) -> Vec<usize>;
        pub(super) safe fn parallelize_tests_cfg_attr(numbers: &[u64]) -> Vec<usize>;
    }
}

#[test]
fn the_symbol_is_the_wrappers() {
    assert_eq!(linked::parallelize_tests_no_mangle(&SEVEN), [4, 3]);
    assert_eq!(linked::parallelize_tests_export_name(&SEVEN), [4, 3]);
    assert_eq!(linked::parallelize_tests_cfg_attr(&SEVEN), [4, 3]);
    assert_eq!(safe_syntax_seq(&SEVEN), 7);
    assert_eq!(exported_seq(&SEVEN), 7);
    assert_eq!(from_cfg_seq(&SEVEN), 7);
    assert_eq!(exported(&SEVEN), parallelize_tests_no_mangle(&SEVEN));
    assert_eq!(exported(&SEVEN), parallelize_tests_cfg_attr(&SEVEN));
}

/// What a body implements for a type outside of it.
trait Unit {
    fn unit(&self) -> usize;
}

struct One;

#[parallelize(jobs = 3, sequential = with_items_seq)]
#[allow(non_local_definitions)]
fn with_items(numbers: &[u64]) -> usize {
    use std::sync::atomic::{AtomicUsize, Ordering};

    static CALLS: AtomicUsize = AtomicUsize::new(0);

    impl Unit for One {
        fn unit(&self) -> usize {
            1
        }
    }

    CALLS.fetch_add(One.unit() * numbers.len(), Ordering::Relaxed);
    CALLS.load(Ordering::Relaxed)
}

#[test]
fn the_body_is_there_once() {
    with_items(&SEVEN);
    assert_eq!(with_items_seq(&SEVEN), 14, "one static counts both");
}

#[test]
fn chunks_go_through_the_original() {
    use std::io::Write;

    struct Rows<T>(T);

    impl<T: Copy + Send + Sync> Rows<T> {
        #[parallelize(jobs = 3, sequential = seven_seq)]
        fn seven(items: &[T]) -> Vec<Self> {
            items.iter().map(|item| Rows(*item)).collect()
        }

        #[parallelize(jobs = 3, sequential = Self::lengths_seq)]
        fn lengths(items: &[u64]) -> usize {
            items.len()
        }
    }

    #[parallelize(jobs = 2, append = out, sequential = shout_seq)]
    fn shout<W: Write, const N: usize>(
        lines: &mut dyn Iterator<Item = &str>,
        out: &mut W,
    ) -> std::io::Result<Vec<[u8; N]>> {
        for line in lines {
            writeln!(out, "{line}!")?;
        }
        Ok(vec![[0; N]])
    }

    #[parallelize(jobs = 2, scratch = seen, append(out), sequential = differences_seq)]
    fn differences(numbers: &mut [u64], seen: &mut Vec<u64>, out: &mut Vec<u64>, less: u64) {
        seen.push(less);
        out.extend(numbers.iter().map(|n| n - seen[0]));
    }

    #[parallelize(jobs = 2, reduce = u64::wrapping_add, sequential = sum_seq)]
    fn sum<'a>(
        numbers: Box<dyn Iterator<Item = &'a u64> + Send + 'a>,
        (from, by): (u64, u64),
    ) -> u64 {
        numbers.filter(|n| **n >= from).map(|n| n * by).sum()
    }

    assert_eq!(Rows::seven(&SEVEN).iter().map(|row| row.0).sum::<u64>(), 28);
    assert_eq!(Rows::<u8>::lengths(&SEVEN), [3, 2, 2]);
    assert_eq!(Rows::<u8>::lengths_seq(&SEVEN), 7);
    let mut out = Vec::new();
    let units = shout::<_, 2>(&mut "a b c".split(' '), &mut out).unwrap();
    assert_eq!(
        (out.as_slice(), units[0]),
        (b"a!\nb!\nc!\n".as_slice(), [0; 2])
    );
    let mut list = Vec::new();
    differences(&mut SEVEN.clone(), &mut Vec::new(), &mut list, 1);
    assert_eq!(list, [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(sum(Box::new(SEVEN.iter()), (3, 2)), 50);
}

#[test]
fn expectations_hold_where_the_body_stands() {
    #[parallelize(jobs = 2, sequential = first_seq)]
    #[deny(unfulfilled_lint_expectations)]
    #[expect(
        unused_variables,
        clippy::needless_return,
        reason = "both are of the body"
    )]
    fn first(numbers: &[u64], never: u64) -> Vec<u64> {
        return numbers.to_vec();
    }

    assert_eq!(first(&SEVEN, 0), SEVEN);
    assert_eq!(first_seq(&SEVEN, 0), SEVEN);
}
