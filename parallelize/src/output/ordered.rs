//! Outputs meet in order, while chunks run.

#[cfg(all(test, not(parallelize_loom)))]
mod tests;

mod of_stream;

use std::collections::VecDeque;
use std::mem;
use std::sync::PoisonError;

use super::lists::{AsList, Joined, Moved, PARALLEL_MOVE_BYTES, estimate};
use super::{Finish, Lead};
use crate::plan::{Boundaries, Plan, Workers};
use crate::sys::panics::{Payload, discard, discard_unseen, first_panic};
use crate::sys::sync::{Condvar, Mutex, lock, unlocked};

/// How many outputs wait at most while the calling thread takes in others.
const MAX_BACKLOG: usize = if cfg!(parallelize_loom) { 2 } else { 1024 };

/// How many outputs per worker wait at most for a sink. As many again may be on their way into the sink.
const MAX_BACKLOG_PER_WORKER: usize = if cfg!(parallelize_loom) { 1 } else { 8 };

/// How a chunk failed.
pub(crate) enum Failure<R> {
    /// With an output that makes the outputs of later chunks superfluous, such as an error or the hit of a search.
    Output(R),
    Panic(Payload),
}

/// Takes outputs in from workers.
///
/// Lists are joined meanwhile: they are moved while they are in cache, and while other chunks are computed. A
/// list gets its place as soon as the lists of all earlier chunks have theirs. Whichever worker comes next
/// moves the list there, with no lock held. Other outputs wait for the calling thread.
pub(crate) struct Outputs<'p, R> {
    state: Mutex<State<'p, R>>,
    /// Wakes the calling thread while that waits for an output, or for a failure.
    has_come: Condvar,
}

struct State<'p, R> {
    /// Where the input is cut. `None` for a stream.
    boundaries: Option<&'p Boundaries>,
    /// How outputs are seen as lists. `None` if the outputs are no lists.
    as_list: Option<AsList<R>>,
    /// The outputs of the first chunks, joined.
    list: Option<Joined<R>>,
    /// Outputs of the first chunks, in order, if there is no list that they join.
    ready: VecDeque<R>,
    /// The first chunk that is neither part of `list` nor among `ready`.
    next: usize,
    /// What there is of the outputs from `next` on. Chunks are started in order, so at most as many are
    /// missing as there are workers.
    early: VecDeque<Option<R>>,
    /// The lowest chunk that failed.
    failure: Option<(usize, Failure<R>)>,
    /// How many outputs wait at most, and whether that holds at all times. Otherwise the bound holds while the
    /// calling thread takes outputs in.
    backlog: usize,
    is_bounded: bool,
    /// Whether the calling thread takes outputs in.
    is_taking: bool,
    /// Whether the calling thread waits for an output.
    is_waiting: bool,
    /// How many helpers have departed because too many outputs wait.
    departed: usize,
}

/// The outputs that wait for the calling thread.
pub(crate) struct Backlog {
    /// How many of them are next in order.
    pub(crate) ready: usize,
    /// Whether they are as many as may wait now.
    pub(crate) is_full: bool,
}

impl<'p, R> Outputs<'p, R> {
    pub(crate) fn new<S: Finish<R>>(plan: &'p Plan) -> Self {
        let backlog = if S::IS_SINK {
            plan.workers.max.saturating_mul(MAX_BACKLOG_PER_WORKER)
        } else {
            MAX_BACKLOG
        };
        let outputs = Self::begin::<S>(Some(plan.boundaries()), backlog);
        lock(&outputs.state).next = plan.chunks().start;
        outputs
    }

    fn begin<S: Finish<R>>(boundaries: Option<&'p Boundaries>, backlog: usize) -> Self {
        Outputs {
            state: Mutex::new(State {
                boundaries,
                as_list: S::as_list(),
                list: None,
                ready: VecDeque::new(),
                next: 0,
                early: VecDeque::new(),
                failure: None,
                backlog,
                is_bounded: S::IS_SINK,
                is_taking: false,
                is_waiting: false,
                departed: 0,
            }),
            has_come: Condvar::new(),
        }
    }

    /// Takes in the next output from the only worker.
    pub(crate) fn hand_in_alone(&mut self, output: R) {
        let state = unlocked(&mut self.state);
        let taken = state.take_next(output, Joined::append);
        assert!(taken.is_ok(), "a list can grow unless others move to it");
    }

