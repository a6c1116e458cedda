//! By hand on `chili`'s `join`: halves, down to small slices, as its joins are cheap.

use chili::Scope;

use super::{Single, Whole, piece};

/// Slices up to this length are not halved.
const LEAF: usize = 64;

pub(crate) fn map(xs: &[u64], single: impl Single<u64>) -> Vec<u64> {
    let mut outputs = vec![0; xs.len()];
    fill(&mut Scope::global(), xs, &mut outputs, single);
    outputs
}

fn fill(scope: &mut Scope<'_>, xs: &[u64], outputs: &mut [u64], single: impl Single<u64>) {
    if xs.len() <= LEAF {
        for (&n, output) in xs.iter().zip(outputs) {
            *output = single(n);
        }
        return;
    }
    let (left, right) = xs.split_at(xs.len() / 2);
    let (left_outputs, right_outputs) = outputs.split_at_mut(left.len());
    scope.join(
        |scope| fill(scope, left, left_outputs, single),
        |scope| fill(scope, right, right_outputs, single),
    );
}

pub(crate) fn sum(xs: &[u64], whole: impl Whole<u64>) -> u64 {
    sum_in(&mut Scope::global(), xs, whole)
}

fn sum_in(scope: &mut Scope<'_>, xs: &[u64], whole: impl Whole<u64>) -> u64 {
    if xs.len() <= LEAF {
        return whole(xs);
    }
    let (left, right) = xs.split_at(xs.len() / 2);
    let (left, right) = scope.join(
        |scope| sum_in(scope, left, whole),
        |scope| sum_in(scope, right, whole),
    );
    left.wrapping_add(right)
}

/// For outputs of any length: pieces of the size rayon's `par_chunks` gets, in an output each.
pub(crate) fn concat<T: Clone + Send>(xs: &[u64], whole: impl Whole<Vec<T>>) -> Vec<T> {
    let pieces = xs.chunks(piece(xs.len()));
    let mut outputs: Vec<(&[u64], Vec<T>)> = pieces.map(|piece| (piece, Vec::new())).collect();
    run_each(&mut Scope::global(), &mut outputs, whole);
    let outputs: Vec<Vec<T>> = outputs.into_iter().map(|(_, output)| output).collect();
    outputs.concat()
}

fn run_each<T: Send>(
    scope: &mut Scope<'_>,
    pieces: &mut [(&[u64], Vec<T>)],
    whole: impl Whole<Vec<T>>,
) {
    match pieces {
        [] => {}
        [(piece, output)] => *output = whole(piece),
        _ => {
            let (left, right) = pieces.split_at_mut(pieces.len() / 2);
            scope.join(
                |scope| run_each(scope, left, whole),
                |scope| run_each(scope, right, whole),
            );
        }
    }
}
