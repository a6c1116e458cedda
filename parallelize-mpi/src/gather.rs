//! Running a call: each rank its share of the chunks, and then the outputs of all on every rank.

use std::mem::size_of;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Once;

use parallelize::backend::{self, Cuts, Grain, Options, Portion, Supply};
use parallelize::{Spill, current_chunk};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::agreement::{Agreed, Intent};
use crate::input::RankInput;
use crate::launcher::warn;
use crate::messages::Gathered;
use crate::outcome::Outcome;
use crate::session::{Session, Turn};

/// A type whose values can be sent from one rank to another: one that implements [`serde::Serialize`] and
/// [`serde::de::DeserializeOwned`].
///
/// [`Spill`] says in what form that is, and what it cannot carry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent from one rank to another",
    label = "not both `serde::Serialize` and `serde::de::DeserializeOwned`",
    note = "derive `serde::Serialize` and `serde::Deserialize`; for an error type that you cannot change, return its text"
)]
pub trait Transfer: Spill {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Transfer for T {}

/// A call that all ranks make, and have agreed on.
pub(crate) struct Agreement<C, S> {
    portion: Portion<C, S>,
    session: Turn,
    agreed: Agreed,
    asked: Asked,
    grain: Grain,
}

/// What a rank says of its call.
pub(crate) struct Said<C> {
    pub(crate) method: &'static str,
    pub(crate) grain: Grain,
    pub(crate) fingerprint: Option<fn(&C) -> u64>,
}

/// What a call is to do, of which a user's code has a say.
struct Asked {
    options: Options,
    /// Of the whole input.
    len: usize,
    is_sharded: bool,
}

impl Asked {
    fn of<C: RankInput, S: Supply>(portion: &Portion<C, S>) -> Self {
        let total = portion.call().input().total();
        Asked {
            options: portion.call().options(),
            len: total.unwrap_or_else(|| portion.element_count()),
            is_sharded: total.is_some(),
        }
    }
}

impl<C: RankInput, S: Supply> Agreement<C, S> {
    /// Finds out whether all ranks make this call, with outputs of type `R`.
    ///
    /// # Panics
    ///
    /// On all ranks, if they do not, or if one cannot say what it is to do.
    #[track_caller]
    pub(crate) fn new<R>(session: Turn, portion: Portion<C, S>, said: &Said<C>) -> Self {
        let prepared = catch_unwind(AssertUnwindSafe(|| {
            let asked = Asked::of(&portion);
            let fingerprint = said.fingerprint.map(|of| of(portion.call().input()));
            (asked, fingerprint)
        }));
        let (intent, asked) = match prepared {
            Ok((asked, fingerprint)) => {
                let name = (portion.function(), said.method);
                let input = (asked.len, asked.is_sharded);
                let intent = Intent::call::<R>(name, input, asked.options, fingerprint);
                (Ok(intent), Some(asked))
            }
            Err(payload) => (Err(payload), None),
        };
        let agreed = match session.agree(intent) {
            Ok(agreed) => agreed,
            Err(refusal) => refusal.panic(),
        };
        let asked = asked.expect("a rank that has panicked does not come here");
        assert!(
            !(asked.is_sharded && asked.options.are_automatic()),
            "`{}` has a `Sharded` input: give it `jobs` or `chunk_size`, the same as to `share`",
            portion.function(),
        );
        Agreement {
            portion,
            session,
            agreed,
            asked,
            grain: said.grain,
        }
    }

    pub(crate) fn function(&self) -> &'static str {
        self.portion.function()
    }

    /// Runs the chunks of this rank, by `run`. A panic on the way is this rank's outcome.
    pub(crate) fn run<T>(
        self,
        run: impl FnOnce(Portion<C, S>, &Cuts, Range<usize>) -> T,
    ) -> (Result<T, Outcome>, Turn) {
        let session = self.session;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let Asked {
                options,
                len,
                is_sharded,
            } = self.asked;
            let cuts = Cuts::new(options, len, self.grain, self.agreed.workers);
            let chunks = cuts.share(session.rank, session.size);
            if options.are_automatic() && cuts.count() < session.size.min(len) {
                warn_of_few_chunks(self.portion.function(), cuts.count(), &session);
            }
            let portion = if is_sharded {
                check_part(&self.portion, &cuts, &chunks, session.rank);
                self.portion
            } else {
                self.portion.restrict(&cuts, chunks.clone())
            };
            run(portion, &cuts, chunks)
        }));
        (outcome.map_err(Outcome::Panicked), session)
    }

    /// The outputs of all chunks, in slice order, up to and with the first that is a failure.
    pub(crate) fn gather<R, F>(self, is_failure: fn(&R) -> bool, body: &F) -> Vec<R>
    where
        R: Transfer + Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        let function = self.function();
        let body = |chunk, args| {
            let output = body(chunk, args);
            let bytes = encoded(function, &output);
            if is_failure(&output) {
                Err(bytes)
            } else {
                Ok(bytes)
            }
        };
        let (outcome, session) =
            self.run(|portion, cuts, chunks| joined(portion.run(cuts, chunks, &body)));
        let outcome = outcome.unwrap_or_else(|panicked| panicked);
        let gathered = session
            .settle(outcome)
            .unwrap_or_else(|panic| resume_unwind(panic));
        decoded(function, &gathered)
    }
}

