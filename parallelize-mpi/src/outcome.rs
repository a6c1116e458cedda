//! How the chunks of one rank ended, and how that becomes the end of the call on all ranks.

use std::any::Any;
use std::mem::forget;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::messages::Gathered;
use crate::session::Session;

/// How the chunks of a rank ended.
pub(crate) enum Outcome {
    /// With outputs, encoded.
    Done(Vec<u8>),
    /// Likewise, the last of which makes those of later chunks superfluous.
    Stopped(Vec<u8>),
    Panicked(Payload),
}

/// What a panic carries.
pub(crate) type Payload = Box<dyn Any + Send>;

impl Outcome {
    const DONE: u64 = 0;
    const STOPPED: u64 = 1;
    const PANICKED: u64 = 2;
}

impl Session {
    /// The bytes of all ranks up to the first that stopped.
    ///
    /// The error is the panic of the first rank that panicked, unless an earlier one stopped. The ranks run
    /// chunks in their order, so that is the panic of the lowest chunk.
    pub(crate) fn settle(&self, mine: Outcome) -> Result<Gathered, Payload> {
        let (status, mut bytes, payload) = match mine {
            Outcome::Done(bytes) => (Outcome::DONE, bytes, None),
            Outcome::Stopped(bytes) => (Outcome::STOPPED, bytes, None),
            Outcome::Panicked(payload) => {
                let text = message(&*payload).as_bytes().to_vec();
                (Outcome::PANICKED, text, Some(payload))
            }
        };
        let all = self.gather_numbers(&[status, bytes.len() as u64]);
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
        let last = first.unwrap_or(self.size - 1);
        if statuses[last] == Outcome::PANICKED {
            let text = self.broadcast(last, &bytes, lens[last]);
            return Err(match payload {
                Some(payload) if self.rank == last => payload,
                payload => {
                    drop_unseen(payload);
                    Box::new(String::from_utf8_lossy(&text).into_owned())
                }
            });
        }
        drop_unseen(payload);
        lens[last + 1..].fill(0);
        bytes.truncate(lens[self.rank]);
        Ok(self.gather_bytes(&bytes, &lens))
    }
}

/// Drops a payload that loses to another failure. Nobody sees that this panics, and what it panics with is not
/// dropped in turn: there could be no end of that.
fn drop_unseen(payload: Option<Payload>) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        forget(panic);
    }
}

/// What a panic says.
fn message(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return text;
    }
    match payload.downcast_ref::<String>() {
        Some(text) => text,
        None => "a panic on another rank, with a value that is no text",
    }
}