    /// Takes in an output, and moves lists to their places. If no chunk is left to be run, large lists
    /// are better left to `settle`, which moves them with several workers. Tells what waits now.
    pub(crate) fn hand_in(&self, index: usize, output: R, has_more: impl Fn() -> bool) -> Backlog {
        let mut state = lock(&self.state);
        state.hand_in(index, output);
        if state.is_waiting {
            self.has_come.notify_one();
        }
        while !state.is_much_left() || has_more() {
            let Some(next) = state.list.as_mut().and_then(Joined::take) else {
                break;
            };
            drop(state);
            let moved = next.make();
            state = lock(&self.state);
            state.hand_back(moved);
            if state.is_waiting {
                self.has_come.notify_one(); // an output that waited for room may be in its place
            }
        }
        Backlog {
            ready: state.ready.len(),
            is_full: state.is_full(),
        }
    }

    /// Whether a helper departs, because too many outputs still wait. A helper must not wait for the calling
    /// thread: what that thread does with outputs may need the helper's thread.
    pub(crate) fn departs(&self) -> bool {
        let mut state = lock(&self.state);
        let departs = state.is_full();
        state.departed += usize::from(departs);
        departs
    }

    /// Notes that a chunk has failed.
    pub(crate) fn fail(&self, index: usize, failure: Failure<R>) {
        let mut state = lock(&self.state);
        let loser = match &state.failure {
            Some((lowest, _)) if *lowest < index => Some((index, failure)),
            _ => state.failure.replace((index, failure)),
        };
        self.has_come.notify_one();
        drop(state);
        discard_unseen(loser);
    }

    /// Lets the calling thread take outputs in, if enough of them wait. `call_back` is told how many helpers have
    /// departed: before outputs are taken in, which may take its time, and afterwards.
    pub(crate) fn take_in<S: Finish<R>>(
        &self,
        lead: &mut Lead<'_, R, S>,
        call_back: impl Fn(usize),
    ) {
        let mut state = lock(&self.state);
        if !state.ready_to(lead) {
            return;
        }
        state.is_taking = true;
        let departed = mem::take(&mut state.departed);
        drop(state);
        call_back(departed);
        lead.take();
        state = lock(&self.state);
        state.is_taking = false;
        if !state.is_full() {
            let departed = mem::take(&mut state.departed);
            drop(state);
            call_back(departed);
        }
    }

    /// As `take_in`, for the only worker.
    pub(crate) fn take_in_alone<S: Finish<R>>(&mut self, lead: &mut Lead<'_, R, S>) {
        if unlocked(&mut self.state).ready_to(lead) {
            lead.take();
        }
    }

