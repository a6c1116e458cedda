//! Things that are lent out, to one worker at a time, and made when there are too few.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::sync::PoisonError;

#[cfg(parallelize_loom)]
use crate::sys::sync::CellOfThread;
use crate::sys::sync::{Condvar, Mutex, lock, of_thread};

pub(crate) struct Leases<T> {
    /// How many are made, but for those of [`HELD`].
    most: usize,
    state: Mutex<State<T>>,
    given_back: Condvar,
}

struct State<T> {
    idle: Vec<T>,
    made: usize,
}

of_thread! {
    /// How many leases this thread has.
    static HELD: Cell<usize> = 0;
}

impl<T> Leases<T> {
    pub(crate) fn new(most: usize, first: T) -> Self {
        Leases {
            most,
            state: Mutex::new(State {
                idle: vec![first],
                made: 1,
            }),
            given_back: Condvar::new(),
        }
    }

    /// Lends one. Waits where there are as many as there may be, and all are lent.
    pub(crate) fn take<E>(&self, make: impl Fn() -> Result<T, E>) -> Result<Lease<'_, T>, E> {
        let mut state = lock(&self.state);
        loop {
            if let Some(thing) = state.idle.pop() {
                HELD.set(HELD.get() + 1);
                return Ok(Lease {
                    leases: self,
                    thing: Some(thing),
                });
            }
            // Who has one already, and is here because an item that is being written waits in rayon,
            // must not wait for itself.
            if state.made < self.most || HELD.get() > 0 {
                // With the lock held, which costs little: it happens once a worker.
                let thing = make()?;
                state.made += 1;
                state.idle.push(thing);
            } else {
                let woken = self.given_back.wait(state);
                state = woken.unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

/// A thing that nobody else has until this is dropped.
pub(crate) struct Lease<'a, T> {
    leases: &'a Leases<T>,
    /// There until the drop.
    thing: Option<T>,
}

impl<T> Deref for Lease<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.thing.as_ref().expect("it is there until the drop")
    }
}

impl<T> DerefMut for Lease<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.thing.as_mut().expect("it is there until the drop")
    }
}

impl<T> Drop for Lease<'_, T> {
    fn drop(&mut self) {
        HELD.set(HELD.get() - 1);
        lock(&self.leases.state).idle.extend(self.thing.take());
        self.leases.given_back.notify_one();
    }
}
