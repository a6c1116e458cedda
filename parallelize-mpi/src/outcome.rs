//! How the chunks of one rank end, and how those ends become the end of the call on all ranks.

use std::any::Any;
use std::mem::forget;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::ranks::{Gathered, Ranks};

/// How the chunks of a rank ended.
pub(crate) enum Outcome {
    /// With outputs, encoded.
    Done(Vec<u8>),
    /// With outputs, encoded. The last one is a failure, so later chunks do not count.
    Stopped(Vec<u8>),
    Panicked(Payload),
}

/// What a panic carries.
pub(crate) type Payload = Box<dyn Any + Send>;

impl Outcome {
    const DONE: u64 = 0;
    const STOPPED: u64 = 1;
    const PANICKED: u64 = 2;

    /// The bytes of all ranks up to the first that stopped.
    ///
    /// The error is the panic of the first rank that panicked, unless an earlier rank stopped. Ranks hold chunks
    /// in slice order, so the error is the panic of the lowest chunk.
    pub(crate) fn settle(self, ranks: &Ranks) -> Result<Gathered, Payload> {
        let (status, mut bytes, payload) = match self {
            Outcome::Done(bytes) => (Outcome::DONE, bytes, None),
            Outcome::Stopped(bytes) => (Outcome::STOPPED, bytes, None),
            Outcome::Panicked(payload) => {
                let text = message(&*payload).as_bytes().to_vec();
                (Outcome::PANICKED, text, Some(payload))
            }
        };
        let all = ranks.gather_numbers(&[status, bytes.len() as u64]);
        let (statuses, mut lens): (Vec<u64>, Vec<usize>) = all
            .chunks_exact(2)
            .map(|rank| {
                (
                    rank[0],
                    usize::try_from(rank[1]).expect("it is in some memory"),
                )
            })
            .unzip();
        let first = statuses.iter().position(|status| *status != Outcome::DONE);
        let last = first.unwrap_or(ranks.size - 1);
        if statuses[last] == Outcome::PANICKED {
            let text = ranks.broadcast(last, &bytes, lens[last]);
            return Err(match payload {
                Some(payload) if ranks.rank == last => payload,
                payload => {
                    drop_unseen(payload);
                    Box::new(String::from_utf8_lossy(&text).into_owned())
                }
            });
        }
        drop_unseen(payload);
        lens[last + 1..].fill(0);
        bytes.truncate(lens[ranks.rank]);
        Ok(ranks.gather_bytes(&bytes, &lens))
    }
}

/// Drops a payload that loses to another failure. A panic of that drop stays unseen. Its own payload is forgotten,
/// because dropping that one could panic again, without end.
pub(crate) fn drop_unseen(payload: Option<Payload>) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        forget(panic);
    }
}

/// The text of a panic.
pub(crate) fn message(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return text;
    }
    match payload.downcast_ref::<String>() {
        Some(text) => text,
        None => "a panic on another rank, with a value that is no text",
    }
}
