//! A list that others join.

use std::ptr;

use super::list::{List, Raw};
use crate::plan::{Crew, Workers};
use crate::sys::sync::{AtomicUsize, Ordering};
use crate::threads;

/// How an output is seen as a list; `None` where it is none.
pub(crate) type AsList<R> = fn(&mut R) -> Option<&mut dyn List>;

/// So many bytes are worth being moved by several workers.
pub(crate) const PARALLEL_MOVE_BYTES: usize = 4 << 20;

/// By how much a list is made longer at most. The first chunk of an automatic call has a 256th of the
/// elements.
const MAX_GROWTH: usize = 300;

/// So many unused bytes are worth being given back.
const WORTH_GIVING_BACK_BYTES: usize = 16 << 10;

fn as_list<R>(as_list: AsList<R>, output: &mut R) -> &mut dyn List {
    as_list(output).expect("outputs are of one kind")
}

/// A list that others join.
///
/// Each gets its place at once, in order, and is moved there later, possibly on another thread.
/// Until all have been moved, the elements beyond the length of `list` are nobody's.
pub(crate) struct Joined<R> {
    /// There until `into_list`.
    list: Option<R>,
    as_list: AsList<R>,
    /// Where the elements of `list` are, with those that have a place and are still to be moved.
    memory: Raw,
    ready: Vec<Move<R>>,
    /// How many bytes the lists in `ready` have.
    waiting: usize,
    /// How many moves have been taken and not been handed back.
    taken: usize,
}

// SAFETY: `memory` is that of `list`, which may be sent.
unsafe impl<R: Send> Send for Joined<R> {}

/// A list that has a place, to be moved there.
pub(crate) struct Move<R> {
    list: R,
    as_list: AsList<R>,
    from: Raw,
    to: *mut u8,
}

// SAFETY: a move stands for the elements of its list, which may be sent, and for places in another
// list of that type that nobody else reads or writes.
unsafe impl<R: Send> Send for Move<R> {}

/// The proof that a move has been made.
#[must_use]
pub(crate) struct Moved(());

impl<R> Joined<R> {
    /// Gives `first` back where it is no list.
    pub(crate) fn new(mut first: R, as_list: AsList<R>) -> Result<Self, R> {
        let Some(list) = as_list(&mut first) else {
            return Err(first);
        };
        Ok(Joined {
            memory: list.raw(),
            list: Some(first),
            as_list,
            ready: Vec::new(),
            waiting: 0,
            taken: 0,
        })
    }

    fn list(&mut self) -> &mut dyn List {
        as_list(self.as_list, self.list.as_mut().expect("it is there"))
    }

    /// Gives `next` the place behind all others, and puts it to those that wait to be moved there.
    /// Where there is no room left, `estimate` says how many elements there may be in the end, from
    /// how many there are before `next`. Gives `next` back if there can be no more room yet,
    /// because not all moves have been made.
    pub(crate) fn place(
        &mut self,
        mut next: R,
        estimate: &dyn Fn(usize) -> usize,
    ) -> Result<(), R> {
        let list = as_list(self.as_list, &mut next);
        let from = list.raw();
        let Some(to) = self.room_for(from.len, estimate) else {
            return Err(next);
        };
        if from.bytes() == 0 {
            // SAFETY: as in `append`.
            unsafe { list.move_to(to) }; // there is nothing to wait for
            return Ok(());
        }
        self.waiting += from.bytes();
        self.ready.push(Move {
            list: next,
            as_list: self.as_list,
            from,
            to,
        });
        Ok(())
    }

    /// As `place`, and moves `next` at once. That makes no difference but in time.
    pub(crate) fn append(
        &mut self,
        mut next: R,
        estimate: &dyn Fn(usize) -> usize,
    ) -> Result<(), R> {
        let list = as_list(self.as_list, &mut next);
        let from = list.raw();
        let Some(to) = self.room_for(from.len, estimate) else {
            return Err(next);
        };
        // SAFETY: this place is for those elements alone, and in the memory of another list.
        unsafe { list.move_to(to) };
        Ok(())
    }

    /// The place for so many more elements, which is theirs from now on.
    fn room_for(&mut self, added: usize, estimate: &dyn Fn(usize) -> usize) -> Option<*mut u8> {
        let len = self.memory.len.checked_add(added);
        let len = len.expect("a list has at most `usize::MAX` elements");
        if len > self.memory.capacity {
            if !self.is_settled() {
                return None;
            }
            self.settle();
            // Bounded, because the estimate may come from a chunk that is like no other.
            let wanted = estimate(self.memory.len).min(len.saturating_mul(MAX_GROWTH));
            let wanted = wanted.max(len);
            self.list().reserve_total(wanted, len);
            self.memory = self.list().raw();
        }
        // SAFETY: there is room for `len` elements, so this is within the memory or at its end.
        let place = unsafe { self.memory.start.add(self.memory.bytes()) };
        self.memory.len = len;
        Some(place)
    }

