//! `&mut` arguments that a body adds to: after a failure they hold nothing of the call, and nothing is lost or dropped
//! twice.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use parallelize::__private::{append, fold, scratch};

use crate::support::child::in_child;
use crate::support::faults::{Event, as_user, happen};
use crate::support::paths::{APART, End, LIST, Path, Way, body, path, try_body};
use crate::support::values::{Argument, Heap, Kind, Output, Pieces, Token, elements};
use crate::support::verdict::try_all;

/// How `call` ends, with what its argument holds then.
fn end_of<A: Default + Output>(call: impl FnOnce(&mut A) -> Result<(), Token>) -> End {
    End::of(|| {
        let mut argument = A::default();
        let outcome = catch_unwind(AssertUnwindSafe(|| call(&mut argument)));
        if !matches!(outcome, Ok(Ok(()))) {
            assert!(argument.numbers().is_empty(), "the call has failed");
        }
        match outcome {
            Ok(outcome) => outcome.map(|()| argument),
            Err(payload) => resume_unwind(payload),
        }
    })
}

/// A body that adds to an argument.
fn add(chunk: impl Sized, to: &mut impl Extend<Token>) -> Result<(), Token> {
    let outputs: Vec<Token> = try_body(chunk)?;
    to.extend(outputs);
    Ok(())
}

/// A merge of an argument.
fn merge(to: &mut Vec<Token>, later: Vec<Token>) {
    as_user(|| {
        happen(Event::Reduce, None);
        to.extend(later);
    });
}

/// The parts of one chunk are one tuple, which is merged and dropped as such.
const TUPLE: &[(Event, Event)] = &[
    (Event::Drop(Kind::Input), Event::Drop(Kind::Input)),
    (Event::Drop(Kind::Output), Event::Drop(Kind::Output)),
    (Event::Reduce, Event::Drop(Kind::Output)),
];

const PATHS: &[Path] = &[
    path("append to a `Vec`", LIST, |way| {
        end_of(|out| {
            let call = way.call(elements(way.len)).with((append(out),));
            call.try_flatten(|chunk, (out,): &mut (Vec<Token>,)| add(chunk, out))
        })
    }),
    path("append to what is no list", LIST, |way| {
        end_of(|out| {
            let call = way.call(elements(way.len)).with((append(out),));
            call.try_flatten(|chunk, (out,): &mut (VecDeque<Token>,)| add(chunk, out))
        })
    }),
    path("append to an own type", LIST, |way| {
        end_of(|out| {
            let call = way.call(Pieces(elements(way.len))).with((append(out),));
            call.flatten(|chunk, (out,): &mut (Heap,)| *out = body(chunk));
            Ok(())
        })
    }),
    path("append beside outputs, one per chunk", LIST, |way| {
        end_of(|out| {
            let call = way.call(elements(way.len)).with((append(out),));
            let body = |chunk, (out,): &mut (Vec<Token>,)| add(chunk, out);
            call.try_per_chunk(body).map(drop)
        })
    }),
    path("append beside outputs that are reduced", LIST, |way| {
        end_of(|out| {
            let call = way.call(elements(way.len)).with((append(out),));
            let body = |chunk, (out,): &mut (Vec<Token>,)| add(chunk, out);
            let combine = |(), ()| as_user(|| happen(Event::Reduce, None));
            call.try_reduce(body, combine)
        })
    }),
    path("a merge of its own", LIST, |way| {
        end_of(|out| {
            let call = way.call(elements(way.len)).with((fold(out, merge),));
            call.try_flatten(|chunk, (out,)| add(chunk, out))
        })
    }),
    path("two arguments", TUPLE, |way| {
        end_of(|out| {
            let mut count = 0;
            let merge = |count: &mut usize, later| {
                as_user(|| happen(Event::Reduce, None));
                *count += later;
            };
            let call = way.call(elements(way.len));
            let call = call.with((fold(&mut count, merge), append(out)));
            call.try_flatten(|chunk, (count, out): &mut (_, Vec<Token>)| {
                *count += 1;
                add(chunk, out)
            })
        })
    }),
    path("a search", LIST, |way| {
        End::of(|| {
            let mut out = Vec::new();
            let call = way.call(elements(way.len)).with((append(&mut out),));
            let hit = call.first(|chunk, (out,): &mut (Vec<Token>,)| add(chunk, out).err());
            let Some(hit) = hit else { return Ok(out) };
            drop(out); // now, because the compiler leaks what is returned if something panics at the very end
            Err(hit)
        })
    }),
    path("working memory", APART, |way| {
        let mut argument = Argument::new();
        let argument = scratch((&mut argument,));
        End::of(|| {
            let call = way.call(elements(way.len));
            call.try_per_chunk(|chunk| try_body::<Token>((argument.get(), chunk)))
        })
    }),
];

#[test]
fn arguments_that_a_body_adds_to() {
    in_child("arguments_that_a_body_adds_to", || {
        try_all(PATHS, &Way::ALL[1..4]);
    });
}
