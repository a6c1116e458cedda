//! What a call needs to know of its input, as plain functions.

use super::queue::Queue;
use crate::plan::Plan;
use crate::sys::panics::Payload;

/// How chunks of type `C` are cut. The bounds on `C` are asked for once, when the input enters. Whatever
/// carries the input afterwards need not repeat them.
#[doc(hidden)]
#[derive(Debug)]
pub struct Splitter<C> {
    pub(crate) element_count: fn(&C) -> Result<usize, UnequalLengths>,
    pub(crate) cut: fn(C, usize) -> (C, C),
    pub(crate) with_queue: WithQueue<C>,
}

/// Makes a queue of the chunks of an input, and lends the queue. Drops the chunks that nobody has claimed. The
/// error is the panic of such a drop.
pub(crate) type WithQueue<C> = fn(
    input: C,
    splitter: Splitter<C>,
    plan: &Plan,
    lend: &mut dyn FnMut(&mut (dyn Queue<C> + Sync)),
) -> Result<(), Payload>;

/// The lengths of two inputs that were to be cut at the same places.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[allow(unreachable_pub)] // named by `Splitter`, which is hidden
pub struct UnequalLengths(pub(crate) usize, pub(crate) usize);

impl<C> Splitter<C> {
    /// Panics unless chunk `index`, which was cut off, has as many elements as it should.
    pub(crate) fn check_length(self, index: usize, expected: usize, chunk: &C) {
        let actual = (self.element_count)(chunk).map_err(|unequal| unequal.1);
        assert!(
            actual == Ok(expected),
            "`Split::cut` of `{}` gave a piece of {} elements for chunk {index}, which has {expected}",
            std::any::type_name::<C>(),
            actual.unwrap_or_else(|other| other),
        );
    }
}

impl<C> Clone for Splitter<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Splitter<C> {}
