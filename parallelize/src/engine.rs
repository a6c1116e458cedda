//! How a call runs: who works on it, and when.

use std::fmt;

use crate::options::Plan;
use crate::probe::Probe;
use crate::queue::{Claims, Queue, VecQueue};
use crate::unwind::{Payload, catch};
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

/// Cuts an input and lets workers run its chunks. Before each of them starts, the calling thread
/// runs `equip`. Returns when all of them are done, with the panic, if any, of dropping what nobody
/// claimed.
pub(crate) type Drive<C> = fn(
    input: C,
    cutter: Cutter<C>,
    plan: Plan,
    equip: &dyn Fn() -> Result<(), Payload>,
    work: &mut dyn Work<C>,
) -> Result<(), Payload>;

/// What the calling thread does.
pub(crate) trait Work<C> {
    /// Runs chunks on the calling thread until none is left, one has failed, or `probe` says that
    /// the others are worth waking helpers.
    fn alone(&mut self, claims: &mut dyn Claims<C>, probe: Option<Probe>);

    /// Claims and runs chunks, as helpers do, until none is left or one has failed. `recruit` brings a
    /// helper back that has left, if it can.
    fn together(&self, claims: &dyn Claims<C>, recruit: &dyn Fn() -> bool);

    fn for_helpers(&self) -> &(dyn Help<C> + Sync);
}

/// What helpers do.
pub(crate) trait Help<C> {
    /// Claims and runs chunks, and `after_each` after each, until none is left, one has failed, or helpers
    /// are too far ahead of the calling thread.
    fn help(&self, claims: &dyn Claims<C>, after_each: &dyn Fn());

    /// Notes the panic of equipping a worker. It counts where no chunk fails.
    fn unequipped(&self, payload: Payload);
}

pub(crate) fn drive<C: Send>(
    input: C,
    cutter: Cutter<C>,
    plan: Plan,
    equip: &dyn Fn() -> Result<(), Payload>,
    work: &mut dyn Work<C>,
) -> Result<(), Payload> {
    let mut queue = Queue::new(input, cutter, plan);
    share_out(&mut queue, plan, equip, work);
    queue.discard()
}

/// As `drive`, for a `Vec`.
pub(crate) fn drive_vec<T: Send>(
    input: Vec<T>,
    _: Cutter<Vec<T>>,
    plan: Plan,
    equip: &dyn Fn() -> Result<(), Payload>,
    work: &mut dyn Work<Vec<T>>,
) -> Result<(), Payload> {
    let mut queue = VecQueue::new(input, plan);
    share_out(&mut queue, plan, equip, work);
    catch(|| drop(queue))
}

fn share_out<C>(
    claims: &mut (dyn Claims<C> + Sync),
    plan: Plan,
    equip: &dyn Fn() -> Result<(), Payload>,
    work: &mut dyn Work<C>,
) {
    if let Err(payload) = equip() {
        return work.for_helpers().unequipped(payload);
    }
    if plan.crew.limit == 1 {
        return workers::alone(|| work.alone(claims, None));
    }
    if plan.has_probes() {
        let probe = Probe::start(plan.boundaries.len());
        workers::alone(|| work.alone(claims, Some(probe)));
        if !claims.has_more() {
            return;
        }
    }
    let (claims, work) = (&*claims, &*work);
    let helpers = work.for_helpers();
    let mut wants_helper = || {
        claims.has_more()
            && match equip() {
                Ok(()) => true,
                Err(payload) => {
                    claims.stop();
                    helpers.unequipped(payload);
                    false
                }
            }
    };
    let help = || helpers.help(claims, &|| ());
    workers::led(plan.crew, &mut wants_helper, &help, &|recruit| {
        work.together(claims, recruit);
    });
}