    /// Lets the calling thread wait while too many outputs wait for the output of one chunk, which a helper
    /// runs.
    pub(crate) fn wait_for_room(&self) {
        let mut state = lock(&self.state);
        while state.is_full() && state.ready.is_empty() && state.failure.is_none() {
            state.is_waiting = true;
            let woken = self.has_come.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        state.is_waiting = false;
    }

    /// Lets the calling thread take in the rest, once all workers are done. Returns the output of the
    /// lowest chunk that failed, if the call ends with that. `discarded` is the panic, if any, of dropping
    /// what nobody has claimed.
    ///
    /// The error is the panic with which the call ends: the panic of the lowest chunk, unless a lower chunk
    /// failed without panicking. Everything else is dropped before, piece by piece. Nobody sees the drop of an
    /// output panic that belongs to a chunk behind the chunk that failed: had the chunks run one
    /// after the other, there would be no such output.
    pub(crate) fn settle<S: Finish<R>>(
        &mut self,
        workers: Workers,
        lead: &mut Lead<'_, R, S>,
        discarded: Result<(), Payload>,
    ) -> Result<Option<R>, Payload> {
        let state = unlocked(&mut self.state);
        state.move_rest(workers);
        let list = state.list.take().map(Joined::into_list);
        let has_list = list.is_some();
        let (end, failed, panic, is_taken) = match state.failure.take() {
            None => (usize::MAX, None, Ok(()), true),
            Some((index, Failure::Output(output))) => {
                let is_taken = (S::TAKES_BEFORE_FAILURE || lead.goes_before_failure()) && !has_list;
                (index, Some(output), Ok(()), is_taken)
            }
            Some((index, Failure::Panic(payload))) => {
                (index, None, Err(payload), lead.goes_before_failure())
            }
        };
        let later = end.saturating_sub(state.next).min(state.early.len());
        discard_unseen(state.early.drain(later..).flatten());
        let mut rest = mem::take(&mut state.ready);
        rest.extend(state.early.drain(..).flatten());
        let mut dropped = Ok(());
        if is_taken {
            lead.taken = rest;
            lead.take();
            if let Some(list) = list {
                lead.take_one(list);
            }
        } else {
            dropped = discard(list.into_iter().chain(rest));
        }
        let is_over = lead.is_over();
        let (mut panic, mut taken) = (panic, lead.take_end());
        if is_over {
            // Taking in has ended before the chunk that failed.
            let end = mem::replace(&mut taken, Ok(()));
            discard_unseen(mem::replace(&mut panic, end).err());
        } else if failed.is_some() {
            // The chunk decides.
            discard_unseen(mem::replace(&mut taken, Ok(())).err());
        }
        let outcomes = [panic, discarded, taken, dropped];
        match outcomes.into_iter().fold(Ok(()), first_panic) {
            Ok(()) => Ok(failed),
            Err(payload) => {
                discard_unseen(failed);
                Err(payload)
            }
        }
    }
}

/// A way to add an output to a list.
type Add<R> = fn(&mut Joined<R>, R, &dyn Fn(usize) -> usize) -> Result<(), R>;

impl<R> State<'_, R> {
    fn hand_in(&mut self, index: usize, output: R) {
        let rejected = if index == self.next {
            self.take_next(output, Joined::place)
        } else {
            Err(output)
        };
        match rejected {
            Ok(()) => self.advance(),
            Err(output) => {
                let place = index - self.next;
                while self.early.len() <= place {
                    self.early.push_back(None);
                }
                self.early[place] = Some(output);
            }
        }
    }

    /// Goes on with outputs that have waited for earlier ones.
    fn advance(&mut self) {
        while let Some(output) = self.early.front_mut().and_then(Option::take) {
            if let Err(output) = self.take_next(output, Joined::place) {
                self.early[0] = Some(output);
                return;
            }
        }
    }

    /// Makes the next output a part of the list if that is possible now, or of the outputs that wait for the
    /// calling thread.
    fn take_next(&mut self, output: R, add: Add<R>) -> Result<(), R> {
        match (self.as_list, &mut self.list) {
            (None, _) => self.ready.push_back(output),
            (Some(_), Some(list)) => {
                let boundaries = self.boundaries;
                let next = self.next;
                add(list, output, &|len| match boundaries {
                    Some(all) => estimate(len, all.start(next), all.len()),
                    None => len.saturating_mul(2), // nobody knows how much is to come
                })?;
            }
            (Some(as_list), list) => match Joined::new(output, as_list) {
                Ok(first) => *list = Some(first),
                Err(output) => {
                    self.as_list = None;
                    self.ready.push_back(output);
                }
            },
        }
        self.next += 1;
        self.early.pop_front();
        Ok(())
    }

    /// Hands the outputs that wait to the calling thread, if there are enough of them.
    fn ready_to<S: Finish<R>>(&mut self, lead: &mut Lead<'_, R, S>) -> bool {
        let is_enough = self.ready.len() >= lead.batch();
        if is_enough {
            mem::swap(&mut self.ready, &mut lead.taken);
        }
        is_enough
    }

    /// Whether as many outputs wait as may wait now.
    fn is_full(&self) -> bool {
        (self.is_bounded || self.is_taking) && self.ready.len() + self.early.len() >= self.backlog
    }

    fn hand_back(&mut self, moved: Moved) {
        let list = self.list.as_mut();
        list.expect("moves are the list's own").hand_back(moved);
        self.advance(); // there can be more room now
    }

    fn is_much_left(&self) -> bool {
        self.list.as_ref().map_or(0, Joined::waiting) >= PARALLEL_MOVE_BYTES
    }

    /// Makes all moves that are left when no chunk is.
    fn move_rest(&mut self, workers: Workers) {
        while self.is_much_left() {
            if let Some(list) = &mut self.list {
                list.move_rest(workers);
            }
            self.advance();
        }
        while let Some(next) = self.list.as_mut().and_then(Joined::take) {
            self.hand_back(next.make());
        }
    }
}