/// Automatic cuts are as many as suit one machine. That is said once, by rank 0.
fn warn_of_few_chunks(function: &str, count: usize, session: &Session) {
    static SAID: Once = Once::new();
    if session.rank > 0 {
        return;
    }
    SAID.call_once(|| {
        warn(&format!(
            "`{function}` has fewer chunks ({count}) than there are ranks ({}), so some have nothing to do: give it `jobs` or `chunk_size`",
            session.size,
        ));
    });
}

fn check_part<C, S: Supply>(
    portion: &Portion<C, S>,
    cuts: &Cuts,
    chunks: &Range<usize>,
    rank: usize,
) {
    let share = cuts.elements(chunks.clone());
    let held = portion.element_count();
    assert!(
        held == share.len(),
        "rank {rank} holds {held} elements of the `Sharded` input of `{}`, but its share are the {} elements {share:?}: load what `parallelize_mpi::share` says, with the options of the call",
        portion.function(),
        share.len(),
    );
}

/// An output with its length before it.
fn encoded<R: Transfer>(function: &str, output: &R) -> Vec<u8> {
    let mut bytes = vec![0; size_of::<u64>()];
    if let Err(error) = backend::encode(output, &mut bytes) {
        let chunk = current_chunk().map(|chunk| format!(" chunk {} of", chunk.index));
        panic!(
            "the output of{} `{function}` cannot be sent to other ranks: {error}",
            chunk.unwrap_or_default(),
        );
    }
    let len = bytes.len() - size_of::<u64>();
    bytes[..size_of::<u64>()].copy_from_slice(&(len as u64).to_le_bytes());
    bytes
}

/// The outputs of a rank as one message. An error is an output that makes those of later chunks superfluous.
fn joined(outputs: Vec<Result<Vec<u8>, Vec<u8>>>) -> Outcome {
    let len = outputs.iter().flatten().map(Vec::len).sum();
    let mut bytes = Vec::with_capacity(len);
    for output in outputs {
        match output {
            Ok(output) => bytes.extend_from_slice(&output),
            Err(output) => {
                bytes.extend_from_slice(&output);
                return Outcome::Stopped(bytes);
            }
        }
    }
    Outcome::Done(bytes)
}

/// The outcome of a rank whose first failure is `error`, and that has nothing else to send.
pub(crate) fn failed<E: Transfer>(function: &str, error: &E) -> Outcome {
    Outcome::Stopped(encoded(function, error))
}

/// Less is decoded before other threads are awake.
const MUCH: usize = 512 << 10;

pub(crate) fn decoded<R: Transfer + Send>(function: &str, gathered: &Gathered) -> Vec<R> {
    let outputs: Vec<&[u8]> = gathered.by_rank().flat_map(split).collect();
    let is_much = outputs.iter().map(|bytes| bytes.len()).sum::<usize>() > MUCH;
    let decoded: std::io::Result<Vec<R>> = if is_much {
        backend::decode_all(&outputs)
    } else {
        outputs.iter().map(|bytes| backend::decode(bytes)).collect()
    };
    decoded.unwrap_or_else(|error| {
        panic!(
            "an output of `{function}`, a `{}`, cannot be made of what another rank sent: {error}; does its `Deserialize` read what its `Serialize` writes?",
            std::any::type_name::<R>(),
        )
    })
}

/// Takes the message of a rank apart.
fn split(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (len, rest) = bytes.split_first_chunk()?;
        let len = usize::try_from(u64::from_le_bytes(*len)).expect("it is in memory");
        let (output, rest) = rest.split_at(len);
        bytes = rest;
        Some(output)
    })
}
