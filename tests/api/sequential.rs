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
