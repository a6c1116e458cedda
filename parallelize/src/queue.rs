//! The chunks of one call, handed out in order.

use crate::boundaries::Boundaries;
use crate::chunk::Place;
use crate::engine::Cutter;
use crate::moves::Apart;
use crate::options::Plan;
use crate::sync::{Mutex, lock, unlock, unlocked};
use crate::unwind::{Payload, catch, discard, discard_unseen};

/// Where workers get their chunks.
///
/// Chunks are handed out in order. So when chunk `k` fails, every chunk below `k` is already
/// running or done, and the failure with the lowest index is the one that running the chunks one
/// after the other would have met first.
pub(crate) trait Claims<C> {
    /// The next chunk, or the panic that cutting it off ended in.
    fn claim(&self) -> Option<Claim<C>>;

    /// As `claim`, for a caller that is alone.
    fn claim_alone(&mut self) -> Option<Claim<C>>;

    /// Whether there are chunks that nobody has claimed.
    fn has_more(&self) -> bool;

    /// Lets no new chunk start.
    fn stop(&self);
}

/// A chunk and its place.
pub(crate) type Claim<C> = (Place, Result<C, Payload>);

/// The chunks of an input of any kind, cut off as they are claimed.
pub(crate) struct Queue<C> {
    rules: Rules<C>,
    remaining: Mutex<Remaining<C>>,
}

/// How an input is cut, and where.
struct Rules<C> {
    cutter: Cutter<C>,
    boundaries: Boundaries,
    count: usize,
    /// The chunk before which this call ends.
    end: usize,
}

struct Remaining<C> {
    /// The next chunk to hand out, and the element it starts at.
    next: usize,
    start: usize,
    /// What is not handed out yet, the earliest piece last. Pieces are halved only when their first
    /// chunk is claimed, so there are never more than the logarithm of the number of chunks.
    pieces: Vec<Piece<C>>,
}

struct Piece<C> {
    value: C,
    /// The chunk before which it ends, and the element.
    until: usize,
    end: usize,
}

impl<C> Queue<C> {
    /// `input` holds the elements of the chunks that the plan is to run.
    pub(crate) fn new(input: C, cutter: Cutter<C>, plan: Plan) -> Self {
        let chunks = plan.chunks();
        let elements = plan.elements();
        let mut pieces = Vec::with_capacity(8);
        pieces.push(Piece {
            value: input,
            until: chunks.end,
            end: elements.end,
        });
        Queue {
            rules: Rules {
                cutter,
                boundaries: plan.boundaries,
                count: plan.boundaries.count(),
                end: chunks.end,
            },
            remaining: Mutex::new(Remaining {
                next: chunks.start,
                start: elements.start,
                pieces,
            }),
        }
    }
}

impl<C> Queue<C> {
    /// Drops what nobody has claimed, piece by piece.
    pub(crate) fn discard(self) -> Result<(), Payload> {
        let pieces = unlock(self.remaining).pieces;
        discard(pieces.into_iter().map(|piece| piece.value))
    }
}

impl<C> Rules<C> {
    fn claim(&self, remaining: &mut Remaining<C>) -> Option<Claim<C>> {
        if remaining.next >= self.end {
            return None;
        }
        let index = remaining.next;
        let start = remaining.start;
        remaining.next += 1;
        let mut piece = None;
        let cut = catch(|| {
            let (chunk, end) = self.cut_off(index, start, &mut remaining.pieces);
            check_length(self.cutter, index, end - start, piece.insert(chunk));
            end
        });
        let (piece, end) = match (cut, piece) {
            (Ok(end), Some(piece)) => (Ok(piece), end),
            (cut, piece) => {
                // Others may be missing now: nobody must look for them.
                remaining.next = self.end;
                // It must not be dropped while the panic is on its way.
                discard_unseen(piece);
                (Err(cut.expect_err("what is cut is a piece")), start)
            }
        };
        remaining.start = end;
        let count = self.count;
        let place = Place {
            index,
            count,
            start,
            end,
        };
        Some((place, piece))
    }

    /// Cuts the chunk that starts at `start` off the earliest piece, and tells where it ends.
    fn cut_off(&self, index: usize, start: usize, pieces: &mut Vec<Piece<C>>) -> (C, usize) {
        let first = pieces.pop().expect("an unclaimed chunk has a piece");
        let Piece {
            mut value,
            mut until,
            mut end,
        } = first;
        while until - index > 1 {
            let middle = index + (until - index) / 2;
            let at = self.boundaries.start(middle);
            let (early, late) = (self.cutter.cut)(value, at - start);
            pieces.push(Piece {
                value: late,
                until,
                end,
            });
            (value, until, end) = (early, middle, at);
        }
        (value, end)
    }
}

/// Panics unless the chunk that was cut off has as many elements as it should.
pub(crate) fn check_length<C>(cutter: Cutter<C>, index: usize, expected: usize, piece: &C) {
    let actual = (cutter.element_count)(piece).map_err(|unequal| unequal.1);
    assert!(
        actual == Ok(expected),
        "`Split::cut` of `{}` gave a piece of {} elements for chunk {index}, which has {expected}",
        std::any::type_name::<C>(),
        actual.unwrap_or_else(|other| other),
    );
}

impl<C> Claims<C> for Queue<C> {
    fn claim(&self) -> Option<Claim<C>> {
        self.rules.claim(&mut lock(&self.remaining))
    }

    fn claim_alone(&mut self) -> Option<Claim<C>> {
        self.rules.claim(unlocked(&mut self.remaining))
    }

    fn has_more(&self) -> bool {
        lock(&self.remaining).next < self.rules.end
    }

    fn stop(&self) {
        lock(&self.remaining).next = self.rules.end;
    }
}

/// The chunks of a `Vec`, each moved out by the worker that claims it. (Cutting a `Vec` moves the half
/// of it, while other workers wait.)
pub(crate) struct VecQueue<T> {
    elements: Apart<T>,
    boundaries: Boundaries,
    count: usize,
    /// The chunk before which this call ends.
    end: usize,
    /// The next chunk to hand out.
    next: Mutex<usize>,
}

impl<T> VecQueue<T> {
    /// `input` holds the elements of the chunks that the plan is to run.
    pub(crate) fn new(input: Vec<T>, plan: Plan) -> Self {
        VecQueue {
            elements: Apart::new(input),
            boundaries: plan.boundaries,
            count: plan.boundaries.count(),
            end: plan.chunks().end,
            next: Mutex::new(plan.chunks().start),
        }
    }
}

impl<T> Claims<Vec<T>> for VecQueue<T> {
    fn claim(&self) -> Option<Claim<Vec<T>>> {
        let mut next = lock(&self.next);
        if *next >= self.end {
            return None;
        }
        let index = *next;
        *next += 1;
        let place = Place {
            index,
            count: self.count,
            start: self.boundaries.start(index),
            end: self.boundaries.start(index + 1),
        };
        let part = self.elements.take(place.end - place.start);
        drop(next);
        Some((place, Ok(part.into_vec())))
    }

    fn claim_alone(&mut self) -> Option<Claim<Vec<T>>> {
        self.claim()
    }

    fn has_more(&self) -> bool {
        *lock(&self.next) < self.end
    }

    fn stop(&self) {
        *lock(&self.next) = self.end;
    }
}
