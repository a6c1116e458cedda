//! How chunks are handed out and their outputs taken in.
//!
//! Boundaries are fixed before the first chunk starts, and workers claim chunks in order. So when
//! chunk `k` fails, every chunk below `k` is already running or done: the workers stop claiming,
//! the running chunks finish, and the failure with the lowest index is the one that running the
//! chunks one after the other would have met first.

use std::fmt;
use std::panic::resume_unwind;
use std::sync::Mutex;

use crate::boundaries::Boundaries;
use crate::chunk::Place;
use crate::unwind::{Payload, catch, discard, first_panic, lock};
use crate::workers;

/// How chunks of type `C` are cut, as plain functions: bounds are asked for once, where the input
/// enters, and need not be repeated by whatever carries the input afterwards.
#[doc(hidden)]
pub struct Cutter<C> {
    pub(crate) element_count: fn(&C) -> Result<usize, UnequalLengths>,
    pub(crate) cut: fn(C, usize) -> (C, C),
    pub(crate) drive: Drive<C>,
}

impl<C> Clone for Cutter<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Cutter<C> {}

impl<C> fmt::Debug for Cutter<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cutter").finish_non_exhaustive()
    }
}

/// The lengths of two inputs that were to be cut at the same places.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[allow(unreachable_pub)] // named by `Cutter`, which is hidden
pub struct UnequalLengths(pub(crate) usize, pub(crate) usize);

/// Cuts an input and lets up to `limit` workers run `work`, each of which claims chunks until none
/// is left. Before each of them starts, the calling thread runs `equip`. Returns when all of them
/// are done, with the panic, if any, of equipping them or of dropping what nobody claimed.
pub(crate) type Drive<C> = fn(
    input: C,
    cutter: Cutter<C>,
    boundaries: Boundaries,
    limit: usize,
    equip: &dyn Fn() -> Result<(), Payload>,
    work: &(dyn Fn(&dyn Claims<C>) + Sync),
) -> Result<(), Payload>;

pub(crate) fn drive<C: Send>(
    input: C,
    cutter: Cutter<C>,
    boundaries: Boundaries,
    limit: usize,
    equip: &dyn Fn() -> Result<(), Payload>,
    work: &(dyn Fn(&dyn Claims<C>) + Sync),
) -> Result<(), Payload> {
    let queue = Queue::new(input, cutter, boundaries);
    let mut equipped = equip();
    if equipped.is_ok() {
        let mut wants_helper = || {
            if !queue.has_more() {
                return false;
            }
            equipped = equip();
            if equipped.is_err() {
                queue.stop();
            }
            equipped.is_ok()
        };
        workers::together(limit, &mut wants_helper, &|| work(&queue));
    }
    first_panic(equipped, catch(|| drop(queue)))
}

/// The chunks of one call, handed out in order.
pub(crate) trait Claims<C> {
    /// The next chunk, or the panic that cutting it off ended in.
    fn claim(&self) -> Option<(Place, Result<C, Payload>)>;

    /// Lets no new chunk start.
    fn stop(&self);
}

struct Queue<C> {
    cutter: Cutter<C>,
    boundaries: Boundaries,
    remaining: Mutex<Remaining<C>>,
}

struct Remaining<C> {
    /// The next chunk to hand out.
    next: usize,
    /// What is not handed out yet, the earliest piece last, each with the chunk it ends before.
    /// Pieces are halved only when their first chunk is claimed, so there are never more than the
    /// logarithm of the number of chunks, and no element of a `Vec` moves more often than that.
    pieces: Vec<(C, usize)>,
}

impl<C> Queue<C> {
    fn new(input: C, cutter: Cutter<C>, boundaries: Boundaries) -> Self {
        let remaining = Mutex::new(Remaining {
            next: 0,
            pieces: vec![(input, boundaries.count())],
        });
        Queue {
            cutter,
            boundaries,
            remaining,
        }
    }

    fn has_more(&self) -> bool {
        lock(&self.remaining).next < self.boundaries.count()
    }

    /// Cuts chunk `index` off the earliest piece.
    fn cut_off(&self, index: usize, pieces: &mut Vec<(C, usize)>) -> C {
        let (mut piece, mut end) = pieces.pop().expect("an unclaimed chunk has a piece");
        while end - index > 1 {
            let middle = index + (end - index) / 2;
            let at = self.boundaries.start(middle) - self.boundaries.start(index);
            let (early, late) = (self.cutter.cut)(piece, at);
            pieces.push((late, end));
            (piece, end) = (early, middle);
        }
        self.check_length(index, &piece);
        piece
    }

