//! What the chunks put out, on its way to one result.

#[cfg(all(test, not(parallelize_loom)))]
mod tests;

use std::collections::VecDeque;
use std::mem;
use std::panic::resume_unwind;

use crate::boundaries::Boundaries;
use crate::folding::{Folded, Folding};
use crate::moves::{AsList, Joined, MUCH, Move, Moved, estimate};
use crate::settled::{Failure, Settled};
use crate::sync::{Mutex, MutexGuard, lock, unlock, unlocked};
use crate::unwind::{Payload, discard, discard_unseen, first_panic};
use crate::workers::Crew;

/// So many outputs that are to be folded are not kept until all are there.
const MANY: usize = if cfg!(parallelize_loom) { 2 } else { 64 };

/// While some are folded, helpers leave where so many others wait.
const MOST: usize = if cfg!(parallelize_loom) { 2 } else { 1024 };

/// Takes outputs in while chunks run.
///
/// Where they are lists, they are joined meanwhile: so they are moved while they are in cache, and
/// while other chunks are computed. A list gets its place as soon as those of all earlier chunks
/// have theirs; it is moved there with no lock held, by whichever worker comes next.
pub(crate) struct Outputs<R> {
    state: Mutex<State<R>>,
}

struct State<R> {
    /// `None` where the outputs are not to be joined here.
    as_list: Option<AsList<R>>,
    boundaries: Boundaries,
    joined: Option<Joined<R>>,
    /// Outputs of the first chunks, in order, where there is no list for them to join.
    ready: Vec<R>,
    /// Whether the calling thread folds such outputs, and does nothing else.
    is_folding: bool,
    /// How many helpers have left because too many outputs wait.
    left: usize,
    /// The first chunk that is neither part of `joined` nor among those.
    next: usize,
    /// What there is of the outputs from `next` on. Chunks are started in order, so no more are missing
    /// than there are workers.
    aside: VecDeque<Option<R>>,
    /// The chunk that failed, the lowest if there are several.
    failure: Option<(usize, Failure<R>)>,
}

impl<R> Outputs<R> {
    /// Of chunks from `first` on.
    pub(crate) fn new(as_list: Option<AsList<R>>, boundaries: Boundaries, first: usize) -> Self {
        Outputs {
            state: Mutex::new(State {
                as_list,
                boundaries,
                joined: None,
                ready: Vec::new(),
                is_folding: false,
                left: 0,
                next: first,
                aside: VecDeque::new(),
                failure: None,
            }),
        }
    }

    /// Takes in the next output from a caller that is alone.
    pub(crate) fn add_alone(&mut self, index: usize, output: R) {
        let state = unlocked(&mut self.state);
        if let Err(output) = state.join(output, Joined::append) {
            state.put_aside(index, output);
        }
    }

    /// Takes in an output, and moves lists to their places. Where no chunk is left to be run, large
    /// ones are better left to `settle`. Tells whether a helper had better leave now.
    pub(crate) fn add(&self, index: usize, output: R, is_more_left: bool) -> bool {
        let mut state = lock(&self.state);
        state.add(index, output);
        while is_more_left || !state.is_much_left() {
            let Some(next) = state.take_move() else { break };
            state = self.make(state, next);
        }
        state.is_ahead()
    }

    /// Lets a helper leave that is still too far ahead of the caller. It must not wait for that one, which
    /// may fold with what needs this thread. (The caller itself is never ahead: it folds between its chunks.)
    pub(crate) fn let_leave(&self) -> bool {
        let mut state = lock(&self.state);
        let may_leave = state.is_ahead();
        state.left += usize::from(may_leave);
        may_leave
    }

