//! A crate whose own names are those of the standard library and its prelude: the expansion must
//! reach what it needs through absolute paths alone.

#![allow(dead_code, unused_macros, non_camel_case_types, non_upper_case_globals)]

mod core {}
mod std {}
mod alloc {}
mod rayon {}
mod __private {}

struct Vec;
struct Option;
struct Some;
struct None;
struct Result;
struct Ok;
struct Err;
struct String;
struct Box;
struct Range;
struct Parallel;
struct u64;
struct usize;
struct bool;

trait Clone {}
trait Copy {}
trait Send {}
trait Sync {}
trait Sized {}
trait Drop {}
trait Fn {}
trait FnMut {}
trait FnOnce {}
trait From {}
trait Into {}
trait Iterator {}
trait IntoIterator {}
trait Default {}
trait Split {}
trait Flatten {}
trait Search {}

fn drop() {}
fn parallel() {}
fn flatten() {}
fn per_chunk() {}
fn first() {}
fn reduce() {}
fn jobs() {}
const arg0: char = 'x';
const arg1: char = 'x';
static chunk: char = 'x';

/// Macros that nothing the expansion could write matches.
macro_rules! unusable {
    ($($name:ident)*) => {$(
        macro_rules! $name {
            (unusable) => {};
        }
    )*};
}

unusable! { vec panic assert assert_eq format print println eprintln write matches unreachable }

/// Methods of the library's names on everything: the library's own must win.
trait Everywhere: ::core::marker::Sized {
    fn jobs(self) {}
    fn chunk_size(self) {}
    fn min_len(self) {}
    fn with(self) {}
    fn flatten(self) {}
    fn per_chunk(self) {}
    fn try_per_chunk(self) {}
    fn first(self) {}
    fn reduce(self) {}
    fn try_reduce(self) {}
}

impl<T> Everywhere for T {}

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

#[::parallelize::parallelize(jobs = 3, merge = first)]
fn found(numbers: &[Number], least: Number) -> ::core::option::Option<Number> {
    for number in numbers {
        if *number >= least {
            return ::core::option::Option::Some(*number);
        }
    }
    ::core::option::Option::None
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
fn the_expansion_names_nothing_of_the_users() {
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
    ::std::assert_eq!(found(&SEVEN, 3).unwrap(), 3);
    ::std::assert_eq!(ranges(0..7), [4, 3]);
    ::std::assert_eq!(Scale(3).lengths(&SEVEN), [3, 2, 2]);
}