    fn check_length(&self, index: usize, piece: &C) {
        let expected = self.boundaries.range(index).len();
        let actual = (self.cutter.element_count)(piece).map_err(|unequal| unequal.1);
        assert!(
            actual == Ok(expected),
            "`Split::cut` of `{}` gave a piece of {} elements for chunk {index}, which has {expected}",
            std::any::type_name::<C>(),
            actual.unwrap_or_else(|other| other),
        );
    }
}

impl<C> Claims<C> for Queue<C> {
    fn claim(&self) -> Option<(Place, Result<C, Payload>)> {
        let mut remaining = lock(&self.remaining);
        let index = remaining.next;
        let count = self.boundaries.count();
        if index >= count {
            return None;
        }
        remaining.next += 1;
        let range = self.boundaries.range(index);
        let place = Place {
            index,
            count,
            start: range.start,
            end: range.end,
        };
        let piece = catch(|| self.cut_off(index, &mut remaining.pieces));
        if piece.is_err() {
            // Pieces may be missing now: nobody must look for them.
            remaining.next = count;
        }
        Some((place, piece))
    }

    fn stop(&self) {
        lock(&self.remaining).next = self.boundaries.count();
    }
}

/// What became of one chunk.
pub(crate) struct Finished<R> {
    index: usize,
    outcome: Result<Output<R>, Payload>,
}

struct Output<R> {
    value: R,
    is_failure: bool,
}

/// Claims and runs chunks until none is left or one has failed.
pub(crate) fn work<C, R>(
    claims: &dyn Claims<C>,
    is_failure: fn(&R) -> bool,
    mut body: impl FnMut(C) -> R,
) -> Vec<Finished<R>> {
    let mut finished = Vec::new();
    while let Some((place, piece)) = claims.claim() {
        let outcome = piece.and_then(|piece| {
            catch(|| {
                let value = place.enter(|| body(piece));
                let is_failure = is_failure(&value);
                Output { value, is_failure }
            })
        });
        if outcome.as_ref().map_or(true, |output| output.is_failure) {
            claims.stop();
        }
        finished.push(Finished {
            index: place.index,
            outcome,
        });
    }
    finished
}

/// What the workers have handed in.
pub(crate) struct Collected<R> {
    finished: Vec<Finished<R>>,
    /// The panic, if any, of dropping what no output depends on: arguments and unclaimed input.
    dropped: Result<(), Payload>,
}

impl<R> Collected<R> {
    pub(crate) fn new() -> Self {
        Collected {
            finished: Vec::new(),
            dropped: Ok(()),
        }
    }

    pub(crate) fn add(&mut self, mut finished: Vec<Finished<R>>) {
        self.finished.append(&mut finished);
    }

    pub(crate) fn add_dropped(&mut self, dropped: Result<(), Payload>) {
        let earlier = std::mem::replace(&mut self.dropped, Ok(()));
        self.dropped = first_panic(earlier, dropped);
    }

    /// The outputs in slice order, up to and with the first failure.
    ///
    /// # Panics
    ///
    /// Resumes the panic of the lowest chunk, unless a lower one failed without panicking. Everything
    /// that is not returned is dropped first, piece by piece, so that a second panic on the way
    /// cannot abort the process. Later outputs are leaked instead of dropped where their drop
    /// panics: they would not exist, had the chunks run one after the other.
    pub(crate) fn settle(mut self) -> Vec<R> {
        self.finished.sort_by_key(|finished| finished.index);
        let mut outcomes = self.finished.into_iter().map(|finished| finished.outcome);
        let mut values = Vec::with_capacity(outcomes.len());
        let mut panic = Ok(());
        for outcome in outcomes.by_ref() {
            match outcome {
                Ok(output) => {
                    values.push(output.value);
                    if output.is_failure {
                        break;
                    }
                }
                Err(payload) => {
                    panic = Err(payload);
                    break;
                }
            }
        }
        std::mem::forget(discard(outcomes));
        if let Err(payload) = first_panic(panic, self.dropped) {
            std::mem::forget(discard(values));
            resume_unwind(payload);
        }
        values
    }
}