    /// Makes a move while others use the state.
    fn make<'a>(
        &'a self,
        state: MutexGuard<'a, State<R>>,
        next: Move<R>,
    ) -> MutexGuard<'a, State<R>> {
        drop(state);
        let moved = next.make();
        let mut state = lock(&self.state);
        state.hand_back(moved);
        state
    }

    /// Lets the calling thread fold outputs, if many wait, and tells how many helpers have left meanwhile.
    /// Those that helpers put out while one chunk runs on the calling thread are about all that can wait,
    /// even where folding takes longer than the chunks.
    pub(crate) fn fold(&self, folding: &mut Folding<'_, R>) -> usize {
        let has_folded = folding.fold(|empty| {
            let mut state = lock(&self.state);
            state.take_many(empty);
            state.is_folding = !empty.is_empty();
        });
        if !has_folded {
            return 0;
        }
        let mut state = lock(&self.state);
        state.is_folding = false;
        mem::take(&mut state.left)
    }

    /// As `fold`, for a caller that is alone.
    pub(crate) fn fold_alone(&mut self, folding: &mut Folding<'_, R>) {
        folding.fold(|empty| unlocked(&mut self.state).take_many(empty));
    }

    /// Notes that a chunk has failed.
    pub(crate) fn fail(&self, index: usize, failure: Failure<R>) {
        let mut state = lock(&self.state);
        let is_first = state
            .failure
            .as_ref()
            .is_none_or(|(other, _)| index < *other);
        let loser = if is_first {
            state.failure.replace((index, failure))
        } else {
            Some((index, failure))
        };
        state.as_list = None; // there is nothing to be joined any more
        drop(state);
        discard_unseen(loser);
    }

    /// The outputs, once all workers are done. `dropped` is the panic, if any, of dropping what no
    /// output depends on: arguments and unclaimed input.
    ///
    /// # Panics
    ///
    /// Resumes the panic of the lowest chunk, unless a lower one failed without panicking. Everything
    /// that is not returned is dropped first, piece by piece, so that a second panic on the way
    /// cannot abort the process. Nobody sees that the drop of an output panics that belongs to a chunk
    /// after the one that failed: it would not exist, had the chunks run one after the other.
    pub(crate) fn settle(
        self,
        crew: Crew,
        dropped: Result<(), Payload>,
        (first, folded): Folded<R>,
    ) -> Settled<R> {
        let mut state = unlock(self.state);
        state.move_rest(crew);
        let joined = state.joined.map(Joined::into_list);
        if state.failure.is_none() && state.aside.is_empty() && dropped.is_ok() {
            if let Some(list) = joined {
                return Settled::One(list); // what is below takes as long as a short chunk
            }
        }
        let (end, failed, panic) = match state.failure {
            None => (usize::MAX, None, Ok(())),
            Some((index, Failure::Output(output))) => (index, Some(output), Ok(())),
            Some((index, Failure::Panic(payload))) => (index, None, Err(payload)),
        };
        let later = end.saturating_sub(state.next).min(state.aside.len());
        discard_unseen(state.aside.split_off(later).into_iter().flatten());
        let mut outputs = state.ready;
        outputs.splice(..0, first);
        outputs.extend(state.aside.into_iter().flatten());
        let mut panic = first_panic(panic, dropped);
        if failed.is_none() {
            panic = first_panic(panic, folded);
        } else {
            discard_unseen(folded.err()); // as if nothing were folded before all chunks have run
        }
        if panic.is_ok() && joined.is_none() {
            outputs.extend(failed);
            return Settled::Each(outputs);
        }
        // A failure makes all other outputs superfluous.
        let discarded = discard(joined.into_iter().chain(outputs));
        match (first_panic(panic, discarded), failed) {
            (Ok(()), Some(failed)) => Settled::One(failed),
            (Ok(()), None) => unreachable!("a call without a failure has an output"),
            (Err(payload), failed) => {
                discard_unseen(failed);
                resume_unwind(payload)
            }
        }
    }
}

/// A way to add an output to a list.
type Add<R> = fn(&mut Joined<R>, R, &dyn Fn(usize) -> usize) -> Result<(), R>;

impl<R> State<R> {
    fn add(&mut self, index: usize, output: R) {
        let rejected = if index == self.next {
            self.join(output, Joined::place)
        } else {
            Err(output)
        };
        match rejected {
            Ok(()) => self.join_aside(),
            Err(output) => self.put_aside(index, output),
        }
    }

    fn put_aside(&mut self, index: usize, output: R) {
        let place = index - self.next;
        while self.aside.len() <= place {
            self.aside.push_back(None);
        }
        self.aside[place] = Some(output);
    }

    fn take_many(&mut self, empty: &mut Vec<R>) {
        if self.ready.len() >= MANY {
            mem::swap(&mut self.ready, empty);
        }
    }

    /// Whether as many outputs wait as are kept while the calling thread folds others.
    fn is_ahead(&self) -> bool {
        self.is_folding && self.ready.len() + self.aside.len() >= MOST
    }

    /// Makes the output of chunk `next` a part of the joined list, if that is possible now, or of those
    /// that are not to be joined.
    fn join(&mut self, output: R, add: Add<R>) -> Result<(), R> {
        let Some(as_list) = self.as_list else {
            self.ready.push(output);
            self.pass();
            return Ok(());
        };
        if let Some(joined) = &mut self.joined {
            let done = self.boundaries.start(self.next);
            add(joined, output, &|len| {
                estimate(len, done, self.boundaries.len())
            })?;
        } else {
            match Joined::new(output, as_list) {
                Ok(joined) => self.joined = Some(joined),
                Err(output) => {
                    self.as_list = None;
                    self.ready.push(output);
                }
            }
        }
        self.pass();
        Ok(())
    }

    /// Goes on to the next chunk.
    fn pass(&mut self) {
        self.next += 1;
        self.aside.pop_front();
    }

    /// Goes on with the outputs that have waited for those before them.
    fn join_aside(&mut self) {
        while let Some(output) = self.aside.front_mut().and_then(Option::take) {
            if let Err(output) = self.join(output, Joined::place) {
                self.aside[0] = Some(output);
                return;
            }
        }
    }

    fn take_move(&mut self) -> Option<Move<R>> {
        self.joined.as_mut()?.take()
    }

    fn hand_back(&mut self, moved: Moved) {
        let joined = self.joined.as_mut();
        joined.expect("moves are its own").hand_back(moved);
        self.join_aside(); // there can be more room now
    }

    fn make_moves(&mut self) {
        while let Some(next) = self.take_move() {
            self.hand_back(next.make());
        }
    }

    fn is_much_left(&self) -> bool {
        let waiting = self.joined.as_ref().map_or(0, Joined::waiting);
        waiting >= MUCH
    }

    /// Makes all moves that are left when no chunk is.
    fn move_rest(&mut self, crew: Crew) {
        while self.is_much_left() {
            if let Some(joined) = &mut self.joined {
                joined.move_rest(crew);
            }
            self.join_aside();
        }
        self.make_moves();
    }
}
