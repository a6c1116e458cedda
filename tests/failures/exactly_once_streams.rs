//! Calls over streams: as `exactly_once`, with iterators, merges and sinks that fail as well. Of all failures the one at
//! the lowest position decides.

use parallelize::__private::{append, fold};
use parallelize::{Flatten, SpillError, Spilled};

use crate::support::child::in_child;
use crate::support::faults::{Event, as_user, due, happen};
use crate::support::paths::{APART, End, LIST, Path, Way, body, path, try_body};
use crate::support::values::{Kind, Output, Token};
use crate::support::verdict::{count_all, try_all};

/// A merge of two outputs.
fn merge(mut first: Vec<Token>, later: Vec<Token>) -> Vec<Token> {
    as_user(move || {
        happen(Event::Merge, later[0].chunk);
        first.extend(later);
        first
    })
}

/// An output of the user's own.
struct Row(Vec<Token>);

impl Flatten for Row {
    fn append(&mut self, later: Self) {
        let first = std::mem::take(&mut self.0);
        self.0 = merge(first, later.0);
    }

    fn is_failure(&self) -> bool {
        as_user(|| happen(Event::IsFailure, self.0[0].chunk));
        false
    }
}

impl Output for Row {
    fn make(tokens: Vec<Token>) -> Self {
        Row(tokens)
    }

    fn numbers(&self) -> Vec<usize> {
        self.0.numbers()
    }
}

/// Moves an output to where nothing drops it before the call ends.
fn keep(kept: &mut Vec<Token>, output: Vec<Token>) -> Result<(), Token> {
    as_user(|| {
        let chunk = output[0].chunk;
        kept.extend(output);
        happen(Event::Sink, chunk);
        match due(Event::Refuse, chunk).and_then(|fired| fired.of) {
            Some(chunk) => Err(Token::new(Kind::Error, chunk, Some(chunk))),
            None => Ok(()),
        }
    })
}

/// As `keep`, for a sink that cannot refuse.
fn keep_all(kept: &mut Vec<Token>, output: Vec<Token>) {
    as_user(|| {
        happen(Event::Sink, output[0].chunk);
        kept.extend(output);
    });
}

/// Asserts that a sink has got outputs in order.
fn assert_in_order(kept: &[Token]) {
    let numbers = kept.iter().map(|token| token.number);
    assert!(numbers.eq(0..kept.len()));
}

const PATHS: &[Path] = &[
    path("flatten", LIST, |way| {
        End::of(|| way.stream().flatten(try_body::<Vec<Token>>))
    }),
    path("flatten, of an own type", LIST, |way| {
        End::of(|| Ok(way.stream().flatten(body::<Row>)))
    }),
    path("flatten, with a report", LIST, |way| {
        let call = || way.stream().report(|_| happen(Event::Report, None));
        End::of(|| call().flatten(try_body::<Vec<Token>>))
    }),
    path("per_chunk", APART, |way| {
        End::of(|| Ok(way.stream().per_chunk(body::<Token>)))
    }),
    path("try_per_chunk", APART, |way| {
        End::of(|| way.stream().try_per_chunk(try_body::<Token>))
    }),
    path("first", APART, |way| {
        let search = |held| try_body::<()>(held).err();
        End::of(|| way.stream().first(search).map_or(Ok(()), Err))
    }),
];

const MERGE_PATHS: &[Path] = &[
    path("reduce", LIST, |way| {
        End::of(|| Ok(way.stream().reduce(body::<Vec<Token>>, merge)))
    }),
    path("try_reduce", LIST, |way| {
        End::of(|| way.stream().try_reduce(try_body::<Vec<Token>>, merge))
    }),
    path("append to a `Vec`", LIST, |way| {
        let mut out: Vec<Token> = Vec::new();
        let call = || {
            let call = way.stream().with((append(&mut out),));
            call.try_flatten(|chunk, (out,): &mut (Vec<Token>,)| {
                out.extend(try_body::<Vec<Token>>(chunk)?);
                Ok(())
            })
        };
        End::of(call)
    }),
    path("an argument with a merge of its own", LIST, |way| {
        let mut out: Vec<Token> = Vec::new();
        let merge = |to: &mut Vec<Token>, later: Vec<Token>| {
            let first = std::mem::take(to);
            *to = merge(first, later);
        };
        let call = || {
            let call = way.stream().with((fold(&mut out, merge),));
            call.try_flatten(|chunk, (out,): &mut (Vec<Token>,)| {
                out.extend(try_body::<Vec<Token>>(chunk)?);
                Ok(())
            })
        };
        End::of(call)
    }),
];

const SINK_PATHS: &[Path] = &[
    path("consume", LIST, |way| {
        let mut kept = Vec::new();
        let sink = |output| keep_all(&mut kept, output);
        let end = End::of(|| {
            way.stream().consume(body, sink);
            Ok(())
        });
        assert_in_order(&kept);
        end
    }),
    path("try_consume", LIST, |way| {
        let mut kept = Vec::new();
        let end = End::of(|| {
            way.stream()
                .try_consume(body, |output| keep(&mut kept, output))
        });
        assert_in_order(&kept);
        end
    }),
];

/// The files themselves do not fail here.
fn good<R>(outcome: Result<R, SpillError>) -> R {
    outcome.expect("files work")
}

const FILE_PATHS: &[Path] = &[
    path("flatten, by way of a file", LIST, |way| {
        let call = || way.stream().write_to_file(true);
        End::of(|| good(call().try_flatten(try_body::<Vec<Token>>)))
    }),
    path("per_chunk, by way of a file", LIST, |way| {
        let call = || way.stream().write_to_file(true);
        End::of(|| good(call().try_per_chunk(try_body::<Token>)))
    }),
    path("spilled", LIST, |way| {
        let call = || way.stream().write_to_file(true);
        let read = |spilled: Spilled<Token>| good(spilled.into_vec());
        End::of(|| good(call().try_spilled(try_body::<Vec<Token>>)).map(read))
    }),
];

#[test]
fn outputs_that_go_to_a_file() {
    in_child("outputs_that_go_to_a_file", || {
        try_all(FILE_PATHS, &Way::ALL[..4]);
    });
}

#[test]
fn outputs_that_are_joined_or_not() {
    in_child("outputs_that_are_joined_or_not", || {
        try_all(PATHS, &Way::ALL[..4]);
    });
}

#[test]
fn outputs_that_are_merged() {
    in_child("outputs_that_are_merged", || {
        try_all(MERGE_PATHS, &Way::ALL[..4]);
    });
}

#[test]
fn outputs_that_go_to_a_sink() {
    in_child("outputs_that_go_to_a_sink", || {
        try_all(SINK_PATHS, &Way::ALL[..4]);
    });
}

#[test]
fn nothing_is_made_more_often_than_it_must() {
    in_child("nothing_is_made_more_often_than_it_must", || {
        for paths in [PATHS, MERGE_PATHS, SINK_PATHS] {
            count_all(paths, false);
        }
        count_all(FILE_PATHS, true);
    });
}