    /// Whether all moves have been made.
    fn is_settled(&self) -> bool {
        self.taken == 0 && self.ready.is_empty()
    }

    /// Takes a list that waits to be moved.
    pub(crate) fn take(&mut self) -> Option<Move<R>> {
        let next = self.ready.pop()?;
        self.waiting -= next.from.bytes();
        self.taken += 1;
        Some(next)
    }

    /// Takes back a move.
    pub(crate) fn hand_back(&mut self, _: Moved) {
        self.taken -= 1;
    }

    /// Makes the list own all its elements.
    fn settle(&mut self) {
        assert!(self.is_settled(), "a list is not moved yet");
        let len = self.memory.len;
        // SAFETY: the places up to `len` have been given to lists one behind the other, and all of
        // those lists have been moved there.
        unsafe { self.list().set_len(len) };
    }

    /// How many bytes wait to be moved.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Moves all that wait, with as many helpers as the pool has threads, if the call may have any.
    pub(crate) fn move_rest(&mut self, workers: Workers) {
        let blocks: Vec<Block> = self.ready.iter().flat_map(Move::blocks).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(block) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                // SAFETY: each block is taken once, and they do not overlap.
                unsafe { ptr::copy_nonoverlapping(block.from, block.to, block.bytes) };
            }
        };
        if workers.max == 1 {
            work(); // rayon need not even be asked for its pool
        } else {
            let helpers = workers.max.min(threads::available()) - 1;
            let if_free = Workers {
                crew: Crew::Pool,
                ..workers
            };
            threads::with_helpers(if_free, &work, &mut |enlisted| {
                enlisted.enlist(helpers);
                work();
            });
        }
        for mut moved in self.ready.drain(..) {
            moved.forget_elements();
        }
        self.waiting = 0;
    }

    /// The list with all elements.
    pub(crate) fn into_list(mut self) -> R {
        self.settle();
        let (used, unused) = (self.memory.bytes(), self.memory.unused_bytes());
        if unused > used.max(WORTH_GIVING_BACK_BYTES) {
            self.list().shrink_to_fit(); // the estimate was far too high
        }
        self.list.take().expect("it is taken once")
    }
}

impl<R> Drop for Joined<R> {
    fn drop(&mut self) {
        if self.taken > 0 {
            // Somebody may be writing to its memory.
            std::mem::forget(self.list.take());
        }
    }
}

impl<R> Move<R> {
    /// Moves the elements.
    pub(crate) fn make(mut self) -> Moved {
        // SAFETY: `to` was given to these elements, in the memory of another list that stays where
        // it is until this move has been handed back.
        unsafe { as_list(self.as_list, &mut self.list).move_to(self.to) };
        Moved(())
    }

    /// The elements are owned by their new places now.
    fn forget_elements(&mut self) {
        // SAFETY: none is left.
        unsafe { as_list(self.as_list, &mut self.list).set_len(0) };
    }

    /// This move in blocks of bytes that several threads can move.
    fn blocks(&self) -> impl Iterator<Item = Block> + use<R> {
        const SIZE: usize = 1 << 20;
        let (from, to) = (self.from, self.to);
        (0..from.bytes()).step_by(SIZE).map(move |done| Block {
            // SAFETY: see `make`; `done` is less than the number of bytes on both sides.
            from: unsafe { from.start.add(done) },
            // SAFETY: as above.
            to: unsafe { to.add(done) },
            bytes: SIZE.min(from.bytes() - done),
        })
    }
}

/// How many elements there will be, if there are `len` after the first `done` elements of an input
/// of `total`.
pub(crate) fn estimate(len: usize, done: usize, total: usize) -> usize {
    if len == done {
        return total; // one for one: it is probably a map
    }
    // An eighth more, lest a little too little means another try. What is not written to costs
    // nothing, and what is far too much is given back in the end.
    let estimate = len as u128 * total as u128 / done as u128 * 9 / 8;
    usize::try_from(estimate).unwrap_or(usize::MAX)
}

struct Block {
    from: *const u8,
    to: *mut u8,
    bytes: usize,
}

// SAFETY: a block stands for bytes that its taker alone reads and writes, of elements that may be
// sent: `Move` is `Send`.
unsafe impl Sync for Block {}
