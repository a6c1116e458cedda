//! The other arguments: every chunk gets its own clone.

use std::sync::Mutex;

use crate::engine::{lock, unlock};

/// Arguments to be cloned for every chunk, with the function that shares them out. Like
/// [`Cutter`](crate::input::Cutter), it carries the bounds from where the arguments enter.
#[derive(Debug)]
#[doc(hidden)]
pub struct With<A> {
    pub(crate) args: A,
    pub(crate) share: Share<A>,
}

/// Lends a [`Source`] of clones of the arguments to all workers, and takes the arguments back.
type Share<A> = fn(A, &mut dyn FnMut(&(dyn Source<A> + Sync))) -> A;

/// Where workers get their clones from.
pub(crate) trait Source<A> {
    /// A clone of the original.
    fn original(&self) -> A;

    /// A clone of what this worker has already.
    fn duplicate(&self, own: &A) -> A;
}

impl<A: Clone + Send> With<A> {
    pub(crate) fn new(args: A) -> Self {
        With {
            args,
            share: |args, lend| {
                let original = Mutex::new(args);
                lend(&original);
                unlock(original)
            },
        }
    }
}

/// A lock and not a plain reference, because arguments need not be `Sync`.
impl<A: Clone + Send> Source<A> for Mutex<A> {
    fn original(&self) -> A {
        lock(self).clone()
    }

    fn duplicate(&self, own: &A) -> A {
        own.clone()
    }
}

/// The clones of one worker.
///
/// The first chunk takes a clone of the original. A worker that gets to a second chunk keeps a
/// clone to copy from, so that it need not wait for the others again.
pub(crate) struct Clones<'a, A> {
    source: &'a dyn Source<A>,
    is_first: bool,
    own: Option<A>,
}

impl<'a, A> Clones<'a, A> {
    pub(crate) fn new(source: &'a dyn Source<A>) -> Self {
        Clones {
            source,
            is_first: true,
            own: None,
        }
    }

    pub(crate) fn next(&mut self) -> A {
        if std::mem::take(&mut self.is_first) {
            return self.source.original();
        }
        let own = self.own.get_or_insert_with(|| self.source.original());
        self.source.duplicate(own)
    }
}
