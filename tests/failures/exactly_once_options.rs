//! As `exactly_once`, for annotated functions, whose options are expressions that can fail as well.

use parallelize::{SpillError, Spilled, parallelize};

use crate::support::child::in_child;
use crate::support::faults::{Event, happen};
use crate::support::paths::{APART, End, LIST, Path, Way, body, combine, path, try_body};
use crate::support::values::{Argument, Heap, Token, elements};
use crate::support::verdict::try_all;

/// An expression of an option.
fn option<T>(value: T) -> T {
    happen(Event::Option, None);
    value
}

#[parallelize(jobs = option(2), chunk_size = option(1))]
fn sized(elements: Vec<Token>, first: Argument, second: Argument) -> Result<Vec<Token>, Token> {
    try_body((elements, first, second))
}

#[parallelize(jobs = option(2), min_len = option(1), zip = others, merge = flatten)]
fn zipped(elements: Vec<Token>, others: Vec<Token>, argument: Argument) -> Heap {
    body((elements, others, argument))
}

#[parallelize(jobs = option(3), merge = per_chunk)]
fn by_chunk(elements: Vec<Token>, argument: Argument) -> Token {
    body((elements, argument))
}

#[parallelize(jobs = option(3), reduce = combine)]
fn reduced(elements: Vec<Token>, argument: Argument) -> Result<Token, Token> {
    try_body((elements, argument))
}

#[parallelize(chunk_size = option(2), write_to_file = option(true))]
fn written(elements: Vec<Token>, argument: Argument) -> Vec<Token> {
    body((elements, argument))
}

#[parallelize(jobs = option(3), write_to_file = option(std::env::temp_dir()), merge = spilled)]
fn spilled(elements: Vec<Token>, argument: Argument) -> Vec<Token> {
    body((elements, argument))
}

fn read(spilled: Result<Spilled<Token>, SpillError>) -> Vec<Token> {
    let spilled = spilled.and_then(Spilled::into_vec);
    spilled.expect("files work")
}

const PATHS: &[Path] = &[
    path("jobs and chunk_size", LIST, |way| {
        End::of(|| sized(elements(way.len), Argument::new(), Argument::new()))
    }),
    path("min_len and zip", LIST, |way| {
        let input = || elements(way.len);
        End::of(|| Ok(zipped(input(), input(), Argument::new())))
    }),
    path("per_chunk", APART, |way| {
        End::of(|| Ok(by_chunk(elements(way.len), Argument::new())))
    }),
    path("reduce", APART, |way| {
        End::of(|| reduced(elements(way.len), Argument::new()))
    }),
    path("write_to_file", LIST, |way| {
        End::of(|| Ok(written(elements(way.len), Argument::new())))
    }),
    path("spilled", LIST, |way| {
        End::of(|| Ok(read(spilled(elements(way.len), Argument::new()))))
    }),
];

#[test]
fn options_of_all_kinds() {
    in_child("options_of_all_kinds", || try_all(PATHS, &Way::ALL[1..4]));
}
