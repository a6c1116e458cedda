//! As `exactly_once`, where outputs go through files: what is written is dropped once, and so is what is
//! read back.

use parallelize::__private::argument;
use parallelize::{SpillError, Spilled};

use crate::support::child::in_child;
use crate::support::paths::{APART, End, LIST, Path, READ, Way, body, path, try_body};
use crate::support::values::{Argument, Heap, Token, elements};
use crate::support::verdict::{count_all, try_all};

/// The files themselves do not fail here.
fn good<R>(outcome: Result<R, SpillError>) -> R {
    outcome.expect("files work")
}

fn spilled(way: Way) -> Result<Spilled<Token>, Token> {
    let argument = argument((Argument::new(),));
    let call = way.call(elements(way.len)).write_to_file(true);
    good(call.try_spilled(|chunk| try_body::<Vec<Token>>((argument.get(), chunk))))
}

const PATHS: &[Path] = &[
    path("flatten", LIST, |way| {
        let call = || way.call(elements(way.len)).write_to_file(true);
        End::of(|| Ok(good(call().flatten(body::<Vec<Token>>))))
    }),
    path("try_flatten", LIST, |way| {
        let call = || way.call(elements(way.len)).write_to_file(true);
        End::of(|| good(call().try_flatten(try_body::<Vec<Token>>)))
    }),
    path("per_chunk", LIST, |way| {
        let call = || way.call(elements(way.len)).write_to_file(true);
        End::of(|| Ok(good(call().per_chunk(body::<Token>))))
    }),
    path("try_per_chunk", LIST, |way| {
        let call = || way.call(elements(way.len)).write_to_file(true);
        End::of(|| good(call().try_per_chunk(try_body::<Token>)))
    }),
];

const MEMORY_PATHS: &[Path] = &[path("in memory after all", APART, |way| {
    let call = || way.call(elements(way.len)).write_to_file(false);
    End::of(|| good(call().try_per_chunk(try_body::<Token>)))
})];

const READ_PATHS: &[Path] = &[
    path("join", READ, |way| {
        let call = || way.call(elements(way.len)).write_to_file(true);
        End::of(|| Ok(good(call().join(body::<Heap>))))
    }),
    path("try_join", READ, |way| {
        let call = || way.call(elements(way.len)).write_to_file(true);
        End::of(|| good(call().try_join(try_body::<Heap>)))
    }),
    path("spilled and read at once", LIST, |way| {
        End::of(|| spilled(way).map(|spilled| good(spilled.into_vec())))
    }),
    path("spilled and read item by item", READ, |way| {
        End::of(|| spilled(way).map(|spilled| spilled.iter().map(good).collect::<Vec<_>>()))
    }),
];

/// The last chunk gives up, with an output that goes into no file.
const FAILURE_PATHS: &[Path] = &[path("join, up to a failure", LIST, |way| {
    let call = || way.call(elements(way.len)).write_to_file(true);
    let give_up = |chunk: Vec<Token>| {
        let is_last = chunk[chunk.len() - 1].number == way.len - 1;
        let heap: Heap = body(chunk);
        if is_last { heap.give_up() } else { heap }
    };
    End::of(|| Ok(good(call().join(give_up))))
})];

#[test]
fn outputs_that_are_joined_or_not() {
    let name = "outputs_that_are_joined_or_not";
    in_child(name, || {
        try_all(PATHS, &Way::ALL[..4]);
        try_all(MEMORY_PATHS, &Way::ALL[..4]);
    });
}

#[test]
fn outputs_that_are_read_otherwise() {
    let name = "outputs_that_are_read_otherwise";
    in_child(name, || {
        try_all(READ_PATHS, &Way::ALL[..4]);
        try_all(FAILURE_PATHS, &Way::ALL[..2]); // chunks of one element: no list is read half-way
    });
}

#[test]
fn what_is_written_is_read_once() {
    in_child("what_is_written_is_read_once", || {
        count_all(PATHS, true);
        count_all(READ_PATHS, true);
        count_all(MEMORY_PATHS, false);
    });
}
