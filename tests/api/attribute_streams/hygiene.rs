//! Streams where no name of the prelude is there.

#![no_implicit_prelude]

use ::std::iter::Iterator;
use ::std::{assert_eq, primitive::u64};

#[::parallelize::parallelize]
fn by_object(numbers: &mut dyn Iterator<Item = u64>) -> ::std::vec::Vec<u64> {
    numbers.map(|n| n + 1).collect()
}

#[::parallelize::parallelize]
fn by_box(numbers: ::std::boxed::Box<dyn Iterator<Item = u64>>) -> ::std::vec::Vec<u64> {
    numbers.map(|n| n + 1).collect()
}

#[::parallelize::parallelize(reduce = |a, b| a + b)]
fn by_parameter<I: ::std::iter::IntoIterator<Item = u64>>(argument_0: I, argument_1: u64) -> u64 {
    let numbers = ::std::iter::IntoIterator::into_iter(argument_0);
    numbers.map(|n| n + argument_1).sum()
}

#[test]
fn a_module_without_prelude_can_have_streams() {
    assert_eq!(by_object(&mut (0..2)), [1, 2]);
    assert_eq!(by_box(::std::boxed::Box::new(0..2)), [1, 2]);
    assert_eq!(by_parameter(0..2, 3), 7);
}
