//! A crate without the prelude: nothing of the standard library is in scope, not even its macros.

#![no_implicit_prelude]

type Number = ::core::primitive::u64;
type Size = ::core::primitive::usize;

const SEVEN: [Number; 7] = [1, 2, 3, 4, 5, 6, 7];

#[::parallelize::parallelize(jobs = 3)]
fn joined(numbers: &[Number]) -> ::std::vec::Vec<Number> {
    numbers.to_vec()
}

#[::parallelize::parallelize(jobs = 3)]
fn in_place(numbers: &mut [Number], factor: Number, _: char, (a, _b): (Number, Number)) {
    for number in numbers {
        *number = *number * factor + a;
    }
}

#[::parallelize::parallelize(jobs = jobs, min_len = least)]
fn lengths(numbers: ::std::vec::Vec<Number>, jobs: Size, least: Size) -> Size {
    numbers.len()
}

#[::parallelize::parallelize(jobs = 3, merge = per_chunk)]
fn units(_numbers: &[Number]) {}

#[::parallelize::parallelize(chunk_size = 3, reduce = |a, b| a + b, sequential = sum_seq)]
fn sum(numbers: &[Number]) -> Number {
    let mut sum = 0;
    for number in numbers {
        sum += number;
    }
    sum
}

#[::parallelize::parallelize(chunk_size = 3, merge = flatten)]
fn text(numbers: &[Number]) -> ::std::string::String {
    ::std::format!("{}", numbers.len())
}

#[::parallelize::parallelize(jobs = 3)]
fn fallible(numbers: &[Number]) -> ::core::result::Result<Size, Number> {
    match numbers {
        [5, ..] => ::core::result::Result::Err(5),
        _ => ::core::result::Result::Ok(numbers.len()),
    }
}

#[::parallelize::parallelize(chunk_size = 3, reduce = |a, b| a - b)]
fn fallible_sum(numbers: &[Number]) -> ::core::result::Result<Number, ()> {
    ::core::result::Result::Ok(100 / numbers[0])
}

#[::parallelize::parallelize(jobs = 2, zip = target)]
fn zipped(source: &[Number], target: &mut [Number]) {
    target.copy_from_slice(source);
}

#[::parallelize::parallelize(jobs = 2)]
fn ranges(range: ::core::ops::Range<Size>) -> Size {
    range.end - range.start
}

struct Scale(Size);

impl Scale {
    #[::parallelize::parallelize(jobs = self.0)]
    fn lengths(&self, numbers: &[Number]) -> Size {
        numbers.len()
    }
}

#[::core::prelude::v1::test]
fn the_expansion_needs_no_prelude() {
    ::std::assert_eq!(joined(&SEVEN), SEVEN);
    let mut numbers = SEVEN;
    in_place(&mut numbers, 2, 'x', (1, 0));
    ::std::assert_eq!(numbers, [3, 5, 7, 9, 11, 13, 15]);
    ::std::assert_eq!(lengths(::std::vec![0; 7], 3, 1), [3, 2, 2]);
    ::std::assert_eq!(units(&SEVEN), [(), (), ()]);
    ::std::assert_eq!(sum(&SEVEN), 28);
    ::std::assert_eq!(sum_seq(&SEVEN), 28);
    ::std::assert_eq!(text(&SEVEN), "331");
    ::std::assert_eq!(fallible(&SEVEN).unwrap(), [3, 2, 2]);
    ::std::assert_eq!(fallible(&[1, 5]).unwrap_err(), 5);
    ::std::assert_eq!(fallible_sum(&SEVEN).unwrap(), 100 - 25 - 14);
    let mut target = [0; 7];
    zipped(&SEVEN, &mut target);
    ::std::assert_eq!(target, SEVEN);
    ::std::assert_eq!(ranges(0..7), [4, 3]);
    ::std::assert_eq!(Scale(3).lengths(&SEVEN), [3, 2, 2]);
}
