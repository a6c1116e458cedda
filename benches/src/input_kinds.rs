//! The same works on every kind of input that a call can be made over.

use std::hint::black_box;
use std::ops::Range;

use parallelize::parallel;

use crate::contest::Candidate;
use crate::peer::Peer;
use crate::peers::Single;
use crate::report::Table;
use crate::session::{Row, Session};
use crate::works::{churn, mix, numbers};

type Candidates<'a> = Vec<Candidate<'a, Vec<u64>>>;

pub(crate) fn table(session: &mut Session) -> Result<Table, String> {
    let note = "Speed-up over the same function called sequentially. A `Vec<T>` is cloned before the \
                time starts.";
    let rows = measure(session)?;
    let peers = [Peer::Automatic];
    Ok(Table::of_peers(
        "Kinds of input",
        note,
        &peers,
        &rows,
        Row::speed_up_cell,
    ))
}

fn measure(session: &mut Session) -> Result<Vec<Row>, String> {
    if !session.wants("kinds") {
        return Ok(Vec::new());
    }
    let (long, many) = (session.sizes.long, session.sizes.many);
    let mut rows = on_all_kinds(session, "expensive", long, churn)?;
    rows.extend(on_all_kinds(session, "cheap", many, mix)?);
    Ok(rows)
}

fn on_all_kinds(
    session: &mut Session,
    cost: &str,
    len: usize,
    single: impl Single<u64>,
) -> Result<Vec<Row>, String> {
    let xs = numbers(len);
    let kinds = [
        ("`&[T]`", slice(&xs, single)),
        ("`Vec<T>`", vec(&xs, single)),
        ("`Range`", range(len, single)),
        ("`&mut [T]`, in place", in_place(&xs, single)),
        ("`(&[T], &mut [T])`", zipped(&xs, single)),
    ];
    let measure = |(kind, candidates)| {
        let about = format!("{kind}, {len} {cost} elements");
        session.measure("kinds", about, candidates)
    };
    kinds.into_iter().map(measure).collect()
}

fn slice<'a>(xs: &'a [u64], single: impl Single<u64> + 'a) -> Candidates<'a> {
    let body = move |xs: &[u64]| -> Vec<u64> { xs.iter().map(|&n| single(n)).collect() };
    vec![
        Candidate::new(Peer::Sequential, move || body(black_box(xs))),
        Candidate::new(Peer::Automatic, move || {
            parallel(black_box(xs)).flatten(body)
        }),
    ]
}

fn vec<'a>(xs: &'a [u64], single: impl Single<u64> + 'a) -> Candidates<'a> {
    let body = move |xs: Vec<u64>| -> Vec<u64> { xs.into_iter().map(single).collect() };
    let input = || xs.to_vec();
    vec![
        Candidate::with_input(Peer::Sequential, input, body),
        Candidate::with_input(Peer::Automatic, input, move |xs| parallel(xs).flatten(body)),
    ]
}

fn range<'a>(len: usize, single: impl Single<u64> + 'a) -> Candidates<'a> {
    let body = move |range: Range<u64>| -> Vec<u64> { range.map(single).collect() };
    let input = move || 0..len as u64;
    vec![
        Candidate::with_input(Peer::Sequential, input, body),
        Candidate::with_input(Peer::Automatic, input, move |range| {
            parallel(range).flatten(body)
        }),
    ]
}

fn in_place<'a>(xs: &'a [u64], single: impl Single<u64> + 'a) -> Candidates<'a> {
    let body = move |xs: &mut [u64]| {
        for n in xs {
            *n = single(*n);
        }
    };
    let input = || xs.to_vec();
    let sequential = move |mut xs: Vec<u64>| {
        body(&mut xs);
        xs
    };
    let automatic = move |mut xs: Vec<u64>| {
        parallel(&mut xs[..]).flatten(body);
        xs
    };
    vec![
        Candidate::with_input(Peer::Sequential, input, sequential),
        Candidate::with_input(Peer::Automatic, input, automatic),
    ]
}

/// The output slice is memory that was in use before, as in a loop that keeps its buffers.
fn zipped<'a>(xs: &'a [u64], single: impl Single<u64> + 'a) -> Candidates<'a> {
    let body = move |(xs, outputs): (&[u64], &mut [u64])| {
        for (&n, output) in xs.iter().zip(outputs) {
            *output = single(n);
        }
    };
    let outputs = || xs.to_vec();
    let sequential = move |mut outputs: Vec<u64>| {
        body((xs, &mut outputs));
        outputs
    };
    let automatic = move |mut outputs: Vec<u64>| {
        parallel((xs, &mut outputs[..])).flatten(body);
        outputs
    };
    vec![
        Candidate::with_input(Peer::Sequential, outputs, sequential),
        Candidate::with_input(Peer::Automatic, outputs, automatic),
    ]
}
