//! The works: plain sequential functions over a slice, as one would write them without any of the
//! libraries, and their single steps for the libraries that want an element at a time.

/// A cheap element.
pub(crate) fn mix(n: u64) -> u64 {
    n.wrapping_mul(n) ^ 7
}

pub(crate) fn mix_all(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|&n| mix(n)).collect()
}

/// An expensive element, 0.1 to 0.2 µs. Not inlined, so that every peer runs the same machine code.
#[inline(never)]
pub(crate) fn churn(n: u64) -> u64 {
    steps(n, 100)
}

pub(crate) fn churn_all(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|&n| churn(n)).collect()
}

pub(crate) fn churn_sum(numbers: &[u64]) -> u64 {
    numbers.iter().map(|&n| churn(n)).fold(0, u64::wrapping_add)
}

/// An element that costs as many steps as its value.
#[inline(never)]
pub(crate) fn grow(n: u64) -> u64 {
    steps(n, n)
}

pub(crate) fn grow_all(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|&n| grow(n)).collect()
}

/// A chain of steps, each of which waits for the one before. (Multiplications and additions alone
/// would be an affine function, of which the compiler takes many steps at once.)
fn steps(start: u64, count: u64) -> u64 {
    let step = |n: u64, _| (n ^ (n >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (0..count).fold(start, step)
}

/// True for about half of all numbers, in no regular pattern.
pub(crate) fn is_kept(n: u64) -> bool {
    n.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .count_ones()
        .is_multiple_of(2)
}

pub(crate) fn filter_all(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().copied().filter(|&n| is_kept(n)).collect()
}

/// One to sixteen digits, the leading one first.
pub(crate) fn hex_digits(n: u64) -> impl Iterator<Item = u8> {
    let count = (64 - (n | 1).leading_zeros()).div_ceil(4);
    (0..count).rev().map(move |place| {
        let low_byte = (n >> (4 * place)).to_le_bytes()[0];
        b"0123456789abcdef"[usize::from(low_byte & 15)]
    })
}

pub(crate) fn hex_all(numbers: &[u64]) -> Vec<u8> {
    let mut digits = Vec::new();
    for &n in numbers {
        digits.extend(hex_digits(n));
    }
    digits
}

/// `0..count`, the input of all works but the next one.
pub(crate) fn numbers(count: usize) -> Vec<u64> {
    (0..).take(count).collect()
}

/// Numbers for [`hex_all`], of one to sixteen digits in no regular pattern.
pub(crate) fn numbers_of_any_length(count: usize) -> Vec<u64> {
    let number = |place: u64| {
        let digits = place.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        digits >> (digits % 16 * 4)
    };
    (0..).take(count).map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::{filter_all, hex_all, numbers, numbers_of_any_length};

    #[test]
    fn digits_are_those_of_the_formatter() {
        let numbers = [0, 1, 15, 16, 0xabc_def0, u64::MAX];
        let expected = numbers.map(|n| format!("{n:x}")).concat();
        assert_eq!(hex_all(&numbers), expected.into_bytes());
    }

    #[test]
    fn numbers_have_one_to_sixteen_digits_anywhere() {
        for part in numbers_of_any_length(1000).chunks(250) {
            let lengths: Vec<usize> = part.iter().map(|&n| hex_all(&[n]).len()).collect();
            for digits in [1, 2, 8, 15, 16] {
                assert!(lengths.contains(&digits), "{digits} in {lengths:?}");
            }
        }
    }

    #[test]
    fn about_half_is_kept() {
        let kept = filter_all(&numbers(10_000)).len();
        assert!((4_000..6_000).contains(&kept), "{kept}");
    }
}
